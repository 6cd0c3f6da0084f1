import { randomUUID } from 'node:crypto';
import { chmodSync, statSync } from 'node:fs';
import { chmod, link, mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { WarehouseError } from '@tfm/core';
import { type Driver, loadDriver } from './driver.ts';
import { duckdbError } from './duckdb-error.ts';
import { type DuckdbSettings, MEMORY } from './profile.ts';

/**
 * The one opening of a database file in this process. Two instances on one file do not see each other's commits,
 * and closing one of them frees the other's file lock: so all connections to a real path share its owner.
 */
export class Owner {
  readonly driver: Driver;
  /** Counts reopenings: connections of an older one are of no more use. */
  generation = 0;
  readonly #open: () => Promise<DuckDBInstance>;
  readonly #log: string | undefined;
  #instance: DuckDBInstance | undefined;
  #opening: Promise<DuckDBInstance> | undefined;
  #users = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** `file` is absent for a database in memory. */
  constructor(driver: Driver, open: () => Promise<DuckDBInstance>, file?: string) {
    this.driver = driver;
    this.#open = open;
    const isPrivate = file !== undefined && (statSync(file).mode & 0o077) === 0;
    this.#log = isPrivate ? `${file}.wal` : undefined;
  }

  async connect(): Promise<DuckDBConnection> {
    this.#opening ??= this.#open();
    try {
      this.#instance = await this.#opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
    return this.#instance.connect();
  }

  /** After a failed checkpoint every call of an instance fails, for good: the next connection opens it anew. */
  invalidate(generation: number): void {
    if (generation !== this.generation) return;
    this.generation++;
    this.#closeInstance();
  }

  /**
   * Gives the write-ahead log the mode of a database that only its owner may read: the engine makes it by the
   * process's mask, again and again, with the same rows in it.
   */
  guardLog(): void {
    if (this.#log === undefined) return;
    try {
      chmodSync(this.#log, 0o600);
    } catch {
      // There is none at the moment.
    }
  }

  /** Runs such pieces of work one after the other: within the process they have no other lock. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  enter(): void {
    this.#users++;
  }

  /** True when the last user has left: the file is closed then. */
  leave(): boolean {
    this.#users--;
    if (this.#users > 0) return false;
    this.#closeInstance();
    return true;
  }

  #closeInstance(): void {
    this.#opening = undefined;
    this.#instance?.closeSync();
    this.#instance = undefined;
  }
}

const owners = new Map<string, { readonly owner: Owner; readonly readOnly: boolean }>();

/** The owner of the settings' database, and the way to leave it. */
export async function takeOwner(
  settings: DuckdbSettings,
  readOnly: boolean,
): Promise<{ readonly owner: Owner; leave(): void }> {
  const driver = await loadDriver();
  const options = { ...settings.configOptions, autoinstall_known_extensions: 'false' };
  if (settings.path === MEMORY) {
    const owner = new Owner(driver, () => driver.DuckDBInstance.create(MEMORY, options));
    owner.enter();
    return { owner, leave: () => void owner.leave() };
  }
  const real = await prepareFile(driver, settings.path, options, readOnly);
  const known = owners.get(real);
  if (known?.readOnly && !readOnly) {
    throw new WarehouseError('locked', `The database "${real}" is open for reading only in this process`);
  }
  const access = readOnly ? { ...options, access_mode: 'READ_ONLY' } : options;
  const owner = known?.owner ?? new Owner(driver, () => openInstance(driver, real, access), real);
  owners.set(real, { owner, readOnly: known?.readOnly ?? readOnly });
  owner.enter();
  const leave = () => {
    if (owner.leave()) owners.delete(real);
  };
  return { owner, leave };
}

async function openInstance(
  driver: Driver,
  file: string,
  options: Record<string, string>,
): Promise<DuckDBInstance> {
  try {
    return await driver.DuckDBInstance.create(file, options);
  } catch (error) {
    throw duckdbError(error, 'open');
  }
}

/** The real path of the database file, made when it is missing. */
async function prepareFile(
  driver: Driver,
  file: string,
  options: Record<string, string>,
  readOnly: boolean,
): Promise<string> {
  try {
    const found = await stat(file).catch(() => undefined);
    if (found === undefined && readOnly) {
      throw new WarehouseError('connection', `There is no database at "${file}"`, {
        hint: 'build the project first',
      });
    }
    if (found === undefined) await createFile(driver, file, options);
    return await realpath(file);
  } catch (error) {
    if (error instanceof WarehouseError) throw error;
    throw new WarehouseError('connection', `Cannot open "${file}": ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Makes an empty database beside its place and links it there: never a half-written file under its name, and
 * never one that others may read, not even for a moment.
 */
async function createFile(driver: Driver, file: string, options: Record<string, string>): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, `.tfm-${randomUUID()}.tmp`);
  try {
    const instance = await openInstance(driver, temporary, options);
    // The engine writes the header when the first connection comes.
    (await instance.connect()).closeSync();
    instance.closeSync();
    await chmod(temporary, 0o600);
    await link(temporary, file).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was first: its file it is. File systems without links get a rename.
      if (error.code !== 'EEXIST') await rename(temporary, file);
    });
  } finally {
    await rm(temporary, { force: true });
    await rm(`${temporary}.wal`, { force: true });
  }
}
