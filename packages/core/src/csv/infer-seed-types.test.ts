import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from '../adapter/cell.ts';
import { positionOf } from '../diagnostics/source-text.ts';
import type { JsonMap, JsonValue } from '../project/json-value.ts';
import { typeText } from './cell-from-text.ts';
import { typeSeed } from './infer-seed-types.ts';

interface Answer {
  readonly values: readonly (string | null)[];
  readonly type: string;
  readonly cells: readonly (string | boolean | null)[];
}

const file = new URL('../../test/samples/seed-types/answers.json', import.meta.url);

/** Where tfm keeps what dbt loses; all else is dbt's. */
const BETTER: Readonly<Record<string, { readonly type: string; readonly cells: readonly Cell[] }>> = {
  [`${'9'.repeat(38)} 1`]: { type: 'decimal(38,0)', cells: ['9'.repeat(38), '1'] },
  [`${'9'.repeat(39)} 1`]: { type: 'text', cells: ['9'.repeat(39), '1'] },
  '12345678901234567890.12 1': { type: 'decimal(38,2)', cells: ['12345678901234567890.12', '1.00'] },
  '10000000000000000.5 1': { type: 'decimal(38,1)', cells: ['10000000000000000.5', '1.0'] },
  '1e400 1': { type: 'text', cells: ['1e400', '1'] },
  // dbt takes a lone comma for a null of a boolean column.
  ',': { type: 'text', cells: [','] },
};

function column(values: readonly (string | null)[], config: JsonMap = new Map()) {
  const write = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
  const text = ['k,c', ...values.map((value, row) => `${row},${write(value)}`)].join('\n');
  const { value, diagnostics } = typeSeed({ path: 'seeds/x.csv', text }, config);
  expect(diagnostics).toEqual([]);
  const type = value?.columns[1]?.type;
  return { type: type === undefined ? '' : typeText(type), cells: value?.rows.map((row) => row[1]) };
}

function sameNumber(cell: Cell | undefined, expected: string | boolean | null): boolean {
  if (cell === null || expected === null) return cell === expected;
  return Object.is(Number(cell) + 0, Number(String(expected).replace(/^NaN\d*/, 'NaN')) + 0);
}

// What dbt's reader (agate 1.9) made of the same columns.
test.each(
  (JSON.parse(readFileSync(file, 'utf8')) as Answer[]).map(
    (answer) => [answer.values.join(' '), answer] as const,
  ),
)('%j', (key, answer) => {
  const { type, cells } = column(answer.values);
  const better = BETTER[key];
  if (better !== undefined) {
    expect({ type, cells }).toEqual(better);
    return;
  }
  const isNumber = answer.type.startsWith('number:') && answer.cells.some((cell) => cell !== null);
  if (!isNumber) {
    const trimmed = answer.cells.map((cell) =>
      answer.type === 'timestamp'
        ? String(cell)
            .replace(/\.?0+$/, (end) => (end.startsWith('.') ? '' : end))
            .replace(/(\.\d*?)0+$/, '$1')
        : cell,
    );
    expect({ type, cells }).toEqual({ type: answer.type.replace('number:', ''), cells: trimmed });
    return;
  }
  const allFinite = answer.cells.every((cell) => cell === null || /^[^NI]*$/.test(String(cell)));
  expect(type).toMatch(
    answer.type === 'number:double' || !allFinite ? /^double$/ : /^(integer|bigint|decimal\(38,0\))$/,
  );
  expect(cells?.map((cell, row) => sameNumber(cell, answer.cells[row] ?? null))).toEqual(
    answer.cells.map(() => true),
  );
});

test.each<[string[], string, Cell[]]>([
  [['2147483647', '-2147483648'], 'integer', [2147483647n, -2147483648n]],
  [['2147483648'], 'bigint', [2147483648n]],
  [['9223372036854775807', '-9223372036854775808'], 'bigint', [9223372036854775807n, -9223372036854775808n]],
  [['9223372036854775808', '1'], 'decimal(38,0)', ['9223372036854775808', '1']],
  [['0.1', '1e-7'], 'double', [0.1, 1e-7]],
  [['2024-05-01T23:59:59.999999+00:00'], 'timestamp', ['2024-05-01 23:59:59.999999']],
  [['0001-01-01T00:00:00+01:00'], 'text', ['0001-01-01T00:00:00+01:00']],
  [['20T15', '21T10'], 'text', ['20T15', '21T10']],
])('%j is %s', (values, type, cells) => {
  expect(column(values)).toEqual({ type, cells });
});

const types = (entries: Readonly<Record<string, JsonValue>>): JsonMap =>
  new Map([['column_types', new Map(Object.entries(entries))]]);

