import fc from 'fast-check';
import { expect, test } from 'vitest';
import { positionOf } from '../diagnostics/source-text.ts';
import type { CsvField, CsvOptions } from './csv-record.ts';
import { CsvScanner } from './csv-scanner.ts';
import { csvFieldSpan, csvHeaderSpan, readCsv } from './read-csv.ts';

function rows(text: string, options?: CsvOptions): (readonly CsvField[])[] {
  const { value, diagnostics } = readCsv({ path: 'x.csv', text }, options);
  expect(diagnostics).toEqual([]);
  return [value.header, ...value.records.map((record) => record.fields)];
}

test.each<[string, string, CsvField[][]]>([
  [
    'plain',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'no newline at the end',
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CRLF',
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['byte order mark', '\ufeffa\n1', [['a'], ['1']]],
  ['only a header', 'a,b', [['a', 'b']]],
  [
    'null and empty',
    'a,b\n,""\n',
    [
      ['a', 'b'],
      [null, ''],
    ],
  ],
  [
    'trailing delimiter',
    'a,b\n1,\n"1",\n',
    [
      ['a', 'b'],
      ['1', null],
      ['1', null],
    ],
  ],
  [
    'trailing delimiter at the end',
    'a,b\n"1",',
    [
      ['a', 'b'],
      ['1', null],
    ],
  ],
  [
    'quotes',
    'a,b\n"x, ""y""","1\n2"\n',
    [
      ['a', 'b'],
      ['x, "y"', '1\n2'],
    ],
  ],
  ['CRLF in quotes is kept', 'a\r\n"1\r\n2"\r\n', [['a'], ['1\r\n2']]],
  [
    'quotes in the header',
    '"a ""1""","b\nc"\n1,2',
    [
      ['a "1"', 'b\nc'],
      ['1', '2'],
    ],
  ],
  [
    'spaces are kept',
    ' a , b\n 1 ,2 \n',
    [
      [' a ', ' b'],
      [' 1 ', '2 '],
    ],
  ],
  [
    'a blank line is a row of nulls',
    'a,b\n1,2\n\n3,4\n\n',
    [
      ['a', 'b'],
      ['1', '2'],
      [null, null],
      ['3', '4'],
      [null, null],
    ],
  ],
  ['a lone quoted quote', 'a\n""""\n', [['a'], ['"']]],
])('%s', (_, text, expected) => {
  expect(rows(text)).toEqual(expected);
});

test('blank lines can be skipped, but not in a file of one column', () => {
  expect(rows('a,b\n\n1,2\n\r\n', { blankLines: 'skip' })).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ]);
  expect(rows('a\n\n1\n', { blankLines: 'skip' })).toEqual([['a'], [null], ['1']]);
});

test('another delimiter', () => {
  expect(rows('a;b\n1,5;"x;y"\n', { delimiter: ';' })).toEqual([
    ['a', 'b'],
    ['1,5', 'x;y'],
  ]);
  expect(rows('a\tb\n1\t2\n', { delimiter: '\t' })).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ]);
});

test.each<[string, string, string, string]>([
  ['unclosed quote', 'a,b\n1,"x\n2,3\n', 'csv-unclosed-quote', '2:3'],
  ['quote inside a value', 'a,b\n1,5" pipe\n2,3\n', 'csv-stray-quote', '2:4'],
  ['text after a quote', 'a,b\n1,"x"y\n2,3\n', 'csv-stray-quote', '2:5'],
  ['text after a quoted line break', 'a,b\n1,"x\ny"z\n2,3\n', 'csv-stray-quote', '3:2'],
  ['too few values', 'a,b\n1\n2,3\n', 'csv-ragged-row', '2:2'],
  ['too many values', 'a,b\n1,2,3\n2,3\n', 'csv-ragged-row', '2:5'],
  ['too many values after a line break', 'a,b\n"1\n2",2,3\n2,3\n', 'csv-ragged-row', '3:6'],
  ['NUL', 'a,b\n1,\u00002\n2,3\n', 'csv-nul', '2:3'],
  ['NUL in quotes', 'a,b\n1,"\n\u00002"\n2,3\n', 'csv-nul', '3:1'],
  ['old line ends', 'a,b\r1,2\r', 'csv-stray-line-end', '1:4'],
  ['a carriage return in a value', 'a,b\n1,x\ry\n2,3\n', 'csv-stray-line-end', '2:4'],
  ['a carriage return beside quotes', 'a,b\n"1",x\ry\n2,3\n', 'csv-stray-line-end', '2:6'],
  ['a carriage return after a quote', 'a,b\n1,"2"\r2\n2,3\n', 'csv-stray-line-end', '2:6'],
  ['duplicate header', 'a,b,a\n1,2,3\n', 'csv-duplicate-header', '1:5'],
  ['duplicate header in another case', 'Id,"id"\n1,2\n', 'csv-duplicate-header', '1:4'],
  ['empty header', 'a,,b\n1,2,3\n', 'csv-empty-header', '1:3'],
  ['empty file', '', 'csv-no-header', '1:1'],
  ['only a byte order mark', '\ufeff', 'csv-no-header', '1:1'],
  ['first line empty', '\na\n1\n', 'csv-no-header', '1:1'],
])('%s is a mistake with its place', (_, text, code, place) => {
  const { diagnostics } = readCsv({ path: 'x.csv', text });
  expect(diagnostics.map((found) => found.code)).toEqual([code]);
  const at = diagnostics[0]?.at;
  const position = positionOf(text, at?.start ?? -1);
  expect(`${position.line}:${position.column}`).toBe(place);
});

