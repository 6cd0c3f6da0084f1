import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type PlainJson, type Sketch, sketchProject } from '../../test/sketch-project.ts';
import { positionOf } from '../diagnostics/source-text.ts';
import { buildGraph } from '../graph/build-graph.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { type IndirectSelection, type SelectionRequest, selectNodes } from './select-nodes.ts';

const samples = new URL('../../test/samples/select/', import.meta.url);

function sample<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, samples), 'utf8')) as T;
}

interface SampleProject {
  readonly nodes: readonly Sketch[];
  readonly selectors: Readonly<Record<string, PlainJson>>;
  readonly parents: Readonly<Record<string, readonly string[]>>;
}

interface Answer {
  readonly select?: readonly string[];
  readonly exclude?: readonly string[];
  readonly selector?: string;
  readonly mode?: IndirectSelection;
  /** Positions in the sorted list of all ids. */
  readonly ids: readonly number[];
}

const project = sample<SampleProject>('project.json');
const { value: graph } = buildGraph(sketchProject(project.nodes, { selectors: project.selectors }));
const allIds = [...graph.resources.keys()].sort();

test('the sample is the graph that dbt made of it', () => {
  for (const [id, parents] of Object.entries(project.parents)) {
    expect([id, [...(graph.parents.get(id as UniqueId) ?? [])].sort()]).toEqual([id, parents]);
  }
});

// What `dbt ls` of version 1.12 answered for the same project.
test.each(
  sample<readonly Answer[]>('answers.json').map((answer) => {
    const { ids: _, ...request } = answer;
    return [JSON.stringify(request), answer] as const;
  }),
)('%s', (_, { ids, mode, ...request }) => {
  const { value, diagnostics } = selectNodes(graph, { ...request, indirectSelection: mode });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect([...value.ids].sort()).toEqual(ids.map((index) => allIds[index]));
});

/** Each diagnostic as `code message | line:column | hint`. */
function problems(
  request: SelectionRequest,
  selectors: Readonly<Record<string, PlainJson>> = project.selectors,
): string[] {
  const { value } = buildGraph(
    sketchProject([...project.nodes, { name: 'off', enabled: false }], { selectors }),
  );
  return selectNodes(value, request).diagnostics.map(({ code, message, at, hint }) => {
    const place = at === undefined ? '-' : `${at.source.path}:${positionOf(at.source.text, at.start).column}`;
    return [code, message, place, ...(hint === undefined ? [] : [hint])].join(' | ');
  });
}

const EMPTY = 'selection-empty | Nothing is selected | - | tfm ls shows what can be selected';

