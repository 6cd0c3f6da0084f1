import type { Cell, ColumnType } from '@tfm/core';
import { describe, expect, test } from 'vitest';
import { useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

const TEXTS = [
  '',
  ' ',
  "it's",
  '"quoted"',
  'back\\slash',
  'a;b -- c /* d */',
  'line\nbreak\r\ttab',
  'Grüße 🎉 漢字',
  'null',
  '\u0000',
  '$1 ?1 :a @b {{ c }}',
  'x'.repeat(100_000),
];

const ROUND_TRIPS: readonly (readonly [title: string, type: ColumnType, cells: readonly Cell[]])[] = [
  ['boolean', { kind: 'boolean' }, [true, false, null]],
  ['integer', { kind: 'integer' }, [0n, 2_147_483_647n, -2_147_483_648n, null]],
  [
    'bigint',
    { kind: 'bigint' },
    [9_223_372_036_854_775_807n, -9_223_372_036_854_775_808n, 9_007_199_254_740_993n],
  ],
  [
    'double',
    { kind: 'double' },
    [0.1, 3, 1e300, -5e-324, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null],
  ],
  [
    'decimal',
    { kind: 'decimal', precision: 10, scale: 2 },
    ['82027.30', '-0.01', '0.00', '99999999.99', null],
  ],
  [
    'decimal of 15 digits',
    { kind: 'decimal', precision: 15, scale: 6 },
    ['123456789.123456', '-0.000001', '1.100000'],
  ],
  [
    'decimal of 38 digits',
    { kind: 'decimal', precision: 38, scale: 10 },
    ['1234567890123456789012345678.0123456789', '-0.1000000000'],
  ],
  [
    'decimal without a fraction',
    { kind: 'decimal', precision: 38, scale: 0 },
    ['12345678901234567890123456789012345678'],
  ],
  ['date', { kind: 'date' }, ['2024-02-29', '0001-01-01', '9999-12-31', null]],
  ['time', { kind: 'time' }, ['10:20:30.000001', '00:00:00', '23:59:59.5', null]],
  [
    'timestamp',
    { kind: 'timestamp' },
    ['2024-05-01 10:20:30.000001', '1969-12-31 23:59:59.9', '2024-05-01 00:00:00', null],
  ],
  [
    'timestamp with zone',
    { kind: 'timestamptz' },
    ['2024-05-01 10:20:30.5+00', '1900-01-01 00:00:00+00', null],
  ],
  ['text', { kind: 'text' }, [...TEXTS, null]],
  ['json', { kind: 'json' }, ['{"a":[1,2.50,null]}', '123', '"x"', null]],
  ['blob', { kind: 'blob' }, [new Uint8Array([0, 255, 39, 92]), new Uint8Array(0), null]],
];

/** Values keep every digit and every character, on each way in. */
export function describeValues(subject: ContractSubject): void {
  const { dialect } = subject.adapter;
  describe('values', () => {
    const rig = useRig(subject);

    test.each(ROUND_TRIPS)('%s comes back as it was appended', async (_title, type, cells) => {
      const { connection, name, run } = rig();
      const table = name();
      await run(
        dialect.createTable(table, [
          { name: 'n', type: { kind: 'integer' } },
          { name: 'v', type },
        ]),
      );
      const columns = [
        { name: 'n', type: { kind: 'integer' } as const },
        { name: 'v', type },
      ];
      const rows = cells.map((cell, index) => [BigInt(index), cell]);
      expect(await connection.append(table, columns, [rows])).toBe(cells.length);
      const result = await connection.query(`select v from ${dialect.relation(table)} order by n`);
      expect(result.rows.map(([cell]) => cell)).toEqual(cells);
      expect(result.columns[0]?.kind).toBe(type.kind === 'bigint' ? 'integer' : type.kind);
      expect((await connection.columns(table))[1]).toEqual(
        result.columns[0] && { ...result.columns[0], name: 'v' },
      );
    });

    test.each(ROUND_TRIPS)('%s is written as a literal and as a parameter', async (_title, type, cells) => {
      const { connection, name, run } = rig();
      const table = name();
      await run(
        dialect.createTable(table, [
          { name: 'n', type: { kind: 'integer' } },
          { name: 'v', type },
        ]),
      );
      const into = `insert into ${dialect.relation(table)} (n, v) values`;
      // The longest text goes in as a parameter only.
      const literals = cells.filter((cell) => typeof cell !== 'string' || cell.length < 1000);
      for (const [index, cell] of literals.entries()) {
        await connection.execute(`${into} (${index}, ${dialect.literal(cell)})`);
        const parameters = [BigInt(index + 1000), cell];
        await connection.execute(`${into} (${dialect.placeholder(1)}, ${dialect.placeholder(2)})`, {
          parameters,
        });
      }
      const { rows } = await connection.query(`select v from ${dialect.relation(table)} order by n`);
      expect(rows.map(([cell]) => cell)).toEqual([...literals, ...literals]);
    });

    test('a parameter can be used twice and out of order', async () => {
      const [one, two] = [dialect.placeholder(1), dialect.placeholder(2)];
      const sql = `select ${two} as a, ${one} as b, ${two} as c`;
      const { rows } = await rig().connection.query(sql, { parameters: ['x', 'y'] });
      expect(rows).toEqual([['y', 'x', 'y']]);
    });

    test('an append of decimals rounds half away from zero and refuses what does not fit', async () => {
      const { connection, name, run, rowsOf } = rig();
      const table = name();
      const columns = [{ name: 'v', type: { kind: 'decimal', precision: 5, scale: 2 } as const }];
      await run(dialect.createTable(table, columns));
      await connection.append(table, columns, [[['1.005'], ['-1.005'], ['2'], ['1e1'], [3n]]]);
      expect((await rowsOf(table)).map(([cell]) => cell)).toEqual(['-1.01', '1.01', '2.00', '3.00', '10.00']);
      await expect(connection.append(table, columns, [[['1000']]])).rejects.toMatchObject({
        kind: 'statement',
      });
      await expect(connection.append(table, columns, [[['many']]])).rejects.toMatchObject({
        kind: 'statement',
      });
    });

    const { nan } = subject.lacks;
    test(nan === undefined ? 'NaN is a number like others' : `lacks NaN: ${nan}`, async () => {
      const { connection, name, run, rowsOf } = rig();
      const table = name();
      const columns = [{ name: 'v', type: { kind: 'double' } as const }];
      await run(dialect.createTable(table, columns));
      await connection.append(table, columns, [[[Number.NaN]]]);
      await connection.execute(
        `insert into ${dialect.relation(table)} values (${dialect.literal(Number.NaN)})`,
      );
      const stored = nan === undefined ? Number.NaN : null;
      expect(await rowsOf(table)).toEqual([[stored], [stored]]);
    });

    const { strictTypes } = subject.lacks;
    test(
      strictTypes === undefined
        ? 'a column refuses what is not of its type'
        : `lacks strict types: ${strictTypes}`,
      async () => {
        const { connection, name, run } = rig();
        const table = name();
        await run(dialect.createTable(table, [{ name: 'v', type: { kind: 'integer' } }]));
        const inserted = connection.execute(`insert into ${dialect.relation(table)} values ('many')`);
        if (strictTypes === undefined) await expect(inserted).rejects.toMatchObject({ kind: 'statement' });
        else expect(await inserted).toEqual({ rowCount: 1 });
      },
    );
  });
}
