import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

let project: TestProject;
beforeEach(() => {
  project = shop({
    'models/sources.yml': `
sources:
  - name: raw
    schema: main
    tables:
      - name: raw_orders
        loaded_at_field: ordered_at
        freshness: { warn_after: { count: 1, period: hour } }
`,
    'models/new_orders.sql': "select * from {{ source('raw', 'raw_orders') }}",
  });
});
afterEach(() => project.remove());

/** What the selection holds, by name. */
async function names(selection: string, env: { readonly [name: string]: string } = {}): Promise<string> {
  const words = [
    'ls',
    '--output',
    'name',
    '--resource-type',
    'model',
    'source',
    '-s',
    ...selection.split(' '),
  ];
  const { stdout, stderr, code } = await project.tfm(words, { env });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout.split('\n').filter(Boolean).join(' ');
}

test('state: what has changed since the earlier run, and what is new', async () => {
  await project.tfm('seed -q');
  await project.tfm('parse -q --target-path prod');
  const model = readFileSync(project.path('models/staging/stg_orders.sql'), 'utf8');
  writeFileSync(project.path('models/staging/stg_orders.sql'), `${model}where true\n`);
  project.write({ 'models/more.sql': 'select 1 as a' });
  expect(await names('state:modified --state prod')).toBe('more stg_orders');
  expect(await names('state:modified+ --state prod')).toBe('customer_orders more stg_orders');
  expect(await names('state:new --state prod')).toBe('more');
  expect(await names('state:new', { DBT_STATE: 'prod' })).toBe('more');
  expect(await names('state:modified.body,state:old --state prod')).toBe('stg_orders');
});

test('result: what became of nodes in the earlier run', async () => {
  project.write({ 'models/broken.sql': 'select nope' });
  await project.tfm('seed -q');
  expect((await project.tfm('build -q')).code).toBe(1);
  cpSync(project.path('target'), project.path('last'), { recursive: true });
  expect(await names('result:error --state last')).toBe('broken');
  expect(await names('result:success --state last')).not.toContain('broken');
});

test('source_status: sources with newer rows than then, and what reads them', async () => {
  await project.tfm('seed -q');
  await project.tfm('source freshness -q');
  cpSync(project.path('target'), project.path('last'), { recursive: true });
  expect(await project.tfm('ls -s source_status:fresher --state last --output name')).toMatchObject({
    stdout: '',
  });
  const seed = readFileSync(project.path('seeds/raw_orders.csv'), 'utf8');
  writeFileSync(project.path('seeds/raw_orders.csv'), `${seed}106,2,2024-05-07,open,1.00\n`);
  await project.tfm('seed -q');
  await project.tfm('source freshness -q');
  expect(await names('source_status:fresher+ --state last')).toBe('new_orders raw.raw_orders');
});

test('no state, no artifact, none that can be read', async () => {
  expect((await project.tfm('ls -s state:new')).stderr).toContain('error[selector-needs-state]');
  const missing = await project.tfm('ls -s state:new --state nowhere');
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('The selection needs "nowhere/manifest.json", which does not exist');
  project.write({ 'last/manifest.json': '[]' });
  const unreadable = await project.tfm('ls -s state:new --state last');
  expect(unreadable.code).toBe(2);
  expect(unreadable.stderr).toContain('error[state-unreadable]');
  expect((await project.tfm('ls -q --state last')).code).toBe(0);
});
