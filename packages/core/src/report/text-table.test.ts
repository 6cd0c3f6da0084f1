import { expect, test } from 'vitest';
import { type TextColumn, textTable } from './text-table.ts';

const same = (text: string) => text;

function picture(columns: readonly TextColumn[], width?: number): string {
  const { lines, hidden } = textTable(columns, {
    width,
    paintHeader: same,
    paintNull: (text) => `<${text}>`,
  });
  return [...lines, ...(hidden.length > 0 ? [`hidden: ${hidden.join(', ')}`] : [])].join('\n');
}

const orders: readonly TextColumn[] = [
  { header: 'id', align: 'right', cells: ['1', '12', null] },
  { header: 'name', align: 'left', cells: ['Ann', null, 'Zoë'] },
  { header: 'amount', align: 'right', cells: ['120.50', '9.00', '1234567.89'] },
];

test('numbers stand at the right, nulls are marked', () => {
  expect(picture(orders)).toBe(`\
  id  name      amount
────  ────  ──────────
   1  Ann       120.50
  12  <null>        9.00
<null>  Zoë   1234567.89`);
});

test('wide characters take two columns, control characters are spelled out', () => {
  expect(
    picture([
      { header: 'a', align: 'left', cells: ['日本', 'x\ny', 'z\u001b[31m'] },
      { header: 'b', align: 'left', cells: ['|', '|', '|'] },
    ]),
  ).toBe(`\
a            b
───────────  ─
日本         |
x\\ny         |
z\\u{1b}[31m  |`);
});

test('long columns give way first', () => {
  const long = 'x'.repeat(60);
  const lines = picture(
    [...orders, { header: 'note', align: 'left', cells: [long, 'short', long] }],
    50,
  ).split('\n');
  expect(Math.max(...lines.map((line) => line.replace(/[<>]/g, '').length))).toBe(50);
  expect(lines[2]).toBe(`   1  Ann       120.50  ${'x'.repeat(25)}…`);
});

test('columns without room are named', () => {
  const many = Array.from(
    { length: 12 },
    (_, index): TextColumn => ({ header: `column_${index}`, align: 'left', cells: ['some text'] }),
  );
  expect(picture(many, 40)).toBe(`\
column_0  column_1  column_2   column_3
────────  ────────  ─────────  ─────────
some te…  some te…  some text  some text
hidden: column_4, column_5, column_6, column_7, column_8, column_9, column_10, column_11`);
});

test('numbers are never cut', () => {
  const numbers = ['a', 'b', 'c'].map(
    (header): TextColumn => ({ header, align: 'right', cells: ['1234567890123456789'] }),
  );
  expect(picture(numbers, 42)).toBe(`\
                  a                    b
───────────────────  ───────────────────
1234567890123456789  1234567890123456789
hidden: c`);
});

test('no rows', () => {
  expect(picture([{ header: 'id', align: 'right', cells: [] }])).toBe('id\n──');
});
