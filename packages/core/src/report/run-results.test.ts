import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { metadata, relationText, shopGraph } from '../../test/artifact-request.ts';
import { runResultsSchema } from '../../test/schemas/run-results-schema.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { NodeResult, RunReport } from '../run/run-report.ts';
import { runResultsOf } from './run-results.ts';

const graph = shopGraph();
const id = (text: string) => text as UniqueId;
const timing = [
  { name: 'execute', startedAt: '2026-03-01T10:00:01.000000Z', completedAt: '2026-03-01T10:00:02.000000Z' },
] as const;

function result(name: string, more: Partial<NodeResult>): NodeResult {
  return {
    id: id(name),
    status: 'success',
    message: null,
    failures: null,
    rows: null,
    relation: null,
    compiledSql: null,
    timing,
    executionTime: 1,
    threadId: 'Thread-1 (worker)',
    diagnostics: [],
    ...more,
  };
}

function report(results: readonly NodeResult[], published: readonly string[] = []): RunReport {
  return {
    runId: 'r1',
    command: 'build',
    startedAt: metadata.startedAt,
    elapsed: 1.5,
    end: 'finished',
    results,
    published: published.map(id),
    rejected: [],
    diagnostics: [],
  };
}

const compiled = {
  graph,
  nodes: new Map([[id('model.shop.fct'), { id: id('model.shop.fct'), sql: 'select 1', ctes: [] }]]),
};
type Entry = { readonly [key: string]: unknown };
function written(given: RunReport): { readonly results: readonly Entry[] } {
  const args = { which: 'build', select: [] };
  return JSON.parse(JSON.stringify(runResultsOf(given, { graph, compiled, metadata, args, relationText })));
}

const everything = report(
  [
    result('source.shop.raw.orders', {}),
    result('seed.shop.countries', { rows: 3 }),
    result('model.shop.fct', { rows: 5 }),
    result('model.shop.stg_orders', {
      status: 'error',
      message: 'No such column\nx',
      diagnostics: [diagnostic('database-error', { name: 'fct', problem: 'x' })],
    }),
    result('snapshot.shop.snap', {
      status: 'skipped',
      message: 'model fct failed',
      timing: [],
      executionTime: 0,
    }),
    result('test.shop.not_null_fct_id.32930a35e7', {
      status: 'fail',
      failures: 3,
      message: 'Got 3 results, configured to fail if != 0',
    }),
    result('test.shop.sing', { status: 'pass', failures: 0 }),
    result('exposure.shop.dash', { status: 'no-op', message: 'NO-OP', timing: [] }),
  ],
  ['seed.shop.countries', 'model.shop.fct'],
);

test('has the shape of run results of version 6', () => {
  const validate = new Ajv.Ajv2020({
    strict: true,
    strictRequired: false,
    allErrors: true,
    allowUnionTypes: true,
  }).compile(runResultsSchema);
  validate(written(everything));
  expect(validate.errors).toBeNull();
  const order = Object.keys(
    (runResultsSchema.properties as { results: { items: { properties: object } } }).results.items.properties,
  );
  for (const one of written(everything).results) expect(Object.keys(one)).toEqual(order);
});

test('says what dbt says', () => {
  const [seed, model, failed, skipped, notNull, passed, exposure] = written(everything).results;
  expect(seed).toMatchObject({
    message: 'INSERT 3',
    compiled: null,
    relation_name: null,
    adapter_response: { _message: 'INSERT 3', code: 'INSERT', rows_affected: 3 },
  });
  expect(model).toMatchObject({
    message: 'OK',
    compiled: true,
    compiled_code: 'select 1',
    relation_name: '"db"."main"."fct"',
  });
  expect(failed).toMatchObject({
    message: 'Database Error in model stg_orders (models/staging/stg_orders.sql)\n  No such column\n  x',
    adapter_response: {},
    compiled: false,
  });
  expect(skipped).toMatchObject({
    status: 'skipped',
    message: 'model fct failed',
    timing: [],
    adapter_response: {},
  });
  expect(notNull).toMatchObject({
    status: 'fail',
    failures: 3,
    relation_name: '"db"."main_dbt_test__audit"."not_null_fct_id"',
  });
  expect(passed).toMatchObject({ message: null, failures: 0, relation_name: null });
  expect(exposure).toMatchObject({ status: 'no-op', compiled: null });
});

test('loads of sources are left out', () => {
  expect(written(everything).results.map(({ unique_id: one }) => one)).not.toContain(
    'source.shop.raw.orders',
  );
});

test('success is said only of what was published', () => {
  const [model] = written(report([result('model.shop.fct', {})])).results;
  expect(model).toMatchObject({ status: 'skipped', message: 'not published', adapter_response: {} });
});
