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
import { interrupted, sharedAbort } from '../sql/slots.ts';
import { firstWord, refuseTransactionControl } from '../sql/statement.ts';
import { appendRows } from './append.ts';
import { columnsOfRelation, inspectSchemas } from './catalog.ts';
import { duckdbLexis } from './dialect.ts';
import { duckdbError } from './duckdb-error.ts';
import { acquireBuildLock, holdsBuildLock, releaseBuildLock } from './lock.ts';
import { takeOwner } from './owner.ts';
import { type DuckdbSettings, databaseNameOf, MEMORY, readDuckdbSettings } from './profile.ts';
import type { Cursor, Session } from './session.ts';
import { SessionPool, threadPoolSize } from './session-pool.ts';
import { settingStatements, setUpDatabase } from './set-up.ts';

export async function connectDuckdb(target: Target, options: ConnectOptions): Promise<Connection> {
  const settings = readDuckdbSettings(target.settings, options.projectDir);
  const { owner, leave } = await takeOwner(settings, options.readOnly);
  /** Statements that speak to a connection, for those that come later. */
  const sessionStatements: string[] = settingStatements(settings);
  const prepare = async (session: Session) => {
    while (session.settingsApplied < sessionStatements.length) {
      await session.execute(sessionStatements[session.settingsApplied]!);
      session.settingsApplied++;
    }
  };
  const pool = new SessionPool(owner, Math.max(1, Math.min(options.threads, threadPoolSize())), prepare);
  try {
    await pool.use((session) => owner.exclusively(() => setUpDatabase(session, settings)));
    const info = await pool.use((session) => readInfo(session, settings, target, options));
    return new DuckdbConnection({ info, pool, sessionStatements, leave });
  } catch (error) {
    pool.close();
    leave();
    throw duckdbError(error, 'open');
  }
}

async function readInfo(
  session: Session,
  settings: DuckdbSettings,
  target: Target,
  { projectDir }: ConnectOptions,
): Promise<ConnectionInfo> {
  const { rows } = await session.query('select version()');
  return {
    database: databaseNameOf(settings.path),
    schema: target.schema,
    version: String(rows[0]?.[0]),
    location: settings.path === MEMORY ? MEMORY : path.relative(projectDir, settings.path),
  };
}

interface Parts {
  readonly info: ConnectionInfo;
  readonly pool: SessionPool;
  readonly sessionStatements: string[];
  leave(): void;
}

/** First words of statements that change the connection they run on, and no other. */
const CONNECTION_WIDE = new Set(['set', 'reset', 'use']);

class DuckdbConnection implements Connection {
  readonly info: ConnectionInfo;
  readonly #pool: SessionPool;
  readonly #sessionStatements: string[];
  readonly #leave: () => void;
  readonly #cursors = new Set<{ readonly cursor: Cursor; release(): Promise<void> }>();
  /** Aborted by `cancel`, then replaced. */
  #cancelled = sharedAbort();
  #closed = false;

  constructor({ info, pool, sessionStatements, leave }: Parts) {
    this.info = info;
    this.#pool = pool;
    this.#sessionStatements = sessionStatements;
    this.#leave = leave;
  }

