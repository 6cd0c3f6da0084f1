import { DuckDBInstance } from '@duckdb/node-api';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

test('tests run on a supported Node', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(22);
});

test('SQLite opens a database in memory', () => {
  const database = new Database(':memory:');
  expect(database.prepare('select 1 + 1').pluck().get()).toBe(2);
  database.close();
});

test('DuckDB opens a database in memory', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('select 1 + 1');
  expect(reader.getRows()).toEqual([[2]]);
  connection.closeSync();
  instance.closeSync();
});
