import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type Cell,
  type Diagnostic,
  LoadError,
  type LoadRequest,
  type ParsedSource,
  positionOf,
  type SourceMarker,
  type Span,
  typeText,
  type UniqueId,
} from '@tfm/core';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { filesLoader } from './index.ts';

const base = mkdtempSync(join(tmpdir(), 'tfm-files-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let folders = 0;

/** A project folder with these files. */
function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  folders += 1;
  const dir = join(base, `p${folders}`);
  mkdirSync(dir);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

interface Sketch {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Declared columns with their types. */
  readonly columns?: Readonly<Record<string, string | null>>;
  readonly name?: string;
}

/** `sources.yml` as text, so that each place can be checked. */
function requestOf(projectDir: string, sketch: Sketch, rest: Partial<LoadRequest> = {}): LoadRequest {
  const settings = { path: 'x.csv', ...sketch.settings };
  const columns = Object.entries(sketch.columns ?? {});
  const text = `sources:\n${[...Object.keys(settings).map((key) => `load.${key}`), ...columns.map(([name]) => `column ${name}`)].join('\n')}`;
  const source = { path: 'sources.yml', text };
  const span = (words: string): Span => ({
    source,
    start: text.indexOf(words),
    end: text.indexOf(words) + words.length,
  });
  const toJson = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? new Map(Object.entries(value).map(([key, one]) => [key, toJson(one)]))
      : value;
  const name = sketch.name ?? 'orders';
  const parsed = {
    resourceType: 'source',
    uniqueId: `source.shop.raw.${name}` as UniqueId,
    name,
    sourceName: 'raw',
    load: {
      loader: 'files',
      settings: toJson(settings),
      places: new Map(Object.keys(settings).map((key) => [key, span(`load.${key}`)])),
      at: span('sources'),
    },
    columns: columns.map(([column, dataType]) => ({ name: column, dataType, at: span(`column ${column}`) })),
    at: span('sources'),
  };
  return {
    source: parsed as unknown as ParsedSource,
    projectDir,
    allowedRoots: [],
    marker: null,
    position: null,
    ...rest,
  };
}

interface Loaded {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

async function load(request: LoadRequest): Promise<Loaded> {
  const { value, diagnostics } = await filesLoader.open(request);
  if (value === undefined) throw new LoadError(diagnostics);
  const rows: (readonly Cell[])[] = [];
  for await (const batch of value.batches) rows.push(...batch);
  expect(value.summary().rows).toBe(rows.length);
  await value.close();
  return { columns: value.columns.map(({ name, type }) => `${name} ${typeText(type)}`), rows };
}

function describe({ code, message, at, hint }: Diagnostic): string {
  const place = at === undefined ? undefined : positionOf(at.source.text, at.start);
  return `${code}: ${message} | ${at?.source.path}:${place?.line}:${place?.column} | ${hint ?? ''}`;
}

async function problems(request: LoadRequest): Promise<string[]> {
  try {
    await load(request);
  } catch (error) {
    if (error instanceof LoadError) return error.diagnostics.map(describe);
    throw error;
  }
  return [];
}

test('columns take the spelling and type of the YAML, all others are text', async () => {
  const dir = folder({
    'x.csv':
      '\ufeffID,Amount,note,WHEN\r\n9223372036854775807,82027.3,"a ""b""",2023-07-17T04:00:40.096Z\r\n1,,"",\r\n',
  });
  const request = requestOf(dir, { columns: { Id: 'bigint', amount: 'decimal(18,2)', when: 'timestamp' } });
  expect(await load(request)).toEqual({
    columns: ['Id bigint', 'amount decimal(18,2)', 'note text', 'when timestamp'],
    rows: [
      [9223372036854775807n, '82027.30', 'a "b"', '2023-07-17 04:00:40.096'],
      [1n, null, '', null],
    ],
  });
});

test('load.columns goes before data_type, and null_values are nulls', async () => {
  const dir = folder({ 'data/orders.csv': 'zip;at\n01067;NULL\n"";2024-05-01\n' });
  const settings = {
    path: 'data/{table}.csv',
    delimiter: ';',
    columns: { ZIP: 'text' },
    null_values: ['NULL'],
  };
  expect(await load(requestOf(dir, { settings, columns: { zip: 'integer', at: 'date' } }))).toEqual({
    columns: ['zip text', 'at date'],
    rows: [
      ['01067', null],
      ['', '2024-05-01'],
    ],
  });
});

test.each<[string, string, Cell]>([
  ['boolean', 'TRUE', true],
  ['smallint', '-32768', -32768n],
  ['integer', '1.00', 1n],
  ['integer', '007', 7n],
  ['bigint', '-9223372036854775808', -9223372036854775808n],
  ['hugeint', '99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
  ['decimal(5,2)', ' -1.5000 ', '-1.50'],
  ['numeric(3)', '1e2', '100'],
  ['decimal(10,4)', '-0', '0.0000'],
  ['double', '1e308', 1e308],
  ['real', '-inf', Number.NEGATIVE_INFINITY],
  ['double precision', 'NaN', Number.NaN],
  ['varchar(3)', 'äöü', 'äöü'],
  ['string', ' x ', ' x '],
  ['date', '2024-02-29', '2024-02-29'],
  ['time', '10:20', '10:20:00'],
  ['time', '10:20:30.1234560', '10:20:30.123456'],
  ['timestamp', '2024-05-01 10:20:30.5', '2024-05-01 10:20:30.5'],
  ['timestamp', '2024-05-01T10:20:30.500000000+02:00', '2024-05-01 08:20:30.5'],
  ['datetime', '2024-01-01T00:30+0100', '2023-12-31 23:30:00'],
  ['timestamptz', '2024-05-01T10:20:30Z', '2024-05-01 10:20:30+00'],
  ['timestamp with time zone', '2024-05-01T10:20:30-03', '2024-05-01 13:20:30+00'],
  ['json', '{"a": 12345678901234567890}', '{"a": 12345678901234567890}'],
])('%s: %s', async (type, text, cell) => {
  const dir = folder({ 'x.csv': `a,b\n"${text.replaceAll('"', '""')}",1\n` });
  expect((await load(requestOf(dir, { columns: { a: type } }))).rows).toEqual([[cell, '1']]);
});

test.each<[string, string, string]>([
  ['boolean', 'maybe', 'is not true or false'],
  ['smallint', '32768', 'is outside of -32768 to 32767'],
  ['integer', '2147483648', 'is outside of -2147483648 to 2147483647'],
  ['bigint', '9223372036854775808', 'is outside of -9223372036854775808 to 9223372036854775807'],
  ['integer', '1.5', 'is not a whole number'],
  ['integer', '1e2', 'is not a whole number'],
  ['integer', '0x10', 'is not a whole number'],
  ['decimal(5,2)', '1.005', 'has more than 2 decimal places'],
  ['decimal(5,2)', '1000', 'has more than 3 digits before the point'],
  ['decimal(5,2)', '1,5', 'is not a number'],
  ['double', '1e400', 'is too large for double'],
  ['double', '1_0', 'is not a number'],
  ['varchar(2)', 'abc', 'is longer than 2 characters'],
  ['date', '2023-02-29', 'is not in the calendar'],
  ['date', '01.02.2023', 'is not a date (YYYY-MM-DD)'],
  ['time', '24:00:00', 'is not in the calendar'],
  ['timestamp', '2024-05-01 10:20:30.1234567', 'has more than 6 digits of a second'],
  ['timestamp', '2024-05-01 10:20:30+25:00', 'is not in the calendar'],
  ['timestamp', 'yesterday', 'is not a timestamp (YYYY-MM-DD hh:mm:ss)'],
  ['json', '{a}', 'is not JSON'],
])('%s does not take %s', async (type, text, problem) => {
  const dir = folder({ 'x.csv': `b,a\n1,\n2,"${text}"\n` });
  expect(await problems(requestOf(dir, { columns: { a: type } }))).toEqual([
    `load-value: Row 2 of "x.csv", column "a": "${text}" ${problem} | x.csv:3:3 | correct the value, or give "a" another "data_type"`,
  ]);
});

test('mistakes are counted to the end of the file, the first ones are shown with their places', async () => {
  const lines = Array.from({ length: 60_000 }, (_, i) =>
    i === 30_000 ? `x,${i}` : i > 59_000 ? '1,2,3' : `${i},"a\nb"`,
  );
  const dir = folder({ 'x.csv': `id,v\n${lines.join('\n')}\n` });
  const found = await problems(requestOf(dir, { columns: { id: 'integer' } }));
  expect(found.length).toBe(21);
  expect(found[0]).toBe(
    'load-value: Row 30001 of "x.csv", column "id": "x" is not a whole number | x.csv:60002:1 | correct the value, or give "id" another "data_type"',
  );
  expect(found[1]).toBe(
    'csv-ragged-row: Row 59002 of "x.csv" has 3 values, but the header has 2 columns | x.csv:118003:5 | put a value that holds the delimiter in quotes',
  );
  expect(found[20]).toContain('"x.csv" has 1000 mistakes; the first 20 are shown');
});

test.each<[string, string | Uint8Array, Sketch, string[]]>([
  [
    'a missing column',
    'order_id,b\n1,2\n',
    { columns: { orderid: 'bigint', c: null } },
    [
      'load-schema-drift: Source "raw.orders" declares the column "orderid", which "x.csv" does not have | sources.yml:3:1 | did you mean "order_id"?',
      'load-schema-drift: Source "raw.orders" declares the column "c", which "x.csv" does not have | sources.yml:4:1 | did you mean "b"?',
    ].map((line, index) =>
      index === 1
        ? line.replace('did you mean "b"?', 'remove it from "columns", or add it to the file')
        : line,
    ),
  ],
  [
    'an unknown type',
    'a\n',
    { columns: { a: 'integr' } },
    [
      'load-unknown-type: Column "a" of source "raw.orders" has the type "integr", which a file cannot be loaded as | sources.yml:3:1 | did you mean "integer"?',
    ],
  ],
  [
    'a type of too many digits',
    'a\n',
    { columns: { a: 'decimal(39,2)' } },
    [
      'load-unknown-type: Column "a" of source "raw.orders" has the type "decimal(39,2)", which a file cannot be loaded as | sources.yml:3:1 | did you mean "decimal"?',
    ],
  ],
  [
    'an empty file',
    '',
    {},
    ['csv-no-header: "x.csv" is empty | x.csv:1:1 | write the names of the columns in the first line'],
  ],
  [
    'a duplicate header',
    'a,A\n1,2\n',
    {},
    [
      'csv-duplicate-header: The header of "x.csv" has the column "A" twice | x.csv:1:3 | give each column a name of its own; upper and lower case count as the same',
    ],
  ],
  [
    'an unclosed quote',
    'a,b\n1,"x\n',
    {},
    [
      'csv-unclosed-quote: Row 1 of "x.csv" has a quote that is never closed | x.csv:2:3 | close the quote, or write a quote inside a quoted value twice ("")',
    ],
  ],
  [
    'Latin-1',
    Buffer.from('a,b\n1,é\n2,caf\u00e9\n', 'latin1'),
    {},
    ['load-encoding: "x.csv" is not UTF-8 at byte 6 | x.csv:2:3 | save the file as UTF-8'],
  ],
  [
    'a cut character',
    Buffer.from('a\né').subarray(0, 3),
    {},
    ['load-encoding: "x.csv" is not UTF-8 at byte 2 | x.csv:2:1 | save the file as UTF-8'],
  ],
  [
    'UTF-16',
    Buffer.from('\ufeffa,b\n', 'utf16le'),
    {},
    [
      'load-encoding: "x.csv" is not UTF-8 at byte 0: it looks like UTF-16 | x.csv:1:1 | save the file as UTF-8',
    ],
  ],
  [
    'NUL',
    'a\n\0\n',
    {},
    ['csv-nul: Row 1 of "x.csv" has a NUL character | x.csv:2:1 | save the file as UTF-8 text'],
  ],
])('%s', async (_, content, sketch, expected) => {
  expect(await problems(requestOf(folder({ 'x.csv': content }), sketch))).toEqual(expected);
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  [
    'an unknown key',
    { pth: 'x' },
    'unknown-load-key: The load block of source "raw.orders" has the key "pth", which the loader "files" does not know | sources.yml:3:1 | did you mean "path"?',
  ],
  [
    'no path',
    { path: undefined },
    'load-setting: "load.path" of source "raw.orders" is missing: it names the file',
  ],
  ['a list for a path', { path: ['a'] }, 'must be the path of a file'],
  ['a long delimiter', { delimiter: '||' }, 'must be one character'],
  ['a quote as delimiter', { delimiter: '"' }, 'must be one character'],
  ['another disposition', { disposition: 'merge' }, 'must be "replace"'],
  ['a text for a list', { null_values: 'NULL' }, 'must be a list of texts'],
  ['a list for columns', { columns: ['a'] }, 'must map columns to types'],
])('settings with %s', async (_, settings, message) => {
  expect((await problems(requestOf(folder({ 'x.csv': 'a\n1\n' }), { settings }))).join('\n')).toContain(
    message,
  );
});

test('what is no plain file inside of the project is refused, and nothing hangs', async () => {
  const outside = folder({ 'secret.csv': 'a\n1\n' });
  const dir = folder({ 'data/orders.csv': 'a\n1\n', 'locked.csv': 'a\n1\n' });
  execFileSync('mkfifo', [join(dir, 'pipe')]);
  symlinkSync(join(outside, 'secret.csv'), join(dir, 'link.csv'));
  symlinkSync('loop.csv', join(dir, 'loop.csv'));
  symlinkSync('/dev/zero', join(dir, 'zero'));
  const message = async (path: string, rest: Partial<LoadRequest> = {}) => {
    const request = requestOf(dir, { settings: { path } }, rest);
    const [opened, marked] = [await filesLoader.open(request), await filesLoader.mark(request, null)];
    expect(marked.diagnostics.map(describe)).toEqual(opened.diagnostics.map(describe));
    return opened.diagnostics.map(describe).join('\n');
  };
  const escapes = (path: string) =>
    `load-path-escapes: The file "${path}" of source "raw.orders" is outside of the project folder | sources.yml:2:1 | put it into the project, or name its folder on the command line: --vars "{folder: /path/to/it}"`;
  expect(await message('link.csv')).toBe(escapes('link.csv'));
  expect(await message('../secret.csv')).toBe(escapes('../secret.csv'));
  expect(await message('../not-there.csv')).toBe(escapes('../not-there.csv'));
  expect(await message('/etc/passwd')).toBe(escapes('/etc/passwd'));
  expect(await message('zero')).toBe(escapes('zero'));
  expect(await message(`${dir}-other/x.csv`)).toBe(escapes(`${dir}-other/x.csv`));
  expect(await message('data')).toBe(
    'load-not-a-file: "data" of source "raw.orders" is a folder; a file was expected | sources.yml:2:1 | name a file in it: data/{table}.csv',
  );
  expect(await message('pipe')).toBe(
    'load-not-a-file: "pipe" of source "raw.orders" is a pipe; a file was expected | sources.yml:2:1 | ',
  );
  expect(await message('zero', { allowedRoots: ['/dev'] })).toContain(
    '"zero" of source "raw.orders" is a device',
  );
  expect(await message('data/order.csv')).toBe(
    'load-file-missing: The file "data/order.csv" of source "raw.orders" does not exist | sources.yml:2:1 | did you mean "data/orders.csv"?',
  );
  expect(await message('data/orders.csv/x')).toContain('does not exist');
  expect(await message('loop.csv')).toContain('cannot be read: too many symbolic links');
  expect(await message('a\0b')).toContain('has a NUL character');
  expect(await message('link.csv', { allowedRoots: [outside, '/not/there'] })).toBe('');
  expect(await message(join(outside, 'secret.csv'), { allowedRoots: [outside] })).toBe('');
  chmodSync(join(dir, 'locked.csv'), 0o000);
  // Root may read everything.
  if (process.getuid?.() !== 0)
    expect(await message('locked.csv')).toContain('cannot be read: permission denied');
});

test('several files: in the order of their names, with the same columns', async () => {
  const dir = folder({
    'd/b.csv': 'a\n2\n',
    'd/a.csv': 'A\n1\n',
    'd/c.txt': 'x\n9\n',
    'd/.a.csv': 'x\n9\n',
    'e/a.csv': 'a,b\n1,2\n',
  });
  const sketch = (path: string): Sketch => ({ settings: { path }, columns: { a: 'integer' } });
  expect((await load(requestOf(dir, sketch('d/*.csv')))).rows).toEqual([[1n], [2n]]);
  expect(await problems(requestOf(dir, sketch('*/a.csv')))).toEqual([
    'load-header-differs: The files of source "raw.orders" have different columns: "e/a.csv" and "d/a.csv" | sources.yml:2:1 | give them the same columns in the same order, or load them as two tables',
  ]);
  expect((await problems(requestOf(dir, sketch('d/*.parquet')))).join('')).toContain(
    '"d/*.parquet" of source "raw.orders" does not exist',
  );
});

test('a marker changes with the content and with how it is read, not with the name', async () => {
  const dir = folder({ 'x.csv': 'a\n1\n', 'y.csv': 'a\n1\n' });
  const old = new Date(Date.now() - 60_000);
  for (const name of ['x.csv', 'y.csv']) utimesSync(join(dir, name), old, old);
  const mark = async (sketch: Sketch, known: SourceMarker | null = null) => {
    const { value, diagnostics } = await filesLoader.mark(requestOf(dir, sketch), known);
    expect(diagnostics).toEqual([]);
    return value as SourceMarker;
  };
  const first = await mark({});
  expect((await mark({ settings: { path: 'y.csv' } })).fingerprint).toBe(first.fingerprint);
  expect((await mark({ columns: { a: 'integer' } })).fingerprint).not.toBe(first.fingerprint);
  expect((await mark({ settings: { null_values: ['NULL'] } })).fingerprint).not.toBe(first.fingerprint);
  // What looks unchanged is not read again: a sum that cannot be right is kept.
  const planted = {
    ...first,
    details: String(first.details).replace(/"sha256":"[^"]*"/, '"sha256":"planted"'),
  };
  expect(String((await mark({}, planted)).details)).toContain('planted');
  expect((await mark({}, { fingerprint: '', details: 'no JSON' })).fingerprint).toBe(first.fingerprint);
  // Same size, same second: read again, because the time is too young to be trusted.
  writeFileSync(join(dir, 'x.csv'), 'a\n2\n');
  const second = await mark({}, planted);
  expect(second.fingerprint).not.toBe(first.fingerprint);
  expect(
    String(
      (
        await mark(
          {},
          { ...second, details: String(second.details).replace(/"sha256":"[^"]*"/, '"sha256":"planted"') },
        )
      ).details,
    ),
  ).not.toContain('planted');
});

test('a file that changed since it was marked is not loaded', async () => {
  const dir = folder({ 'x.csv': 'a\n1\n' });
  const { value } = await filesLoader.mark(requestOf(dir, {}), null);
  const marker = value as SourceMarker;
  expect(await problems(requestOf(dir, {}, { marker }))).toEqual([]);
  writeFileSync(join(dir, 'x.csv'), 'a\n2\n');
  expect(await problems(requestOf(dir, {}, { marker }))).toEqual([
    'load-source-changed: The file "x.csv" of source "raw.orders" changed while it was read | sources.yml:2:1 | run the command again when it is complete',
  ]);
});

test('an aborted load stops', async () => {
  const dir = folder({ 'x.csv': `a\n${'1\n'.repeat(500_000)}` });
  const controller = new AbortController();
  const { value } = await filesLoader.open(requestOf(dir, {}, { signal: controller.signal }));
  let batches = 0;
  const reading = (async () => {
    for await (const _ of value?.batches ?? []) {
      batches += 1;
      controller.abort(new Error('stopped'));
    }
  })();
  await expect(reading).rejects.toThrow('stopped');
  expect(batches).toBe(1);
});

test('characters across the borders of pieces come through', async () => {
  const text = '😀é€a'.repeat(40_000);
  for (const shift of ['', 'x', 'xx', 'xxx']) {
    const dir = folder({ 'x.csv': `a\n"${shift}${text}"\n` });
    expect((await load(requestOf(dir, {}))).rows).toEqual([[shift + text]]);
  }
});

test('whatever bytes a file has, it is loaded or refused with a reason', async () => {
  const piece = fc.constantFrom(
    'a',
    '1',
    ',',
    '"',
    '\n',
    '\r\n',
    '\r',
    '\0',
    'é',
    '😀',
    ' ',
    'null',
    '-1.5',
    '\xff',
    '\ufeff',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const bytes = Buffer.concat(pieces.map((one) => Buffer.from(one, one === '\xff' ? 'latin1' : 'utf8')));
      const dir = folder({ 'x.csv': bytes });
      await problems(requestOf(dir, { columns: { a: 'integer' } }));
      rmSync(dir, { recursive: true });
    }),
    { numRuns: 300 },
  );
});

test('a word for null is an error with the setting that makes it one', async () => {
  const dir = folder({ 'x.csv': 'a\nNULL\n' });
  expect(await problems(requestOf(dir, { columns: { a: 'date' } }))).toEqual([
    'load-value: Row 1 of "x.csv", column "a": "NULL" is not a date (YYYY-MM-DD) | x.csv:2:1 | if it means null: null_values: ["NULL"] in the load block',
  ]);
});
