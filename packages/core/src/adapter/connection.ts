import type { TypedColumn } from '../project/column-type.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import type { Cell, ResultColumn, ResultSet } from './cell.ts';

export interface StatementOptions {
  readonly parameters?: readonly Cell[];
  /** Aborting cancels the statement in the warehouse; the call then rejects with kind `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /** At most so many rows are read; the rest is never fetched. */
  readonly maxRows?: number;
}

export interface ExecuteSummary {
  /** Rows written, where the warehouse tells. */
  readonly rowCount: number | undefined;
}

/** What runs statements: a connection (each statement its own transaction) or an open transaction. */
export interface Executor {
  /** Exactly one statement. */
  execute(sql: string, options?: StatementOptions): Promise<ExecuteSummary>;
  query(sql: string, options?: StatementOptions): Promise<ResultSet>;
  /** Names and types of a query's columns, without running it. */
  describe(sql: string, options?: StatementOptions): Promise<readonly ResultColumn[]>;
}

export interface RelationInfo {
  readonly name: RelationName;
  readonly kind: RelationKind;
}

/** Who holds the build lock. All of it is shown to the next one who wants it. */
export interface LockRecord {
  readonly nonce: string;
  readonly operation: string;
  readonly runId: string;
  readonly who: string;
  /** `os.hostname()`. */
  readonly host: string;
  readonly pid: number;
  /**
   * When the process began, as the operating system says it; tells a reused pid from the holder. In the spelling
   * of `processStarted(pid)` of `@tfm/adapters`: adapters compare with that.
   */
  readonly processStarted: string;
  readonly toolVersion: string;
  /** ISO time, UTC. */
  readonly takenAt: string;
}

export type LockOutcome =
  | {
      readonly held: true /** The dead holder whose lock was taken over. */;
      readonly tookOver: LockRecord | undefined;
    }
  | { readonly held: false; readonly holder: LockRecord };

export interface ConnectionInfo {
  /** The names that relations of this target get when the project says nothing else. */
  readonly database: string | null;
  readonly schema: string;
  /** The engine's version. */
  readonly version: string;
  /** Where the data lies, for people: a path relative to the project, or host and database. Never a secret. */
  readonly location: string;
}

/**
 * An open warehouse. I/O only: it decides nothing and knows no project. Calls may overlap up to
 * `capabilities.maxParallelStatements`; more of them wait their turn inside.
 *
 * Every method rejects with `WarehouseError` and nothing else.
 */
export interface Connection extends Executor {
  readonly info: ConnectionInfo;
  /** Rows batch by batch with back-pressure; nothing is held in memory but the batch. */
  stream(sql: string, options?: StatementOptions): Promise<RowStream>;
  /** Bulk insert. Rows are arrays in the order of `columns`. All of them or none. Returns the number of rows. */
  append(
    table: RelationName,
    columns: readonly TypedColumn[],
    batches: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<number>;
  /**
   * One write transaction. The first error, whatever it is, leads to ROLLBACK and never to COMMIT; a COMMIT that
   * did not take effect is an error, not a success.
   */
  transaction<T>(
    work: (transaction: Executor) => Promise<T>,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<T>;
  /** All relations of these schemas. A schema that does not exist has none. */
  inspect(
    schemas: readonly { readonly database: string | null; readonly schema: string }[],
  ): Promise<readonly RelationInfo[]>;
  /** Columns in the table's order; empty when the relation does not exist. */
  columns(relation: RelationName): Promise<readonly ResultColumn[]>;
  /** Takes the one build lock of this target, or says who has it. A dead holder on this host is taken over. */
  acquireLock(record: LockRecord): Promise<LockOutcome>;
  /** The fence of the publishing transaction: a paused holder whose lock was taken over must not publish. */
  holdsLock(nonce: string): Promise<boolean>;
  releaseLock(nonce: string): Promise<void>;
  /** Housekeeping after publishing (checkpoint). Best effort: never rejects. */
  settle(): Promise<void>;
  /** Cancels everything that runs. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

export interface RowStream {
  readonly columns: readonly ResultColumn[];
  readonly batches: AsyncIterable<readonly (readonly Cell[])[]>;
}
