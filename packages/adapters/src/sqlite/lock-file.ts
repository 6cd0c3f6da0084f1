import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { type LockOutcome, type LockRecord, WarehouseError } from '@tfm/core';
import { holderIsDead, parseLockRecord } from '../process/lock-holder.ts';

/** Runs work while no other process can write to the database. */
type Alone = <T>(work: () => Promise<T>) => Promise<T>;

/** The lock file of a database. */
export function lockFileOf(database: string): string {
  return `${database}.tfm-lock`;
}

/**
 * Takes the lock, or says who has it. The file appears whole or not at all: written under another name, then
 * linked, which fails when the name is taken. A dead holder's file is replaced under the database's own write
 * lock: of two who find it, only one may, and if that one dies too, nothing is left behind.
 */
export async function acquireLockFile(file: string, record: LockRecord, alone: Alone): Promise<LockOutcome> {
  const temporary = `${file}-${record.nonce.replace(/[^\w-]/g, '')}.tmp`;
  try {
    await writeNew(temporary, JSON.stringify(record));
    if (await linked(temporary, file)) return { held: true, tookOver: undefined };
    const holder = await readHolder(file);
    if (holder !== undefined && !holderIsDead(holder)) return { held: false, holder };
    return await alone(async () => {
      // Things may have changed on the way here.
      const now = await readHolder(file);
      if (now !== undefined && !holderIsDead(now)) return { held: false, holder: now };
      await rename(temporary, file);
      return { held: true, tookOver: now };
    });
  } catch (error) {
    if (error instanceof WarehouseError) throw error;
    throw new WarehouseError(
      'resource',
      `Cannot write the lock file "${file}": ${(error as Error).message}`,
      { cause: error },
    );
  } finally {
    await rm(temporary, { force: true });
  }
}

export async function holdsLockFile(file: string, nonce: string): Promise<boolean> {
  return (await readHolder(file))?.nonce === nonce;
}

export async function releaseLockFile(file: string, nonce: string): Promise<void> {
  if (await holdsLockFile(file, nonce)) await rm(file, { force: true });
}

async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** False when the name is taken. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  }
  // A file system without links: the name first, then the content. A crash between the two leaves a file that
  // cannot be read, which counts as a dead holder's.
  try {
    await writeNew(to, await readFile(from, 'utf8'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is no lock, or none that can be read. */
async function readHolder(file: string): Promise<LockRecord | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseLockRecord(text);
}
