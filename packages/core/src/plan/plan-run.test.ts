import { expect, test } from 'vitest';
import { type DrawnNode, smallGraph } from '../../test/fixtures/small-graph.ts';
import type { Capabilities } from '../adapter/adapter.ts';
import type { Dialect } from '../adapter/dialect.ts';
import type { RelationKind } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { type PlanRequest, planRun } from './plan-run.ts';

const capabilities: Capabilities = {
  maxParallelStatements: 4,
  merge: false,
  schemas: true,
  filesInPlace: false,
  forgetsColumnTypes: false,
  defaultStrategy: { withKey: 'delete+insert', withoutKey: 'append' },
};
const dialect = { foldIdentifier: (name: string) => name.toLowerCase() } as Dialect;

function planOf(
  nodes: readonly DrawnNode[],
  options: Partial<PlanRequest> & { readonly there?: Record<string, RelationKind> } = {},
) {
  const graph = smallGraph(nodes);
  const relations = Object.entries(options.there ?? {}).map(([identifier, kind]) => ({
    name: { database: 'db', schema: 'main', identifier },
    kind,
  }));
  return planRun({
    command: 'build',
    compiled: { graph, nodes: new Map() },
    selected: new Set(graph.order),
    state: { relations, loads: new Map() },
    capabilities,
    dialect,
    runId: '0123456789ab',
    policy: 'together',
    fullRefresh: false,
    loadMarkers: new Map(),
    ...options,
  });
}

const steps = (planned: ReturnType<typeof planOf>) =>
  Object.fromEntries(planned.value.nodes.map(({ id, step }) => [id.split('.').at(-1), step.kind]));
const waits = (planned: ReturnType<typeof planOf>, id: string) =>
  planned.value.nodes.find((node) => node.id === id)?.waitsFor;

const chain: readonly DrawnNode[] = [
  { id: 'source.shop.raw.orders' },
  { id: 'model.shop.stg', reads: ['source.shop.raw.orders'], materialized: 'view' },
  { id: 'model.shop.mid', reads: ['model.shop.stg'], materialized: 'ephemeral' },
  { id: 'model.shop.fct', reads: ['model.shop.mid'] },
  { id: 'test.shop.stg_unique', reads: ['model.shop.stg'], on: 'model.shop.stg' },
  { id: 'test.shop.fct_unique', reads: ['model.shop.fct'], on: 'model.shop.fct' },
];

test('builds views and tables; ephemeral models have no step', () => {
  expect(steps(planOf(chain))).toEqual({
    stg: 'build-view',
    fct: 'build-table',
    stg_unique: 'check-test',
    fct_unique: 'check-test',
  });
});

test('a child waits for its parents, through ephemeral ones, and for their tests', () => {
  const planned = planOf(chain);
  expect(waits(planned, 'model.shop.fct')).toEqual(['model.shop.stg', 'test.shop.stg_unique']);
  expect(waits(planned, 'test.shop.fct_unique')).toEqual(['model.shop.fct']);
});

test('the commands are the same machinery with fewer steps', () => {
  expect(steps(planOf(chain, { command: 'run' }))).toEqual({ stg: 'build-view', fct: 'build-table' });
  expect(steps(planOf(chain, { command: 'test', there: { stg: 'view', fct: 'table' } }))).toEqual({
    stg_unique: 'check-test',
    fct_unique: 'check-test',
  });
  expect(planOf(chain, { command: 'test' }).value.writes).toBe(false);
});

test('what reads a model that is neither there nor built is blocked, with the command that helps', () => {
  const planned = planOf(chain, { selected: new Set(['model.shop.fct' as UniqueId]) });
  const step = planned.value.nodes[0]?.step;
  expect(step?.kind === 'blocked' && step.diagnostic).toMatchObject({
    code: 'parent-not-built',
    message: 'Model "fct" reads model "stg", which has never been built here',
    hint: 'tfm build --select +fct',
  });
});

test('names that differ in case only are the same relation', () => {
  const planned = planOf(chain, {
    selected: new Set(['model.shop.fct' as UniqueId]),
    there: { STG: 'view' },
  });
  expect(steps(planned)).toEqual({ fct: 'build-table' });
});

const diamond: readonly DrawnNode[] = [
  { id: 'model.shop.a' },
  { id: 'model.shop.b' },
  { id: 'model.shop.both', reads: ['model.shop.a', 'model.shop.b'] },
  { id: 'model.shop.below', reads: ['model.shop.both'] },
  { id: 'model.shop.only_a', reads: ['model.shop.a'] },
  { id: 'test.shop.a_in_b', reads: ['model.shop.a', 'model.shop.b'], on: 'model.shop.a' },
];

