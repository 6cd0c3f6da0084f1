import { buildGraph } from '../src/graph/build-graph.ts';
import type { ProjectGraph } from '../src/project/graph.ts';
import type { JsonMap } from '../src/project/json-value.ts';
import type { ParsedModel, ParsedTest } from '../src/project/node.ts';
import type { RelationName } from '../src/project/relation-name.ts';
import type { UniqueId } from '../src/project/unique-id.ts';
import type { ArtifactMetadata } from '../src/report/artifact-metadata.ts';
import { jsonOf, sketchProject } from './sketch-project.ts';

export const metadata: ArtifactMetadata = {
  invocationId: '8a0cbb0a-52ae-4a3e-8a14-5e2c1a4b7d10',
  startedAt: '2026-03-01T10:00:00.123456Z',
  generatedAt: '2026-03-01T10:00:02.000001Z',
  env: new Map([['team', 'data']]),
};

export const relationText = ({ database, schema, identifier }: RelationName): string =>
  [database, schema, identifier].map((part) => `"${part}"`).join('.');

const source = {
  path: 'macros/m.sql',
  text: '{# first #}\n{% macro twice(x) %}({{ x }} * 2){% endmacro %}\n',
};
const at = { source, start: 12, end: source.text.length - 1 };

/** A project with one of everything that artifacts show. */
export function shopGraph(): ProjectGraph {
  const project = sketchProject(
    [
      { type: 'source', name: 'orders', source: 'raw' },
      { type: 'seed', name: 'countries' },
      {
        name: 'stg_orders',
        file: 'models/staging/stg_orders.sql',
        sql: "select * from {{ source('raw', 'orders') }}",
        config: { docs: { show: true, node_color: 'red' } },
      },
      { name: 'eph', config: { materialized: 'ephemeral' }, sql: "select * from {{ ref('stg_orders') }}" },
      {
        name: 'fct',
        config: { materialized: 'table', foo: 'bar', 'pre-hook': [], 'post-hook': [] },
        sql: "select * from {{ ref('eph') }} join {{ source('raw', 'orders') }} join {{ ref('countries') }}",
        group: 'finance',
        patch: 'shop://models/_m.yml',
      },
      { name: 'off', enabled: false },
      { type: 'snapshot', name: 'snap', sql: "select * from {{ ref('countries') }}" },
      { type: 'analysis', name: 'an', sql: "select * from {{ ref('fct') }}" },
      { type: 'test', name: 'sing', sql: "select * from {{ ref('fct') }}" },
      {
        type: 'test',
        name: 'unique_fct_id',
        id: 'test.shop.unique_fct_id.b17ca094e5',
        testName: 'unique',
        tested: 'model.shop.fct',
        file: 'models/_m.yml',
        sql: "{{ test_unique(ref('fct')) }}",
      },
      {
        type: 'test',
        name: 'not_null_fct_id',
        id: 'test.shop.not_null_fct_id.32930a35e7',
        testName: 'not_null',
        tested: 'model.shop.fct',
        file: 'models/_m.yml',
        sql: "{{ test_not_null(ref('fct')) }}",
        storeFailures: 'table',
      },
      { type: 'exposure', name: 'dash', sql: "{{ ref('fct') }}" },
    ],
    { selectors: { nightly: { method: 'tag', value: 'a' } } },
  );
  const macroId = 'macro.shop.twice' as UniqueId;
  const docId = 'doc.shop.d' as UniqueId;
  const groupId = 'group.shop.finance' as UniqueId;
  const named = { packageName: 'shop', originalFilePath: 'macros/m.sql', path: 'm.sql', at };
  const graph = buildGraph({
    ...project,
    settings: {
      ...project.settings,
      onRunStart: [{ sql: 'select 1', transaction: true, at }],
      onRunEnd: [{ sql: 'select 2', transaction: true, at }],
    },
    macros: new Map([
      [
        macroId,
        {
          ...named,
          uniqueId: macroId,
          name: 'twice',
          description: '',
          source,
          arguments: [{ name: 'x', type: 'integer', description: 'n' }],
          meta: new Map(),
          patchPath: null,
        },
      ],
    ]),
    docs: new Map([[docId, { ...named, uniqueId: docId, name: 'd', blockContents: 'Doc text' }]]),
    groups: new Map([
      [
        groupId,
        {
          ...named,
          uniqueId: groupId,
          name: 'finance',
          description: null,
          owner: jsonOf({ name: 'Ann' }) as JsonMap,
          meta: new Map(),
        },
      ],
    ]),
  }).value;
  const resources = new Map(graph.resources);
  const fct = resources.get('model.shop.fct' as UniqueId) as ParsedModel;
  resources.set(fct.uniqueId, {
    ...fct,
    docBlocks: [docId],
    columns: [
      {
        name: 'id',
        description: 'key',
        dataType: 'integer',
        quote: null,
        meta: jsonOf({ ['__proto__']: { polluted: true } }) as JsonMap,
        tags: ['t'],
        constraints: [{ type: 'not_null' }],
        at,
      },
    ],
    constraints: [{ type: 'check', expression: 'id > 0' }],
    config: {
      ...fct.config,
      postHooks: [{ sql: 'select 3', transaction: true, at }],
      meta: new Map([['big', 9_007_199_254_740_993n]]),
    },
  });
  for (const [id, resource] of resources) {
    if (resource.resourceType !== 'test' || resource.testMetadata === null) continue;
    const kwargs = jsonOf({ column_name: 'id' }) as JsonMap;
    resources.set(id, {
      ...resource,
      columnName: 'id',
      fileKeyName: 'models.fct',
      testMetadata: { ...resource.testMetadata, kwargs },
    } satisfies ParsedTest);
  }
  return { ...graph, resources };
}
