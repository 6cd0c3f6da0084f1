import { expect, test } from 'vitest';
import { type DrawnNode, smallGraph } from '../../test/fixtures/small-graph.ts';
import type { Dialect } from '../adapter/dialect.ts';
import { planRun } from '../plan/plan-run.ts';
import type { PublishPolicy } from '../project/project.ts';
import type { RelationKind } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { RunState } from './run-state.ts';

/** A run in which everything was done: tests as said, the rest staged well. */
function finished(
  nodes: readonly DrawnNode[],
  options: {
    readonly failing: readonly string[];
    readonly there?: Record<string, RelationKind>;
    readonly policy?: PublishPolicy;
  },
): RunState {
  const graph = smallGraph(nodes);
  const { value: plan } = planRun({
    command: 'build',
    compiled: { graph, nodes: new Map() },
    selected: new Set(graph.order),
    state: {
      relations: Object.entries(options.there ?? {}).map(([identifier, kind]) => ({
        name: { database: 'db', schema: 'main', identifier },
        kind,
      })),
      loads: new Map(),
    },
    capabilities: {
      maxParallelStatements: 4,
      merge: true,
      schemas: true,
      filesInPlace: false,
      forgetsColumnTypes: false,
      defaultStrategy: { withKey: 'merge', withoutKey: 'append' },
    },
    dialect: { foldIdentifier: (name: string) => name } as Dialect,
    runId: '0123456789ab',
    policy: options.policy ?? 'together',
    fullRefresh: false,
    loadMarkers: new Map(),
  });
  const state = new RunState(plan);
  for (const progress of state.progress.values()) {
    const { id, step } = progress.planned;
    progress.state = 'done';
    progress.outcome =
      step.kind === 'check-test'
        ? {
            kind: 'tested',
            status: options.failing.includes(id) ? 'fail' : 'pass',
            failures: 1,
            message: null,
            sql: '',
          }
        : { kind: 'staged', rows: 1 };
  }
  return state;
}

const names = (ids: readonly UniqueId[]) => ids.map((id) => id.split('.').at(-1));

const layers: readonly DrawnNode[] = [
  { id: 'seed.shop.raw' },
  { id: 'model.shop.stg', reads: ['seed.shop.raw'], materialized: 'view' },
  { id: 'model.shop.fct', reads: ['model.shop.stg'] },
  { id: 'model.shop.beside', reads: ['seed.shop.raw'] },
  { id: 'seed.shop.apart' },
  { id: 'test.shop.stg_test', reads: ['model.shop.stg'], on: 'model.shop.stg' },
  { id: 'test.shop.fct_test', reads: ['model.shop.fct'], on: 'model.shop.fct' },
];

test('everything sound is published', () => {
  expect(names(finished(layers, { failing: [] }).publishable())).toEqual([
    'raw',
    'stg',
    'fct',
    'beside',
    'apart',
  ]);
});

test('a rejected table keeps itself and what is built from it', () => {
  const state = finished(layers, { failing: ['test.shop.fct_test'] });
  expect(names(state.publishable())).toEqual(['raw', 'stg', 'beside', 'apart']);
});

test('a rejected view that has readers holds back what it reads, and what else was built from that', () => {
  const state = finished(layers, { failing: ['test.shop.stg_test'], there: { stg: 'view' } });
  expect(names(state.publishable())).toEqual(['apart']);
  expect(state.heldBackBy('seed.shop.raw' as UniqueId)).toBe('model.shop.stg');
});

test('a view that nobody can read yet holds nothing back', () => {
  const state = finished(layers, { failing: ['test.shop.stg_test'] });
  expect(names(state.publishable())).toEqual(['raw', 'beside', 'apart']);
});

test('published one by one, nothing waits for the views above', () => {
  const state = finished(layers, { failing: ['test.shop.stg_test'], there: { stg: 'view' }, policy: 'each' });
  expect(names(state.publishable())).toEqual(['raw', 'beside', 'apart']);
});
