import type { WarehouseFile } from './look-into-warehouse.ts';
import { askWarehouse } from './look-into-warehouse.ts';

/** How many rows every relation of the versioned project has. */
export const versionedRows = 200;

/** Every relation of the versioned project: a load, a seed, views, tables and an increment, three layers deep. */
export const versionedRelations = [
  'raw_events',
  'things',
  'stg_events',
  'mid_events',
  'fct_events',
  'fct_view',
  'inc_events',
] as const;

/**
 * A project in which every row of every relation says which version of the input it was made from. A relation is
 * whole when its count is right and all its rows say the same version.
 */
export function versionedProject(version: number): { readonly [path: string]: string } {
  return { ...unchangingFiles, ...versionedInput(version) };
}

/** The files that a new version changes. */
export function versionedInput(version: number): { readonly [path: string]: string } {
  const rows = Array.from({ length: versionedRows }, (_, index) => `${index + 1},${version}`).join('\n');
  return { 'data/raw_events.csv': `id,ver\n${rows}\n`, 'seeds/things.csv': `id,ver\n${rows}\n` };
}

const unchangingFiles = {
  'tfm.yml': [
    'name: versioned',
    'targets:',
    '  duckdb: {type: duckdb, path: warehouse.duckdb}',
    '  sqlite: {type: sqlite, path: warehouse.sqlite}',
    'target: duckdb',
    '',
  ].join('\n'),
  'models/properties.yml': [
    'sources:',
    '  - name: raw',
    '    schema: main',
    '    loader: files',
    '    tables:',
    '      - name: raw_events',
    '        load: {path: data/raw_events.csv}',
    '        columns:',
    '          - {name: id, data_type: bigint, data_tests: [unique, not_null]}',
    '          - {name: ver, data_type: bigint}',
    'models:',
    '  - name: stg_events',
    '    columns: [{name: id, data_tests: [unique, not_null]}]',
    '  - name: fct_events',
    '    columns:',
    '      - name: id',
    '        data_tests:',
    '          - unique',
    "          - relationships: {arguments: {to: ref('things'), field: id}}",
    '  - name: inc_events',
    '    columns: [{name: id, data_tests: [unique, not_null]}]',
    '',
  ].join('\n'),
  'models/stg_events.sql': "select id, ver from {{ source('raw', 'raw_events') }}\n",
  'models/mid_events.sql':
    "{{ config(materialized='table') }}\nselect e.id, e.ver from {{ ref('stg_events') }} as e join {{ ref('things') }} as t on t.id = e.id and t.ver = e.ver\n",
  'models/fct_events.sql':
    "{{ config(materialized='table') }}\nselect id, ver from {{ ref('mid_events') }}\n",
  'models/fct_view.sql': "{{ config(materialized='view') }}\nselect id, ver from {{ ref('fct_events') }}\n",
  'models/inc_events.sql':
    "{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key='id') }}\nselect id, ver from {{ ref('mid_events') }}\n",
};

/**
 * Which version each relation holds: a number, `missing`, or what is wrong with it.
 */
export function versionsIn(
  file: WarehouseFile,
  there: readonly string[],
): { readonly [relation: string]: number | string } {
  const present = versionedRelations.filter((name) => there.includes(name));
  const answers = askWarehouse(
    file,
    present.map((name) => `select count(*), min(ver), max(ver) from ${name}`),
  );
  const versions: Record<string, number | string> = {};
  for (const name of versionedRelations) {
    if (!present.includes(name)) {
      versions[name] = 'missing';
      continue;
    }
    const answer = answers[present.indexOf(name)] ?? [];
    if (typeof answer === 'string') {
      versions[name] = answer;
      continue;
    }
    const [count, least, most] = answer[0] ?? [];
    if (Number(count) !== versionedRows) versions[name] = `${count} rows`;
    else versions[name] = least === most ? Number(least) : `mixed ${least} and ${most}`;
  }
  return versions;
}
