import { mkdirSync } from 'node:fs';
import { lookIntoWarehouse, runTfm, type TemporaryProject, temporaryProject } from '@tfm/testkit';
import { afterEach, expect, test } from 'vitest';

// Each test stands behind a line of docs/dbt-compatibility.md, by its name.

let project: TemporaryProject | undefined;
afterEach(() => project?.remove());

async function build(files: { readonly [path: string]: string }, ...args: readonly string[]) {
  project = temporaryProject({ 'dbt_project.yml': 'name: shop\n', ...files });
  const { code, stdout, stderr } = await runTfm(['build', ...args], { cwd: project.dir });
  const rows = (sql: string) =>
    lookIntoWarehouse({ kind: 'duckdb', path: project?.path('shop.duckdb') ?? '' }, [sql])[0];
  return { code, said: `${stdout}${stderr}`, rows };
}

const unique = 'models:\n  - name: a\n    columns: [{name: id, data_tests: [unique]}]\n';

test('a model whose test fails is not published', async () => {
  const { code, rows } = await build({
    'models/a.sql': 'select 1 as id union all select 1',
    'models/b.sql': 'select 2 as id',
    'models/p.yml': unique,
  });
  expect(code).toBe(1);
  expect(
    rows(
      "select table_name from duckdb_tables() where table_name in ('a', 'b') union all select view_name from duckdb_views() where view_name in ('a', 'b')",
    ),
  ).toEqual([['b']]);
});

test('a template that fails stops the run before anything is built', async () => {
  const { code, said } = await build({
    'models/a.sql': "{% if execute %}{{ exceptions.raise_compiler_error('no') }}{% endif %} select 1 as id",
    'models/b.sql': 'select 2 as id',
  });
  expect([code, said.includes('published')]).toEqual([2, false]);
});

test("a quote that is not a double one is part of a seed's text", async () => {
  const { rows } = await build({ 'seeds/a.csv': "x,y\n'',1\n" });
  expect(rows('select x from a')).toEqual([["''"]]);
});

test('names of relations in literals are the published ones', async () => {
  const { rows } = await build({
    'models/a.sql': 'select 1 as id',
    'models/b.sql': `{{ config(materialized='table') }} select '{{ ref("a").identifier }}' as x, '{{ ref("a") }}' as y`,
  });
  expect(rows('select x, y from b')).toEqual([['a', '"shop"."main"."a"']]);
});

test('a template finds what this run has built under its published name', async () => {
  const { code, said, rows } = await build({
    'models/a.sql': 'select 1 as id, 2 as n',
    'models/b.sql': `-- depends_on: {{ ref('a') }}
{% set found = adapter.get_relation(database=target.database, schema=target.schema, identifier='a') %}
select '{{ found.type }}' as kind, '{{ adapter.get_columns_in_relation(found) | map(attribute="name") | join(",") }}' as names,
  (select n from {{ api.Relation.create(database=target.database, schema=target.schema, identifier='a') }}) as n`,
  });
  expect([code, code === 0 ? '' : said]).toEqual([0, '']);
  expect(rows('select * from b')).toEqual([['view', 'id,n', '2']]);
});

test('a view that asks the warehouse keeps the answers it was staged with', async () => {
  const { code, rows } = await build({
    'seeds/s.csv': 'id\n1\n2\n',
    'models/v.sql': `{% if execute %}{% set n = run_query('select count(*) from ' ~ ref('s')).columns[0].values()[0] %}{% endif %}
select {{ n }} as n, count(*) as m from {{ ref('s') }}`,
  });
  expect(code).toBe(0);
  expect(rows('select n, m from v')).toEqual([['2', '2']]);
});

test('load_result gives a result as often as it is asked', async () => {
  const { code } = await build({
    'models/a.sql': `{% call statement('one', fetch_result=true) %}select 1{% endcall %}
select {{ load_result('one').table.rows[0][0] if execute }} + {{ load_result('one').table.rows[0][0] if execute }} as n`,
  });
  expect(code).toBe(0);
});

test('a folder called .env is left alone', async () => {
  project = temporaryProject({ 'dbt_project.yml': 'name: shop\n', 'models/a.sql': 'select 1 as id' });
  mkdirSync(project.path('.env'));
  expect((await runTfm(['parse'], { cwd: project.dir })).stderr).toBe('');
});

test('compile makes no database', async () => {
  project = temporaryProject({
    'dbt_project.yml': 'name: shop\n',
    'models/a.sql': "{{ run_query('select 1').rows | length if execute }}",
  });
  expect((await runTfm(['compile'], { cwd: project.dir })).stderr).toContain(
    'The database does not exist yet',
  );
});

test('adapter.drop_relation in a post-hook drops', async () => {
  const { code, rows } = await build({
    'models/a.sql': `{{ config(materialized='table', post_hook="{% do adapter.drop_relation(this.incorporate(type='table')) %}") }} select 1 as id`,
  });
  expect(code).toBe(0);
  expect(rows("select table_name from duckdb_tables() where table_name = 'a'")).toEqual([]);
});

test('on-run-end is told the results', async () => {
  const hook = `create table told as {% for r in results %}select '{{ r.node.name }}' as name, '{{ r.status }}' as status, '{{ schemas | join }}' as s{{ ' union all ' if not loop.last }}{% endfor %}`;
  const { code, rows } = await build({
    'dbt_project.yml': `name: shop\non-run-end: ["${hook}"]\n`,
    'models/a.sql': 'select 1 as id',
    'models/p.yml': unique,
  });
  expect(code).toBe(0);
  expect(rows('select name, status, s from told order by 1')).toEqual([
    ['a', 'success', 'main'],
    ['unique_a_id', 'pass', 'main'],
  ]);
});
