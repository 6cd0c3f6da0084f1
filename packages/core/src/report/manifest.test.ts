import Ajv from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { metadata, relationText, shopGraph } from '../../test/artifact-request.ts';
import {
  exposureSchema,
  macroSchema,
  manifestSchema,
  nodeSchemas,
  sourceSchema,
} from '../../test/schemas/manifest-schema.ts';
import type { CompiledProject } from '../compile/compiled-project.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { manifestOf } from './manifest.ts';

const graph = shopGraph();
const id = (text: string) => text as UniqueId;
const compiled: CompiledProject = {
  graph,
  nodes: new Map([
    [
      id('model.shop.fct'),
      {
        id: id('model.shop.fct'),
        sql: 'select 1',
        ctes: [{ id: id('model.shop.eph'), sql: ' __dbt__cte__eph as (\nselect 0\n)' }],
      },
    ],
    [id('model.shop.stg_orders'), { id: id('model.shop.stg_orders'), sql: null, ctes: [] }],
  ]),
};
const request = {
  graph,
  compiled,
  metadata,
  adapterType: 'duckdb',
  relationText,
  ran: new Set([id('model.shop.fct')]),
};
const text = JSON.stringify(manifestOf(request));

type Entry = { readonly [key: string]: unknown };
const manifest = JSON.parse(text) as { readonly [map: string]: { readonly [id: string]: Entry } };
const node = (name: string): Entry => manifest.nodes?.[name] ?? {};

test('has the shape of a manifest of version 12', () => {
  const validate = new Ajv.Ajv2020({
    strict: true,
    strictRequired: false,
    allErrors: true,
    allowUnionTypes: true,
  }).compile(manifestSchema);
  validate(manifest);
  expect(validate.errors).toBeNull();
});

test.each([
  ['model.shop.fct', nodeSchemas.model],
  ['model.shop.eph', nodeSchemas.model],
  ['seed.shop.countries', nodeSchemas.seed],
  ['snapshot.shop.snap', nodeSchemas.snapshot],
  ['test.shop.unique_fct_id.b17ca094e5', nodeSchemas.genericTest],
  ['test.shop.sing', nodeSchemas.singularTest],
  ['operation.shop.shop-on-run-start-0', nodeSchemas.operation],
])("the keys of %s stand in dbt's order", (name, schema) => {
  const order = Object.keys(schema.properties as object).filter((key) => key in node(name));
  expect(Object.keys(node(name))).toEqual(order);
});

test("the keys of other entries stand in dbt's order", () => {
  const keys = (schema: Entry) => Object.keys(schema.properties as object);
  expect(Object.keys(manifest)).toEqual(keys(manifestSchema));
  expect(Object.keys(manifest.sources?.['source.shop.raw.orders'] ?? {})).toEqual(keys(sourceSchema));
  expect(Object.keys(manifest.exposures?.['exposure.shop.dash'] ?? {})).toEqual(keys(exposureSchema));
  expect(Object.keys(manifest.macros?.['macro.shop.twice'] ?? {})).toEqual(keys(macroSchema));
});

test('a compiled model', () => {
  expect(node('model.shop.fct')).toMatchObject({
    relation_name: '"db"."main"."fct"',
    depends_on: { nodes: ['source.shop.raw.orders', 'model.shop.eph', 'seed.shop.countries'] },
    compiled: true,
    compiled_code: 'select 1',
    compiled_path: 'target/compiled/shop/models/fct.sql',
    build_path: 'target/run/shop/models/fct.sql',
    extra_ctes: [{ id: 'model.shop.eph', sql: ' __dbt__cte__eph as (\nselect 0\n)' }],
    group: 'finance',
    primary_key: ['id'],
    doc_blocks: ['doc.shop.d'],
    config: {
      'pre-hook': [],
      'post-hook': [{ sql: 'select 3', transaction: true, index: null }],
      foo: 'bar',
    },
  });
});

test('what is not compiled has no compiled keys, and a late node gets them from the run', () => {
  expect(node('model.shop.stg_orders')).toMatchObject({ compiled_path: null, build_path: null });
  expect(node('model.shop.stg_orders')).not.toHaveProperty('compiled_code');
  const late = { id: id('model.shop.stg_orders'), compiledSql: 'select 2' };
  const results = [late] as unknown as NonNullable<Parameters<typeof manifestOf>[0]['results']>;
  const after = JSON.parse(JSON.stringify(manifestOf({ ...request, results }))) as typeof manifest;
  expect(after.nodes?.['model.shop.stg_orders']).toMatchObject({ compiled_code: 'select 2' });
});

test('relations that dbt does not name are null', () => {
  expect(node('model.shop.eph').relation_name).toBeNull();
  expect(node('test.shop.sing').relation_name).toBeNull();
  expect(node('test.shop.not_null_fct_id.32930a35e7').relation_name).toBe(
    '"db"."main_dbt_test__audit"."not_null_fct_id"',
  );
});

test('maps are sorted, every resource is a key of both relations', () => {
  for (const map of ['nodes', 'parent_map', 'child_map', 'sources', 'macros']) {
    const keys = Object.keys(manifest[map] ?? {});
    expect(keys).toEqual([...keys].sort());
  }
  const all = [manifest.nodes, manifest.sources, manifest.exposures].flatMap((map) => Object.keys(map ?? {}));
  expect(Object.keys(manifest.parent_map ?? {})).toEqual(all.sort());
  expect(manifest.child_map?.['model.shop.fct']).toEqual([
    'analysis.shop.an',
    'exposure.shop.dash',
    'test.shop.not_null_fct_id.32930a35e7',
    'test.shop.sing',
    'test.shop.unique_fct_id.b17ca094e5',
  ]);
  expect(manifest.group_map).toEqual({
    finance: ['model.shop.fct', 'test.shop.not_null_fct_id.32930a35e7', 'test.shop.unique_fct_id.b17ca094e5'],
  });
  expect(manifest.disabled?.['model.shop.off']).toMatchObject([{ name: 'off' }]);
});

test('a macro is its block, an operation its hook', () => {
  expect(manifest.macros?.['macro.shop.twice']?.macro_sql).toBe(
    '{% macro twice(x) %}({{ x }} * 2){% endmacro %}',
  );
  expect(node('operation.shop.shop-on-run-end-0')).toMatchObject({
    raw_code: 'select 2',
    index: 1,
    tags: ['on-run-end'],
    original_file_path: './tfm.yml',
  });
});

test('equal input, equal bytes; large integers and odd keys survive', () => {
  expect(JSON.stringify(manifestOf({ ...request, graph: shopGraph() }))).toBe(text);
  expect(text).toContain('"big":9007199254740993');
  expect(text).toContain('"meta":{"__proto__":{"polluted":true}}');
});

test('nothing of the machine is in it', () => {
  expect(text).not.toContain(process.cwd());
});
