import { describe, expect, test } from 'vitest';
import { collectGarbage, rejection, useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

const COLUMNS = [
  { name: 'id', type: { kind: 'bigint' } as const },
  { name: 'amount', type: { kind: 'decimal', precision: 12, scale: 2 } as const },
  { name: 'day', type: { kind: 'date' } as const },
  { name: 'note', type: { kind: 'text' } as const },
];

function batch(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => [
    BigInt(from + index),
    `${from + index}.25`,
    '2024-02-29',
    index % 7 === 0 ? null : `note ${from + index}`,
  ]);
}

export function describeBulk(subject: ContractSubject): void {
  const { dialect } = subject.adapter;
  describe('append and stream', () => {
    const rig = useRig(subject);

    test('100,000 rows in uneven batches', async () => {
      const { connection, name, run } = rig();
      const table = name();
      await run(dialect.createTable(table, COLUMNS));
      const batches = async function* () {
        let from = 0;
        for (const count of [1, 0, 4095, 60_000, 35_904]) {
          yield batch(from, count);
          from += count;
        }
      };
      expect(await connection.append(table, COLUMNS, batches())).toBe(100_000);
      const sql = `select count(*), count(distinct id), max(id), count(note), min(day), max(amount) from ${dialect.relation(table)}`;
      const { rows } = await connection.query(sql);
      expect(rows[0]?.slice(0, 5)).toEqual([100_000n, 100_000n, 99_999n, expect.any(BigInt), '2024-02-29']);
      const last = await connection.query(`select amount from ${dialect.relation(table)} where id = 99999`);
      expect(last.rows).toEqual([['99999.25']]);
    });

    test('columns in another order, some left out', async () => {
      const { connection, name, run, rowsOf } = rig();
      const table = name();
      await run(dialect.createTable(table, COLUMNS));
      await connection.append(
        table,
        [COLUMNS[3]!, COLUMNS[0]!],
        [
          [
            ['a', 2n],
            [null, 1n],
          ],
        ],
      );
      expect(await rowsOf(table)).toEqual([
        [1n, null, null, null],
        [2n, null, null, 'a'],
      ]);
    });

    test.each([
      [
        'a value',
        async function* () {
          yield batch(0, 5000);
          yield [[1n, 'many', '2024-01-01', 'x']];
        },
        'statement',
      ],
      [
        'the source',
        async function* () {
          yield batch(0, 5000);
          throw new Error('source gone');
        },
        undefined,
      ],
      [
        'a row that breaks a constraint',
        async function* () {
          yield batch(0, 5000);
          yield batch(0, 1);
        },
        'constraint',
      ],
    ])('nothing is kept when %s fails', async (_what, batches, kind) => {
      const { connection, name, run } = rig();
      const table = name();
      const declared = COLUMNS.map((column) => `${column.name} ${dialect.typeName(column.type)}`).join(', ');
      await run(`create table ${dialect.relation(table)} (${declared}, primary key (id))`);
      const error = await rejection(connection.append(table, COLUMNS, batches()));
      expect((error as { kind?: string }).kind).toBe(kind);
      const { batches: others } = await connection.stream(subject.sql.series(50_000));
      let streamed = 0;
      for await (const rows of others) {
        if (streamed === 0) await collectGarbage();
        streamed += rows.length;
      }
      expect(streamed).toBe(50_000);
      expect((await connection.query(`select count(*) from ${dialect.relation(table)}`)).rows).toEqual([
        [0n],
      ]);
      expect(await connection.append(table, COLUMNS, [batch(0, 3)])).toBe(3);
    });

    test('an append can be cancelled', async () => {
      const { connection, name, run } = rig();
      const table = name();
      await run(dialect.createTable(table, COLUMNS));
      const abort = new AbortController();
      const batches = async function* () {
        for (let from = 0; ; from += 1000) {
          if (from === 5000) abort.abort();
          yield batch(from, 1000);
        }
      };
      await expect(
        connection.append(table, COLUMNS, batches(), { signal: abort.signal }),
      ).rejects.toMatchObject({ kind: 'interrupted' });
      expect((await connection.query(`select count(*) from ${dialect.relation(table)}`)).rows).toEqual([
        [0n],
      ]);
    });

    test('a stream gives all rows in batches, in order', async () => {
      const { connection } = rig();
      const { columns, batches } = await connection.stream(subject.sql.series(50_000));
      expect(columns.map((column) => column.name)).toEqual(['i']);
      let next = 1n;
      let largest = 0;
      for await (const rows of batches) {
        largest = Math.max(largest, rows.length);
        for (const [cell] of rows) expect(cell).toBe(next++);
      }
      expect(next).toBe(50_001n);
      expect(largest).toBeLessThanOrEqual(10_000);
    });

    test('a stream of nothing, and one with a limit', async () => {
      const { connection } = rig();
      const empty = await connection.stream('select 1 as a where 1 = 0');
      expect(empty.columns.map((column) => column.name)).toEqual(['a']);
      expect(await Array.fromAsync(empty.batches)).toEqual([]);
      const cut = await connection.stream(subject.sql.series(100_000), { maxRows: 5001 });
      expect((await Array.fromAsync(cut.batches)).flat()).toHaveLength(5001);
    });

    test('a stream that is left early costs nothing, and other statements run meanwhile', async () => {
      const { connection, name, run, rowsOf } = rig();
      const table = name();
      await run(dialect.createTable(table, [{ name: 'a', type: { kind: 'integer' } }]));
      const before = process.memoryUsage().rss;
      const { batches } = await connection.stream(subject.sql.series(500_000_000));
      let seen = 0;
      for await (const rows of batches) {
        seen += rows.length;
        await connection.execute(`insert into ${dialect.relation(table)} values (${seen})`);
        await connection.transaction((transaction) => transaction.execute('select 1'));
        if (seen > 10_000) break;
      }
      expect((await rowsOf(table)).length).toBeGreaterThan(1);
      expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
    });

    test('streams that nobody reads do not stand in the way', async () => {
      const { connection } = rig();
      for (let index = 0; index < 6; index++) await connection.stream(subject.sql.series(1_000_000));
      expect((await connection.query('select 1 as a')).rows).toEqual([[1n]]);
    });
  });
}
