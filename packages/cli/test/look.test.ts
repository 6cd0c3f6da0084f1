import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

let project: TestProject;
beforeEach(() => {
  project = shop();
});
afterEach(() => project.remove());

describe('ls', () => {
  test('needs no database and makes none', async () => {
    const { stdout, code } = await project.tfm('ls --resource-type model seed');
    expect(code).toBe(0);
    expect(stdout).toBe(
      'shop.marts.customer_orders\nshop.staging.stg_orders\nshop.raw_customers\nshop.raw_orders\n',
    );
    expect(existsSync(project.path('shop.duckdb'))).toBe(false);
  });

  test('in all forms', async () => {
    const selection = '-s +customer_orders --resource-type model';
    expect((await project.tfm(`ls ${selection} --output name`)).stdout).toBe('customer_orders\nstg_orders\n');
    expect((await project.tfm(`ls ${selection} --output path`)).stdout).toBe(
      'models/marts/customer_orders.sql\nmodels/staging/stg_orders.sql\n',
    );
    expect(
      (await project.tfm(`ls ${selection} --output json --output-keys name config.materialized nope`)).stdout,
    ).toBe(
      '{"name":"customer_orders","config.materialized":"table"}\n{"name":"stg_orders","config.materialized":"view"}\n',
    );
    expect((await project.tfm(`list ${selection} --explain --output name`)).stdout).toBe(`\
customer_orders  matches "+customer_orders"
stg_orders       upstream of "customer_orders" ("+customer_orders")
`);
    const [first = ''] = (await project.tfm(`ls ${selection} --output json`)).stdout.split('\n');
    expect(Object.keys(JSON.parse(first))).toEqual([
      'alias',
      'name',
      'package_name',
      'depends_on',
      'tags',
      'config',
      'resource_type',
      'original_file_path',
      'unique_id',
    ]);
  });

  test('from a folder below the project', async () => {
    expect((await project.tfm('ls -s stg_orders --resource-type model', { env: {} })).stdout).toBe(
      'shop.staging.stg_orders\n',
    );
    expect((await project.tfm(['ls', '--project-dir', project.path('models'), '-q'])).code).toBe(2);
  });
});

