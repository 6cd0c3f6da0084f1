import { expect, test } from 'vitest';
import { type Sketch, sketchProject } from '../../test/sketch-project.ts';
import { positionOf, type Span } from '../diagnostics/source-text.ts';
import { buildGraph } from './build-graph.ts';

function place(at: Span | undefined): string {
  if (at === undefined) return '-';
  const { line, column } = positionOf(at.source.text, at.start);
  return `${at.source.path}:${line}:${column}`;
}

function problems(sketches: readonly Sketch[], flags = {}): string[] {
  return buildGraph(sketchProject(sketches, { flags })).diagnostics.map(
    ({ code, message, at, hint, related }) =>
      [
        `${code} ${message}`,
        place(at),
        ...(hint === undefined ? [] : [hint]),
        ...related.map((one) => `${one.message} ${place(one.at)}`),
      ].join(' | '),
  );
}

test('parents, children and order', () => {
  const { value, diagnostics } = buildGraph(
    sketchProject([
      {
        name: 'mart',
        sql: "select * from {{ ref('stg') }} join {{ ref('countries') }} join {{ ref('stg') }} join {{ source('raw', 'orders') }}",
      },
      { name: 'stg', sql: "select * from {{ source('raw', 'orders') }}" },
      { type: 'seed', name: 'countries' },
      { type: 'source', name: 'orders' },
      { type: 'exposure', name: 'report', sql: "ref('mart')" },
      {
        type: 'test',
        name: 'not_null_mart_id',
        testName: 'not_null',
        tested: 'model.shop.mart',
        sql: "ref('mart')",
      },
    ]),
  );
  expect(diagnostics).toEqual([]);
  expect(value.parents.get('model.shop.mart' as never)).toEqual([
    'source.shop.raw.orders',
    'model.shop.stg',
    'seed.shop.countries',
  ]);
  expect(value.children.get('model.shop.mart' as never)).toEqual([
    'exposure.shop.report',
    'test.shop.not_null_mart_id',
  ]);
  expect(value.children.get('source.shop.raw.orders' as never)).toEqual([
    'model.shop.mart',
    'model.shop.stg',
  ]);
  expect(value.order).toEqual([
    'seed.shop.countries',
    'source.shop.raw.orders',
    'model.shop.stg',
    'model.shop.mart',
    'exposure.shop.report',
    'test.shop.not_null_mart_id',
  ]);
});

