import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ExpectedNodes {
  readonly models: number;
  readonly tests: number;
}

/** A command that does nothing is quick: its manifest has to hold the whole project. */
export function checkManifest(dir: string, expected: ExpectedNodes): void {
  const manifest = readFileSync(join(dir, 'target/manifest.json'), 'latin1');
  const models = count(manifest, /"resource_type": ?"model"/g);
  const tests = count(manifest, /"resource_type": ?"test"/g);
  if (models !== expected.models || tests !== expected.tests) {
    throw new Error(`${dir}: the manifest holds ${models} models and ${tests} tests`);
  }
}

/** Every node and test has a result, and none is bad. */
export function checkRunResults(dir: string, expected: ExpectedNodes): void {
  const results = readFileSync(join(dir, 'target/run_results.json'), 'latin1');
  const good = count(results, /"status": ?"(success|pass|no-op)"/g);
  const bad = count(results, /"status": ?"(error|fail|warn|skipped|runtime error)"/g);
  // dbt's rewrite has a status for each step of a node too.
  if (bad > 0 || good < expected.models + expected.tests) {
    throw new Error(`${dir}: ${good} good results, ${bad} bad ones`);
  }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
