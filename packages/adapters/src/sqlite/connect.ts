import path from 'node:path';
import {
  type Cell,
  type Connection,
  type ConnectionInfo,
  type ConnectOptions,
  type ExecuteSummary,
  type Executor,
  type LockOutcome,
  type LockRecord,
  type RelationInfo,
  type RelationName,
  type ResultColumn,
  type ResultSet,
  type RowStream,
  type StatementOptions,
  type Target,
  type TypedColumn,
  WarehouseError,
} from '@tfm/core';
import { guardedTransaction } from '../sql/guarded-transaction.ts';
import { interrupted, makeSlots, sharedAbort } from '../sql/slots.ts';
import { firstWord, refuseTransactionControl } from '../sql/statement.ts';
import { appendRows } from './append.ts';
import { columnsOfRelation, inspectSchemas } from './catalog.ts';
import { ChildPool } from './child-pool.ts';
import { COMMIT, SqliteChild } from './child-process.ts';
import { prepareDatabaseFile } from './database-file.ts';
import { childExecutor, readCursor, withoutTransactionControl } from './executor.ts';
import { sqliteLexis } from './lexis.ts';
import { acquireLockFile, holdsLockFile, lockFileOf, releaseLockFile } from './lock-file.ts';
import { MEMORY, readSqliteSettings, type SqliteSettings } from './profile.ts';

export async function connectSqlite(target: Target, options: ConnectOptions): Promise<Connection> {
  const settings = readSqliteSettings(target.settings, target.schema, options.projectDir);
  // Opens the database in the end, and makes it before if need be.
  const child = new SqliteChild();
  const create = (file: string) => child.ask({ op: 'create', file });
  let children: ChildPool | undefined;
  try {
    const files = await prepareFiles(settings, options.readOnly, create);
    children = new ChildPool(files, options.readOnly, child);
    const version = await children.open();
    const database = target.settings.get('database');
    const info: ConnectionInfo = {
      database: typeof database === 'string' && database !== '' ? database : null,
      schema: target.schema,
      version,
      location: settings.file === MEMORY ? MEMORY : path.relative(options.projectDir, settings.file),
    };
    return new SqliteConnection(info, children, files.file);
  } catch (error) {
    await (children ?? child).close();
    throw error;
  }
}

/** All files there, checked, and by their real paths. */
async function prepareFiles(
  settings: SqliteSettings,
  readOnly: boolean,
  create: (temporary: string) => Promise<void>,
): Promise<SqliteSettings> {
  const prepare = (file: string) =>
    file === MEMORY ? Promise.resolve(MEMORY) : prepareDatabaseFile(file, readOnly, create);
  const file = await prepare(settings.file);
  const attach = [];
  for (const entry of settings.attach) attach.push({ ...entry, file: await prepare(entry.file) });
  return { ...settings, file, attach };
}

/** First words of statements that change the connection they run on, and no other. */
const CONNECTION_WIDE = new Set(['attach', 'detach', 'pragma']);

class SqliteConnection implements Connection {
  readonly info: ConnectionInfo;
  readonly #children: ChildPool;
  readonly #file: string;
  /** Whoever writes has the writing child for itself. */
  readonly #lane = makeSlots(1);
  /** The lock of a database in memory: nobody else can see it. */
  #memoryLock: LockRecord | undefined;
  #inTransaction = false;
  #committing = false;
  /** Aborted by `cancel`, then replaced. */
  #cancelled = sharedAbort();
  #closed = false;

  constructor(info: ConnectionInfo, children: ChildPool, file: string) {
    this.info = info;
    this.#children = children;
    this.#file = file;
  }

