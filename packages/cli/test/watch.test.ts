import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { lookIntoWarehouse, relationsOf, tfmBin } from '@tfm/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

let project: TestProject;
let child: ChildProcess | undefined;
let output = '';

afterEach(async () => {
  if (child !== undefined && child.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  project.remove();
});

function startWatch(...args: readonly string[]): void {
  output = '';
  child = spawn(process.execPath, [tfmBin, 'watch', ...args], {
    cwd: project.dir,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
}

/** What was said since the last call, up to a word. */
async function until(word: string | RegExp): Promise<string> {
  for (let waited = 0; waited < 25_000; waited += 20) {
    const at = output.search(word);
    const end = at === -1 ? -1 : output.indexOf('Watching for saves.', at);
    if (end !== -1) {
      const said = output.slice(0, end);
      output = output.slice(end + 'Watching for saves.'.length);
      return said;
    }
    await setTimeout(20);
  }
  throw new Error(`"${word}" was never said:\n${output}`);
}

async function stop(): Promise<number> {
  child?.kill('SIGINT');
  const [code] = await once(child as ChildProcess, 'exit');
  return code;
}

const mart = (column: string) => `select customer_id, ${column} from {{ ref('stg_orders') }}\n`;

describe('a save', () => {
  test('builds what changed and what reads it, and shows the rows', async () => {
    project = shop({ 'models/properties.yml': 'version: 2\n', 'models/marts/second.sql': mart('2 as n') });
    startWatch();
    expect(await until('Done in')).toContain('4 tables');
    writeFileSync(project.path('models/marts/second.sql'), mart('3 as n'));
    const said = await until('Done in');
    expect(said).toContain('models/marts/second.sql was saved');
    expect(said).toContain('ok    table     second');
    expect(said).not.toContain('customer_orders');
    expect(said).toContain('customer_id  n\n');
    writeFileSync(
      project.path('models/staging/stg_orders.sql'),
      "select 7 as order_id, 7 as customer_id, 'paid' as status, 1.0 as amount, current_date as ordered_on\n",
    );
    const below = await until('Done in');
    expect(below).toContain('ok    view      stg_orders');
    expect(below).toContain('ok    table     customer_orders');
    expect(below).not.toContain('raw_orders');
    expect(await stop()).toBe(130);
    expect(
      lookIntoWarehouse({ kind: 'duckdb', path: project.path('shop.duckdb') }, ['select * from second']),
    ).toEqual([[['7', '3']]]);
  });

  test('a mistake is shown, the tables stay, and the next good save heals it', async () => {
    project = shop({ 'models/properties.yml': 'version: 2\n' });
    startWatch();
    await until('Done in');
    writeFileSync(project.path('models/marts/customer_orders.sql'), "select * from {{ ref('nothing') }}\n");
    expect(await until('error\\[unknown-ref\\]')).toContain('models/marts/customer_orders.sql:1');
    writeFileSync(project.path('models/marts/customer_orders.sql'), 'select colour from nowhere\n');
    expect(await until('Failed in')).toContain('error[database-error]');
    writeFileSync(project.path('models/marts/customer_orders.sql'), 'select 5 as n\n');
    expect(await until('Done in')).toContain('ok    table     customer_orders');
    expect(await stop()).toBe(130);
    expect(
      lookIntoWarehouse({ kind: 'duckdb', path: project.path('shop.duckdb') }, [
        'select * from customer_orders',
      ]),
    ).toEqual([[['5']]]);
  });

  test('by renaming, as editors do; and a save without an edit builds nothing', async () => {
    project = shop({ 'models/properties.yml': 'version: 2\n' });
    startWatch();
    await until('Done in');
    const file = project.path('models/marts/customer_orders.sql');
    for (const n of [1, 2]) {
      writeFileSync(`${file}.tmp`, `select ${n} as n\n`);
      renameSync(`${file}.tmp`, file);
      expect(await until('Done in')).toContain('customer_orders');
    }
    writeFileSync(file, 'select 2 as n\n');
    await setTimeout(700);
    expect(output.trim()).toBe('');
    // Truncated, and written a moment later: the empty file is not believed.
    writeFileSync(file, '');
    await setTimeout(80);
    writeFileSync(file, 'select 3 as n\n');
    const said = await until('Done in');
    expect(said).not.toContain('no longer in the project');
    expect(said).not.toContain('error');
    await stop();
  });
});

test('a branch switch ends in the last state', async () => {
  project = shop({ 'models/properties.yml': 'version: 2\n' });
  startWatch();
  await until('Done in');
  for (let index = 0; index < 60; index += 1) {
    writeFileSync(project.path(`models/marts/m${index}.sql`), `select ${index} as n\n`);
    if (index % 20 === 19) await setTimeout(30);
  }
  rmSync(project.path('models/marts/customer_orders.sql'));
  await until('Done in');
  for (
    let waited = 0;
    waited < 100 && !output.includes('Done in') && output.includes('was saved');
    waited += 1
  )
    await setTimeout(100);
  await stop();
  const there = relationsOf({ kind: 'duckdb', path: project.path('shop.duckdb') });
  expect(there.filter((name) => /^m\d+$/.test(name))).toHaveLength(60);
  // Deleted models are only said: what they built stays.
  expect(there).toContain('customer_orders');
});

test('polling, where the system does not tell', async () => {
  project = shop({ 'models/properties.yml': 'version: 2\n' });
  startWatch('--poll');
  await until('Done in');
  await setTimeout(50);
  writeFileSync(project.path('models/marts/customer_orders.sql'), 'select 11 as eleven\n');
  expect(await until('Done in')).toContain('customer_orders');
  await stop();
});

test('a project with mistakes is watched until it has none', async () => {
  project = shop({ 'models/properties.yml': 'version: 2\n', 'models/bad.sql': "{{ ref('nothing') }}" });
  startWatch();
  await until('error\\[unknown-ref\\]');
  // The watch itself may begin a moment later.
  await setTimeout(500);
  rmSync(project.path('models/bad.sql'));
  expect(await until('Done in')).toContain('the first build');
  await stop();
});
