import type { IncrementParts } from '@tfm/core';
import { describe, expect, test } from 'vitest';
import { useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

/** Rows before, rows that come, and what each way of adding them makes of both. Columns: k, l, v. */
const BEFORE = `select 1 as k, 1 as l, 'old' as v union all select 1, 2, 'old' union all select 2, 1, 'old' union all select null, 1, 'old'`;
const DELTA = `select 1 as k, 1 as l, 'new' as v union all select 3, 1, 'new' union all select null, 1, 'new'`;

export function describeIncrements(subject: ContractSubject): void {
  const { dialect, capabilities } = subject.adapter;
  describe('incremental statements', () => {
    const rig = useRig(subject);

    const after = async (
      statements: (parts: IncrementParts) => readonly string[],
      rest: Pick<IncrementParts, 'uniqueKey'> & Partial<IncrementParts>,
    ) => {
      const { connection, name, run } = rig();
      const [target, delta] = [name(), name()];
      await run(dialect.createTableAs(target, BEFORE), dialect.createTableAs(delta, DELTA));
      const parts = { target, delta, columns: ['k', 'l', 'v'], ...rest };
      await connection.transaction(async (transaction) => {
        for (const sql of statements(parts)) await transaction.execute(sql);
      });
      const sql = `select coalesce(k, 0), l, v from ${dialect.relation(target)}`;
      const { rows } = await connection.query(sql);
      return rows.map((row) => row.join(' ')).sort();
    };

    test('append adds all rows', async () => {
      expect(await after(dialect.insertFrom, { uniqueKey: [] })).toEqual([
        '0 1 new',
        '0 1 old',
        '1 1 new',
        '1 1 old',
        '1 2 old',
        '2 1 old',
        '3 1 new',
      ]);
    });

    test('only the columns that are named are written', async () => {
      expect(await after(dialect.insertFrom, { uniqueKey: [], columns: ['l', 'k'] })).toContain('3 1 ');
    });

    test('delete+insert: matching rows go, null keys match nothing', async () => {
      expect(await after(dialect.deleteAndInsert, { uniqueKey: ['k'] })).toEqual([
        '0 1 new',
        '0 1 old',
        '1 1 new',
        '2 1 old',
        '3 1 new',
      ]);
      expect(await after(dialect.deleteAndInsert, { uniqueKey: ['k', 'l'] })).toEqual([
        '0 1 new',
        '0 1 old',
        '1 1 new',
        '1 2 old',
        '2 1 old',
        '3 1 new',
      ]);
      expect(await after(dialect.deleteAndInsert, { uniqueKey: [] })).toHaveLength(7);
    });

    test('delete+insert keeps what the predicates leave out', async () => {
      const predicates = ['DBT_INTERNAL_DEST.l > 1', "v = 'old'"];
      expect(await after(dialect.deleteAndInsert, { uniqueKey: ['k'], predicates })).toEqual([
        '0 1 new',
        '0 1 old',
        '1 1 new',
        '1 1 old',
        '2 1 old',
        '3 1 new',
      ]);
    });

    const title = capabilities.merge
      ? 'merge: matching rows change, the rest is added'
      : 'merge is not possible';
    test.runIf(capabilities.merge)(title, async () => {
      expect(await after(dialect.merge, { uniqueKey: ['k'] })).toEqual([
        '0 1 new',
        '0 1 old',
        '1 1 new',
        '1 1 new',
        '2 1 old',
        '3 1 new',
      ]);
      expect(await after(dialect.merge, { uniqueKey: ['K', 'l'] })).toEqual([
        '0 1 new',
        '0 1 old',
        '1 1 new',
        '1 2 old',
        '2 1 old',
        '3 1 new',
      ]);
      expect(await after(dialect.merge, { uniqueKey: [] })).toHaveLength(7);
      expect(await after(dialect.merge, { uniqueKey: ['k', 'l', 'v'] })).toHaveLength(7);
    });

    test.runIf(capabilities.merge)(
      'merge writes the columns it is told to, where the predicates allow',
      async () => {
        expect(await after(dialect.merge, { uniqueKey: ['k'], updateColumns: ['v'] })).toEqual([
          '0 1 new',
          '0 1 old',
          '1 1 new',
          '1 2 new',
          '2 1 old',
          '3 1 new',
        ]);
        expect(await after(dialect.merge, { uniqueKey: ['k'], updateColumns: [] })).toEqual([
          '0 1 new',
          '0 1 old',
          '1 1 old',
          '1 2 old',
          '2 1 old',
          '3 1 new',
        ]);
        const predicates = ['DBT_INTERNAL_DEST.l = DBT_INTERNAL_SOURCE.l'];
        expect(await after(dialect.merge, { uniqueKey: ['k'], updateColumns: ['v'], predicates })).toEqual([
          '0 1 new',
          '0 1 old',
          '1 1 new',
          '1 2 old',
          '2 1 old',
          '3 1 new',
        ]);
      },
    );

    test('20,000 rows into 100,000 take seconds, not hours', async () => {
      const { connection, name, run } = rig();
      const [target, delta] = [name(), name()];
      const rows = (count: number, shift: number) =>
        `select i + ${shift} as k, i % 7 as l, 'v' as v from (${subject.sql.series(count)}) as s`;
      await run(
        dialect.createTableAs(target, rows(100_000, 0)),
        dialect.createTableAs(delta, rows(20_000, 90_000)),
      );
      const parts = { target, delta, columns: ['k', 'l', 'v'], uniqueKey: ['k', 'v'] };
      const ways = [dialect.deleteAndInsert, ...(capabilities.merge ? [dialect.merge] : [])];
      for (const statements of ways) {
        await connection.transaction(async (transaction) => {
          for (const sql of statements(parts)) await transaction.execute(sql);
        });
        const { rows: counts } = await connection.query(
          `select count(*), count(distinct k) from ${dialect.relation(target)}`,
        );
        expect(counts).toEqual([[110_000n, 110_000n]]);
      }
    });
  });
}
