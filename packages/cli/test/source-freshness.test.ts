import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

const sources = `
sources:
  - name: raw
    schema: main
    loaded_at_field: ordered_at
    freshness: { error_after: { count: 2, period: day } }
    tables:
      - { name: stale, identifier: raw_orders }
      - name: late
        identifier: raw_orders
        freshness: { warn_after: { count: 1, period: hour }, error_after: null }
      - name: young
        identifier: raw_orders
        loaded_at_field: null
        loaded_at_query: "select max({{ var('now', 'current_timestamp') }}) from {{ this }} where customer_id > 1"
      - { name: none, identifier: raw_orders, freshness: { filter: customer_id > 99 } }
      - { name: gone, identifier: nowhere }
      - { name: unasked, identifier: raw_orders, freshness: null }
      - { name: number, identifier: raw_orders, loaded_at_field: customer_id }
`;

interface Result {
  readonly unique_id: string;
  readonly status: string;
  readonly max_loaded_at?: string;
  readonly snapshotted_at?: string;
  readonly max_loaded_at_time_ago_in_s?: number;
  readonly criteria?: unknown;
  readonly error?: string;
}

let project: TestProject;
afterEach(() => project.remove());

function written(): ReadonlyMap<string, Result> {
  const file = JSON.parse(readFileSync(project.path('target/sources.json'), 'utf8'));
  expect(file.metadata.dbt_schema_version).toBe('https://schemas.getdbt.com/dbt/sources/v3.json');
  return new Map(file.results.map((one: Result) => [one.unique_id.split('.').at(-1), one]));
}

const sqlite = 'shop: { target: dev, outputs: { dev: { type: sqlite, path: shop.sqlite } } }';

describe.each([
  ['duckdb', {}],
  ['sqlite', { 'profiles.yml': sqlite }],
])('source freshness on %s', (_warehouse, files) => {
  test('every status, and what it ends with', async () => {
    project = shop({ 'models/sources.yml': sources, ...files });
    expect((await project.tfm('seed -q')).stderr).toBe('');
    const { code, stdout, stderr } = await project.tfm('source freshness');
    expect(code).toBe(1);
    expect(stdout.split('\n').map((line) => line.split(/\s+/).slice(0, 3).join(' '))).toEqual(
      expect.arrayContaining([
        'fail source raw.stale',
        'warn source raw.late',
        'ok source raw.young',
        'fail source raw.none',
        'error source raw.gone',
        'error source raw.number',
      ]),
    );
    expect(stderr).toContain(
      'error[source-stale] Source "raw.stale" has no row that is newer than 2024-05-06T00:00:00+00:00; 2 days may pass (error_after)',
    );
    expect(stderr).toContain('error[source-stale] Source "raw.none" has no rows; 2 days may pass');
    expect(stderr).toContain('error[loaded-at-value] The newest row of source "raw.number"');
    const results = written();
    expect([...results].map(([name, { status }]) => [name, status]).sort()).toEqual([
      ['gone', 'runtime error'],
      ['late', 'warn'],
      ['none', 'error'],
      ['number', 'runtime error'],
      ['stale', 'error'],
      ['young', 'pass'],
    ]);
    const late = results.get('late');
    expect(late).toMatchObject({
      unique_id: 'source.shop.raw.late',
      max_loaded_at: '2024-05-06T00:00:00+00:00',
      criteria: {
        warn_after: { count: 1, period: 'hour' },
        error_after: { count: null, period: null },
        filter: null,
      },
      adapter_response: { _message: 'OK' },
    });
    const age = (Date.parse(late?.snapshotted_at ?? '') - Date.parse(late?.max_loaded_at ?? '')) / 1000;
    expect(late?.max_loaded_at_time_ago_in_s).toBeCloseTo(age, 2);
    expect(results.get('none')?.max_loaded_at).toBe('0001-01-01T00:00:00+00:00');
    expect(Object.keys(results.get('gone') ?? {})).toEqual(['unique_id', 'error', 'status']);
  });

  test('a warning is no failure; a selection', async () => {
    project = shop({ 'models/sources.yml': sources, ...files });
    await project.tfm('seed -q');
    const late = await project.tfm('source freshness -s source:raw.late source:raw.young');
    expect(late.code).toBe(0);
    expect(late.stderr).toContain('warning[source-late]');
    expect([...written().keys()].sort()).toEqual(['late', 'young']);
    const none = await project.tfm('source freshness -s source:raw.unasked');
    expect(none.code).toBe(0);
    expect(none.stderr).toContain('No source that is selected has thresholds');
  });
});