  async execute(sql: string, options?: StatementOptions): Promise<ExecuteSummary> {
    refuseTransactionControl(sql, sqliteLexis);
    const signal = this.#signal(options?.signal);
    return this.#onWriter(async (child) => {
      const summary = await childExecutor(child).execute(sql, { ...options, signal });
      if (CONNECTION_WIDE.has(firstWord(sql, sqliteLexis))) this.#children.keepForAll(sql, child);
      return summary;
    }, signal);
  }

  async query(sql: string, options?: StatementOptions): Promise<ResultSet> {
    refuseTransactionControl(sql, sqliteLexis);
    const signal = this.#signal(options?.signal);
    return this.#beside((child) => childExecutor(child).query(sql, { ...options, signal }), signal);
  }

  async describe(sql: string, options?: StatementOptions): Promise<readonly ResultColumn[]> {
    const signal = this.#signal(options?.signal);
    return this.#beside((child) => childExecutor(child).describe(sql, { ...options, signal }), signal);
  }

  async stream(sql: string, options?: StatementOptions): Promise<RowStream> {
    refuseTransactionControl(sql, sqliteLexis);
    const signal = this.#signal(options?.signal);
    if (this.#file === MEMORY) {
      // Only this one child can see the data, and an open cursor would keep everyone else from it.
      const { columns, rows } = await this.query(sql, options);
      return { columns, batches: oneBatch(rows) };
    }
    const reader = await this.#children.takeReader();
    try {
      return await readCursor(reader, sql, { ...options, signal }, () => this.#children.giveReader(reader));
    } catch (error) {
      this.#children.giveReader(reader);
      throw error;
    }
  }

  async append(
    table: RelationName,
    columns: readonly TypedColumn[],
    batches: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<number> {
    const signal = this.#signal(options?.signal);
    return this.#inWriteTransaction(
      (child) => appendRows(child, { table, columns, batches, signal }),
      signal,
    );
  }

  async transaction<T>(
    work: (transaction: Executor) => Promise<T>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<T> {
    const signal = this.#signal(options?.signal);
    return this.#inWriteTransaction((_child, executor) => work(executor), signal);
  }

  async inspect(
    schemas: readonly { readonly database: string | null; readonly schema: string }[],
  ): Promise<readonly RelationInfo[]> {
    const signal = this.#signal(undefined);
    return this.#beside((child) => inspectSchemas(childExecutor(child), schemas, signal), signal);
  }

  async columns(relation: RelationName): Promise<readonly ResultColumn[]> {
    const signal = this.#signal(undefined);
    return this.#beside((child) => columnsOfRelation(childExecutor(child), relation, signal), signal);
  }

  async acquireLock(record: LockRecord): Promise<LockOutcome> {
    if (this.#file !== MEMORY) {
      const alone = <T>(work: () => Promise<T>) => this.transaction(work);
      return acquireLockFile(lockFileOf(this.#file), record, alone);
    }
    if (this.#memoryLock !== undefined) return { held: false, holder: this.#memoryLock };
    this.#memoryLock = record;
    return { held: true, tookOver: undefined };
  }

  async holdsLock(nonce: string): Promise<boolean> {
    if (this.#file === MEMORY) return this.#memoryLock?.nonce === nonce;
    return holdsLockFile(lockFileOf(this.#file), nonce);
  }

  async releaseLock(nonce: string): Promise<void> {
    if (this.#memoryLock?.nonce === nonce) this.#memoryLock = undefined;
    if (this.#file !== MEMORY) await releaseLockFile(lockFileOf(this.#file), nonce);
  }

  async settle(): Promise<void> {
    try {
      await this.#onWriter(
        (child) => childExecutor(child).query('pragma wal_checkpoint(TRUNCATE)'),
        undefined,
      );
    } catch {
      // Someone reads an older version: a later checkpoint does it.
    }
  }

  async cancel(): Promise<void> {
    this.#cancelled.abort();
    this.#cancelled = sharedAbort();
    // Between two statements of a transaction nothing runs, and yet the transaction is to end.
    if (this.#inTransaction && !this.#committing) this.#children.killWriter();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.cancel();
    await this.#children.close();
  }

  /** Work on the writing child, when nobody else is at it. */
  #onWriter<T>(work: (child: SqliteChild) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return this.#lane.run(async () => work(await this.#children.writer()), signal);
  }

  /** A reading request: during a transaction it sees what was committed before, on a child of its own. */
  async #beside<T>(work: (child: SqliteChild) => Promise<T>, signal: AbortSignal): Promise<T> {
    if (!this.#inTransaction) return this.#onWriter(work, signal);
    if (this.#file === MEMORY) return work(await this.#children.writer());
    const reader = await this.#children.takeReader();
    try {
      return await work(reader);
    } finally {
      this.#children.giveReader(reader);
    }
  }

  #inWriteTransaction<T>(
    work: (child: SqliteChild, executor: Executor) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    return this.#onWriter(async (child) => {
      const executor = childExecutor(child, signal);
      const steps = {
        begin: async () => {
          // Not a plain BEGIN: one that has read and then wants to write fails when someone wrote meanwhile.
          await executor.execute('begin immediate');
          this.#inTransaction = true;
        },
        commit: async () => {
          if (signal.aborted) throw interrupted();
          this.#committing = true;
          await child.ask({ op: 'execute', sql: COMMIT, parameters: [] });
        },
        rollback: async () => {
          // A child that was ended has no transaction any more.
          if (child.usable) await child.ask({ op: 'rollback' });
        },
      };
      try {
        return await guardedTransaction(withoutTransactionControl(executor), steps, (guarded) =>
          work(child, guarded),
        );
      } finally {
        this.#inTransaction = false;
        this.#committing = false;
      }
    }, signal);
  }

  #signal(given: AbortSignal | undefined): AbortSignal {
    if (this.#closed) throw new WarehouseError('connection', 'The connection is closed');
    const { signal } = this.#cancelled;
    return given === undefined ? signal : AbortSignal.any([given, signal]);
  }
}

async function* oneBatch(
  rows: readonly (readonly Cell[])[],
): AsyncGenerator<readonly (readonly Cell[])[], void> {
  if (rows.length > 0) yield rows;
}