test.each<[string, string[], string, Cell[]]>([
  ['bigint', ['1', ' 2 ', 'null', ''], 'bigint', [1n, 2n, null, null]],
  ['DECIMAL(10, 2)', ['1', '2.5', '-0.10'], 'decimal(10,2)', ['1.00', '2.50', '-0.10']],
  ['text', ['007', ' x ', 'NULL'], 'text', ['007', ' x ', null]],
  ['varchar(10)', ['007'], 'varchar(10)', ['007']],
  ['smallint', ['7'], 'smallint', ['7']],
  [
    'timestamp',
    ['2024-05-01', '2024-05-01T10:00:00.50Z'],
    'timestamp',
    ['2024-05-01 00:00:00', '2024-05-01 10:00:00.5'],
  ],
  ['boolean', ['yes', 'F', '1'], 'boolean', [true, false, true]],
  ['inet', ['10.0.0.1'], 'inet', ['10.0.0.1']],
])('column_types: %s', (name, values, type, cells) => {
  expect(column(values, types({ c: name }))).toEqual({ type, cells });
});

function problems(text: string, config: JsonMap): string[] {
  return typeSeed({ path: 'seeds/x.csv', text }, config).diagnostics.map(
    ({ code, severity, message, at, hint }) => {
      const { line, column: at1 } = positionOf(text, at?.start ?? 0);
      return `${severity}[${code}] ${message} | ${line}:${at1} | ${hint ?? ''}`;
    },
  );
}

test('a value that does not fit its declared type is a mistake with its place', () => {
  const hint = (name: string) => `correct the value, or give "${name}" another type in "column_types"`;
  expect(
    problems(
      'id,b,d\n1,yes,1.005\nx,maybe,1\n99999999999,t,12345678.9\n',
      types({ id: 'integer', b: 'boolean', d: 'decimal(9,2)' }),
    ),
  ).toEqual([
    `error[seed-value] Row 1 of "seeds/x.csv", column "d": "1.005" has more than 2 decimal places | 2:7 | ${hint('d')}`,
    `error[seed-value] Row 2 of "seeds/x.csv", column "id": "x" is not a whole number | 3:1 | ${hint('id')}`,
    `error[seed-value] Row 2 of "seeds/x.csv", column "b": "maybe" is not true or false | 3:3 | ${hint('b')}`,
    `error[seed-value] Row 3 of "seeds/x.csv", column "id": "99999999999" is outside of -2147483648 to 2147483647 | 4:1 | ${hint('id')}`,
    `error[seed-value] Row 3 of "seeds/x.csv", column "d": "12345678.9" has more than 7 digits before the point | 4:15 | ${hint('d')}`,
  ]);
});

test('column_types that name no column', () => {
  expect(problems('order_id,b\n1,2\n', types({ orderid: 'text', ORDER_ID: 'text', gone: 'text' }))).toEqual([
    'error[seed-column-unknown] "column_types" names the column "orderid", which "seeds/x.csv" does not have | 1:1 | did you mean "order_id"?',
    'error[seed-column-unknown] "column_types" names the column "ORDER_ID", which "seeds/x.csv" does not have | 1:1 | did you mean "order_id"?',
    'warning[seed-column-unknown] "column_types" names the column "gone", which "seeds/x.csv" does not have | 1:1 | write a name of the header',
  ]);
});

test('a blank line is a row of nulls, and a header alone an empty table of integers', () => {
  const { value } = typeSeed({ path: 'x.csv', text: 'a,b\n1,x\n\n2,y\n' }, new Map());
  expect(value?.rows).toEqual([
    [1n, 'x'],
    [null, null],
    [2n, 'y'],
  ]);
  const empty = typeSeed({ path: 'x.csv', text: 'a,b' }, new Map());
  expect(empty.value).toEqual({
    columns: [
      { name: 'a', type: { kind: 'integer' } },
      { name: 'b', type: { kind: 'integer' } },
    ],
    rows: [],
  });
});

test('another delimiter, also a tab without quotes in YAML', () => {
  const read = (text: string, delimiter: string) =>
    typeSeed({ path: 'x.csv', text }, new Map([['delimiter', delimiter]])).value?.rows;
  expect(read('a;b\n1;2\n', ';')).toEqual([[1n, 2n]]);
  expect(read('a\tb\n1\t2\n', '\\t')).toEqual([[1n, 2n]]);
});

test('hostile values take no time', () => {
  const spaces = `a${' '.repeat(1_000_000)}b`;
  const zeros = `0.${'0'.repeat(1_000_000)}1`;
  const started = performance.now();
  expect(column([spaces, zeros, '1e999999999', `1${'0'.repeat(100_000)}`]).type).toBe('text');
  expect(column([zeros]).type).toBe('double');
  expect(performance.now() - started).toBeLessThan(2000);
});

test('integers and decimals come through exactly', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), { minLength: 1 }),
      (values) => {
        const { cells } = column(values.map(String));
        expect(cells?.map(String)).toEqual(values.map(String));
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n }),
      fc.integer({ min: 0, max: 9 }),
      (unscaled, scale) => {
        const sign = unscaled < 0n ? '-' : '';
        const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
        const text =
          scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
        expect(column([text], types({ c: 'decimal(38,9)' })).cells).toEqual([
          `${text}${scale === 0 ? '.' : ''}${'0'.repeat(9 - scale)}`.replace(/^-(0\.0*)$/, '$1'),
        ]);
      },
    ),
  );
});
