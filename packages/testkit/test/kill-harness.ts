import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { failpoints } from '@tfm/core';
import {
  lookIntoWarehouse,
  relationsOf,
  runTfm,
  temporaryProject,
  versionedInput,
  versionedProject,
  versionedRelations,
  versionsIn,
  type WarehouseFile,
} from '@tfm/testkit';
import { describe, expect, test } from 'vitest';

/**
 * Dies at every failpoint of a build and looks from a fresh process:
 * I1 each relation is wholly old or wholly new; I3 no artifact says success for what was not committed; I4 artifacts
 * are whole; I5 the rerun leaves nothing behind; I6 the same command again succeeds; I7 is the diagnostics' own test.
 */
export function killAtEveryFailpoint(kind: 'duckdb' | 'sqlite'): void {
  describe(`a build on ${kind}, killed`, () => {
    test.each(failpoints.map((name) => [name]))('at %s', { timeout: 60_000 }, async (failpoint) => {
      const project = temporaryProject(versionedProject(1));
      const file: WarehouseFile = { kind, path: project.path(`warehouse.${kind}`) };
      const build = (env: { readonly [name: string]: string } = {}) =>
        runTfm(['build', '--target', kind], { cwd: project.dir, env });
      try {
        const first = await build();
        expect(first.code, first.stderr).toBe(0);

        project.write(versionedInput(2));
        const killed = await build({ TFM_FAILPOINT: `${failpoint}:kill` });
        expect(killed.signal, `${failpoint} was never reached: ${killed.stdout}${killed.stderr}`).toBe(
          'SIGKILL',
        );

        const after = versionsIn(file, relationsOf(file));
        const versions = new Set(Object.values(after));
        expect(versions.size, JSON.stringify(after)).toBe(1);
        const [version] = versions;
        expect([1, 2]).toContain(version);
        checkArtifacts(project.dir, version === 2);

        const healed = await build();
        expect(healed.code, healed.stdout + healed.stderr).toBe(0);
        expect(versionsIn(file, relationsOf(file))).toEqual(
          Object.fromEntries(versionedRelations.map((name) => [name, 2])),
        );
        expect(relationsOf(file).filter((name) => name.startsWith('__tfm_'))).toEqual([]);
        const state = kind === 'duckdb' ? '_tfm.' : '_tfm_';
        expect(
          lookIntoWarehouse(file, [
            `select count(*) from ${state}staging`,
            `select count(*) from ${state}runs where status = 'started'`,
          ]),
        ).toEqual([[['0']], [['0']]]);
        expect(readdirSync(project.dir).filter((name) => /lock|\.tmp/.test(name))).toEqual([]);
        expect(readdirSync(project.path('target')).filter((name) => name.includes('.tmp'))).toEqual([]);
        checkArtifacts(project.dir, true);
      } finally {
        project.remove();
      }
    });
  });
}

/** Whole JSON; and success only of what is really there. */
function checkArtifacts(dir: string, isPublished: boolean): void {
  for (const name of ['manifest.json', 'run_results.json']) {
    const path = `${dir}/target/${name}`;
    if (!existsSync(path)) continue;
    const artifact = JSON.parse(readFileSync(path, 'utf8')) as {
      metadata: object;
      results?: { status: string }[];
    };
    expect(artifact.metadata).toBeTypeOf('object');
    if (isPublished && artifact.results !== undefined) {
      expect(artifact.results.every(({ status }) => ['success', 'pass', 'no-op'].includes(status))).toBe(
        true,
      );
    }
  }
}
