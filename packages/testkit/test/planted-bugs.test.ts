import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  lookIntoWarehouse,
  type PlantedBug,
  plantBug,
  relationsOf,
  runTfm,
  type TemporaryProject,
  temporaryProject,
  versionedInput,
  versionedProject,
  versionsIn,
  type WarehouseFile,
} from '@tfm/testkit';
import { describe, expect, test } from 'vitest';

/**
 * The safety tests must be able to fail: each bug is planted into the bundle, and what its test looks for must then
 * be found; without the bug it must not. A bug whose text is no longer in the sources fails here too.
 */
interface Proof extends PlantedBug {
  readonly kind: 'duckdb' | 'sqlite';
  /** What is wrong after the experiment; nothing when all is well. */
  readonly experiment: (
    bin: string,
    project: TemporaryProject,
    file: WarehouseFile,
  ) => Promise<string | undefined>;
}

const proofs: readonly Proof[] = [
  {
    name: 'the old table is dropped before the transaction',
    file: 'packages/core/src/run/publish/publish-nodes.ts',
    find: 'await runAll(transaction, dialect.drop(published, existing));',
    replace: 'await runAll(services.connection, dialect.drop(published, existing));',
    kind: 'duckdb',
    experiment: async (bin, project, file) => {
      await build(bin, project, 'duckdb');
      project.write(versionedInput(2));
      await build(bin, project, 'duckdb', { TFM_FAILPOINT: 'publish-renamed:kill' });
      return brokenVersions(file);
    },
  },
  {
    name: 'an error of the database is swallowed',
    file: 'packages/core/src/run/execute/build-table.ts',
    find: 'rows = (await services.connection.execute(statement, { signal })).rowCount ?? rows;',
    replace:
      'rows = (await services.connection.execute(statement, { signal }).catch(() => undefined))?.rowCount ?? rows;',
    kind: 'sqlite',
    experiment: async (bin, project) => {
      project.write({
        'models/mid_events.sql':
          "{{ config(materialized='table') }}\nselect no_such_column from {{ ref('stg_events') }}\n",
      });
      const { stdout, stderr } = await build(bin, project, 'sqlite');
      return /no_such_column/.test(stdout + stderr)
        ? undefined
        : 'the error of the database is told to nobody';
    },
  },
  {
    name: 'the lock is taken after the first write',
    file: 'packages/core/src/run/run-plan.ts',
    find: "await reach('before-lock');",
    replace:
      "await this.#store.prepare(connection, this.#plan.graph.project.settings.name, 'x'); await this.#store.startRun(connection, { runId: this.#plan.runId, command: 'late', startedAt: '', toolVersion: '' });",
    kind: 'sqlite',
    experiment: async (bin, project, file) => {
      await build(bin, project, 'sqlite');
      const runs = () => lookIntoWarehouse(file, ['select count(*) from _tfm_runs'])[0]?.[0]?.[0];
      const before = runs();
      project.write(versionedInput(2));
      // The first one stops while it holds the lock; the second must leave without a trace.
      let holder: (() => void) | undefined;
      const first = runTfm(['build', '--target', 'sqlite'], {
        cwd: project.dir,
        ...(bin === '' ? {} : { bin }),
        env: { TFM_FAILPOINT: 'after-lock:hang' },
        onStart: (child) => {
          holder = () => child.kill('SIGKILL');
        },
      });
      await waitForLock(file);
      const second = await build(bin, project, 'sqlite');
      const after = runs();
      holder?.();
      await first;
      if (second.code !== 4) return `the second build ended with ${second.code}`;
      return after === before ? undefined : 'the second build has written';
    },
  },
  {
    name: 'COMMIT after an error',
    file: 'packages/adapters/src/sql/guarded-transaction.ts',
    find: 'await steps.rollback().catch(() => undefined);',
    replace: 'await steps.commit().catch(() => undefined);',
    kind: 'sqlite',
    experiment: async (bin, project, file) => {
      await build(bin, project, 'sqlite');
      project.write({
        ...versionedInput(2),
        'models/fct_events.sql':
          "{{ config(materialized='table', post_hook='insert into no_such_table values (1)') }}\nselect id, ver from {{ ref('mid_events') }}\n",
      });
      await build(bin, project, 'sqlite');
      const versions = versionsIn(file, relationsOf(file));
      return versions.fct_events === 1 ? undefined : `fct_events holds ${versions.fct_events}`;
    },
  },
  {
    name: 'an identifier goes into SQL as it is',
    file: 'packages/adapters/src/sql/identifiers.ts',
    find: `return \`"\${identifier.replaceAll('"', '""')}"\`;`,
    replace: `return ['"', identifier, '"'].join('');`,
    kind: 'sqlite',
    experiment: async (bin, project, file) => {
      project.write({
        'models/odd.sql': `{{ config(materialized='table', alias='odd " name; drop table x --') }}\nselect 1 as id\n`,
      });
      await build(bin, project, 'sqlite');
      return relationsOf(file).includes('odd " name; drop table x --')
        ? undefined
        : 'the table has another name';
    },
  },
  {
    name: 'an artifact is written in place',
    file: 'packages/core/src/report/write/write-artifacts.ts',
    find: 'const temporary = await openTemporary(temporaryIn);',
    replace: "const temporary = { path, handle: await (await import('node:fs/promises')).open(path, 'w') };",
    kind: 'sqlite',
    experiment: async (bin, project) => {
      await build(bin, project, 'sqlite');
      const manifest = project.path('target/manifest.json');
      writeFileSync(manifest, JSON.stringify({ old: true }));
      await build(bin, project, 'sqlite', { TFM_FAILPOINT: 'artifact-half-written:kill' });
      try {
        JSON.parse(readFileSync(manifest, 'utf8'));
        return undefined;
      } catch {
        return 'the artifact is cut off';
      }
    },
  },
];

describe.each(proofs)('$name', (proof) => {
  const inProject = async (bin: string | undefined): Promise<string | undefined> => {
    const project = temporaryProject(versionedProject(1));
    try {
      const file = { kind: proof.kind, path: project.path(`warehouse.${proof.kind}`) };
      return await proof.experiment(bin ?? '', project, file);
    } finally {
      project.remove();
    }
  };

  test('is found when it is planted', { timeout: 120_000 }, async () => {
    const planted = await plantBug(proof);
    try {
      expect(await inProject(planted.bin)).toBeTypeOf('string');
    } finally {
      planted.remove();
    }
  });

  test('is not there', { timeout: 120_000 }, async () => {
    expect(await inProject(undefined)).toBeUndefined();
  });
});

function build(
  bin: string,
  project: TemporaryProject,
  target: string,
  env: { readonly [name: string]: string } = {},
) {
  return runTfm(['build', '--target', target, '--lock-timeout', '0'], {
    cwd: project.dir,
    env,
    ...(bin === '' ? {} : { bin }),
  });
}

function brokenVersions(file: WarehouseFile): string | undefined {
  const versions = versionsIn(file, relationsOf(file));
  return new Set(Object.values(versions)).size === 1 &&
    Object.values(versions).every((version) => typeof version === 'number')
    ? undefined
    : JSON.stringify(versions);
}

async function waitForLock(file: WarehouseFile): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (existsSync(`${file.path}.tfm-lock`) || existsSync(`${file.path}.lock`)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the first build never took the lock');
}
