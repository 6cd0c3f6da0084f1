import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonValue } from '@tfm/core';
import { afterAll, expect, test } from 'vitest';
import { sqlite } from './index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tfm-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function connect(schema: string, settings: readonly (readonly [string, JsonValue])[]) {
  const target = {
    profileName: 'p',
    name: 'dev',
    type: 'sqlite',
    threads: 1,
    database: null,
    schema,
    settings: new Map(settings),
  };
  return sqlite.connect(target, { projectDir: folder, threads: 1, readOnly: false });
}

test('the keys of dbt-sqlite: a file for each schema, attached', async () => {
  const settings = [
    ['database', 'shop'],
    [
      'schemas_and_paths',
      new Map([
        ['main', 'main.db'],
        ['raw', 'files/raw.db'],
      ]),
    ],
    ['schema_directory', 'schemas'],
  ] as const;
  const first = await connect('staging', settings);
  expect(first.info).toMatchObject({ database: 'shop', schema: 'staging', location: 'main.db' });
  for (const schema of ['main', 'raw', 'staging']) {
    const name = { database: 'shop', schema, identifier: 't' };
    const [sql] = sqlite.dialect.createTableAs(name, `select '${schema}' as s`);
    await first.execute(sql!);
    expect(await first.inspect([{ database: 'shop', schema }])).toEqual([{ name, kind: 'table' }]);
  }
  await first.close();
  const second = await connect('main', settings);
  const { batches } = await second.stream(
    'select s from main.t union all select s from raw.t union all select s from staging.t',
  );
  expect((await Array.fromAsync(batches)).flat(2)).toEqual(['main', 'raw', 'staging']);
  await second.close();
});

test('what a statement attaches stays attached, for streams and after a cancel', async () => {
  const connection = await connect('main', [['path', 'plain.db']]);
  await connection.execute(`attach '${path.join(folder, 'main.db')}' as other`);
  const { batches } = await connection.stream('select s from other.t');
  expect(await Array.fromAsync(batches)).toEqual([[['main']]]);
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  const endless = 'with recursive r(i) as (select 1 union all select i + 1 from r) select max(i) from r';
  await expect(connection.query(endless, { signal: abort.signal })).rejects.toMatchObject({
    kind: 'interrupted',
  });
  expect((await connection.query('select s from other.t')).rows).toEqual([['main']]);
  await connection.close();
});

test('a profile without a file is refused', async () => {
  await expect(connect('main', [['schema_directory', 'x']])).rejects.toMatchObject({ kind: 'statement' });
});
