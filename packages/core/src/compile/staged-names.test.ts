import { expect, test } from 'vitest';
import type { Dialect } from '../adapter/dialect.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { uniqueId } from '../project/unique-id.ts';
import { PublishedNames, StagedNames } from './staged-names.ts';

const orders = { database: 'db', schema: 'main', identifier: 'orders' };
const id = uniqueId('model', 'shop', 'orders');
const graph = { resources: new Map([[id, { relation: orders }]]) } as unknown as ProjectGraph;
const dialect = { foldIdentifier: (name: string) => name.toLowerCase() } as unknown as Dialect;
const staged = { ...orders, identifier: '__tfm_1_orders_2' };
const names = new StagedNames(new PublishedNames(graph, dialect), new Map([[id, staged]]));

test('a published name leads to the staged one, in any spelling that the warehouse takes for the same', () => {
  expect(names.of(orders)).toEqual(staged);
  expect(names.of({ database: null, schema: 'MAIN', identifier: 'Orders' })).toEqual({
    database: null,
    schema: 'MAIN',
    identifier: '__tfm_1_orders_2',
  });
  expect(names.of({ ...orders, schema: 'other' })).toBeUndefined();
});

test('questions are asked about what is staged', async () => {
  const asked: unknown[] = [];
  const ask = names.asking(async (request) => {
    asked.push(request);
    return { kind: 'find-relation', found: 'table' };
  });
  await ask({ kind: 'find-relation', relation: orders });
  await ask({ kind: 'columns', relation: { ...orders, identifier: 'other' } });
  expect(asked).toEqual([
    { kind: 'find-relation', relation: staged },
    { kind: 'columns', relation: { ...orders, identifier: 'other' } },
  ]);
});

test('a list of relations shows published names, each once, and nothing of other runs', async () => {
  const ask = names.asking(async () => ({
    kind: 'list-relations',
    relations: [
      { name: orders, kind: 'view' },
      { name: staged, kind: 'table' },
      { name: { ...orders, identifier: '__tfm_9_gone_9' }, kind: 'table' },
    ],
  }));
  expect(await ask({ kind: 'list-relations', database: 'db', schema: 'main' })).toEqual({
    kind: 'list-relations',
    relations: [{ name: orders, kind: 'table' }],
  });
});
