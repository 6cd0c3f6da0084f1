import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { open, rejection, useFolder, useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

/** Far below what the endless query takes, far above what a cancel takes on a loaded machine. */
const SOON_MS = 5000;

export function describeCancel(subject: ContractSubject): void {
  const { dialect } = subject.adapter;
  const { endless } = subject.sql;
  const column = [{ name: 'a', type: { kind: 'integer' } as const }];
  describe('cancelling', () => {
    const rig = useRig(subject);

    /** Runs something, stops it while it runs, and looks at how it ends and whether the connection still works. */
    const stopped = async (
      run: (signal: AbortSignal) => Promise<unknown>,
      stop: (abort: AbortController) => unknown,
    ) => {
      const abort = new AbortController();
      const running = rejection(run(abort.signal));
      await pause(300);
      const started = performance.now();
      await stop(abort);
      expect(await running).toMatchObject({ name: 'WarehouseError', kind: 'interrupted', retryable: false });
      expect(performance.now() - started).toBeLessThan(SOON_MS);
      expect((await rig().connection.query('select 1 as a')).rows).toEqual([[1n]]);
    };

    test('a signal stops a query, a statement, a table being made and a transaction', async () => {
      const { connection, name } = rig();
      const table = name();
      const abort = (controller: AbortController) => controller.abort();
      await stopped((signal) => connection.query(endless, { signal }), abort);
      await stopped((signal) => connection.execute(endless, { signal }), abort);
      await stopped(
        (signal) => connection.execute(dialect.createTableAs(table, endless)[0]!, { signal }),
        abort,
      );
      await stopped(
        (signal) => connection.transaction((transaction) => transaction.query(endless), { signal }),
        abort,
      );
      await stopped(
        (signal) => connection.transaction((transaction) => transaction.query(endless, { signal })),
        abort,
      );
      expect(await connection.columns(table)).toEqual([]);
    });

    test('cancel stops everything that runs', async () => {
      const { connection } = rig();
      const cancel = () => connection.cancel();
      await stopped(() => connection.query(endless), cancel);
      await stopped(
        async () => (await connection.stream(endless)).batches[Symbol.asyncIterator]().next(),
        cancel,
      );
      const many = () =>
        Promise.all([connection.query(endless), connection.query(endless), connection.query(endless)]);
      await stopped(many, cancel);
    });

    test('cancel with nothing to cancel does nothing', async () => {
      const { connection } = rig();
      await connection.cancel();
      expect((await connection.query('select 1 as a')).rows).toEqual([[1n]]);
    });

    test('an aborted signal starts nothing', async () => {
      const { connection, name } = rig();
      const table = name();
      const signal = AbortSignal.abort();
      const calls = [
        () => connection.execute(dialect.createTable(table, column)[0]!, { signal }),
        () => connection.query('select 1', { signal }),
        () => connection.describe('select 1', { signal }),
        () => connection.stream('select 1', { signal }),
        () => connection.transaction((transaction) => transaction.query('select 1'), { signal }),
        () => connection.append(table, column, [], { signal }),
      ];
      for (const call of calls) expect(await rejection(call())).toMatchObject({ kind: 'interrupted' });
      expect(await connection.columns(table)).toEqual([]);
    });

    test('a stream that is cancelled ends in an error, not in fewer rows', async () => {
      const { connection } = rig();
      for (const stop of ['signal', 'cancel'] as const) {
        const abort = new AbortController();
        const { batches } = await connection.stream(subject.sql.series(500_000_000), {
          signal: abort.signal,
        });
        const read = async () => {
          for await (const rows of batches) {
            expect(rows.length).toBeGreaterThan(0);
            if (stop === 'signal') abort.abort();
            else await connection.cancel();
          }
        };
        expect(await rejection(read())).toMatchObject({ kind: 'interrupted' });
      }
      expect((await connection.query('select 1 as a')).rows).toEqual([[1n]]);
    });

    test('cancel between two statements of a transaction rolls it back', async () => {
      const { connection, name, run, rowsOf } = rig();
      const table = name();
      await run(dialect.createTable(table, column));
      const insert = `insert into ${dialect.relation(table)} values (1)`;
      const work = connection.transaction(async (transaction) => {
        await transaction.execute(insert);
        await connection.cancel();
        await transaction.execute(insert);
      });
      expect(await rejection(work)).toMatchObject({ kind: 'interrupted' });
      expect(await rowsOf(table)).toEqual([]);
    });

    test('what waits for its turn can be cancelled alone', async () => {
      const { connection } = rig();
      const running = Array.from({ length: 8 }, () => rejection(connection.query(endless)));
      const abort = new AbortController();
      const waiting = rejection(connection.query('select 1', { signal: abort.signal }));
      await pause(100);
      abort.abort();
      expect(await waiting).toMatchObject({ kind: 'interrupted' });
      await connection.cancel();
      for (const error of await Promise.all(running)) expect(error).toMatchObject({ kind: 'interrupted' });
    });
  });

  describe('closing', () => {
    const folder = useFolder();

    test('ends what runs, and the database can be opened again', async () => {
      const first = await open(subject, folder());
      const running = rejection(first.query(endless));
      const stream = await first.stream(subject.sql.series(1_000_000));
      await stream.batches[Symbol.asyncIterator]().next();
      await first.stream(subject.sql.series(1_000_000));
      await pause(100);
      await first.close();
      await first.close();
      expect(await running).toMatchObject({ kind: 'interrupted' });
      expect(await rejection(first.query('select 1'))).toMatchObject({ kind: 'connection' });
      const second = await open(subject, folder());
      expect((await second.query('select 1 as a')).rows).toEqual([[1n]]);
      await second.close();
    });
  });
}
