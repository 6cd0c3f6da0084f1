import { cpSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

let project: TestProject;
beforeEach(() => {
  project = shop({
    'models/first.sql': "select {{ var('start') }} as a",
    'models/broken.sql': "select nope from {{ ref('first') }}",
    'models/after.sql': "select * from {{ ref('broken') }}",
    'macros/op.sql':
      "{% macro op(a) %}{% do run_query('create table made as select ' ~ a ~ ' as a') %}{% endmacro %}",
  });
});
afterEach(() => project.remove());

interface Written {
  readonly results: readonly { readonly unique_id: string; readonly status: string }[];
  readonly args: { readonly which: string; readonly full_refresh?: boolean; readonly vars?: string };
}

function written(): Written {
  return JSON.parse(readFileSync(project.path('target/run_results.json'), 'utf8'));
}

function ran(): readonly string[] {
  return written().results.map(({ unique_id, status }) => `${status} ${unique_id.split('.')[2]}`);
}

test('what failed and what was skipped, with the options of then', async () => {
  expect((await project.tfm(['seed', '-q', '--vars', '{start: 1}'])).code).toBe(0);
  expect((await project.tfm(['run', '-q', '--vars', '{start: 1}', '-f'])).code).toBe(1);
  cpSync(project.path('target'), project.path('last'), { recursive: true });
  const again = await project.tfm('retry -q');
  expect(again.code).toBe(1);
  expect(ran()).toEqual(['error broken', 'skipped after']);
  expect(written().args).toMatchObject({ which: 'run', full_refresh: true, vars: '{start: 1}' });

  project.write({ 'models/broken.sql': "select a + {{ var('start') }} as a from {{ ref('first') }}" });
  expect(await project.tfm(['retry', '-q', '--vars', '{start: 5}'])).toMatchObject({ code: 0, stderr: '' });
  expect(ran()).toEqual(['success broken', 'success after']);
  expect(
    (await project.tfm(['show', '-q', '-s', 'after', '--output', 'csv', '--vars', '{start: 0}'])).stdout,
  ).toBe('a\n6\n');
  expect((await project.tfm('retry')).stdout).toBe(
    'Nothing to retry: nothing failed and nothing was skipped\n',
  );
  expect((await project.tfm('retry -q --state last')).code).toBe(0);
});

test('build: a model that is built again is tested again, by all its tests', async () => {
  project.write({
    'models/broken.sql': "select 1 as a from {{ ref('first') }}",
    'models/broken.yml':
      'models: [{ name: broken, columns: [{ name: a, data_tests: [not_null, { accepted_values: { arguments: { values: [2] } } }] }] }]',
  });
  expect((await project.tfm(['build', '-q', '--vars', '{start: 1}'])).code).toBe(1);
  project.write({ 'models/broken.sql': "select 2 as a from {{ ref('first') }}" });
  const { code, stderr } = await project.tfm('retry -q');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect([...ran()].sort()).toEqual([
    'pass accepted_values_broken_a__2',
    'pass not_null_broken_a',
    'success after',
    'success broken',
  ]);
});

test('run-operation, with its arguments', async () => {
  await project.tfm(['run-operation', 'op', '--args', '{a: nope}', '-q', '--vars', '{start: 1}']);
  expect((await project.tfm('retry -q')).stderr).toContain('error[query-failed]');
  project.write({ 'macros/op.sql': '{% macro op(a) %}{% do log(a, info=true) %}{% endmacro %}' });
  expect(await project.tfm('retry')).toMatchObject({ code: 0, stdout: 'nope\n' });
});

test('what cannot be retried', async () => {
  expect((await project.tfm('retry')).stderr).toBe(
    'error[retry-without-run] "target/run_results.json" does not exist: there is no earlier run to retry\nhint: tfm build\n\n',
  );
  await project.tfm(['run', '-q', '--vars', '{start: 1, api_token: abcdefgh}']);
  expect((await project.tfm('retry')).stderr).toContain('error[retry-secret]');
  expect((await project.tfm(['retry', '-t', 'prod', '--vars', '{start: 1}'])).stderr).toContain(
    'error[retry-flag]',
  );
  project.write({ 'old/run_results.json': '{"args": {"which": "snapshot"}, "results": []}' });
  const old = await project.tfm('retry --state old');
  expect(old.code).toBe(2);
  expect(old.stderr).toContain('error[retry-command] The earlier run was "snapshot"');
});