test('a test over two nodes holds up only what descends from both', () => {
  const planned = planOf(diamond);
  expect(waits(planned, 'model.shop.both')).toContain('test.shop.a_in_b');
  expect(waits(planned, 'model.shop.only_a')).toEqual(['model.shop.a']);
  // It waits for `both` anyway.
  expect(waits(planned, 'model.shop.below')).toEqual(['model.shop.both']);
});

test('a generic test guards the node it is written on, another one the last nodes it reads', () => {
  const rejects = planOf([
    ...diamond,
    { id: 'test.shop.singular', reads: ['model.shop.a', 'model.shop.both'] },
    { id: 'test.shop.beside', reads: ['model.shop.a', 'model.shop.b'] },
  ]).value.rejects;
  expect(Object.fromEntries(rejects)).toEqual({
    'test.shop.a_in_b': ['model.shop.a'],
    'test.shop.singular': ['model.shop.both'],
    'test.shop.beside': ['model.shop.a', 'model.shop.b'],
  });
});

test('published one by one, children wait for every test that can hold their parent back', () => {
  const planned = planOf(diamond, { policy: 'each' });
  expect(waits(planned, 'model.shop.only_a')).toEqual(['model.shop.a', 'test.shop.a_in_b']);
});

test('no plan waits in a circle when a test reads what is built from the node it guards', () => {
  const nodes: readonly DrawnNode[] = [
    { id: 'model.shop.dim' },
    { id: 'model.shop.fct', reads: ['model.shop.dim'] },
    { id: 'test.shop.dim_in_fct', reads: ['model.shop.dim', 'model.shop.fct'], on: 'model.shop.dim' },
  ];
  expect(waits(planOf(nodes), 'model.shop.fct')).toEqual(['model.shop.dim']);
  const each = planOf(nodes, { policy: 'each' });
  expect(waits(each, 'model.shop.fct')).toEqual(['model.shop.dim']);
  expect(each.value.rejects.get('test.shop.dim_in_fct' as UniqueId)).toEqual(['model.shop.fct']);
});

test.each([
  [{}, {}, 'build-table', 'first build of an incremental model'],
  [{}, { inc: 'view' }, 'build-table', 'the view becomes a table'],
  [{}, { inc: 'table' }, 'stage-increment', 'adds to the table by append'],
  [{ unique_key: 'id' }, { inc: 'table' }, 'stage-increment', 'adds to the table by delete+insert'],
  [{ full_refresh: true }, { inc: 'table' }, 'build-table', 'full refresh'],
] as const)('incremental with %j over %j is %s: %s', (config, there, kind, reason) => {
  const planned = planOf([{ id: 'model.shop.inc', materialized: 'incremental', config }], { there });
  expect(planned.value.nodes[0]).toMatchObject({ step: { kind }, reason });
});

test('full_refresh: false of a model beats the flag', () => {
  const planned = planOf(
    [{ id: 'model.shop.inc', materialized: 'incremental', config: { full_refresh: false } }],
    {
      there: { inc: 'table' },
      fullRefresh: true,
    },
  );
  expect(steps(planned)).toEqual({ inc: 'stage-increment' });
});

test('a strategy that the warehouse does not have is a mistake', () => {
  const planned = planOf([
    { id: 'model.shop.inc', materialized: 'incremental', config: { incremental_strategy: 'merge' } },
  ]);
  expect(planned.diagnostics).toMatchObject([{ code: 'incremental-strategy-unknown' }]);
});

test('a load whose source is unchanged is left alone, unless its table is gone', () => {
  const source = 'source.shop.raw.orders' as UniqueId;
  const marker = { fingerprint: 'f1', details: null };
  const loads = new Map([[source, { marker, position: null, runId: 'aaaaaaaabbbb' }]]);
  const nodes: readonly DrawnNode[] = [{ id: source, loads: true }];
  const planWith = (there: Record<string, RelationKind>, fingerprint: string) =>
    planOf(nodes, {
      loadMarkers: new Map([[source, { fingerprint, details: null }]]),
      state: {
        relations: Object.entries(there).map(([identifier, kind]) => ({
          name: { database: 'db', schema: 'main', identifier },
          kind,
        })),
        loads,
      },
    }).value.nodes[0];
  expect(planWith({ orders: 'table' }, 'f1')).toMatchObject({
    step: { kind: 'none', reason: 'unchanged since run aaaaaaaa' },
  });
  expect(planWith({ orders: 'table' }, 'f2')).toMatchObject({ step: { kind: 'load-source' } });
  expect(planWith({}, 'f1')).toMatchObject({ step: { kind: 'load-source' }, reason: 'its table is gone' });
});
