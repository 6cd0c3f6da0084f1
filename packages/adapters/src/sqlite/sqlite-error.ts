import type { WarehouseErrorKind } from '@tfm/core';
import { errorPosition } from './error-position.ts';
import { sqliteLexis } from './lexis.ts';
import type { ChildError } from './protocol.ts';

export interface ErrorContext {
  readonly opening: boolean;
  readonly sql: string | undefined;
  /** What SQLite says to another text. */
  messageOf(sql: string): string | undefined;
}

/** An error of the driver in our words. It is plain data: it has to go through the channel. */
export function sqliteError(error: unknown, { opening, sql, messageOf }: ErrorContext): ChildError {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { readonly code?: unknown } | null)?.code;
  const kind = typeof code === 'string' ? kindOf(code, message, opening) : 'statement';
  const position =
    sql === undefined || kind !== 'statement'
      ? undefined
      : errorPosition(sql, message, sqliteLexis, messageOf);
  return { kind, message: wording(kind, message), position };
}

const KINDS: readonly (readonly [RegExp, WarehouseErrorKind])[] = [
  [/^SQLITE_CONSTRAINT/, 'constraint'],
  [/^SQLITE_(BUSY|LOCKED|SCHEMA|PROTOCOL)/, 'conflict'],
  [/^SQLITE_(NOTADB|CORRUPT|FORMAT)/, 'not-a-database'],
  [/^SQLITE_(FULL|NOMEM|IOERR)/, 'resource'],
  [/^SQLITE_INTERRUPT/, 'interrupted'],
  [/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH)/, 'connection'],
];

function kindOf(code: string, message: string, opening: boolean): WarehouseErrorKind {
  // What a query_only connection says of a statement that writes.
  if (code === 'SQLITE_READONLY' && !opening && /attempt to write a readonly database/.test(message))
    return 'statement';
  const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1] ?? 'statement';
  return opening && kind === 'conflict' ? 'locked' : kind;
}

function wording(kind: WarehouseErrorKind, message: string): string {
  if (kind === 'conflict' || kind === 'locked') return `${message} (another process is writing to it)`;
  if (/^unknown database /.test(message))
    return `${message}: a schema of SQLite is a file, which the target names under "schemas_and_paths"`;
  return message;
}
