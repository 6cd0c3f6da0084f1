import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { processStarted } from '../process/process-started.ts';
import { lockRecord, open, useFolder, useRig } from './rig.ts';
import type { ContractSubject } from './subject.ts';

export function describeLock(subject: ContractSubject): void {
  describe('the build lock', () => {
    const rig = useRig(subject);

    test('is taken, held and given back', async () => {
      const { connection } = rig();
      expect(await connection.holdsLock('a')).toBe(false);
      expect(await connection.acquireLock(lockRecord('a'))).toEqual({ held: true, tookOver: undefined });
      expect(await connection.holdsLock('a')).toBe(true);
      expect(await connection.holdsLock('b')).toBe(false);
      expect(await connection.acquireLock(lockRecord('b'))).toEqual({ held: false, holder: lockRecord('a') });
      await connection.releaseLock('b');
      expect(await connection.holdsLock('a')).toBe(true);
      await connection.releaseLock('a');
      expect(await connection.holdsLock('a')).toBe(false);
      expect(await connection.acquireLock(lockRecord('c'))).toEqual({ held: true, tookOver: undefined });
      await connection.releaseLock('c');
    });

    test('is one for all connections of a process', async () => {
      const { connection, folder } = rig();
      const other = await open(subject, folder);
      expect(await connection.acquireLock(lockRecord('a'))).toMatchObject({ held: true });
      expect(await other.acquireLock(lockRecord('b'))).toEqual({ held: false, holder: lockRecord('a') });
      await connection.releaseLock('a');
      expect(await other.acquireLock(lockRecord('b'))).toMatchObject({ held: true });
      await other.releaseLock('b');
      await other.close();
      expect((await connection.query('select 1 as a')).rows).toEqual([[1n]]);
    });

    test('goes to one of many who want it at once', async () => {
      const { connection } = rig();
      const nonces = Array.from({ length: 8 }, (_, index) => `n${index}`);
      const outcomes = await Promise.all(nonces.map((nonce) => connection.acquireLock(lockRecord(nonce))));
      expect(outcomes.filter((outcome) => outcome.held)).toHaveLength(1);
      for (const nonce of nonces) await connection.releaseLock(nonce);
    });

    test('of a dead process is taken over, and so is one whose pid was given to another process', async () => {
      const { connection } = rig();
      const ended = spawn(process.execPath, ['-e', '']);
      await once(ended, 'exit');
      const dead = lockRecord('dead', { pid: ended.pid!, processStarted: 'once' });
      const reused = lockRecord('reused', { processStarted: 'at another time' });
      for (const holder of [dead, reused]) {
        await connection.acquireLock(holder);
        expect(await connection.acquireLock(lockRecord('next'))).toEqual({ held: true, tookOver: holder });
        expect(await connection.holdsLock(holder.nonce)).toBe(false);
        await connection.releaseLock('next');
      }
    });

    test('of a dead process goes to one of many who want it at once', async () => {
      const { connection, folder } = rig();
      const others = await Promise.all([open(subject, folder), open(subject, folder)]);
      await connection.acquireLock(lockRecord('stale', { processStarted: 'at another time' }));
      const wanted = [connection, ...others].map((each, index) => each.acquireLock(lockRecord(`n${index}`)));
      expect((await Promise.all(wanted)).filter((outcome) => outcome.held)).toHaveLength(1);
      for (let index = 0; index < 3; index++) await connection.releaseLock(`n${index}`);
      for (const other of others) await other.close();
    });

    test('of a living process stays', async () => {
      const { connection } = rig();
      const living = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      const started = processStarted(living.pid!);
      expect(started).toBeTypeOf('string');
      const holder = lockRecord('alive', { pid: living.pid!, processStarted: started! });
      await connection.acquireLock(holder);
      expect(await connection.acquireLock(lockRecord('next'))).toEqual({ held: false, holder });
      await connection.releaseLock(holder.nonce);
      living.kill('SIGKILL');
      await once(living, 'exit');
    });

    const isAlone = subject.lacks.otherProcesses !== undefined;
    test(`of another host ${isAlone ? 'is of a process that is gone: this one has the database' : 'stays'}`, async () => {
      const { connection } = rig();
      const far = lockRecord('far', { host: 'elsewhere', pid: 1 });
      await connection.acquireLock(far);
      expect(await connection.acquireLock(lockRecord('next'))).toEqual(
        isAlone ? { held: true, tookOver: far } : { held: false, holder: far },
      );
      await connection.releaseLock(isAlone ? 'next' : 'far');
    });
  });

  describe('the build lock of a connection that was closed', () => {
    const folder = useFolder();

    test('is still there for the next one', async () => {
      const first = await open(subject, folder());
      await first.acquireLock(lockRecord('a'));
      await first.close();
      const second = await open(subject, folder());
      expect(await second.acquireLock(lockRecord('b'))).toMatchObject({ held: false });
      await second.releaseLock('a');
      await second.close();
    });
  });
}