test('a message names the row and what was found', () => {
  const { value, diagnostics } = readCsv({ path: 'seeds/x.csv', text: 'a,b\n1,2\n1\n3,4\n"1",2,"3"\n5,6\n' });
  expect(diagnostics.map((found) => found.message)).toEqual([
    'Row 2 of "seeds/x.csv" has 1 value, but the header has 2 columns',
    'Row 4 of "seeds/x.csv" has 3 values, but the header has 2 columns',
  ]);
  expect(value.records.map(({ row, line }) => [row, line])).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
});

test('many mistakes: the first ones and how many there are', () => {
  const { diagnostics } = readCsv({ path: 'x.csv', text: `a,b\n${'1\n'.repeat(500)}` });
  expect(diagnostics.length).toBe(21);
  expect(diagnostics[20]?.message).toBe('"x.csv" has 500 mistakes; the first 20 are shown');
});

test('a record that is too long is a mistake, however it arrives', () => {
  const text = `a,b\n1,"${'x'.repeat(2000)}\n`;
  const scanner = new CsvScanner({ maxRecordLength: 1000 });
  const found = [
    ...scanner.scan(text.slice(0, 1500), false).problems,
    ...scanner.scan(text.slice(1500), true).problems,
  ];
  expect(found.map((problem) => problem.kind)).toEqual(['record-too-long']);
});

test('places of fields', () => {
  const { value } = readCsv({ path: 'x.csv', text: '\ufeffa,"b ""x"""\n"1,\n1", 2 \n' });
  const place = (span: { start: number; end: number }) => value.source.text.slice(span.start, span.end);
  expect(place(csvHeaderSpan(value, 1))).toBe('"b ""x"""');
  expect([0, 1].map((column) => place(csvFieldSpan(value, value.records[0]!, column)))).toEqual([
    '"1,\n1"',
    ' 2 ',
  ]);
});

const field = fc.oneof(
  fc.constant(null),
  fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', '😀'), maxLength: 6 }),
);

test('what is written is read again, in pieces of any size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(field, field, field), { maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      (records, lineEnd, lastLineEnd, size) => {
        const write = (value: string | null) =>
          value === null ? '' : /^[^",\r\n]+$/u.test(value) ? value : `"${value.replaceAll('"', '""')}"`;
        const lines = [['x', 'y', 'z'], ...records].map((record) => record.map(write).join(','));
        const text = lines.join(lineEnd) + (lastLineEnd ? lineEnd : '');
        expect(rows(text).slice(1)).toEqual(records);

        const scanner = new CsvScanner();
        const found: (readonly CsvField[])[] = [];
        for (let at = 0; at < text.length; at += size) {
          const scan = scanner.scan(text.slice(at, at + size), at + size >= text.length);
          expect(scan.problems).toEqual([]);
          found.push(...scan.records.map((record) => record.fields));
        }
        expect(found).toEqual(records);
      },
    ),
    { numRuns: 500 },
  );
});

test('broken texts give the same records and problems whole and in pieces', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\0'), maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      (body, size) => {
        const text = `x,y\n${body}`;
        const whole = new CsvScanner().scan(text, true);
        const scanner = new CsvScanner();
        const records: unknown[] = [];
        const problems: unknown[] = [];
        for (let at = 0; at < text.length; at += size) {
          const scan = scanner.scan(text.slice(at, at + size), at + size >= text.length);
          records.push(...scan.records.map(({ fields, row, line }) => ({ fields, row, line })));
          problems.push(...scan.problems.map(({ kind, row, line, found }) => ({ kind, row, line, found })));
        }
        expect(records).toEqual(whole.records.map(({ fields, row, line }) => ({ fields, row, line })));
        expect(problems).toEqual(
          whole.problems.map(({ kind, row, line, found }) => ({ kind, row, line, found })),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
