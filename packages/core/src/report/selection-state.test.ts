import { expect, test } from 'vitest';
import { metadata, relationText, shopGraph } from '../../test/artifact-request.ts';
import type { StateMethod } from '../select/selection.ts';
import { manifestOf } from './manifest.ts';
import type { PlainObject } from './plain-json.ts';
import { parseArtifact, selectionStateOf } from './selection-state.ts';

type Content = { [key: string]: unknown };
type Manifest = { readonly [map: string]: { [id: string]: Content } };

const text = JSON.stringify(
  manifestOf({ graph: shopGraph(), metadata, adapterType: 'duckdb', relationText }),
);
const now = parseArtifact(text, 'manifest.json').value ?? {};

/** What is found when the earlier manifest differed in this. */
function idsAfter(value: string, change: (earlier: Manifest) => void): readonly string[] {
  const earlier = JSON.parse(text) as Manifest;
  change(earlier);
  const manifest = parseArtifact(JSON.stringify(earlier), 'manifest.json').value ?? {};
  return [...selectionStateOf(now, { folder: 'prod', manifest }).find('state', value).value];
}
const fct = 'model.shop.fct';
const change = (id: string, more: Content) => (earlier: Manifest) => {
  const map = id.startsWith('source.') ? 'sources' : id.startsWith('exposure.') ? 'exposures' : 'nodes';
  const entry = earlier[map]?.[id];
  if (entry === undefined) throw new Error(`no ${id}`);
  Object.assign(entry, more);
};

test('the same manifest: nothing is modified, nothing is new', () => {
  expect(idsAfter('modified', () => undefined)).toEqual([]);
  expect(idsAfter('new', () => undefined)).toEqual([]);
  expect(idsAfter('old', () => undefined)).toHaveLength(idsAfter('unmodified', () => undefined).length);
});

test.each<[string, Content, string]>([
  [fct, { raw_code: 'select 0' }, 'body'],
  ['seed.shop.countries', { checksum: { name: 'sha256', checksum: 'other' } }, 'body'],
  [fct, { unrendered_config: { materialized: 'view' } }, 'configs'],
  [fct, { unrendered_config: { alias: 'other' } }, 'relation'],
  [fct, { contract: { enforced: true, checksum: 'x' } }, 'contract'],
  ['source.shop.raw.orders', { identifier: 'other' }, 'relation'],
])('%s with another %j is modified in its %s', (id, more, part) => {
  expect(idsAfter('modified', change(id, more))).toEqual([id]);
  expect(idsAfter(`modified.${part}`, change(id, more))).toEqual([id]);
  expect(idsAfter('unmodified', change(id, more))).not.toContain(id);
});

test.each<[string, Content]>([
  [fct, { description: 'other', tags: ['x'], unrendered_config: { tags: ['x'], group: 'g' } }],
  [fct, { schema: 'ci_1234', relation_name: '"ci"."fct"', created_at: 0, compiled_code: 'x' }],
  ['test.shop.unique_fct_id.b17ca094e5', { raw_code: 'other', unrendered_config: { tags: ['x'] } }],
])('%s with another %j is not modified', (id, more) => {
  expect(idsAfter('modified', change(id, more))).toEqual([]);
});

test('a node that was not there is new and modified; a source is new only', () => {
  const without = (earlier: Manifest) => {
    delete earlier.nodes?.[fct];
    delete earlier.sources?.['source.shop.raw.orders'];
  };
  expect(idsAfter('new', without)).toEqual([fct, 'source.shop.raw.orders']);
  expect(idsAfter('modified', without)).toEqual([fct]);
});

test('a changed macro modifies what calls it, also through another macro', () => {
  const manifest = JSON.parse(text) as Manifest;
  Object.assign(manifest.nodes?.[fct] ?? {}, { depends_on: { macros: ['macro.shop.outer'], nodes: [] } });
  Object.assign(manifest.macros ?? {}, {
    'macro.shop.outer': { macro_sql: 'a', depends_on: { macros: ['macro.shop.twice'] } },
  });
  const earlier = structuredClone(manifest);
  Object.assign(earlier.macros?.['macro.shop.twice'] ?? {}, { macro_sql: 'other' });
  const as = (content: Manifest) => parseArtifact(JSON.stringify(content), 'manifest.json').value ?? {};
  const state = selectionStateOf(as(manifest), { folder: 'prod', manifest: as(earlier) });
  expect([...state.find('state', 'modified.macros').value]).toEqual([fct]);
  expect([...state.find('state', 'modified').value]).toEqual([fct]);
});