test.each<[SelectionRequest, string[]]>([
  [
    { select: ['stg_order'] },
    [
      'selection-empty-term | The selection "stg_order" matches nothing | --select:1 | did you mean "stg_orders"?',
    ],
  ],
  [
    { select: ['fct_orders', '2+stg_order+1'] },
    [
      'selection-empty-term | The selection "2+stg_order+1" matches nothing | --select:12 | did you mean "2+stg_orders+1"?',
    ],
  ],
  [
    { select: ['fct_orders tag:nightli'] },
    [
      'selection-empty-term | The selection "tag:nightli" matches nothing | --select:12 | did you mean "tag:nightly"?',
    ],
  ],
  [
    { select: ['fct_orders', 'raw.orders'] },
    [
      'selection-empty-term | The selection "raw.orders" matches nothing | --select:12 | did you mean "source:raw.orders"?',
    ],
  ],
  [
    { select: ['fct_orders', 'nightly'] },
    [
      'selection-empty-term | The selection "nightly" matches nothing | --select:12 | did you mean "tag:nightly"?',
    ],
  ],
  [
    { select: ['fct_orders', 'off'] },
    [
      'selection-empty-term | The selection "off" matches nothing | --select:12 | "off" is disabled: set "enabled: true" for it',
    ],
  ],
  [
    { select: ['fct_orders', 'config.materialised:table'] },
    [
      'selection-empty-term | The selection "config.materialised:table" matches nothing | --select:12 | did you mean "config.materialized:table"?',
    ],
  ],
  [
    { select: ['fct_orders', 'config.materialized:tabel'] },
    [
      'selection-empty-term | The selection "config.materialized:tabel" matches nothing | --select:12 | did you mean "config.materialized:table"?',
    ],
  ],
  [
    { select: ['fct_orders', 'models/stagin'] },
    [
      'selection-empty-term | The selection "models/stagin" matches nothing | --select:12 | did you mean "models/staging"?',
    ],
  ],
  [
    { exclude: ['fct_oders'] },
    [
      'selection-empty-term | The selection "fct_oders" matches nothing | --exclude:1 | did you mean "fct_orders"?',
    ],
  ],
  [
    { select: ['metric:x'] },
    [
      'selection-empty-term | The selection "metric:x" matches nothing | --select:1 | tfm ls shows what can be selected',
    ],
  ],
  [
    { select: ['stg_orders,stg_customers'] },
    [
      'selection-empty-intersection | The selection "stg_orders,stg_customers" matches nothing: no resource fits all its parts | --select:1 | write a space for "or": stg_orders stg_customers',
      EMPTY,
    ],
  ],
  [
    { select: ['stg_orders'], resourceTypes: ['seed'] },
    [
      'selection-empty | Nothing is selected that this command works on, only: model, test | - | tfm ls shows what can be selected',
    ],
  ],
  [
    { select: ['tags:x'] },
    [
      'unknown-selector-method | The selection "tags:x" uses the method "tags", which does not exist | --select:1 | did you mean "tag"?',
    ],
  ],
  [
    { select: ['a', 'b,tga:x'] },
    [
      'unknown-selector-method | The selection "tga:x" uses the method "tga", which does not exist | --select:5 | did you mean "tag"?',
    ],
  ],
  [
    { select: ['@a+'] },
    [
      'selector-syntax | The selection "@a+" cannot be read: "@" already selects everything downstream, so "+" may not follow | --select:1 | @a',
    ],
  ],
  [
    { select: ['+'] },
    [
      'selector-syntax | The selection "+" cannot be read: it names nothing | --select:1 | a term is a name, or method:value, with + before and behind: +tag:nightly+',
    ],
  ],
  [
    { select: ['a,,b'] },
    [
      'selector-syntax | The selection "" cannot be read: it names nothing | --select:3 | a term is a name, or method:value, with + before and behind: +tag:nightly+',
    ],
  ],
  [
    { select: ['tag:'] },
    [
      'selector-syntax | The selection "tag:" cannot be read: it names nothing | --select:1 | a term is a name, or method:value, with + before and behind: +tag:nightly+',
    ],
  ],
  [
    { select: ['config:table'] },
    [
      'selector-syntax | The selection "config:table" cannot be read: "config" needs a key | --select:1 | config.materialized:table',
    ],
  ],
  [
    { select: ['tag.a:b'] },
    [
      'selector-syntax | The selection "tag.a:b" cannot be read: "tag" takes nothing after a dot | --select:1 | a term is a name, or method:value, with + before and behind: +tag:nightly+',
    ],
  ],
  [
    { select: ['source:a.b.c.d'] },
    [
      'selector-syntax | The selection "source:a.b.c.d" cannot be read: a source is "name", "name.table" or "package.name.table" | --select:1 | a term is a name, or method:value, with + before and behind: +tag:nightly+',
    ],
  ],
  [
    { select: ['path:/etc'] },
    [
      'selector-syntax | The selection "path:/etc" cannot be read: a path is relative to the project folder and stays inside it | --select:1 | a term is a name, or method:value, with + before and behind: +tag:nightly+',
    ],
  ],
  [
    { select: ['resource_type:models'] },
    [
      'selector-value | The selection "resource_type:models" asks for "models", which "resource_type" does not have | --select:1 | did you mean "model"?',
    ],
  ],
  [
    { select: ['access:x'] },
    [
      'selector-value | The selection "access:x" asks for "x", which "access" does not have | --select:1 | use one of private, protected, public',
    ],
  ],
  [
    { select: ['state:modified+'] },
    [
      'selector-needs-state | The selection "state:modified+" compares with an earlier run, but none is given | --select:1 | --state path/to/its/target',
    ],
  ],
  [
    { selector: 'nigthly' },
    ['unknown-selector | The selector "nigthly" does not exist | --selector:1 | did you mean "nightly"?'],
  ],
  [
    { select: ['selector:nigthly'] },
    ['unknown-selector | The selector "nigthly" does not exist | --select:1 | did you mean "nightly"?'],
  ],
  [
    { selector: 'nightly', select: ['a'] },
    [
      'selector-and-select | "--selector nightly" cannot be combined with "--select" or "--exclude" | --selector:1 | --select selector:nightly',
    ],
  ],
])('%j', (request, expected) => {
  expect(problems(request)).toEqual(expected);
});

test.each<[string, PlainJson, string]>([
  ['a number', 5, 'a definition is a text or a map'],
  ['a wrong method', { tagg: 'x' }, 'The selection "tagg:x" uses the method "tagg", which does not exist'],
  ['a wrong key', { method: 'tag', value: 'x', parent: true }, '"parent" is not a key of a term'],
  ['no value', { method: 'tag', parents: true }, 'a term has the keys "method" and "value"'],
  ['a list for a value', { tag: ['a', 'b'] }, '"tag" must have a text'],
  ['no list', { union: 'tag:x' }, '"union" must be a list'],
  ['two keys', { union: [], intersection: [] }, 'must be the only key'],
  ['two exclusions', { union: ['a', { exclude: ['b'] }, { exclude: ['c'] }] }, 'may have one "exclude" only'],
  [
    'a wrong mode',
    { method: 'tag', value: 'x', indirect_selection: 'eagr' },
    '"indirect_selection" is "eagr"',
  ],
  [
    'a wrong depth',
    { method: 'tag', value: 'x', parents: true, parents_depth: -1 },
    '"parents_depth" must be a whole number from 1',
  ],
  ['a wrong flag', { method: 'tag', value: 'x', parents: 'yes' }, '"parents" must be true or false'],
  [
    'both directions',
    { method: 'tag', value: 'x', childrens_parents: true, children: true },
    'do not go together',
  ],
  ['itself', { method: 'selector', value: 's' }, 'Selectors refer to each other in a circle: "s" → "s"'],
])('a definition with %s is a mistake', (_, definition, message) => {
  expect(problems({ select: ['selector:s'] }, { s: definition }).join('\n')).toContain(message);
});