test.each<[string, Sketch[], string[]]>([
  [
    'unknown ref',
    [{ name: 'stg_orders' }, { name: 'fct', sql: "select 1\nfrom {{ ref('stg_order') }}" }],
    [
      'unknown-ref Model "fct" refers to "stg_order", which does not exist | models/fct.sql:2:9 | did you mean "stg_orders"?',
    ],
  ],
  [
    'unknown ref in a package',
    [
      { name: 'a', package: 'lib' },
      { name: 'fct', sql: "ref('libb', 'a') ref('lib', 'b')" },
    ],
    [
      'unknown-ref Model "fct" refers to "libb.a", which does not exist | models/fct.sql:1:1 | did you mean "lib"?',
      'unknown-ref Model "fct" refers to "lib.b", which does not exist | models/fct.sql:1:18 | tfm ls --resource-type model seed snapshot lists what there is',
    ],
  ],
  [
    'unknown source',
    [
      { type: 'source', name: 'orders' },
      { name: 'stg', sql: "source('raw', 'order') source('erp', 'x')" },
    ],
    [
      'unknown-source Model "stg" reads the source "raw.order", which does not exist | models/stg.sql:1:1 | did you mean "raw.orders"?',
      'unknown-source Model "stg" reads the source "erp.x", which does not exist | models/stg.sql:1:24 | declare it under "sources:" in a property file, with the table "x"',
    ],
  ],
  [
    'disabled',
    [
      { name: 'a', enabled: false },
      { type: 'source', name: 's', enabled: false },
      { name: 'b', sql: "ref('a') source('raw', 's')" },
    ],
    [
      'disabled-source Model "b" reads the source "raw.s", which is disabled | models/b.sql:1:10 | set "enabled: true" for "raw.s", or disable "b" too | it is defined here models/schema.yml:1:1',
      'disabled-ref Model "b" refers to "a", which is disabled | models/b.sql:1:1 | set "enabled: true" for "a", or disable "b" too | it is defined here models/a.sql:1:1',
    ],
  ],
  [
    'ambiguous',
    [
      { name: 'a', package: 'one' },
      { name: 'a', package: 'two', schema: 'two' },
      { name: 'b', sql: "ref('a')" },
    ],
    [
      'ambiguous-ref Model "b" refers to "a", which is in the packages "one" and "two" | models/b.sql:1:1 | write ref(\'one\', \'a\') | in package "one" models/a.sql:1:1 | in package "two" models/a.sql:1:1',
    ],
  ],
  [
    'versions',
    [
      { name: 'd', version: 1, latestVersion: 2 },
      { name: 'd', version: 2, latestVersion: 2 },
      { name: 'b', sql: "ref('d') ref('d', v=1) ref('d', v=3)" },
    ],
    [
      'unknown-ref-version Model "b" refers to version 3 of "d", which does not exist | models/b.sql:1:24 | its versions are 1, 2',
    ],
  ],
  [
    'a generic test is left out',
    [
      { name: 'a' },
      { name: 'off', enabled: false },
      {
        type: 'test',
        name: 't1',
        testName: 'relationships',
        tested: 'model.shop.a',
        sql: "ref('aa') ref('a')",
      },
      { type: 'test', name: 't2', testName: 'unique', tested: 'model.shop.off', sql: "ref('off')" },
      {
        type: 'test',
        name: 't3',
        testName: 'relationships',
        tested: 'model.shop.a',
        sql: "ref('off') ref('a')",
      },
      { type: 'test', name: 't4', sql: "ref('gone')" },
    ],
    [
      'test-left-out Test "t1" is left out: it refers to "aa", which does not exist | tests/t1.sql:1:1 | did you mean "a"?',
      'test-left-out Test "t3" is left out: it refers to "off", which is disabled | tests/t3.sql:1:1 | enable it, or remove the test',
      'unknown-ref Test "t4" refers to "gone", which does not exist | tests/t4.sql:1:1 | tfm ls --resource-type model seed snapshot lists what there is',
    ],
  ],
  [
    'private models',
    [
      { name: 'a', access: 'private', group: 'finance' },
      { name: 'b', group: 'finance', sql: "ref('a')" },
      { name: 'c', sql: "ref('a')" },
      { type: 'test', name: 't', testName: 'unique', tested: 'model.shop.a', sql: "ref('a')" },
    ],
    [
      'private-ref Model "c" refers to "a", which is private to the group "finance" | models/c.sql:1:1 | set "group: finance" for "c", or "access: protected" for "a" | it is defined here models/a.sql:1:1',
    ],
  ],
  [
    'a package that keeps its models to itself',
    [
      { name: 'a', package: 'closed' },
      { name: 'p', package: 'closed', access: 'public' },
      { name: 'q', package: 'closed', sql: "ref('a')" },
      { name: 'c', sql: "ref('a') ref('p')" },
    ],
    [
      'protected-ref Model "c" refers to "a", which the package "closed" keeps to itself | models/c.sql:1:1 | refer to one of its public models | it is defined here models/a.sql:1:1',
    ],
  ],
  [
    'itself',
    [{ name: 'a', sql: "ref('a')" }],
    [
      'model-cycle Model "a" refers to itself | models/a.sql:1:1 | use {{ this }} for the rows that are already there',
    ],
  ],
  [
    'a circle, and what only reads from it',
    [
      { name: 'a', sql: "ref('c')" },
      { name: 'b', sql: "\nref('a')" },
      { name: 'c', sql: "x ref('b')" },
      { name: 'd', sql: "ref('c')" },
      { name: 'e', sql: "ref('f') ref('d')" },
      { name: 'f', sql: "ref('e')" },
    ],
    [
      'model-cycle Models refer to each other in a circle: "a" → "c" → "b" → "a" | models/a.sql:1:1 | remove one of these refs | "c" refers to "b" models/c.sql:1:3 | "b" refers to "a" models/b.sql:2:1',
      'model-cycle Models refer to each other in a circle: "e" → "f" → "e" | models/e.sql:1:1 | remove one of these refs | "f" refers to "e" models/f.sql:1:1',
    ],
  ],
  [
    'one relation twice',
    [
      { name: 'a' },
      { name: 'b', alias: 'a' },
      { name: 'c', alias: 'A' },
      { name: 'd', alias: 'a', schema: 'other' },
      { name: 'e', alias: 'a', config: { materialized: 'ephemeral' } },
    ],
    [
      'duplicate-relation Model "b" and model "a" are both published as "db.main.a" | models/b.sql:1:1 | give "b" another "alias" or "schema" | the other one is here models/a.sql:1:1',
      'relation-name-case Model "c" and model "a" are published as "db.main.A" and "db.main.a", which most warehouses take for the same name | models/c.sql:1:1 | give "c" another "alias" or "schema" | the other one is here models/a.sql:1:1',
    ],
  ],
  [
    'Unicode forms',
    [
      { name: 'a', alias: 'caf\u00e9' },
      { name: 'b', alias: 'cafe\u0301' },
    ],
    [
      'relation-name-case Model "b" and model "a" are published as "db.main.cafe\u0301" and "db.main.caf\u00e9", which most warehouses take for the same name | models/b.sql:1:1 | give "b" another "alias" or "schema" | the other one is here models/a.sql:1:1',
    ],
  ],
  [
    'a seed and a model of one name',
    [{ name: 'a' }, { type: 'seed', name: 'a' }],
    [
      'duplicate-node-name Seed "a" has the name of a model: ref(\'a\') could mean both | seeds/a.csv:1:1 | rename one of them | the other one is here models/a.sql:1:1',
    ],
  ],
  [
    'a model over a loaded source',
    [
      { name: 'orders', schema: 'raw' },
      { type: 'source', name: 'orders', load: true },
      { type: 'source', name: 'o2', alias: 'orders' },
    ],
    [
      'duplicate-relation Source "orders" and model "orders" are both published as "db.raw.orders" | models/schema.yml:1:1 | give "orders" another "alias" or "schema" | the other one is here models/orders.sql:1:1',
    ],
  ],
])('%s', (_, sketches, expected) => {
  expect(problems(sketches)).toEqual(expected);
});

