import type { RelationName } from '@tfm/core';
import { describe, expect, test } from 'vitest';
import { useRig } from './rig.ts';
import type { ContractSubject, Rig } from './subject.ts';

const HOSTILE = [
  'with space',
  'quo"te',
  "apo'strophe",
  'semi;colon',
  'dot.ted',
  'select',
  'order',
  'Ünïcödé 漢字 🎉',
  '1st',
  'a-b',
  'drop table x; --',
  '/* c */',
  '[br]',
  '`tick`',
  '%s',
  '$1',
  'back\\slash',
  'new\nline',
  ' ',
  '{{ x }}',
];

/** Creates, fills, renames, finds and drops relations under a name. `change` may spoil the SQL on its way. */
async function useName(
  subject: ContractSubject,
  rig: Rig,
  word: string,
  change: (sql: string) => string,
): Promise<void> {
  const { dialect } = subject.adapter;
  const { connection } = rig;
  const { database, schema } = connection.info;
  const named = (identifier: string): RelationName => ({ database, schema, identifier });
  const run = async (statements: readonly string[]) => {
    for (const sql of statements) await connection.execute(change(sql));
  };
  const [first, second, view] = [named(`${word} 1`), named(`${word} 2`), named(`${word} v`)];
  await run(dialect.createTable(first, [{ name: word, type: { kind: 'integer' } }]));
  const columns = [{ name: word, type: { kind: 'integer' } as const }];
  await connection.append(first, columns, [[[7n]]]);
  await run(dialect.renameTable(first, second));
  await run(dialect.createView(view, `select ${dialect.quote(word)} from ${dialect.relation(second)}`));
  expect((await connection.query(change(`select * from ${dialect.relation(view)}`))).rows).toEqual([[7n]]);
  expect((await connection.columns(second)).map((column) => column.name)).toEqual([word]);
  const found = await connection.inspect([{ database, schema: schema }]);
  expect(
    found.filter(({ name }) => name.identifier.startsWith(word)).map(({ name, kind }) => [name, kind]),
  ).toEqual(
    expect.arrayContaining([
      [second, 'table'],
      [view, 'view'],
    ]),
  );
  const increment = { target: second, delta: view, columns: [word], uniqueKey: [word] };
  await run(dialect.deleteAndInsert(increment));
  await run(dialect.drop(view, 'view'));
  await run(dialect.drop(second, 'table'));
  expect(await connection.columns(second)).toEqual([]);
}

export function describeIdentifiers(subject: ContractSubject): void {
  const { dialect } = subject.adapter;
  describe('identifiers', () => {
    const rig = useRig(subject);

    test.each(HOSTILE.map((word) => [JSON.stringify(word), word] as const))(
      '%s is a name like any other',
      async (_shown, word) => {
        await useName(subject, rig(), word, (sql) => sql);
      },
    );

    test('the check above notices names that are not quoted', async () => {
      const raw = (sql: string) =>
        sql.replaceAll(/"((?:[^"]|"")*)"/g, (_quoted, name: string) => name.replaceAll('""', '"'));
      for (const word of HOSTILE) await expect(useName(subject, rig(), word, raw), word).rejects.toThrow();
    });

    test('a name with a NUL character is refused, not cut', () => {
      expect(() => dialect.quote('a\0b')).toThrow('NUL');
      expect(() => dialect.relation({ database: null, schema: null, identifier: 'a\0b' })).toThrow('NUL');
    });

    test.each([
      ['Orders', 'ORDERS'],
      ['é', 'É'],
      ['ı', 'I'],
    ])('%s and %s are one name exactly when the warehouse takes them for one', async (left, right) => {
      const { connection } = rig();
      const { database, schema } = connection.info;
      const named = (identifier: string) => ({ database, schema, identifier: `fold ${identifier}` });
      const column = [{ name: 'a', type: { kind: 'integer' } as const }];
      for (const sql of dialect.createTable(named(left), column)) await connection.execute(sql);
      const second = Promise.all(
        dialect.createTable(named(right), column).map((sql) => connection.execute(sql)),
      );
      const same = dialect.foldIdentifier(left) === dialect.foldIdentifier(right);
      if (same) await expect(second).rejects.toMatchObject({ kind: 'statement' });
      else await second;
    });

    test('long names are kept whole up to the limit', async () => {
      const { connection, run } = rig();
      const { database, schema } = connection.info;
      const identifier = 'é'.repeat(Math.floor(dialect.maxIdentifierBytes / 2));
      const other = `${identifier.slice(0, -1)}e`;
      for (const name of [identifier, other]) {
        await run(
          dialect.createTable({ database, schema, identifier: name }, [
            { name: 'a', type: { kind: 'integer' } },
          ]),
        );
      }
      const names = (await connection.inspect([{ database, schema: schema }])).map(
        ({ name }) => name.identifier,
      );
      expect(names).toEqual(expect.arrayContaining([identifier, other]));
    });
  });
}
