import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Connection, LockRecord } from '@tfm/core';
import { afterAll, beforeAll } from 'vitest';
import { processStarted } from '../process/process-started.ts';
import type { ContractSubject, Rig } from './subject.ts';

/** A folder that is removed after the cases of the surrounding group. */
export function useFolder(): () => string {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tfm-contract-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** One connection for the cases of the surrounding group. */
export function useRig(subject: ContractSubject): () => Rig {
  const folder = useFolder();
  let rig: Rig | undefined;
  beforeAll(async () => {
    const target = subject.makeTarget(folder());
    rig = makeRig(subject, await open(subject, folder()), folder(), target);
  });
  afterAll(() => rig?.connection.close());
  return () => rig!;
}

/** Another connection to the folder's database. */
export function open(subject: ContractSubject, folder: string, readOnly = false): Promise<Connection> {
  return subject.adapter.connect(subject.makeTarget(folder), { projectDir: folder, threads: 4, readOnly });
}

function makeRig(
  subject: ContractSubject,
  connection: Connection,
  folder: string,
  target: Rig['target'],
): Rig {
  const { dialect } = subject.adapter;
  let names = 0;
  return {
    connection,
    folder,
    target,
    name: (hint = 'r') => {
      const { database, schema } = connection.info;
      names++;
      return { database, schema, identifier: `${hint}_${names}` };
    },
    run: async (...statements) => {
      for (const sql of statements.flat()) await connection.execute(sql);
    },
    rowsOf: async (name) =>
      (await connection.query(`select * from ${dialect.relation(name)} order by 1`)).rows,
  };
}

/** A lock record of this process, or of one that only looks like it. */
export function lockRecord(nonce: string, changes: Partial<LockRecord> = {}): LockRecord {
  return {
    nonce,
    operation: 'build',
    runId: `run-${nonce}`,
    who: 'somebody',
    host: hostname(),
    pid: process.pid,
    processStarted: processStarted(process.pid) ?? '',
    toolVersion: '0.0.0',
    takenAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

/** Drivers do things when their objects are collected: not always things that anyone wants. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 2; round++) {
    collect();
    await pause(10);
  }
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('Expected a rejection');
}
