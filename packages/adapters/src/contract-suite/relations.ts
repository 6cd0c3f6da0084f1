import { describe, expect, test } from 'vitest';
import { open, useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

export function describeRelations(subject: ContractSubject): void {
  const { adapter } = subject;
  const { dialect } = adapter;
  const column = [{ name: 'a', type: { kind: 'integer' } as const }];
  describe('relations', () => {
    const rig = useRig(subject);

    test('the profile alone gives the names that the connection has', () => {
      const { connection, target } = rig();
      const names = adapter.defaultNames(target.settings, 'shop');
      expect(names).toEqual({ database: connection.info.database, schema: connection.info.schema });
      expect(connection.info.version).toMatch(/\d/);
      expect(connection.info.location).not.toContain('..');
    });

    test('tables and views are found by kind, in the spelling they were made with', async () => {
      const { connection, name, run } = rig();
      const [table, view] = [name('Table'), name('View')];
      await run(
        dialect.createTable(table, column),
        dialect.createView(view, `select * from ${dialect.relation(table)}`),
      );
      const found = await connection.inspect([{ database: table.database, schema: table.schema! }]);
      expect(found).toContainEqual({ name: table, kind: 'table' });
      expect(found).toContainEqual({ name: view, kind: 'view' });
      const unnamed = await connection.inspect([{ database: null, schema: table.schema!.toUpperCase() }]);
      expect(unnamed).toContainEqual({
        name: { ...table, database: null, schema: table.schema!.toUpperCase() },
        kind: 'table',
      });
      expect(await connection.inspect([{ database: table.database, schema: 'nowhere' }])).toEqual([]);
    });

    test('columns are in order; a relation that is not there has none', async () => {
      const { connection, name, run } = rig();
      const table = name();
      await run(
        dialect.createTable(table, [
          { name: 'z', type: { kind: 'text' } },
          { name: 'a', type: { kind: 'decimal', precision: 12, scale: 3 } },
        ]),
      );
      expect((await connection.columns(table)).map((item) => [item.name, item.kind])).toEqual([
        ['z', 'text'],
        ['a', 'decimal'],
      ]);
      expect(await connection.columns(name('missing'))).toEqual([]);
      expect(await connection.columns({ ...table, schema: 'nowhere' })).toEqual([]);
    });

    test('a view shows the columns that its table has now', async () => {
      const { connection, name, run } = rig();
      const [table, view] = [name(), name()];
      await run(
        dialect.createTable(table, column),
        dialect.createView(view, `select * from ${dialect.relation(table)}`),
      );
      await run(
        dialect.drop(table, 'table'),
        dialect.createTable(table, [{ name: 'b', type: { kind: 'text' } }]),
      );
      expect((await connection.columns(view)).map((item) => item.name)).toEqual(['b']);
    });

    test('describe gives names and types without running the query', async () => {
      const { connection, name, run } = rig();
      const table = name();
      await run(
        dialect.createTable(table, [
          ...column,
          { name: 'b', type: { kind: 'decimal', precision: 9, scale: 2 } },
        ]),
      );
      const sql = `select b, a as "A b" from ${dialect.relation(table)} -- done;`;
      expect((await connection.describe(sql)).map((item) => [item.name, item.kind])).toEqual([
        ['b', 'decimal'],
        ['A b', 'integer'],
      ]);
      const started = performance.now();
      await connection.describe(subject.sql.endless);
      expect(performance.now() - started).toBeLessThan(5000);
    });

    test('a table from a query', async () => {
      const { name, run, rowsOf } = rig();
      const table = name();
      await run(
        dialect.createTableAs(
          table,
          `with x as (select 1 as a) select a, 'it''s' as b from x -- a comment ;\n;\n`,
        ),
      );
      expect(await rowsOf(table)).toEqual([[1n, "it's"]]);
    });

    test(
      adapter.capabilities.forgetsColumnTypes
        ? 'CREATE TABLE AS forgets types: declared ones are kept'
        : 'CREATE TABLE AS keeps the types of expressions',
      async () => {
        const { connection, name, run, rowsOf } = rig();
        const [bare, declared] = [name(), name()];
        const query = `select cast(1.5 as decimal(10,2)) as a, cast('x' as varchar) as b`;
        await run(dialect.createTableAs(bare, query));
        const kinds = (await connection.columns(bare)).map((item) => item.kind);
        if (adapter.capabilities.forgetsColumnTypes) expect(kinds).not.toEqual(['decimal', 'text']);
        else expect(kinds).toEqual(['decimal', 'text']);
        const columns = [
          { name: 'a', dataType: 'decimal(10,2)' },
          { name: 'b', dataType: 'varchar' },
        ];
        await run(dialect.createTableAs(declared, query, columns));
        expect((await connection.columns(declared)).map((item) => item.kind)).toEqual(['decimal', 'text']);
        expect(await rowsOf(declared)).toEqual([['1.50', 'x']]);
      },
    );

    test('creating over something, dropping nothing and dropping another kind are errors', async () => {
      const { connection, name, run } = rig();
      const [table, view] = [name(), name()];
      await run(dialect.createTable(table, column), dialect.createView(view, 'select 1 as a'));
      for (const sql of [
        dialect.createTable(table, column),
        dialect.createTableAs(view, 'select 1 as a'),
        dialect.createView(table, 'select 1 as a'),
        dialect.drop(name(), 'table'),
        dialect.drop(table, 'view'),
        dialect.drop(view, 'table'),
      ]) {
        await expect(run(sql), sql.join()).rejects.toMatchObject({
          name: 'WarehouseError',
          kind: 'statement',
        });
      }
      expect(await connection.columns(table)).toHaveLength(1);
    });

    test(adapter.capabilities.schemas ? 'a schema can be made, twice' : 'no schema can be made', async () => {
      const { connection, run } = rig();
      const { database } = connection.info;
      const schema = 'another "schema"';
      await run(dialect.createSchema(database, schema), dialect.createSchema(database, schema));
      const table = { database, schema, identifier: 't' };
      if (adapter.capabilities.schemas) {
        await run(dialect.createTable(table, column));
        expect(await connection.inspect([{ database, schema }])).toEqual([{ name: table, kind: 'table' }]);
      } else {
        await expect(run(dialect.createTable(table, column))).rejects.toMatchObject({ kind: 'statement' });
      }
    });

    test('the state relation can be made where the dialect says', async () => {
      const { connection, run, rowsOf } = rig();
      const name = dialect.stateRelation('probe', connection.info.database, connection.info.schema);
      if (adapter.capabilities.schemas) await run(dialect.createSchema(name.database, name.schema!));
      await run(dialect.createTable(name, column), `insert into ${dialect.relation(name)} values (1)`);
      expect(await rowsOf(name)).toEqual([[1n]]);
    });

    test('limited cuts a query, whatever it ends in', async () => {
      const { connection } = rig();
      const series = subject.sql.series(10);
      for (const query of [
        `select i from (${series}) as s order by i desc`,
        `select i from (${series}) as s order by i desc limit 5;`,
        `select i from (${series}) as s order by i desc -- last`,
        `select i from (${series}) as s order by i desc /* x */ ;; -- y\n`,
        `with w as (select i from (${series}) as s)\nselect i from w order by i desc`,
      ]) {
        expect((await connection.query(dialect.limited(query, 3))).rows, query).toEqual([[10n], [9n], [8n]]);
        expect((await connection.query(query, { maxRows: 2 })).rows, query).toEqual([[10n], [9n]]);
      }
      expect((await connection.query(dialect.limited('select 1 as a, 2 as a', 1))).rows).toEqual([[1n, 2n]]);
    });

    test('maxRows fetches no more than it is asked for', async () => {
      const { connection } = rig();
      const started = performance.now();
      const { rows } = await connection.query(subject.sql.series(1_000_000_000), { maxRows: 5 });
      expect(rows).toEqual([[1n], [2n], [3n], [4n], [5n]]);
      expect(performance.now() - started).toBeLessThan(5000);
    });

    test('a read-only connection reads and cannot write', async () => {
      const { name, run, folder } = rig();
      const table = name();
      await run(dialect.createTable(table, column));
      const other = await open(subject, folder, true);
      try {
        expect(await other.columns(table)).toHaveLength(1);
      } finally {
        await other.close();
      }
    });
  });
}
