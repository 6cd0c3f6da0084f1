import type { ProjectGraph, UniqueId } from '@tfm/core';
import { expect, test } from 'vitest';
import { affectedBy, changedNodes } from './changed-nodes.ts';

interface TestNode {
  readonly sql: string;
  readonly line?: number;
  readonly macros?: readonly string[];
}

/** As much of a graph as is compared. */
function graph(
  nodes: Readonly<Record<string, TestNode>>,
  {
    macros = {},
    project = 'name: shop',
  }: { readonly macros?: Readonly<Record<string, string>>; readonly project?: string } = {},
): ProjectGraph {
  const resources = new Map(
    Object.entries(nodes).map(([name, { sql, line = 1, macros: used = [] }]) => [
      name,
      {
        uniqueId: name,
        resourceType: 'model',
        name,
        template: { path: `${name}.sql`, text: sql },
        at: { source: { path: `${name}.sql`, text: sql }, start: line, end: line },
        config: { all: new Map([['tags', ['a']]]) },
        uses: { refs: [], sources: [], macros: used },
      },
    ]),
  );
  const parsedMacros = new Map(
    Object.entries(macros).map(([id, text]) => [
      id,
      { source: { path: 'm.sql', text }, at: { start: 0, end: text.length } },
    ]),
  );
  const settings = { file: { path: 'tfm.yml', text: project } };
  return {
    resources,
    project: { macros: parsedMacros, settings, target: {}, packages: new Map() },
  } as unknown as ProjectGraph;
}

function changes(before: ProjectGraph, after: ProjectGraph) {
  const { changed, removed, everything } = changedNodes(before, after);
  return { changed: [...changed], removed: removed.map(({ name }) => name), everything };
}

test('nothing but positions', () => {
  expect(changes(graph({ a: { sql: 'x', line: 1 } }), graph({ a: { sql: 'x', line: 9 } }))).toEqual({
    changed: [],
    removed: [],
    everything: false,
  });
});

test('edited, new and removed nodes', () => {
  expect(
    changes(graph({ a: { sql: 'x' }, b: { sql: 'y' } }), graph({ a: { sql: 'x2' }, c: { sql: 'z' } })),
  ).toEqual({
    changed: ['a', 'c'],
    removed: ['b'],
    everything: false,
  });
});

test('a macro changes the nodes that use it, however indirectly', () => {
  const nodes = {
    direct: { sql: 'x', macros: ['macro.shop.cents'] },
    indirect: { sql: 'x', macros: ['macro.shop.money'] },
    none: { sql: 'x', macros: ['macro.shop.other'] },
  };
  const macros = {
    'macro.shop.cents': 'one',
    'macro.shop.money': '{{ cents(x) }}',
    'macro.shop.other': '{{ centuries(x) }}',
  };
  const after = graph(nodes, { macros: { ...macros, 'macro.shop.cents': 'two' } });
  expect(changes(graph(nodes, { macros }), after).changed).toEqual(['direct', 'indirect']);
});

test('the project file changes everything', () => {
  const after = graph({ a: { sql: 'x' } }, { project: 'name: shop\nvars: {b: 1}' });
  expect(changes(graph({ a: { sql: 'x' } }), after)).toEqual({
    changed: ['a'],
    removed: [],
    everything: true,
  });
});

test('what reads a changed node is built as well', () => {
  const id = (name: string) => name as UniqueId;
  const children = new Map([
    [id('a'), [id('b'), id('t')]],
    [id('b'), [id('c')]],
  ]);
  const resources = new Map(['a', 'b', 'c', 'd', 't'].map((name) => [id(name), {}]));
  const some = { children, resources } as unknown as ProjectGraph;
  expect([...affectedBy(some, [id('b'), id('gone')])].sort()).toEqual(['b', 'c']);
});
