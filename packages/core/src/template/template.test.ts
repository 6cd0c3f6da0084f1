/** Templates with what Python's Jinja makes of them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ComparisonCase, renderCase } from '../../test/template/comparison-context.ts';
import { compiledText } from '../../test/template/rendered.ts';
import {
  compileTemplate,
  fromPlain,
  HostRecord,
  hostFunction,
  iterate,
  parseTemplate,
  returnFunction,
  str,
  Tuple,
  type Value,
  ValueIterator,
} from './template.ts';

interface PinnedCase extends ComparisonCase {
  readonly name?: string;
  readonly output?: string;
  readonly error?: string;
}

function casesOf(file: string): PinnedCase[] {
  return JSON.parse(
    readFileSync(new URL(`../../test/samples/template/${file}`, import.meta.url), 'utf8'),
  ) as PinnedCase[];
}

test('every pinned case renders as Jinja renders it, or fails where Jinja fails', () => {
  const wrong: string[] = [];
  for (const { template, output, error } of casesOf('pinned-cases.json')) {
    const got = renderCase({ template });
    if (output === undefined ? got.output !== undefined : got.output !== output) {
      wrong.push(`${template}\n  expected ${output ?? error}\n  got      ${got.output ?? got.message}`);
    }
  }
  expect(wrong).toEqual([]);
});

function referenceScope(): Map<string, Value> {
  const zip = hostFunction('zip', ['*lists'], (_, lists) => {
    const sources = lists.map((list) => iterate(list));
    return new ValueIterator(() => {
      const values = sources.map((next) => next());
      return values.includes(undefined) ? undefined : new Tuple(values as Value[]);
    }, 'zip');
  });
  const dispatch = hostFunction('dispatch', ['name', 'namespace'], ([name, namespace]) =>
    hostFunction(
      'found',
      ['a'],
      ([a]) => `${str(namespace as Value)}.${str(name as Value)}(${str(a as Value)})`,
    ),
  );
  const sub = hostFunction('sub', ['pattern', 'by', 'text'], ([pattern, by, text]) =>
    str(text as Value).replaceAll(str(pattern as Value), str(by as Value)),
  );
  const re = new HostRecord('module', new Map([['sub', sub]]));
  return new Map<string, Value>([
    ['x', 'X'],
    ['d', fromPlain({ a: 1, b: 2 })],
    ['l', fromPlain([1, 2, 3, 4])],
    ['nothing', null],
    ['flag', true],
    ['ref', hostFunction('ref', ['name'], ([name]) => name as Value)],
    ['zip', zip],
    ['config', hostFunction('config', ['**named'], (_, __, named) => `cfg(${[...named.keys()].join(',')})`)],
    ['joiner2', hostFunction('joiner2', ['*items'], (_, items) => items.map(str).join('+'))],
    ['adapter', new HostRecord('adapter', new Map([['dispatch', dispatch]]))],
    ['modules', new HostRecord('modules', new Map([['re', re]]))],
    ['return', returnFunction],
  ]);
}

test.each(casesOf('jinja-cases.json').map((testCase) => [testCase.name ?? '', testCase] as const))(
  '%s',
  (_, testCase) => {
    const files = new Map([
      ['lib', compiledText('{% macro add(a, b) %}{{ a + b }}{% endmacro %}')],
      ['inc', compiledText('inc{{ x }}')],
    ]);
    const { value } = parseTemplate({ path: 'case.sql', text: testCase.template });
    if (value === undefined) throw new Error('does not parse');
    const names = referenceScope();
    const outcome = compileTemplate(value).render(
      { lookup: (name) => names.get(name) },
      { loader: (name) => files.get(name) },
    );
    if (testCase.output === undefined) expect(outcome.diagnostics[0]?.message).toBe("'zz' is undefined");
    else expect(outcome.value).toBe(testCase.output);
  },
);
