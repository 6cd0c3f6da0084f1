import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { WarehouseError } from '@tfm/core';

const HEADER = 'SQLite format 3\0';

/**
 * The real path of a database file that can be opened, made when it is missing. SQLite itself opens an empty file
 * as an empty database without a word: one that was cut to nothing would be rebuilt from nothing.
 */
export async function prepareDatabaseFile(
  file: string,
  readOnly: boolean,
  create: (temporary: string) => Promise<void>,
): Promise<string> {
  try {
    const found = await stat(file).catch(() => undefined);
    if (found === undefined && readOnly) {
      throw new WarehouseError('connection', `There is no database at "${file}"`, {
        hint: 'build the project first',
      });
    }
    if (found === undefined) await createFile(file, create);
    else if (!found.isFile()) throw notADatabase(file, 'it is not a file');
    await checkHeader(file);
    return await realpath(file);
  } catch (error) {
    if (error instanceof WarehouseError) throw error;
    throw new WarehouseError('connection', `Cannot open "${file}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Makes an empty database beside its place and links it there: never an empty file under its name, and never one
 * that others may read. The files that SQLite puts beside it take over its mode.
 */
async function createFile(file: string, create: (temporary: string) => Promise<void>): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, `.tfm-${randomUUID()}.tmp`);
  try {
    await create(temporary);
    await chmod(temporary, 0o600);
    await link(temporary, file).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was first: its file it is. File systems without links get a rename.
      if (error.code !== 'EEXIST') await rename(temporary, file);
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

async function checkHeader(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) throw notADatabase(file, 'it is empty');
    const header = Buffer.alloc(100);
    const { bytesRead } = await handle.read(header, 0, 100, 0);
    if (bytesRead < 100 || header.toString('latin1', 0, 16) !== HEADER)
      throw notADatabase(file, 'it is of another kind');
    // With a write-ahead log, pages that the header counts may still be there and not here.
    const log = await stat(`${file}-wal`).catch(() => undefined);
    if (log !== undefined && log.size > 0) return;
    const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
    // The count of pages is only good when the last writer knew of it.
    const countIsValid = header.readUInt32BE(24) === header.readUInt32BE(92);
    if (countIsValid && size < header.readUInt32BE(28) * pageSize)
      throw notADatabase(file, 'its end is missing');
  } finally {
    await handle.close();
  }
}

function notADatabase(file: string, why: string): WarehouseError {
  return new WarehouseError('not-a-database', `"${file}" is no SQLite database: ${why}`, {
    hint: 'move the file away to start with an empty database, or set another "path"',
  });
}
