import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

const macros = `
{% macro note(a, b='z') %}
  {% do log('a is ' ~ a ~ ', b is ' ~ b, info=true) %}
  {% do run_query('create or replace table made as select ' ~ a ~ ' as a') %}
  {% do run_query('insert into made select a + 1 from made') %}
  {% call statement('made', fetch_result=true) %} select a from made order by a {% endcall %}
  {% do log('made ' ~ load_result('made').data | map('first') | list, info=true) %}
  {% do print(ref('stg_orders')) %}
  the result is not printed
{% endmacro %}
{% macro broken() %}{% do log('before', info=true) %}{% do run_query('select nope') %}{% endmacro %}
{% macro inlined() %}{% do log(ref('small'), info=true) %}{% endmacro %}
{% macro lost() %}{% do log(ref('stg_order'), info=true) %}{% endmacro %}
{% macro several() %}
  {% do run_query('begin; create table many as select 1 as a; insert into many select 2; commit;') %}
  {% do log(run_query('select count(*) from many').columns[0].values()[0], info=true) %}
{% endmacro %}
{% macro undone() %}
  {% do run_query('create table kept as select 1 as a; insert into kept select 2; select 1') %}
  {% do run_query('begin; insert into kept select 3; insert into kept select nope; commit;') %}
{% endmacro %}
`;

let project: TestProject;
beforeEach(() => {
  project = shop({
    'macros/operations.sql': macros,
    'models/small.sql': "{{ config(materialized='ephemeral') }} select 1 as a",
  });
});
afterEach(() => project.remove());

function results(): {
  readonly results: readonly {
    readonly unique_id: string;
    readonly status: string;
    readonly failures: number;
  }[];
  readonly args: { readonly macro: string; readonly args: unknown; readonly which: string };
} {
  return JSON.parse(readFileSync(project.path('target/run_results.json'), 'utf8'));
}

test('statements in their order, each once; what is logged is shown once', async () => {
  const { code, stdout, stderr } = await project.tfm(['run-operation', 'note', '--args', '{a: 1}']);
  expect(stderr).toBe('');
  expect(stdout).toBe('a is 1, b is z\nmade [1, 2]\n"shop"."main"."stg_orders"\n');
  expect(code).toBe(0);
  expect(
    (await project.tfm(['show', '-q', '--output', 'csv', '--inline', 'select a from made'])).stdout,
  ).toBe('a\n1\n2\n');
  expect(results().results).toMatchObject([{ unique_id: 'macro.shop.note', status: 'success', failures: 0 }]);
  expect(results().args).toMatchObject({ which: 'run-operation', macro: 'note', args: { a: 1 } });
});

test('a statement that fails: what was said before it is heard, and the run results say so', async () => {
  const { code, stdout, stderr } = await project.tfm('run-operation broken');
  expect(code).toBe(1);
  expect(stdout).toBe('before\n');
  expect(stderr).toContain('error[query-failed] The database refused macro "broken"');
  expect(results().results).toMatchObject([{ unique_id: 'macro.shop.broken', status: 'error', failures: 1 }]);
});

test('several statements in one text', async () => {
  const { code, stdout, stderr } = await project.tfm('run-operation several');
  expect(stderr).toBe('');
  expect(stdout).toBe('2\n');
  expect(code).toBe(0);
  expect((await project.tfm('run-operation undone')).code).toBe(1);
  const kept = await project.tfm([
    'show',
    '-q',
    '--output',
    'csv',
    '--inline',
    'select count(*) as n from kept',
  ]);
  expect(kept.stdout).toBe('n\n2\n');
});

test('what cannot be called', async () => {
  const unknown = await project.tfm('run-operation nott');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toBe(
    'error[unknown-macro] There is no macro "nott" in this project or its packages\nhint: did you mean "note"?\n\n',
  );
  const list = await project.tfm(['run-operation', 'note', '--args', '[1]']);
  expect(list.code).toBe(2);
  expect(list.stderr).toContain('error[args-not-a-map]');
  const more = await project.tfm(['run-operation', 'note', '--args', '{a: 1, c: 2}']);
  expect(more.code).toBe(1);
  expect(more.stderr).toContain("Macro 'note' takes no keyword argument 'c'");
  expect((await project.tfm('run-operation inlined')).stderr).toContain('Model "small" is ephemeral');
  expect((await project.tfm('run-operation lost')).stderr).toContain('did you mean "stg_orders"?');
});

test('a macro of tfm itself, and log lines', async () => {
  const { code, stdout } = await project.tfm('run-operation broken --log-format json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
    info: { name: 'JinjaLogInfo', code: 'I062', msg: 'before' },
  });
  expect((await project.tfm(['run-operation', 'dbt.run_query', '--args', '{sql: select 1}'])).code).toBe(0);
});
