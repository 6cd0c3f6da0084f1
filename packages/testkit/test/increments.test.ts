import { inProcessTfm, type TemporaryProject, temporaryProject } from '@tfm/testkit';
import { afterEach, describe, expect, test } from 'vitest';

const projectFile = [
  'name: inc',
  'targets:',
  '  duckdb: {type: duckdb, path: i.duckdb}',
  '  sqlite: {type: sqlite, path: i.sqlite}',
  'target: duckdb',
  '',
].join('\n');

/** First and second query of the model `inc`, and what its table and its child hold afterwards. */
interface Case {
  readonly name: string;
  readonly config: string;
  readonly first: string;
  readonly second: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const cases: readonly Case[] = [
  {
    name: 'append',
    config: "incremental_strategy='append'",
    first: "select 1 as id, 'a' as v",
    second: "select 1 as id, 'b' as v",
    columns: ['id', 'v'],
    rows: [
      [1n, 'a'],
      [1n, 'b'],
    ],
  },
  {
    name: 'delete+insert',
    config: "incremental_strategy='delete+insert', unique_key='id'",
    first: "select 1 as id, 'a' as v union all select 2, 'a'",
    second: "select 2 as id, 'b' as v union all select 2, 'c' union all select 3, 'b'",
    columns: ['id', 'v'],
    rows: [
      [1n, 'a'],
      [2n, 'b'],
      [2n, 'c'],
      [3n, 'b'],
    ],
  },
  {
    name: 'merge by two columns',
    config: "incremental_strategy='merge', unique_key=['id', 'k']",
    first: "select 1 as id, 'x' as k, 'a' as v union all select 1, 'y', 'a'",
    second: "select 1 as id, 'y' as k, 'b' as v union all select 2, 'x', 'b'",
    columns: ['id', 'k', 'v'],
    rows: [
      [1n, 'x', 'a'],
      [1n, 'y', 'b'],
      [2n, 'x', 'b'],
    ],
  },
  {
    name: 'ignore: a new column is left out, a missing one is null',
    config: "incremental_strategy='append'",
    first: "select 1 as id, 'a' as v",
    second: "select 2 as id, 'n' as fresh",
    columns: ['id', 'v'],
    rows: [
      [1n, 'a'],
      [2n, null],
    ],
  },
  {
    name: 'append_new_columns',
    config: "incremental_strategy='append', on_schema_change='append_new_columns'",
    first: "select 1 as id, 'a' as v",
    second: "select 2 as id, 'n' as fresh",
    columns: ['id', 'v', 'fresh'],
    rows: [
      [1n, 'a', null],
      [2n, null, 'n'],
    ],
  },
  {
    name: 'sync_all_columns',
    config: "incremental_strategy='delete+insert', unique_key='id', on_schema_change='sync_all_columns'",
    first: "select 1 as id, 'a' as v union all select 2, 'a'",
    second: "select 2 as id, 'n' as fresh",
    columns: ['id', 'fresh'],
    rows: [
      [1n, null],
      [2n, 'n'],
    ],
  },
];

describe.each(['duckdb', 'sqlite'] as const)('incremental models on %s', (kind) => {
  let project: TemporaryProject;
  afterEach(() => project.remove());

  const model = (config: string, first: string, second: string) => ({
    'tfm.yml': projectFile,
    'models/inc.sql': `{{ config(materialized='incremental', ${config}) }}\n{% if is_incremental() %}${second}{% else %}${first}{% endif %}\n`,
    'models/child.sql': "{{ config(materialized='table') }}\nselect * from {{ ref('inc') }}\n",
  });

  test.each(cases)('$name', async ({ config, first, second, columns, rows }) => {
    project = temporaryProject(model(config, first, second));
    const tfm = await inProcessTfm(project.dir, kind);
    try {
      for (let run = 0; run < 2; run += 1) {
        const { results } = await tfm.run();
        expect(results.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
      }
      // The child was made from the staged view of the merge: both must be the same.
      for (const relation of ['inc', 'child']) {
        const got = await tfm.connection.query(
          `select ${columns.join(', ')} from ${relation} order by 1, 2, ${columns.length}`,
        );
        expect(got.rows, relation).toEqual(rows);
        const { columns: all } = await tfm.connection.query(`select * from ${relation}`);
        expect(all.map(({ name }) => name).sort(), relation).toEqual([...columns].sort());
      }
      const there = await tfm.connection.inspect([tfm.connection.info]);
      expect(
        there
          .map(({ name }) => name.identifier)
          .sort()
          .filter((name) => !name.startsWith('_tfm_')),
      ).toEqual(['child', 'inc']);
    } finally {
      await tfm.close();
    }
  });

  test.each([
    [
      'fail',
      "incremental_strategy='append', on_schema_change='fail'",
      'select 2 as id, 3 as w',
      'increment-schema-changed',
    ],
    [
      'a doubled key',
      "incremental_strategy='merge', unique_key='id'",
      "select 2 as id, 'x' as v union all select 2, 'y'",
      'increment-key-broken',
    ],
    [
      'a null key',
      "incremental_strategy='delete+insert', unique_key='id'",
      "select cast(null as integer) as id, 'x' as v",
      'increment-key-broken',
    ],
  ])('%s stops the node and changes nothing', async (_name, config, second, code) => {
    project = temporaryProject(model(config, "select 1 as id, 'a' as v", second));
    const tfm = await inProcessTfm(project.dir, kind);
    try {
      await tfm.run();
      const { results } = await tfm.run();
      expect(results[0]).toMatchObject({ status: 'error', diagnostics: [{ code }] });
      expect((await tfm.connection.query('select id, v from inc')).rows).toEqual([[1n, 'a']]);
    } finally {
      await tfm.close();
    }
  });

  test('a full refresh, and a kind that changes to and fro', async () => {
    project = temporaryProject(model("incremental_strategy='append'", 'select 1 as id', 'select 2 as id'));
    const tfm = await inProcessTfm(project.dir, kind);
    const ids = async () => (await tfm.connection.query('select id from inc order by id')).rows.flat();
    try {
      await tfm.run();
      await tfm.run();
      expect(await ids()).toEqual([1n, 2n]);
      await tfm.run('build', { fullRefresh: true });
      expect(await ids()).toEqual([1n]);
      for (const materialized of ['view', 'table', 'incremental', 'view', 'incremental']) {
        project.write({ 'models/inc.sql': `{{ config(materialized='${materialized}') }}\nselect 7 as id\n` });
        const { results } = await tfm.run();
        expect(
          results.map(({ status }) => status),
          materialized,
        ).toEqual(['success', 'success']);
      }
      expect(await ids()).toEqual([7n]);
    } finally {
      await tfm.close();
    }
  });
});
