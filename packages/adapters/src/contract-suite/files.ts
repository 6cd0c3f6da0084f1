import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { open, rejection, useFolder } from './rig.ts';
import type { ContractSubject } from './subject.ts';

export function describeFiles(subject: ContractSubject, fileOf: (folder: string) => string): void {
  const { dialect } = subject.adapter;
  describe('the database file', () => {
    const root = useFolder();
    const folderOf = (name: string) => path.join(root(), name);
    const made = async (name: string) => {
      const connection = await open(subject, folderOf(name));
      for (const sql of dialect.createTableAs(
        { database: null, schema: null, identifier: 't' },
        subject.sql.series(50_000),
      )) {
        await connection.execute(sql);
      }
      await connection.close();
      return fileOf(folderOf(name));
    };

    test('is made with its folder, for its owner only, and nothing lies beside it', async () => {
      const file = await made('new');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
    });

    test('and what the engine puts beside it is for its owner only, too', async () => {
      const connection = await open(subject, folderOf('beside'));
      const table = { database: null, schema: 'main', identifier: 't' };
      for (const sql of dialect.createTableAs(table, subject.sql.series(1000))) await connection.execute(sql);
      await connection.append(table, [{ name: 'i', type: { kind: 'integer' } }], [[[1n]]]);
      await connection.transaction((transaction) => transaction.execute('insert into t values (2)'));
      const modes = readdirSync(folderOf('beside')).map(
        (name) => statSync(path.join(folderOf('beside'), name)).mode & 0o777,
      );
      expect(new Set(modes)).toEqual(new Set([0o600]));
      await connection.close();
    });

    test('is not made by a connection that only reads', async () => {
      expect(await rejection(open(subject, folderOf('missing'), true))).toMatchObject({ kind: 'connection' });
      expect(existsSync(folderOf('missing'))).toBe(false);
    });

    test.each([
      ['empty', (file: string) => truncateSync(file)],
      ['of another kind', (file: string) => writeFileSync(file, 'a,b\n1,2\n'.repeat(5000))],
      ['one character', (file: string) => writeFileSync(file, 'x')],
      ['cut off', (file: string) => truncateSync(file, 6000)],
    ])('that is %s is no database, and is left alone', async (name, spoil) => {
      const file = await made(name);
      spoil(file);
      const before = readFileSync(file);
      for (const readOnly of [false, true]) {
        const error = await rejection(open(subject, folderOf(name), readOnly));
        expect(error).toMatchObject({
          name: 'WarehouseError',
          kind: 'not-a-database',
          hint: expect.any(String),
        });
      }
      expect(readFileSync(file).equals(before)).toBe(true);
    });

    test('reached by another path is the same database', async () => {
      const file = await made('real');
      symlinkSync(folderOf('real'), folderOf('link'));
      const [one, two] = [await open(subject, folderOf('real')), await open(subject, folderOf('link'))];
      await one.execute('create table seen (a integer)');
      expect((await two.query('select count(*) from seen')).rows).toEqual([[0n]]);
      await one.close();
      await two.execute('drop table seen');
      await two.close();
      expect(existsSync(file)).toBe(true);
    });

    const { memoryTarget } = subject;
    test.runIf(memoryTarget !== undefined)('is not needed: a database in memory works', async () => {
      const options = { projectDir: root(), threads: 2, readOnly: false };
      const connection = await subject.adapter.connect(memoryTarget!, options);
      const other = await subject.adapter.connect(memoryTarget!, options);
      await connection.execute('create table t (a integer)');
      await connection.transaction((transaction) => transaction.execute('insert into t values (1)'));
      expect((await connection.query('select * from t')).rows).toEqual([[1n]]);
      const { batches } = await connection.stream('select * from t');
      expect(await Array.fromAsync(batches)).toEqual([[[1n]]]);
      await expect(other.query('select * from t')).rejects.toMatchObject({ kind: 'statement' });
      await connection.settle();
      await connection.close();
      await other.close();
      expect(readdirSync(root()).filter((name) => name.includes('memory'))).toEqual([]);
    });
  });
}
