import { expect, test } from 'vitest';
import { renderWithModules } from '../../../../test/modules/render-with-modules.ts';

function show(expression: string): string {
  const { output, message } = renderWithModules(`{% set it = modules.itertools %}{{ ${expression} }}`);
  return output ?? message ?? '';
}

test.each([
  ["it.chain([1], 'ab') | list", "[1, 'a', 'b']"],
  ['it.chain.from_iterable([[1], [2, 3]]) | list', '[1, 2, 3]'],
  ["it.product([1, 2], 'ab') | list", "[(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')]"],
  ['it.product([0, 1], repeat=2) | list', '[(0, 0), (0, 1), (1, 0), (1, 1)]'],
  ["it.permutations('abc', 2) | map('join') | list", "['ab', 'ac', 'ba', 'bc', 'ca', 'cb']"],
  ["it.combinations('abc', 2) | map('join') | list", "['ab', 'ac', 'bc']"],
  ["it.combinations_with_replacement('ab', 2) | map('join') | list", "['aa', 'ab', 'bb']"],
  ["it.zip_longest([1, 2], 'a', fillvalue='-') | list", "[(1, 'a'), (2, '-')]"],
  ['it.islice(it.count(5), 1, 6, 2) | list', '[6, 8, 10]'],
  ["it.islice(it.cycle('ab'), 5) | join", 'ababa'],
  ["it.repeat('x', 3) | list", "['x', 'x', 'x']"],
  ['it.accumulate([1, 2, 3]) | list, it.accumulate([1, 2], initial=5) | list', '([1, 3, 6], [5, 6, 8])'],
  ["it.compress('abc', [1, 0, 1]) | list", "['a', 'c']"],
  ['it.pairwise([1, 2, 3]) | list', '[(1, 2), (2, 3)]'],
  ['it.filterfalse(none, [0, 1, 2]) | list', '[0]'],
  ["it.tee([1, 2]) | map('list') | list", '[[1, 2], [1, 2]]'],
  ['it.islice([1], -1)', 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.'],
  ['it.chain([1], 2) | list', "'int' object is not iterable"],
])('%s → %s', (expression, expected) => {
  expect(show(expression)).toBe(expected);
});

test('Groups and predicates', () => {
  const template = `{% macro even(n) %}{{ return(n % 2 == 0) }}{% endmacro %}{% set it = modules.itertools -%}
{% for key, group in it.groupby('aabba') %}{{ key }}{{ group | list }} {% endfor %}`;
  expect(renderWithModules(template).output).toBe("a['a', 'a'] b['b', 'b'] a['a'] ");
});

test.each([
  ['it.count() | list'],
  ["it.cycle('ab') | list"],
  ['it.repeat(1) | list'],
  ['it.product(range(1000), repeat=1000) | list'],
  ['it.product([1], repeat=10 ** 12) | list'],
  ['it.permutations(range(100000)) | list'],
  ['it.combinations(range(100), 50) | list'],
  ['it.islice(it.count(), 10 ** 15) | list'],
  ['it.islice(it.repeat(1), 10 ** 15, none) | list'],
  ['it.tee(it.count(), 10 ** 9)'],
  ['it.accumulate(it.repeat(10 ** 300), initial=1) | map("string") | list'],
  ['it.filterfalse(none, it.repeat(1)) | list'],
  ['it.chain.from_iterable(it.repeat([])) | list'],
  ['it.zip_longest(it.count(), it.count()) | list'],
])(
  '%s ends at a limit',
  (expression) => {
    const started = performance.now();
    expect(renderWithModules(`{% set it = modules.itertools %}{{ ${expression} }}`).code).toBe(
      'template-limit',
    );
    expect(performance.now() - started).toBeLessThan(15_000);
  },
  20_000,
);
