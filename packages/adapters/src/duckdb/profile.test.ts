import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonValue } from '@tfm/core';
import { afterAll, expect, test } from 'vitest';
import { duckdb } from './index.ts';
import { databaseNameOf, readDuckdbSettings } from './profile.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tfm-duckdb-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function connect(settings: readonly (readonly [string, JsonValue])[]) {
  const target = {
    profileName: 'p',
    name: 'dev',
    type: 'duckdb',
    threads: 2,
    database: null,
    schema: 'main',
    settings: new Map(settings),
  };
  return duckdb.connect(target, { projectDir: folder, threads: 2, readOnly: false });
}

test.each([
  ':memory:',
  'shop.duckdb',
  'a.b.duckdb',
  '.hidden.db',
  'main.duckdb',
  'Temp.db',
  'system',
  'Größe 1.db',
  'x/y.z/w.db',
])('the engine calls %s what we say', async (file) => {
  const connection = await connect([['path', file]]);
  const { rows } = await connection.query('select current_database()');
  expect(rows).toEqual([[databaseNameOf(file)]]);
  await connection.close();
});

test('options, settings and attached databases', async () => {
  const other = await connect([['path', 'other.duckdb']]);
  await other.execute('create table t as select 42 as a');
  await other.close();
  const connection = await connect([
    ['path', 'shop.duckdb'],
    ['config_options', new Map([['threads', '1']])],
    [
      'settings',
      new Map<string, JsonValue>([
        ['TimeZone', 'Asia/Tokyo'],
        ['preserve_insertion_order', false],
      ]),
    ],
    ['extensions', ['json', new Map([['name', 'icu']])]],
    [
      'attach',
      [
        new Map<string, JsonValue>([
          ['path', 'other.duckdb'],
          ['alias', 'o"ther'],
          ['read_only', true],
        ]),
      ],
    ],
  ]);
  const sql = `select a, current_setting('threads'), current_setting('TimeZone') from "o""ther".t`;
  const answers = await Promise.all([connection.query(sql), connection.query(sql), connection.query(sql)]);
  for (const { rows } of answers) expect(rows).toEqual([[42n, 1n, 'Asia/Tokyo']]);
  // Told by number and shown in UTC, whatever the session's zone is.
  expect((await connection.query("select timestamptz '2024-01-01 09:00:00' as t")).rows).toEqual([
    ['2024-01-01 00:00:00+00'],
  ]);
  await connection.close();
});

test('what a statement sets holds for all connections of the pool', async () => {
  const connection = await connect([['path', 'shop.duckdb']]);
  await connection.execute("set search_path = 'main'; -- x");
  await connection.execute("set TimeZone = 'Asia/Tokyo'");
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => connection.query("select current_setting('TimeZone') as z")),
  );
  for (const { rows } of answers) expect(rows).toEqual([['Asia/Tokyo']]);
  await connection.close();
});

test.each<[string, JsonValue, string]>([
  ['plugins', [new Map([['module', 'excel']])], 'unsupported'],
  ['is_ducklake', true, 'unsupported'],
  ['path', 'md:shop', 'unsupported'],
  ['path', 's3://bucket/x.duckdb', 'unsupported'],
  ['database', 'other', 'statement'],
])('%s: %j is refused', (key, value, kind) => {
  const settings = new Map<string, JsonValue>([
    ['path', 'shop.duckdb'],
    [key, value],
  ]);
  expect(() => readDuckdbSettings(settings, folder)).toThrow(expect.objectContaining({ kind }));
});

test('wrong options and extensions that are not installed are errors with names', async () => {
  await expect(
    connect([
      ['path', 'a.duckdb'],
      ['config_options', new Map([['nope', '1']])],
    ]),
  ).rejects.toThrow(/nope/);
  await expect(
    connect([
      ['path', 'a.duckdb'],
      ['settings', new Map([['nope', '1']])],
    ]),
  ).rejects.toThrow(/nope/);
  await expect(
    connect([
      ['path', 'a.duckdb'],
      ['extensions', ['nope']],
    ]),
  ).rejects.toMatchObject({ kind: 'unsupported' });
});

test('after a failed checkpoint the database is opened anew', async () => {
  const connection = await connect([['path', 'abort.duckdb']]);
  await connection.execute('create table t as select 1 as a');
  await connection.execute("pragma debug_checkpoint_abort = 'before_header'");
  await connection.settle();
  await expect
    .poll(() =>
      connection.query('select * from t').then(
        ({ rows }) => rows,
        () => [],
      ),
    )
    .toEqual([[1n]]);
  await connection.execute('insert into t values (2)');
  await connection.close();
  const again = await connect([['path', 'abort.duckdb']]);
  expect((await again.query('select * from t order by a')).rows).toEqual([[1n], [2n]]);
  await again.close();
});
