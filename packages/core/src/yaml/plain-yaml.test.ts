import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPlainYaml } from './plain-yaml.ts';
import { readWholeYaml } from './read-yaml.ts';

/** Both readers must agree, unless the plain one gives up. */
function agree(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === undefined) return true;
  const whole = readWholeYaml({ path: 'models.yml', text });
  expect(whole.diagnostics).toEqual([]);
  expect(plain.value).toEqual(whole.value?.value);
  return true;
}

const properties = `version: 2

models:
  - name: orders # the main one
    description: "One row: an order"
    config: {materialized: table, tags: [daily, 'it''s'], meta: {owner: a, level: 3}}
    columns:
    - name: id
      data_tests:
        - unique
        - not_null:
            config:
              severity: warn
        - accepted_values:
            arguments:
              values: [open, "paid", 1, 2.5, yes, ~]
    -   name: url
        description: http://example.com/a#b
    - name: empty
      description:
`;

describe('readPlainYaml', () => {
  test('reads what property files are made of', () => {
    expect(readPlainYaml(properties)).toBeDefined();
    agree(properties);
  });

  test.each([
    ['a text of several lines', 'a: >\n  b\n'],
    ['a text that goes on', 'a: b\n  c\n'],
    ['an escape', 'a: "b\\n"\n'],
    ['an anchor', 'a: &x 1\nb: *x\n'],
    ['a merge', '<<: {a: 1}\n'],
    ['a tag', 'a: !!str 1\n'],
    ['equal keys', 'a: 1\na: 2\n'],
    ['a tab', 'a:\tb\n'],
    ['Windows line ends', 'a: b\r\n'],
    ['a template without quotes', 'a: {{ b }}\n'],
    ['a second document', 'a: 1\n---\nb: 2\n'],
    ['a map in a line that is none', 'a: b: c\n'],
    ['wrong indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['a list of several lines', 'a: [b,\n  c]\n'],
    ['nothing', ''],
    ['a single word', 'a'],
  ])('gives up at %s', (_, text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });

  const words = [
    'a',
    'b',
    'name',
    '1',
    '1.5',
    '-1',
    'yes',
    '~',
    '"x"',
    "'y'",
    "'it''s'",
    '[a, 1]',
    '{a: 1}',
    '[]',
    'a b',
    'é',
  ];
  const odd = [
    ...words,
    '',
    '#',
    ' #',
    ':',
    ': ',
    '- ',
    '-',
    '"',
    "'",
    '[',
    '{',
    '}',
    '|',
    '>',
    '&x',
    '*x',
    '!',
    '? ',
    '@',
    '{{ x }}',
    '<<',
    '...',
  ];
  const line = (values: readonly string[]) =>
    fc
      .tuple(
        fc.constantFrom(0, 0, 2, 2, 4, 4, 6, 1, 3),
        fc.constantFrom('', '- ', '- - ', '-  ', '-'),
        fc.constantFrom('', 'a: ', 'b: ', 'c:', 'd: ', '"e": ', 'a:  '),
        fc.constantFrom(...values),
        fc.constantFrom('', '', '', ' # note', '#', ' '),
      )
      .map(([indent, ...parts]) => ' '.repeat(indent) + parts.join(''));

  test('agrees with the whole reader on files that are nearly plain', () => {
    fc.assert(
      fc.property(fc.array(line(words), { maxLength: 5 }), (lines) => agree(lines.join('\n'))),
      { numRuns: 3000 },
    );
  });

  test('agrees with the whole reader on odd files', () => {
    fc.assert(
      fc.property(fc.array(line(odd), { maxLength: 4 }), (lines) => agree(lines.join('\n'))),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...odd, '\n', '\n  '), { maxLength: 10 }), (parts) =>
        agree(parts.join('')),
      ),
      { numRuns: 3000 },
    );
  });
});