test('the default selector holds when nothing is said', () => {
  const { value } = buildGraph(sketchProject(project.nodes, { selectors: { default: 'fct_orders' } }));
  expect([...selectNodes(value, { indirectSelection: 'empty' }).value.ids]).toEqual([
    'model.shop.fct_orders',
  ]);
  expect(selectNodes(value, { exclude: ['fct_orders'] }).value.ids.size).toBeGreaterThan(10);
});

test('only what the command is about, in the order of the graph', () => {
  const { ids } = selectNodes(graph, {
    select: ['+fct_orders'],
    resourceTypes: ['model', 'source'],
    excludeResourceTypes: ['source'],
  }).value;
  expect([...ids]).toEqual([
    'model.lib.lib_stg',
    'model.lib.lib_x',
    'model.shop.stg_orders',
    'model.shop.stg_payments',
    'model.shop.fct_orders',
  ]);
});

test('why each is in', () => {
  const why = (request: SelectionRequest) => Object.fromEntries(selectNodes(graph, request).value.why);
  expect(why({ select: ['1+stg_orders'] })).toMatchObject({
    'model.shop.stg_orders': 'matches "1+stg_orders"',
    'source.shop.raw.orders': 'upstream of "stg_orders" ("1+stg_orders")',
    'test.shop.unique_stg_orders_id.beb6e97f2f': 'tests "stg_orders"',
  });
  expect(why({ select: ['tag:mart,fct_orders+'] })['model.shop.fct_daily']).toBe(
    'matches "tag:mart" and downstream of "fct_orders" ("fct_orders+")',
  );
  expect(why({ selector: 'reuse' })['snapshot.shop.orders_snapshot']).toBe(
    'matches "tag:nightly" in selector "nightly"',
  );
  expect(why({ select: ['stg_customers fct_orders'], indirectSelection: 'cautious' })).toMatchObject({
    'test.shop.relationships_fct_orders_id__id__ref_stg_customers_.9e7d200755':
      'tests "stg_customers" and "fct_orders"',
  });
});

test('state methods ask the state', () => {
  const ids = new Set(['model.shop.stg_orders' as UniqueId, 'model.gone.x' as UniqueId]);
  const asked: string[] = [];
  const state = {
    find(method: string, value: string) {
      asked.push(`${method}:${value}`);
      return { value: ids, diagnostics: [] };
    },
  };
  const { value } = selectNodes(graph, {
    select: ['result:error,state:modified'],
    state,
    resourceTypes: ['model'],
  });
  expect([...value.ids]).toEqual(['model.shop.stg_orders']);
  expect(asked).toEqual(['result:error', 'state:modified']);
});

test('100,000 models and a long chain are selected in a moment', () => {
  const chain: Sketch[] = Array.from({ length: 100_000 }, (_, i) => ({
    name: `m${i}`,
    sql: i === 0 ? '' : `ref('m${i - 1}')`,
  }));
  const { value } = buildGraph(sketchProject(chain));
  const started = performance.now();
  expect(selectNodes(value, { select: ['+m99999', '@m5', 'm*9'] }).value.ids.size).toBe(100_000);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('selectors that refer to each other widely or deeply come to an end', () => {
  const wide: Record<string, PlainJson> = { s0: 'stg_orders' };
  for (let i = 1; i < 90; i += 1) {
    const before = { method: 'selector', value: `s${i - 1}` };
    wide[`s${i}`] = { union: [before, before, { method: 'selector', value: 's?' }, before] };
    if (i < 10) wide[`s${i}`] = { union: [before, before] };
  }
  const { value } = buildGraph(sketchProject(project.nodes, { selectors: wide }));
  expect(selectNodes(value, { selector: 's89', indirectSelection: 'empty' }).value.ids.size).toBe(1);
  const deep: Record<string, PlainJson> = { s0: 'stg_orders' };
  for (let i = 1; i < 20_000; i += 1) deep[`s${i}`] = { method: 'selector', value: `s${i - 1}` };
  expect(problems({ selector: 's19999' }, deep).join('\n')).toContain('more than 100 deep');
});
