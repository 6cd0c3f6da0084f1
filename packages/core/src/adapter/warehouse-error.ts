/**
 * Why the warehouse said no.
 *
 * - `statement`: the SQL is wrong or its data does not fit (the user's mistake)
 * - `constraint`: data broke a constraint of the table it was written to
 * - `conflict`: a deadlock, a serialisation failure, a busy database: the transaction may be tried again
 * - `locked`: another process owns the database
 * - `connection`: it cannot be reached, or the connection broke before COMMIT was sent
 * - `outcome-unknown`: the connection broke after COMMIT was sent
 * - `resource`: disk, memory or connections ran out
 * - `interrupted`: cancelled by us
 * - `timeout`: took longer than it may
 * - `not-a-database`: the file is not a database of this kind, or is damaged
 * - `unsupported`: this warehouse cannot do that
 */
export type WarehouseErrorKind =
  | 'statement'
  | 'constraint'
  | 'conflict'
  | 'locked'
  | 'connection'
  | 'outcome-unknown'
  | 'resource'
  | 'interrupted'
  | 'timeout'
  | 'not-a-database'
  | 'unsupported';

/** The database said no. Made at the adapter's edge only; everything else passes it on. */
export class WarehouseError extends Error {
  override readonly name = 'WarehouseError';
  readonly kind: WarehouseErrorKind;
  /** An allow-list: true only where the same statement can succeed a moment later. */
  readonly retryable: boolean;
  readonly sql: string | undefined;
  /** Offset into `sql`, in UTF-16 units, where the database pointed at. */
  readonly position: number | undefined;
  readonly hint: string | undefined;

  constructor(
    kind: WarehouseErrorKind,
    message: string,
    details: {
      readonly sql?: string | undefined;
      readonly position?: number | undefined;
      readonly hint?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.retryable = kind === 'conflict';
    this.sql = details.sql;
    this.position = details.position;
    this.hint = details.hint;
  }
}
