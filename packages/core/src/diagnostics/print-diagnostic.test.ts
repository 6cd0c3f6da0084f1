import { expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { printDiagnostic } from './print-diagnostic.ts';

function picture(text: string, marked: string): string {
  const start = text.indexOf(marked);
  const at = { source: { path: 'models/fct.sql', text }, start, end: start + marked.length };
  const diagnostic: Diagnostic = {
    code: 'template-error',
    severity: 'error',
    message: 'Wrong',
    at,
    related: [],
    hint: 'x',
  };
  return printDiagnostic(diagnostic).split('\n').slice(1, -1).join('\n');
}

test('a whole diagnostic', () => {
  const text = "select 1\n\nselect * from {{ ref('stg_order') }}";
  const start = text.indexOf("'stg_order'");
  const at = { source: { path: 'models/fct.sql', text }, start, end: start + 11 };
  const other = { source: { path: 'a.yml', text: 'name: x\n' }, start: 6, end: 7 };
  expect(
    printDiagnostic({
      code: 'template-error',
      severity: 'warning',
      message: 'Model "fct" refers to "stg_order", which does not exist',
      at,
      related: [{ message: 'the other one', at: other }],
      hint: 'did you mean "stg_orders"?',
    }),
  ).toBe(`warning[template-error] Model "fct" refers to "stg_order", which does not exist
 --> models/fct.sql:3:22
  |
3 | select * from {{ ref('stg_order') }}
  |                      ~~~~~~~~~~~
note: the other one
 --> a.yml:1:7
  |
1 | name: x
  |       ~
hint: did you mean "stg_orders"?`);
});

test('tabs and wide characters keep the squiggle in its place', () => {
  expect(picture('\tselect 日本 as x', 'as')).toBe(` --> models/fct.sql:1:12
  |
1 |     select 日本 as x
  |                 ~~`);
});

test('control characters are shown by number', () => {
  expect(picture('a \u001b[31m bad', 'bad')).toBe(` --> models/fct.sql:1:9
  |
1 | a \\u{1b}[31m bad
  |              ~~~`);
});

test('long lines are cut around the place', () => {
  const frame = picture(`${'a'.repeat(200)} here ${'b'.repeat(200)}`, 'here').split('\n');
  expect(frame[2]).toBe(`1 | …${'a'.repeat(24)} here ${'b'.repeat(44)}…`);
  expect(frame[2]).toHaveLength(80);
  expect(frame[3]).toBe(`  | ${' '.repeat(26)}~~~~`);
});

test('the end of a line and of a text', () => {
  const source = { path: 'x.sql', text: 'ab\ncd' };
  const at = (start: number) => ({ source, start, end: start });
  const show = (start: number) =>
    printDiagnostic({ code: 'template-error', severity: 'error', message: 'm', at: at(start), related: [] });
  expect(show(2)).toBe('error[template-error] m\n --> x.sql:1:3\n  |\n1 | ab\n  |   ~');
  expect(show(5)).toBe('error[template-error] m\n --> x.sql:2:3\n  |\n2 | cd\n  |   ~');
});
