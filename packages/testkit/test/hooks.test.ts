import { inProcessTfm, type TemporaryProject, temporaryProject } from '@tfm/testkit';
import { afterEach, describe, expect, test } from 'vitest';

const hooked = (files: { readonly [path: string]: string }) => ({
  'tfm.yml': [
    'name: hooked',
    'targets:',
    '  duckdb: {type: duckdb, path: h.duckdb}',
    '  sqlite: {type: sqlite, path: h.sqlite}',
    'target: duckdb',
    'on-run-start:',
    '  - create table if not exists said (what text)',
    "  - insert into said values ('start'); insert into said values ('start again')",
    'on-run-end: ["insert into said values (\'end\')"]',
    '',
  ].join('\n'),
  ...files,
});

describe.each(['duckdb', 'sqlite'] as const)('hooks on %s', (kind) => {
  let project: TemporaryProject;
  afterEach(() => project.remove());

  const build = async (files: { readonly [path: string]: string }) => {
    project = temporaryProject(hooked(files));
    const tfm = await inProcessTfm(project.dir, kind);
    try {
      const report = await tfm.run();
      const there = (await tfm.connection.inspect([tfm.connection.info])).map(({ name }) => name.identifier);
      const said = there.includes('said')
        ? (await tfm.connection.query('select what from said')).rows.map(([what]) => what)
        : [];
      return { report, there, said };
    } finally {
      await tfm.close();
    }
  };
  const hookOf = (config: string) => ({
    'models/a.sql': `{{ config(materialized='table', ${config}) }}\nselect 1 as id\n`,
  });

  test('run at their places, statement by statement', async () => {
    const hooks = `pre_hook="insert into said values ('before {{ this.identifier }}')", post_hook=["insert into said select 'rows ' || count(*) from {{ this }}", {'sql': "insert into said values ('after')", 'transaction': false}]`;
    const { report, said } = await build(hookOf(hooks));
    expect(report.diagnostics).toEqual([]);
    expect(said).toEqual(['start', 'start again', 'before a', 'rows 1', 'after', 'end']);
  });

  test('a failing pre-hook stops its node', async () => {
    const { report, there } = await build(hookOf("pre_hook='insert into nowhere values (1)'"));
    expect(report.results[0]).toMatchObject({ status: 'error', diagnostics: [{ code: 'hook-failed' }] });
    expect(there).not.toContain('a');
  });

  test('a failing post-hook takes its node back, and only that', async () => {
    const { report, there, said } = await build({
      ...hookOf("post_hook='insert into nowhere values (1)'"),
      'models/b.sql': "{{ config(materialized='table') }}\nselect 1 as id\n",
      'models/c.sql': "{{ config(materialized='table') }}\nselect * from {{ ref('a') }}\n",
    });
    expect(Object.fromEntries(report.results.map(({ id, status }) => [id, status]))).toEqual({
      'model.hooked.a': 'error',
      'model.hooked.b': 'success',
      'model.hooked.c': 'skipped',
    });
    expect(there.filter((name) => ['a', 'b', 'c'].includes(name))).toEqual(['b']);
    expect(there.filter((name) => name.startsWith('__tfm_'))).toEqual([]);
    expect(said.at(-1)).toBe('end');
  });

  test('a failing on-run-start builds nothing', async () => {
    const { report, there } = await build({
      'tfm.yml': `${hooked({})['tfm.yml']}`.replace(
        'create table if not exists said (what text)',
        'select * from nowhere',
      ),
      ...hookOf("tags='x'"),
    });
    expect(report.diagnostics).toMatchObject([{ code: 'hook-failed' }]);
    expect(report.results).toMatchObject([{ status: 'skipped', message: 'an on-run-start hook failed' }]);
    expect(there).not.toContain('a');
  });
});