test('results by their status', () => {
  const runResults = {
    results: [
      { unique_id: fct, status: 'error' },
      { unique_id: 'model.shop.eph', status: 'success' },
    ],
  };
  expect([...selectionStateOf(now, { folder: 'prod', runResults }).find('result', 'error').value]).toEqual([
    fct,
  ]);
});

test.each<[StateMethod, string]>([
  ['state', 'manifest.json'],
  ['result', 'run_results.json'],
  ['source_status', 'sources.json'],
])('%s without its artifact is a diagnostic', (method, file) => {
  const { diagnostics } = selectionStateOf(now, { folder: 'prod' }).find(method, 'x');
  expect(diagnostics[0]?.message).toBe(`The selection needs "prod/${file}", which does not exist`);
});

test('what is no artifact is a diagnostic', () => {
  for (const broken of ['', '{', '[]', 'null']) {
    expect(parseArtifact(broken, 'prod/manifest.json').diagnostics[0]?.code).toBe('state-unreadable');
  }
});

test('sources with newer rows, and those that the earlier check did not see', () => {
  const checked = (times: { readonly [id: string]: string | undefined }): PlainObject => ({
    results: Object.entries(times).map(
      ([id, time]): PlainObject =>
        time === undefined
          ? { unique_id: id, status: 'runtime error', error: 'gone' }
          : { unique_id: id, status: 'pass', max_loaded_at: time },
    ),
  });
  const earlier = checked({
    same: '2024-05-01T10:00:00.000001+00:00',
    newer: '2024-05-01T10:00:00.000001+00:00',
    zone: '2024-05-01T10:00:00+00:00',
    first: '0001-01-01T00:00:00+00:00',
    broken: '2024-05-01T10:00:00+00:00',
  });
  const later = checked({
    same: '2024-05-01T10:00:00.000001+00:00',
    newer: '2024-05-01T10:00:00.000002+00:00',
    zone: '2024-05-01T11:30:00+02:00',
    first: '1969-05-01T10:00:00+00:00',
    unseen: '2024-05-01T10:00:00+00:00',
    broken: undefined,
  });
  const state = selectionStateOf(now, { folder: 'prod', sources: earlier, sourcesNow: later });
  expect([...state.find('source_status', 'fresher').value]).toEqual(['newer', 'first', 'unseen']);
  const unchecked = selectionStateOf(now, { folder: 'prod', target: 'target', sources: earlier });
  expect(unchecked.find('source_status', 'fresher').diagnostics[0]?.message).toBe(
    'The selection needs "target/sources.json", which does not exist',
  );
});

test('what dbt writes otherwise is no change: its own macros, the empty meta of sources', () => {
  const manifest = JSON.parse(text) as Manifest;
  Object.assign(manifest.nodes?.[fct] ?? {}, { depends_on: { macros: ['macro.dbt.run_query'], nodes: [] } });
  Object.assign(manifest.macros ?? {}, { 'macro.dbt.run_query': { macro_sql: 'ours' } });
  const earlier = structuredClone(manifest);
  Object.assign(earlier.macros ?? {}, { 'macro.dbt.run_query': { macro_sql: 'theirs' } });
  const source = earlier.sources?.['source.shop.raw.orders'];
  Object.assign(source ?? {}, {
    unrendered_config: { ...Object(source).unrendered_config, meta: {}, tags: [] },
  });
  const as = (content: Manifest) => parseArtifact(JSON.stringify(content), 'manifest.json').value ?? {};
  const state = selectionStateOf(as(manifest), { folder: 'prod', manifest: as(earlier) });
  expect([...state.find('state', 'modified').value]).toEqual([]);
});
