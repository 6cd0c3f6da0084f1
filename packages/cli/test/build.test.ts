import { afterEach, describe, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

let project: TestProject;
afterEach(() => project.remove());

const oneThread = ['--threads', '1'];
const header = (command: string) => `tfm 0.1.0  ${command} of shop on target dev (duckdb, shop.duckdb)\n\n`;

test('a build: a line a node, one publication, a verdict', async () => {
  project = shop();
  expect(await project.tfm(['build', ...oneThread])).toEqual({
    code: 0,
    stdout: `${header('build')}\
ok    seed      raw_customers                                    4 rows    0.00s
ok    seed      raw_orders                                       5 rows    0.00s
ok    tests     raw_customers                                  2 passed    0.00s
ok    view      stg_orders                                                 0.00s
ok    tests     stg_orders                                     5 passed    0.00s
ok    table     customer_orders                                  4 rows    0.00s
ok    tests     customer_orders                                2 passed    0.00s

Published 3 tables and 1 view in one transaction (0.00s)

Done in 0.00s: 3 tables and 1 view published, 9 tests passed.
PASS=13 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=13
`,
    stderr: '',
  });
});

describe('the other commands that run', () => {
  test('seed, run, test: each its part', async () => {
    project = shop();
    expect((await project.tfm('seed -s raw_orders')).stdout).toBe(`${header('seed')}\
ok    seed      raw_orders                                       5 rows    0.00s

Published 1 table in one transaction (0.00s)

Done in 0.00s: 1 table published.
PASS=1 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=1
`);
    expect((await project.tfm('run -s stg_orders')).stdout).toBe(`${header('run')}\
ok    view      stg_orders                                                 0.00s

Published 1 view in one transaction (0.00s)

Done in 0.00s: 1 view published.
PASS=1 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=1
`);
    expect((await project.tfm('test -s unique_stg_orders_order_id')).stdout).toBe(`${header('test')}\
ok    test      unique_stg_orders_order_id                                 0.00s

Done in 0.00s: 1 test passed.
PASS=1 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=1
`);
  });

  test('a selection that holds nothing is a warning', async () => {
    project = shop();
    expect(await project.tfm('build -s nothing')).toEqual({
      code: 0,
      stdout: '',
      stderr: `\
warning[selection-empty-term] The selection "nothing" matches nothing
 --> --select:1:1
  |
1 | nothing
  | ~~~~~~~
hint: tfm ls shows what can be selected

`,
    });
  });
});

test('quiet: nothing but mistakes', async () => {
  project = shop();
  expect(await project.tfm('build -q')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('failing tests: what failed is not published, and what to type to see it', async () => {
  project = shop();
  await project.tfm('build -q');
  const csv =
    'order_id,customer_id,ordered_at,status,amount\n104,2,2024-05-06,open,1.00\n104,2,2024-05-06,open,1.90\n';
  project.write({ 'seeds/raw_orders.csv': csv });
  expect(await project.tfm(['build', ...oneThread])).toEqual({
    code: 1,
    stdout: `${header('build')}\
ok    seed      raw_customers                                    4 rows    0.00s
ok    seed      raw_orders                                       2 rows    0.00s
ok    tests     raw_customers                                  2 passed    0.00s
ok    view      stg_orders                                                 0.00s
fail  test      unique_stg_orders_order_id                    1 bad row    0.00s
ok    tests     stg_orders                                4 of 5 passed    0.00s
skip  table     customer_orders  test unique_stg_orders_order_id failed

Published 1 table in one transaction (0.00s)

kept  seed      raw_orders  not published: the view stg_orders reads it and was not published
kept  view      stg_orders  rejected by test unique_stg_orders_order_id; the published version stays

Failed in 0.00s: 1 test failed, 1 node rejected, 4 skipped; 1 published.
PASS=7 WARN=0 ERROR=2 SKIP=4 NO-OP=0 TOTAL=13
`,
    stderr: `\
error[test-failed] Test "unique_stg_orders_order_id" found 1 bad row
 --> models/properties.yml:19:22
   |
19 |         data_tests: [unique, not_null]
   |                      ~~~~~~
hint: tfm show --rejected unique_stg_orders_order_id

`,
  });
  expect((await project.tfm('show --rejected unique_stg_orders_order_id')).stdout).toBe(`\
unique_field  n_records
────────────  ─────────
         104          2
`);
  expect((await project.tfm('show --rejected stg_orders --output csv')).stdout).toBe(`\
order_id,customer_id,ordered_on,status,amount
104,2,2024-05-06,open,1.00
104,2,2024-05-06,open,1.90
`);
  expect(await project.tfm('show --rejected customer_orders')).toEqual({
    code: 1,
    stdout: '',
    stderr: `\
error[nothing-rejected] No rejected candidate of "customer_orders" is kept; the last build did not reject it
hint: tfm show customer_orders

`,
  });
});

test('a mistake in SQL: the line of the model and of the compiled SQL', async () => {
  project = shop({
    'models/staging/stg_orders.sql': "select order_id, statsu\nfrom {{ ref('raw_orders') }}\n",
  });
  const { code, stdout, stderr } = await project.tfm(['build', ...oneThread]);
  expect(code).toBe(1);
  expect(stdout).toContain('error view      stg_orders');
  expect(stdout).toContain('skip  table     customer_orders  model stg_orders failed\n');
  expect(stdout).toContain('Failed in 0.00s: 1 node with an error, 8 skipped; 2 published.\n');
  expect(stderr).toContain(`\
 --> models/staging/stg_orders.sql:1:18
  |
1 | select order_id, statsu
  |                  ~
`);
});

test('a project with mistakes is not built: all of them at once', async () => {
  project = shop({
    'models/a.sql': "select * from {{ ref('stg_order') }}\n",
    'models/b.sql': "select * from {{ source('raw', 'x') }}\n",
  });
  const { code, stdout, stderr } = await project.tfm('build');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('error[unknown-ref] Model "a" refers to "stg_order", which does not exist');
  expect(stderr).toContain('hint: did you mean "stg_orders"?');
  expect(stderr).toContain('error[unknown-source]');
});

test('--all-or-nothing publishes nothing when something failed', async () => {
  project = shop({ 'models/bad.sql': 'select nothing_like_that\n' });
  const { code, stdout } = await project.tfm('build --all-or-nothing');
  expect(code).toBe(1);
  expect(stdout).toContain('Failed in 0.00s: 1 node with an error, 4 skipped; nothing published.\n');
  expect((await project.tfm('show raw_orders')).code).toBe(1);
});

test('artifacts: whole, and of this run', async () => {
  project = shop();
  await project.tfm('build -q --target-path out');
  const { readFileSync } = await import('node:fs');
  const results = JSON.parse(readFileSync(project.path('out/run_results.json'), 'utf8'));
  const manifest = JSON.parse(readFileSync(project.path('out/manifest.json'), 'utf8'));
  expect(results.metadata.invocation_id).toBe(manifest.metadata.invocation_id);
  expect(results.results).toHaveLength(13);
  expect(results.args).toMatchObject({ which: 'build', quiet: true, target_path: 'out' });
  expect(readFileSync(project.path('out/compiled/shop/models/staging/stg_orders.sql'), 'utf8')).toContain(
    'from "shop"."main"."raw_orders"',
  );
});
