/** The names that `oracle.py` gives to Jinja, for tfm. */
import {
  type CompiledTemplate,
  compileTemplate,
  Dict,
  fromPlain,
  hostFunction,
  iterate,
  parseTemplate,
  type RenderOptions,
  type TemplateScope,
  Tuple,
  toArray,
  type Value,
  ValueIterator,
  ValueSet,
} from '../../src/template/template.ts';

const files: Readonly<Record<string, string>> = {
  lib: "{% macro add(a, b) %}{{ a + b }}{% endmacro %}{% set lib_name = 'lib' %}lib body",
  inc: 'inc{{ x }}',
  inc2: '[{{ y }}|{{ z }}|{{ a }}]{% set a = 99 %}',
  base: '<{% block head %}base head{% endblock %}|{% block body %}base body {{ x }}{% endblock %}>',
  base2: "{% extends 'base' %}{% block head %}two({{ super() }}){% endblock %}",
};

const zip = hostFunction('zip', ['*iterables'], (_, iterables) => {
  const sources = iterables.map((value) => iterate(value));
  return new ValueIterator(() => {
    const values: Value[] = [];
    for (const next of sources) {
      const value = next();
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values.length === 0 ? undefined : new Tuple(values);
  }, 'zip');
});

const makeSet = hostFunction('set', ['/values?'], ([values]) =>
  ValueSet.of(values === undefined ? [] : toArray(values)),
);

/** A fresh context: templates change lists and dicts. */
export function comparisonScope(): TemplateScope {
  const names = new Map<string, Value>(
    Object.entries({
      x: 'X',
      s: 'Hello, World foo-bar_baz',
      t: '  padded\ttext\n second line \n',
      u: 'Grüße ß ǆ İ ﬁ 😀 日本',
      q: 'it\'s "quoted" <b>&amp;</b>',
      n: 7,
      m: -3,
      f: 2.5,
      g: -0.1,
      big: 12345678901234567890n,
      flag: true,
      off: false,
      nothing: null,
      empty: '',
      l: [1, 2, 3, 4],
      names: ['b', 'A', 'c', 'a', 'B'],
      e: [],
      d: { a: 1, b: 2 },
      rows: [
        { k: 'x', v: 3, sub: { w: 1 } },
        { k: 'Y', v: 1, sub: { w: 5 } },
        { k: 'x', v: 2, sub: {} },
        { k: 'y' },
      ],
      nested: [
        [1, [2]],
        [3, []],
      ],
      mixed: [1, 'a', null, true, 2.5],
    }).map(([name, data]) => [name, fromPlain(data)]),
  );
  const dd = new Dict();
  dd.set('B', 2);
  dd.set('a', fromPlain([1, 2]));
  dd.set('items', 3);
  dd.set(1, 'one');
  dd.set(null, 0);
  names.set('dd', dd);
  names.set('tup', new Tuple([1, 'two', fromPlain(3.5)]));
  names.set('pairs', fromPlain([new Tuple([1, 2]), new Tuple([3, 4])]));
  names.set('ints', ValueSet.of([1, 2, 3]));
  names.set('zip', zip);
  names.set('set', makeSet);
  names.set(
    'return',
    hostFunction('return', ['*args', '**named'], () => null),
  );
  return { lookup: (name) => names.get(name), names: () => names.keys() };
}

export interface ComparisonCase {
  readonly template: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** What tfm makes of a case: its text, or the message of the error. */
export function renderCase(
  testCase: ComparisonCase,
  options: RenderOptions = {},
): { output?: string; message?: string } {
  const all = { ...files, ...testCase.files };
  const cache = new Map<string, CompiledTemplate | undefined>();
  const loader = (name: string): CompiledTemplate | undefined => {
    const text = all[name];
    if (!cache.has(name) && text !== undefined) cache.set(name, compiledText(text, name).template);
    return cache.get(name);
  };
  const { template, message } = compiledText(testCase.template, 'case.sql');
  if (template === undefined) return { message: message ?? '' };
  const { value, diagnostics } = template.render(comparisonScope(), { loader, ...options });
  return value === undefined ? { message: diagnostics[0]?.message ?? '' } : { output: value };
}

function compiledText(text: string, path: string): { template?: CompiledTemplate; message?: string } {
  const { value, diagnostics } = parseTemplate({ path, text });
  return value === undefined
    ? { message: diagnostics[0]?.message ?? '' }
    : { template: compileTemplate(value) };
}