test('a ref without a package looks in the project first, then at home, then everywhere', () => {
  const sketches: Sketch[] = [
    { name: 'a' },
    { name: 'a', package: 'lib', schema: 'lib' },
    { name: 'only', package: 'other' },
    { name: 'b', package: 'lib', sql: "ref('a') ref('only') ref('lib', 'a')" },
  ];
  const parents = (flags: Record<string, boolean>) =>
    buildGraph(sketchProject(sketches, { flags })).value.parents.get('model.lib.b' as never);
  expect(parents({})).toEqual(['model.shop.a', 'model.other.only', 'model.lib.a']);
  expect(parents({ require_ref_searches_node_package_before_root: true })).toEqual([
    'model.lib.a',
    'model.other.only',
  ]);
});

test('100,000 models are put in order in a moment, in a chain and in a circle', () => {
  const chain: Sketch[] = Array.from({ length: 100_000 }, (_, i) => ({
    name: `m${i}`,
    sql: i === 0 ? '' : `ref('m${i - 1}')`,
  }));
  const project = sketchProject(chain);
  const started = performance.now();
  const { value, diagnostics } = buildGraph(project);
  expect(diagnostics).toEqual([]);
  expect(value.order.at(-1)).toBe('model.shop.m99999');
  const circle = sketchProject([...chain.slice(1), { name: 'm0', sql: "ref('m99999')" }]);
  const between = performance.now();
  expect(buildGraph(circle).diagnostics.map((found) => found.message)).toEqual([
    'Models refer to each other in a circle: "m0" → "m99999" → "m99998" → "m99997" → "m99996" → "…" → "m4" → "m3" → "m2" → "m1" → "m0"',
  ]);
  // Seconds on a slow machine; quadratic work would take minutes.
  expect(between - started + performance.now() - between).toBeLessThan(20_000);
});

test('very many wrong refs are all found, without looking for a hint for each', () => {
  const sketches: Sketch[] = Array.from({ length: 20_000 }, (_, i) => ({
    name: `model_${i}`,
    sql: `ref('modell_${i}')`,
  }));
  const project = sketchProject(sketches);
  const started = performance.now();
  const { diagnostics } = buildGraph(project);
  expect(diagnostics.length).toBe(20_000);
  expect(diagnostics[0]?.hint).toBe('did you mean "model_0"?');
  expect(performance.now() - started).toBeLessThan(10_000);
});
