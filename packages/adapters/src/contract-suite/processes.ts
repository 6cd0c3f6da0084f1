import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Executor } from '@tfm/core';
import { describe, expect, test } from 'vitest';
import type { Task } from './other-process.ts';
import { open, rejection, useFolder, useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

/** Starts a process that opens the same database; its answers come line by line. */
function otherProcess(subject: ContractSubject, folder: string, task: Task, sql = '') {
  const target = subject.makeTarget(folder);
  const orders = {
    module: subject.module,
    adapter: subject.adapter.name,
    type: target.type,
    settings: [...target.settings],
    projectDir: folder,
    task,
    readOnly: task === 'read',
    sql,
  };
  const script = fileURLToPath(new URL('./other-process.ts', import.meta.url));
  const args = [
    '--conditions=tfm-src',
    '--disable-warning=ExperimentalWarning',
    script,
    JSON.stringify(orders),
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, answer: async () => JSON.parse((await lines.next()).value ?? 'null') };
}

async function end(child: ChildProcess): Promise<void> {
  child.stdin?.end('end\n');
  if (child.exitCode === null) await once(child, 'exit');
}

export function describeProcesses(subject: ContractSubject): void {
  const { dialect } = subject.adapter;
  const { otherProcesses } = subject.lacks;
  describe('readers and other processes', () => {
    const rig = useRig(subject);

    /** Publishes version after version of a table, under a view. */
    const publisher = async () => {
      const { connection, name, run } = rig();
      const [table, view] = [name(), name()];
      const rows = (version: number) => `select ${version} as ver from (${subject.sql.series(1000)}) as s`;
      await run(
        dialect.createTableAs(table, rows(0)),
        dialect.createView(view, `select * from ${dialect.relation(table)}`),
      );
      const sql = `select min(ver), max(ver), count(*) from ${dialect.relation(view)}`;
      const publish = async (version: number) => {
        const staged = name('staged');
        await run(dialect.createTableAs(staged, rows(version)));
        const swap = async (transaction: Executor) => {
          for (const statement of [...dialect.drop(table, 'table'), ...dialect.renameTable(staged, table)]) {
            await transaction.execute(statement);
          }
        };
        await connection.transaction(swap);
        await connection.settle();
      };
      return { sql, publish };
    };

    test('a reader in this process sees the old or the new, never an error', async () => {
      const { sql, publish } = await publisher();
      const reader = await open(subject, rig().folder);
      let ended = false;
      const seen: unknown[][] = [];
      const reading = (async () => {
        while (!ended) seen.push([...(await reader.query(sql)).rows[0]!]);
      })();
      for (let version = 1; version <= 15; version++) await publish(version);
      ended = true;
      await reading;
      await reader.close();
      expect(seen.length).toBeGreaterThan(5);
      for (const [least, greatest, count] of seen) expect([least, count]).toEqual([greatest, 1000n]);
      const versions = seen.map(([least]) => Number(least));
      expect(versions).toEqual([...versions].sort((a, b) => a - b));
    });

    test(
      otherProcesses === undefined
        ? 'so does one in another process'
        : `lacks readers in other processes: ${otherProcesses}`,
      async () => {
        const { sql, publish } = await publisher();
        const { child, answer } = otherProcess(subject, rig().folder, 'read', sql);
        const first = await answer();
        if (otherProcesses !== undefined) {
          expect(first).toMatchObject({ error: { kind: 'locked' } });
          expect(first.error.message).toContain(String(process.pid));
          await end(child);
          return;
        }
        expect(first).toEqual({ ready: true });
        for (let version = 1; version <= 15; version++) await publish(version);
        child.stdin?.end();
        const seen = await answer();
        expect(seen).toMatchObject({ errors: [], mixed: 0, backwards: 0 });
        expect(seen.reads).toBeGreaterThan(5);
        await end(child);
      },
    );
  });

  describe('a database that another process has open', () => {
    const folder = useFolder();

    test(
      otherProcesses === undefined ? 'can be opened' : 'is locked, and the message names the process',
      async () => {
        await (await open(subject, folder())).close();
        const { child, answer } = otherProcess(subject, folder(), 'hold');
        expect(await answer()).toEqual({ ready: true });
        if (otherProcesses === undefined) {
          await (await open(subject, folder())).close();
        } else {
          const error = await rejection(open(subject, folder()));
          expect(error).toMatchObject({ name: 'WarehouseError', kind: 'locked', retryable: false });
          expect((error as Error).message).toContain(`PID ${child.pid}`);
        }
        await end(child);
        const connection = await open(subject, folder());
        expect((await connection.query('select 1 as a')).rows).toEqual([[1n]]);
        await connection.close();
      },
    );

    test('is free again when the process was killed', async () => {
      const { child, answer } = otherProcess(subject, folder(), 'hold');
      expect(await answer()).toEqual({ ready: true });
      child.kill('SIGKILL');
      await once(child, 'exit');
      const connection = await open(subject, folder());
      await connection.execute('create table after_kill (a integer)');
      await connection.close();
    });

    test('is free again when the process was killed in the middle of a statement', async () => {
      const table = dialect.relation({ database: null, schema: null, identifier: 'half_made' });
      const { child, answer } = otherProcess(
        subject,
        folder(),
        'write',
        `create table ${table} as ${subject.sql.endless}`,
      );
      expect(await answer()).toEqual({ ready: true });
      await pause(500);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const connection = await open(subject, folder());
      await connection.execute('create table after_kill_2 (a integer)');
      expect(await connection.columns({ database: null, schema: 'main', identifier: 'half_made' })).toEqual(
        [],
      );
      await connection.close();
    });

    test('is free at once after closing, even when streams were left open', async () => {
      const connection = await open(subject, folder());
      const { batches } = await connection.stream(subject.sql.series(1_000_000));
      await batches[Symbol.asyncIterator]().next();
      await connection.stream(subject.sql.series(1_000_000));
      await connection.close();
      const { child, answer } = otherProcess(subject, folder(), 'open');
      expect(await answer()).toEqual({ ready: true });
      await end(child);
    });
  });
}
