import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestStatements } from '../floors/manifest-statements.ts';
import { checkManifest, checkRunResults, type ExpectedNodes } from '../measure/artifacts.ts';
import type { Contender, Step } from '../measure/scenario.ts';
import { tfm } from '../peers/tfm.ts';
import type { Operation, Tool } from '../peers/tool.ts';
import type { Workspace } from '../project/workspace.ts';

/** What all scenarios are made from. */
export interface ScenarioContext {
  /** tfm first, then the peers. */
  readonly tools: readonly Tool[];
  /** Models of the project that is only parsed and compiled; a tenth of them are built. */
  readonly models: number;
  readonly seed: number;
}

const floors = fileURLToPath(new URL('../floors/', import.meta.url));
const scratch = fileURLToPath(new URL('../target/floors/', import.meta.url));

/** An operation of a tool as a step; null when the tool has nothing like it. */
export function toolStep(
  tool: Tool,
  operation: Operation,
  place: { readonly dir: string; readonly nodes?: ExpectedNodes; readonly prepare?: () => void },
): Step | null {
  const argv = tool.command(operation);
  if (argv === null) return null;
  const { dir, nodes, prepare } = place;
  const verify = () => {
    if (nodes === undefined || tool.notation !== 'dbt') return;
    if (operation === 'parse' || operation === 'compile') checkManifest(dir, nodes);
    if (operation === 'build') checkRunResults(dir, nodes);
  };
  return { argv, cwd: dir, env: tool.env, verify, ...(prepare === undefined ? {} : { prepare }) };
}

/** A Node that does nothing. */
export function emptyNode(): Step {
  return { argv: [process.execPath, '-e', '0'], cwd: floors };
}

/** Reads and hashes all files of a project. */
export function readFiles(dir: string): Step {
  return { argv: [process.execPath, join(floors, 'read-files.mjs'), dir], cwd: floors };
}

export type WarehouseKind = 'duckdb' | 'sqlite';

/**
 * The bare driver at the same work: all statements of the compiled project into an empty warehouse, then, where a
 * second step is asked for, one query to what is there.
 */
export function bareDriver(kind: WarehouseKind, compiled: Workspace, steps: number): Contender {
  const folder = join(scratch, kind);
  const warehouse = join(folder, `synthetic.${kind}`);
  const all = join(folder, 'statements.json');
  const one = join(folder, 'one-query.json');
  const empty = (): void => {
    for (const suffix of ['', '.wal', '-wal', '-shm']) rmSync(warehouse + suffix, { force: true });
  };
  const runner = [process.execPath, join(floors, 'run-statements.mjs'), kind, warehouse];
  return {
    name: `bare ${kind} driver`,
    setUp: () => {
      mkdirSync(dirname(all), { recursive: true });
      compile(kind, compiled);
      writeFileSync(all, JSON.stringify(manifestStatements(join(compiled.dir, 'target/manifest.json'))));
      writeFileSync(one, JSON.stringify(['select 1']));
      compiled.clear();
    },
    steps: [
      { argv: [...runner, all], cwd: floors, prepare: empty },
      ...Array.from({ length: steps - 1 }, () => ({ argv: [...runner, one], cwd: floors })),
    ],
  };
}

function compile(kind: WarehouseKind, compiled: Workspace): void {
  const [program = '', ...args] = tfm.command('compile') ?? [];
  const target = kind === 'sqlite' ? ['--target', 'sqlite'] : [];
  execFileSync(program, [...args, ...target], { cwd: compiled.dir, stdio: ['ignore', 'ignore', 'inherit'] });
}