describe('compile', () => {
  test('inline, and nothing else on stdout', async () => {
    const line = ['compile', '-q', '--inline', "select * from {{ ref('stg_orders') }} where {{ 1 + 1 }} = 2"];
    expect(await project.tfm(line)).toEqual({
      code: 0,
      stdout: 'select * from "shop"."main"."stg_orders" where 2 = 2\n',
      stderr: '',
    });
    expect(existsSync(project.path('shop.duckdb'))).toBe(false);
  });

  test('one node is printed, several are written', async () => {
    expect((await project.tfm('compile -s stg_orders --output json')).stdout).toMatch(
      /^\{\n {2}"node": "stg_orders",\n {2}"compiled": "-- One row/,
    );
    expect((await project.tfm('compile')).stdout).toBe('11 nodes compiled to target/compiled\n');
    expect(existsSync(project.path('target/compiled/shop/models/marts/customer_orders.sql'))).toBe(true);
  });

  test('a name that does not exist', async () => {
    const { code, stderr } = await project.tfm(['compile', '--inline', "{{ ref('stg_order') }}"]);
    expect(code).toBe(2);
    expect(stderr).toBe(`\
error[unknown-node] There is no node "stg_order" in this project
 --> --inline:1:4
  |
1 | {{ ref('stg_order') }}
  |    ~~~~~~~~~~~~~~~~
hint: did you mean "stg_orders"?

`);
  });
});

describe('show', () => {
  test('a table for people', async () => {
    await project.tfm('build -q');
    expect(await project.tfm('show stg_orders --limit 2')).toEqual({
      code: 0,
      stdout: `\
order_id  customer_id  ordered_on  status  amount
────────  ───────────  ──────────  ──────  ──────
     101            1  2024-05-01  paid    120.50
     102            2  2024-05-01  paid     80.00
`,
      stderr: 'the first 2 rows; more of them: --limit 8, all: --limit -1\n',
    });
  });

  test('exact values, in JSON and in CSV', async () => {
    await project.tfm('build -q');
    const query =
      "select 9007199254740993 as big, 1.50 as d, 12345678901234567.89 as long, cast('nan' as double) as n, timestamp '2024-01-01 10:00:00.000001' as t, null as z, 'a,b' as c";
    expect((await project.tfm(['show', '--inline', query, '--output', 'json'])).stdout).toBe(`\
{
  "show": [
    {"big": "9007199254740993", "d": 1.5, "long": "12345678901234567.89", "n": "NaN", "t": "2024-01-01 10:00:00.000001", "z": null, "c": "a,b"}
  ]
}
`);
    expect((await project.tfm(['show', '--inline', query, '--output', 'csv'])).stdout).toBe(
      'big,d,long,n,t,z,c\n9007199254740993,1.50,12345678901234567.89,NaN,2024-01-01 10:00:00.000001,,"a,b"\n',
    );
    expect((await project.tfm('show raw_customers --output json --limit 1')).stdout).toBe(`\
{
  "node": "raw_customers",
  "show": [
    {"customer_id": 1, "name": "Ada", "country": "GB"}
  ]
}
`);
  });

  test('a model that is not built yet: its query is run; nothing is made', async () => {
    project.write({ 'models/numbers.sql': 'select 1 as n\n' });
    expect(await project.tfm('show numbers')).toEqual({
      code: 3,
      stdout: '',
      stderr: `\
numbers is not built yet: its query is run
error[warehouse-failed] The database does not exist yet
hint: tfm build

`,
    });
    await project.tfm('build -q -s raw_orders');
    expect(await project.tfm('show numbers')).toEqual({
      code: 0,
      stdout: 'n\n─\n1\n',
      stderr: 'numbers is not built yet: its query is run\n1 row\n',
    });
  });

  test.each([
    [
      'show',
      2,
      'error[nothing-to-show] tfm show needs a node, or a query of your own\nhint: tfm show --inline "select 1"\n\n',
    ],
    [
      'show stg_order',
      2,
      'error[unknown-node] There is no node "stg_order" in this project\nhint: did you mean "stg_orders"?\n\n',
    ],
    [
      'show -s raw_orders raw_customers',
      2,
      'error[several-nodes] The selection holds 2 nodes (raw_customers, raw_orders); one was expected\nhint: tfm show raw_customers\n\n',
    ],
    [
      'show raw_orders',
      1,
      'error[relation-missing] Seed "raw_orders" is not in the database yet\nhint: tfm build --select raw_orders\n\n',
    ],
  ])('%s', async (line, code, stderr) => {
    expect(await project.tfm(line)).toEqual({ code, stdout: '', stderr });
  });
});

describe('plan', () => {
  test('what would be done and why; nothing is made', async () => {
    expect(await project.tfm('plan')).toEqual({
      code: 0,
      stdout: `\
tfm 0.1.0  plan of shop on target dev (duckdb, a new database)

step   node             tests  because
─────  ───────────────  ─────  ───────────────────────────────
load   raw_customers        2  seeds are loaded by every build
load   raw_orders              seeds are loaded by every build
view   stg_orders           5  new
table  customer_orders      2  new

3 tables and 1 view, 9 tests; what passes is published in one transaction.
`,
      stderr: '',
    });
    expect(existsSync(project.path('shop.duckdb'))).toBe(false);
    expect(existsSync(project.path('target'))).toBe(false);
  });

  test('for programs', async () => {
    const { stdout } = await project.tfm('plan -s stg_orders raw_orders --output json');
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({ project: 'shop', command: 'build', publish: 'together' });
    expect(plan.nodes.slice(0, 2)).toMatchObject([
      { unique_id: 'seed.shop.raw_orders', step: 'load-seed' },
      { unique_id: 'model.shop.stg_orders', step: 'build-view', waits_for: ['seed.shop.raw_orders'] },
    ]);
  });
});

test('parse: the project is in order', async () => {
  expect(await project.tfm('parse')).toEqual({
    code: 0,
    stdout: 'shop is in order: 2 seeds, 2 models and 9 tests\n',
    stderr: '',
  });
  expect(existsSync(project.path('target/manifest.json'))).toBe(true);
});