  async execute(sql: string, options?: StatementOptions): Promise<ExecuteSummary> {
    refuseTransactionControl(sql, duckdbLexis);
    const signal = this.#signal(options?.signal);
    return this.#pool.use(async (session) => {
      const summary = await session.execute(sql, { ...options, signal });
      if (CONNECTION_WIDE.has(firstWord(sql, duckdbLexis))) this.#keepForAll(sql, session);
      return summary;
    }, signal);
  }

  async query(sql: string, options?: StatementOptions): Promise<ResultSet> {
    refuseTransactionControl(sql, duckdbLexis);
    const signal = this.#signal(options?.signal);
    return this.#pool.use((session) => session.query(sql, { ...options, signal }), signal);
  }

  async describe(sql: string, options?: StatementOptions): Promise<readonly ResultColumn[]> {
    const signal = this.#signal(options?.signal);
    return this.#pool.use((session) => session.describe(sql, { ...options, signal }), signal);
  }

  async stream(sql: string, options?: StatementOptions): Promise<RowStream> {
    refuseTransactionControl(sql, duckdbLexis);
    const signal = this.#signal(options?.signal);
    const pool = this.#pool;
    const session = await pool.take();
    let cursor: Cursor;
    try {
      cursor = await pool.inSlot(() => session.openCursor(sql, { ...options, signal }), signal);
    } catch (error) {
      pool.give(session);
      throw error;
    }
    const release = async () => {
      if (!this.#cursors.delete(open)) return;
      await cursor.finish();
      pool.give(session);
    };
    const open = { cursor, release };
    this.#cursors.add(open);
    const limit = options?.maxRows ?? Number.POSITIVE_INFINITY;
    return {
      columns: cursor.columns,
      batches: readBatches(cursor, limit, release, (next) => pool.inSlot(next, signal)),
    };
  }

  async append(
    table: RelationName,
    columns: readonly TypedColumn[],
    batches: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<number> {
    const signal = this.#signal(options?.signal);
    const session = await this.#pool.take();
    try {
      return await appendRows(session, { table, columns, batches, signal });
    } finally {
      this.#pool.give(session);
    }
  }

  async transaction<T>(
    work: (transaction: Executor) => Promise<T>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<T> {
    const signal = this.#signal(options?.signal);
    const session = await this.#pool.take();
    const inSlot = <R>(run: () => Promise<R>) => this.#pool.inSlot(run, signal);
    const merged = (statement: StatementOptions | undefined) => ({
      ...statement,
      signal: statement?.signal === undefined ? signal : AbortSignal.any([statement.signal, signal]),
    });
    const plain = (sql: string, phase: 'statement' | 'commit') =>
      inSlot(() => session.guard(async () => void (await session.connection.run(sql)), { phase }));
    const executor: Executor = {
      execute: async (sql, statement) => {
        refuseTransactionControl(sql, duckdbLexis);
        return inSlot(() => session.execute(sql, merged(statement)));
      },
      query: async (sql, statement) => {
        refuseTransactionControl(sql, duckdbLexis);
        return inSlot(() => session.query(sql, merged(statement)));
      },
      describe: (sql, statement) => inSlot(() => session.describe(sql, merged(statement))),
    };
    const steps = {
      begin: () => plain('begin transaction', 'statement'),
      commit: async () => {
        if (signal.aborted) throw interrupted();
        // In an aborted transaction COMMIT succeeds and keeps nothing; any other statement fails.
        await plain('select 1', 'statement');
        await plain('commit', 'commit');
      },
      // Not cancellable: a session goes back to the pool without a transaction, or not at all.
      rollback: async () => {
        try {
          await session.connection.run('rollback');
        } catch (error) {
          if (!/no transaction is active/.test(String(error))) session.retired = true;
        }
      },
    };
    try {
      return await guardedTransaction(executor, steps, work);
    } finally {
      this.#pool.give(session);
    }
  }

  async inspect(
    schemas: readonly { readonly database: string | null; readonly schema: string }[],
  ): Promise<readonly RelationInfo[]> {
    const signal = this.#signal(undefined);
    return this.#pool.use((session) => inspectSchemas(session, schemas, signal), signal);
  }

  async columns(relation: RelationName): Promise<readonly ResultColumn[]> {
    const signal = this.#signal(undefined);
    return this.#pool.use((session) => columnsOfRelation(session, relation, signal), signal);
  }

  async acquireLock(record: LockRecord): Promise<LockOutcome> {
    return this.#pool.owner.exclusively(() => acquireBuildLock(this, this.info.database, record));
  }

  async holdsLock(nonce: string): Promise<boolean> {
    return holdsBuildLock(this, this.info.database, nonce);
  }

  async releaseLock(nonce: string): Promise<void> {
    await this.#pool.owner.exclusively(() => releaseBuildLock(this, this.info.database, nonce));
  }

  async settle(): Promise<void> {
    try {
      await this.#pool.use((session) => session.execute('checkpoint'));
    } catch {
      // Other transactions are open, or the disk is full: the next checkpoint does it.
    }
  }

  async cancel(): Promise<void> {
    this.#cancelled.abort();
    this.#cancelled = sharedAbort();
    for (const { cursor } of this.#cursors) cursor.stop();
    this.#pool.interruptAll();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.cancel();
    for (const open of [...this.#cursors]) await open.release();
    this.#pool.close();
    this.#leave();
  }

  #signal(given: AbortSignal | undefined): AbortSignal {
    if (this.#closed) throw new WarehouseError('connection', 'The connection is closed');
    const { signal } = this.#cancelled;
    return given === undefined ? signal : AbortSignal.any([given, signal]);
  }

  #keepForAll(sql: string, session: Session): void {
    this.#sessionStatements.push(sql);
    session.settingsApplied = this.#sessionStatements.length;
  }
}

async function* readBatches(
  cursor: Cursor,
  maxRows: number,
  release: () => Promise<void>,
  inSlot: <T>(next: () => Promise<T>) => Promise<T>,
): AsyncGenerator<readonly (readonly Cell[])[], void> {
  try {
    let left = maxRows;
    while (left > 0) {
      const batch = await inSlot(() => cursor.next());
      if (batch === undefined) break;
      yield batch.length > left ? batch.slice(0, left) : batch;
      left -= batch.length;
    }
  } finally {
    await release();
  }
}
