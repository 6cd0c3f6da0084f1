import { type Executor, WarehouseError } from '@tfm/core';
import { describe, expect, test } from 'vitest';
import { rejection, useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

export function describeTransactions(subject: ContractSubject): void {
  const { dialect } = subject.adapter;
  const column = [{ name: 'a', type: { kind: 'integer' } as const }];
  describe('transactions', () => {
    const rig = useRig(subject);

    /** A table with one row, and what a transaction does to it before something happens. */
    const tableWithChange = async () => {
      const { name, run, connection } = rig();
      const table = name();
      const relation = dialect.relation(table);
      await run(dialect.createTable(table, column), `insert into ${relation} values (1)`);
      const change = async (transaction: Executor) => {
        await transaction.execute(`insert into ${relation} values (2)`);
      };
      const rows = async () => (await connection.query(`select a from ${relation} order by a`)).rows.flat();
      return { table, relation, change, rows };
    };

    test('all of it is there afterwards, and the value of the callback comes back', async () => {
      const { change, rows, relation } = await tableWithChange();
      const value = await rig().connection.transaction(async (transaction) => {
        await change(transaction);
        expect((await transaction.query(`select count(*) from ${relation}`)).rows).toEqual([[2n]]);
        return 'value';
      });
      expect(value).toBe('value');
      expect(await rows()).toEqual([1n, 2n]);
    });

    test('others see it only after COMMIT', async () => {
      const { change, rows } = await tableWithChange();
      await rig().connection.transaction(async (transaction) => {
        await change(transaction);
        expect(await rows()).toEqual([1n]);
      });
      expect(await rows()).toEqual([1n, 2n]);
    });

    test.each([
      ['a syntax error', 'selec 1'],
      ['an unknown table', 'select * from nope_table'],
      ['an error of the data', undefined],
      ['a statement that would end the transaction', 'commit'],
    ])('%s rolls back, even when the callback swallows it', async (_what, sql = subject.sql.failsOnData) => {
      const { connection } = rig();
      const { change, rows } = await tableWithChange();
      for (const swallow of [false, true]) {
        const work = async (transaction: Executor) => {
          await change(transaction);
          const failing = transaction.query(sql);
          if (!swallow) await failing;
          await failing.catch(() => undefined);
        };
        expect(await rejection(connection.transaction(work))).toBeInstanceOf(WarehouseError);
        expect(await rows()).toEqual([1n]);
      }
    });

    test('nothing runs after an error, and the first error is the one that comes out', async () => {
      const { connection } = rig();
      const { change, rows } = await tableWithChange();
      const later: unknown[] = [];
      const work = async (transaction: Executor) => {
        await change(transaction);
        await transaction.execute('select * from nope_table').catch(() => undefined);
        later.push(await rejection(transaction.query('select 1')));
        later.push(await rejection(change(transaction)));
      };
      const error = (await rejection(connection.transaction(work))) as Error;
      expect(error.message).toContain('nope_table');
      expect(later).toEqual([expect.any(WarehouseError), expect.any(WarehouseError)]);
      expect(await rows()).toEqual([1n]);
    });

    test("the callback's own error rolls back and comes out as it is", async () => {
      const { connection } = rig();
      const { change, rows } = await tableWithChange();
      const own = new Error('own');
      const work = async (transaction: Executor) => {
        await change(transaction);
        throw own;
      };
      expect(await rejection(connection.transaction(work))).toBe(own);
      expect(await rows()).toEqual([1n]);
    });

    test('a statement that nobody waited for counts too', async () => {
      const { connection } = rig();
      const { change, rows } = await tableWithChange();
      const work = async (transaction: Executor) => {
        await change(transaction);
        transaction.execute('select * from nope_table').catch(() => undefined);
      };
      expect(await rejection(connection.transaction(work))).toBeInstanceOf(WarehouseError);
      expect(await rows()).toEqual([1n]);
    });

    test('a transaction that is over takes no statements', async () => {
      const { connection } = rig();
      const { change, rows } = await tableWithChange();
      let kept: Executor | undefined;
      await connection.transaction(async (transaction) => {
        kept = transaction;
      });
      expect(await rejection(change(kept!))).toBeInstanceOf(WarehouseError);
      expect(await rows()).toEqual([1n]);
    });

    test('two transactions at once both happen', async () => {
      const { connection } = rig();
      const { change, rows } = await tableWithChange();
      await Promise.all([connection.transaction(change), connection.transaction(change)]);
      expect(await rows()).toEqual([1n, 2n, 2n]);
    });

    test('an abort before COMMIT rolls back', async () => {
      const { connection } = rig();
      const { change, rows } = await tableWithChange();
      const abort = new AbortController();
      const work = async (transaction: Executor) => {
        await change(transaction);
        abort.abort();
      };
      const error = await rejection(connection.transaction(work, { signal: abort.signal }));
      expect(error).toMatchObject({ kind: 'interrupted' });
      expect(await rows()).toEqual([1n]);
    });

    test('creating, dropping and renaming are part of it', async () => {
      const { connection, name } = rig();
      const { table, rows } = await tableWithChange();
      const [staged, view] = [name(), name()];
      const swap = async (transaction: Executor) => {
        for (const sql of [
          ...dialect.createTableAs(staged, 'select 9 as a'),
          ...dialect.createView(view, 'select 1 as a'),
          ...dialect.drop(table, 'table'),
          ...dialect.renameTable(staged, table),
        ])
          await transaction.execute(sql);
      };
      const failing = async (transaction: Executor) => {
        await swap(transaction);
        await transaction.execute('select * from nope_table');
      };
      await rejection(connection.transaction(failing));
      expect(await rows()).toEqual([1n]);
      expect(await connection.columns(view)).toEqual([]);
      expect(await connection.columns(staged)).toEqual([]);
      await connection.transaction(swap);
      expect(await rows()).toEqual([9n]);
      expect(await connection.columns(view)).toHaveLength(1);
    });

    test('a swap under views keeps them working, also beside a view that is broken', async () => {
      const { connection, name, run } = rig();
      const { table, relation } = await tableWithChange();
      const [staged, view, outer, broken] = [name(), name(), name(), name()];
      const gone = name();
      await run(
        dialect.createView(view, `select a, a + 1 as b from ${relation}`),
        dialect.createView(outer, `select max(b) as c from ${dialect.relation(view)}`),
        dialect.createTable(gone, column),
        dialect.createView(broken, `select * from ${dialect.relation(gone)}`),
        dialect.drop(gone, 'table'),
        dialect.createTableAs(staged, 'select 41 as a'),
      );
      await connection.transaction(async (transaction) => {
        for (const sql of [...dialect.drop(table, 'table'), ...dialect.renameTable(staged, table)])
          await transaction.execute(sql);
      });
      expect((await connection.query(`select * from ${dialect.relation(outer)}`)).rows).toEqual([[42n]]);
      await run(dialect.drop(broken, 'view'));
    });
  });
}
