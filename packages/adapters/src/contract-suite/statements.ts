import { describe, expect, test } from 'vitest';
import { open, rejection, useFolder, useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

export function describeStatements(subject: ContractSubject): void {
  const { dialect } = subject.adapter;
  const column = [{ name: 'a', type: { kind: 'integer' } as const }];
  describe('statements', () => {
    const rig = useRig(subject);

    test.each(['', '  \n', ';', ' -- nothing\n', '/* nothing */ ; ;'])('%j does nothing', async (sql) => {
      const { connection } = rig();
      expect(await connection.execute(sql)).toEqual({ rowCount: undefined });
      expect(await connection.query(sql)).toEqual({ columns: [], rows: [] });
      expect(await connection.describe(sql)).toEqual([]);
    });

    test('what follows a statement is not looked at, unless it is another statement', async () => {
      const { connection } = rig();
      expect((await connection.query(`select 'a;b' as "x;y" ; -- done;\n/* ; */ ;`)).rows).toEqual([['a;b']]);
      await expect(connection.query('select 1; select 2')).rejects.toMatchObject({ kind: 'statement' });
      await expect(connection.execute('select 1;\nselect 2')).rejects.toMatchObject({ kind: 'statement' });
    });

    test('rows written are counted', async () => {
      const { connection, name, run } = rig();
      const table = name();
      await run(dialect.createTable(table, column));
      const relation = dialect.relation(table);
      expect(
        await connection.execute(`insert into ${relation} select i from (${subject.sql.series(5)}) as s`),
      ).toEqual({ rowCount: 5 });
      expect(await connection.execute(`/* x */ update ${relation} set a = 0 where a > 3`)).toEqual({
        rowCount: 2,
      });
      expect(await connection.execute(`delete from ${relation}`)).toEqual({ rowCount: 5 });
    });

    test('a statement that writes and returns rows does both', async () => {
      const { connection, name, run, rowsOf } = rig();
      const table = name();
      await run(dialect.createTable(table, column));
      const { rows } = await connection.query(
        `insert into ${dialect.relation(table)} values (1), (2) returning a`,
      );
      expect(rows).toEqual([[1n], [2n]]);
      await connection.execute(`insert into ${dialect.relation(table)} values (3), (4) returning a`);
      expect(await rowsOf(table)).toEqual([[1n], [2n], [3n], [4n]]);
    });

    test('transactions cannot be begun or ended by a statement', async () => {
      const { connection } = rig();
      for (const sql of ['begin', 'BEGIN TRANSACTION', '/* x */ commit;', 'rollback', 'end', 'savepoint x']) {
        await expect(connection.execute(sql), sql).rejects.toMatchObject({ kind: 'statement' });
        await expect(connection.query(sql), sql).rejects.toMatchObject({ kind: 'statement' });
      }
    });

    test.each([
      ['select 1,\n  nope_column', 'nope_column'],
      ["select 'é漢🎉' as x,\n  nope_column", 'nope_column'],
      ['select 1\nfrom nope_table', 'nope_table'],
      ["select 'é漢🎉',\n nope_function(1)", 'nope_function'],
      ["select 'frmm' as a /* frmm */\nfrom (select 1) as t where frmm frmm frmm", 'frmm frmm'],
    ])('a mistake in %j is pointed at', async (sql, place) => {
      const { connection } = rig();
      for (const method of ['query', 'execute', 'describe'] as const) {
        const error = await rejection(connection[method](sql));
        expect(error).toMatchObject({ name: 'WarehouseError', kind: 'statement', retryable: false, sql });
        const { position, message } = error as { position: number; message: string };
        const at = sql.lastIndexOf(place);
        // Of two words in a row that are wrong, engines point at one or the other.
        expect([at, at + 5]).toContain(position);
        expect(message).not.toMatch(/LINE \d|\^|\{"/);
      }
    });

    test('an error of the data is a statement error too', async () => {
      const { connection } = rig();
      await expect(connection.query(subject.sql.failsOnData)).rejects.toMatchObject({ kind: 'statement' });
      expect((await connection.query('select 1 as a')).rows).toEqual([[1n]]);
    });

    test('constraints have their own kind', async () => {
      const { connection, name, run } = rig();
      const relation = dialect.relation(name());
      await run(`create table ${relation} (a integer primary key, b integer not null, check (b > 0))`);
      await run(`insert into ${relation} values (1, 1)`);
      for (const values of ['(1, 1)', '(2, null)', '(3, 0)']) {
        await expect(connection.execute(`insert into ${relation} values ${values}`)).rejects.toMatchObject({
          kind: 'constraint',
          retryable: false,
        });
      }
    });

    test('several calls at once are all answered', async () => {
      const { connection } = rig();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => connection.query(`select ${index} as a`)),
      );
      expect(answers.map(({ rows }) => rows[0]?.[0])).toEqual(
        Array.from({ length: 20 }, (_, index) => BigInt(index)),
      );
    });

    test('two who write the same row: one may try again', async () => {
      const { connection, name, run, rowsOf, folder } = rig();
      const other = await open(subject, folder);
      const table = name();
      const relation = dialect.relation(table);
      await run(dialect.createTable(table, column), `insert into ${relation} values (1)`);
      await connection.transaction(async (transaction) => {
        await transaction.execute(`update ${relation} set a = 2`);
        const error = await rejection(other.execute(`update ${relation} set a = 3`));
        expect(error).toMatchObject({ kind: 'conflict', retryable: true });
      });
      await other.execute(`update ${relation} set a = a + 1`);
      expect(await rowsOf(table)).toEqual([[3n]]);
      await other.close();
    });
  });

  describe('a warehouse that is full', () => {
    const folder = useFolder();

    test('says so, keeps what it had and goes on', async () => {
      const connection = await open(subject, folder());
      const { setUp, fails } = subject.sql.exhaust;
      await connection.execute('create table kept (a integer)');
      await connection.append({ database: null, schema: 'main', identifier: 'kept' }, column, [[[1n]]]);
      for (const sql of setUp) await connection.execute(sql);
      expect(await rejection(connection.execute(fails))).toMatchObject({
        kind: 'resource',
        retryable: false,
      });
      const work = connection.transaction(async (transaction) => {
        await transaction.execute('drop table kept');
        await transaction.execute(fails).catch(() => undefined);
      });
      expect(await rejection(work)).toMatchObject({ kind: 'resource' });
      expect((await connection.query('select * from kept')).rows).toEqual([[1n]]);
      await connection.close();
    });
  });
}
