import { WarehouseError, type WarehouseErrorKind } from '@tfm/core';

/** What a failure was met in: the same words mean other things when a file is being opened. */
export type Phase = 'open' | 'statement' | 'commit';

interface Told {
  readonly type: string;
  readonly message: string;
  /** Bytes of UTF-8 into the statement. */
  readonly position: number | undefined;
}

/** The driver's error in our words. Errors that are ours already pass through. */
export function duckdbError(error: unknown, phase: Phase, sql?: string): WarehouseError {
  if (error instanceof WarehouseError) return error;
  const told = tell(error instanceof Error ? error.message : String(error));
  const kind = kindOf(told, phase);
  if (kind === 'locked') return lockedError(told.message, error);
  const details = { sql, cause: error, position: offsetOf(sql, told.position), hint: hintFor(told, kind) };
  return new WarehouseError(kind, kind === 'interrupted' ? 'Interrupted' : wording(told), details);
}

/** Whether the instance is of no more use: after a failed checkpoint each of its calls fails, for good. */
export function instanceIsGone(error: WarehouseError): boolean {
  return /^FATAL Error|database has been invalidated/i.test(error.message);
}

/**
 * Connections run with `errors_as_json`: `Parser Error: {"exception_type":…,"position":"14"}`. The text form
 * (`LINE 3: … ^`) points at columns of a terminal instead, cuts long lines, and is met only while opening.
 */
function tell(text: string): Told {
  const brace = text.indexOf('{"exception_type"');
  if (brace >= 0) {
    try {
      const json = JSON.parse(text.slice(brace)) as Record<string, string>;
      const position = json.position === undefined ? undefined : Number(json.position);
      return { type: json.exception_type ?? '', message: json.exception_message ?? '', position };
    } catch {
      // Cut or changed by the driver: read it as text.
    }
  }
  const plain = /^(?:Failed to [^:]+: )?([A-Z][A-Za-z ]*?) Error: ([\s\S]*)$/.exec(text);
  const message = (plain?.[2] ?? text).replace(/\n\nLINE \d+: [\s\S]*$/, '');
  return { type: plain?.[1] ?? '', message, position: undefined };
}

const BY_TYPE: Readonly<Record<string, WarehouseErrorKind>> = {
  interrupt: 'interrupted',
  constraint: 'constraint',
  'out of memory': 'resource',
  fatal: 'connection',
  internal: 'connection',
  connection: 'connection',
  http: 'connection',
  network: 'connection',
};

function kindOf({ type, message }: Told, phase: Phase): WarehouseErrorKind {
  const name = type.toLowerCase();
  if (/Could not set lock on file/.test(message)) return 'locked';
  if (/write-write conflict|Conflict on |transaction conflict|Failed to commit: .*conflict/i.test(message))
    return 'conflict';
  if (/No space left on device|disk quota|max_temp_directory_size|Disk full|failed to offload/i.test(message))
    return 'resource';
  if (/database has been invalidated/.test(message)) return 'connection';
  // Of the appender, which names no type.
  if (/^(Failed to append: )?(PRIMARY KEY or UNIQUE|NOT NULL|CHECK) constraint/.test(message))
    return 'constraint';
  if (phase === 'open') return openKind(name, message);
  return BY_TYPE[name] ?? 'statement';
}

function openKind(name: string, message: string): WarehouseErrorKind {
  if (
    /not a valid DuckDB database|Could not read enough bytes|Corrupt|checksum|Is a directory/i.test(message)
  ) {
    return 'not-a-database';
  }
  if (name === 'serialization' || name === 'corrupt') return 'not-a-database';
  // A wrong option of the profile.
  if (name === 'invalid input' || name === 'catalog' || name === 'parser') return 'statement';
  return BY_TYPE[name] ?? 'connection';
}

function lockedError(message: string, cause: unknown): WarehouseError {
  const file = /lock on file "(.*?)"/.exec(message)?.[1];
  const holder = /lock is held in (.*?) \(PID (\d+)\)/.exec(message);
  const who = holder === null ? 'another process' : `another process (PID ${holder[2]}, ${holder[1]})`;
  return new WarehouseError(
    'locked',
    `The database ${file === undefined ? '' : `"${file}" `}is open in ${who}`,
    {
      cause,
      hint: 'a DuckDB file belongs to one process at a time: close it there, or wait',
    },
  );
}

/** Its guess may be a table of the engine's or of ours: nobody means those. */
const foreignGuess = /\nDid you mean "(?:pg_|duckdb_|sqlite_|_tfm\.|__tfm_)[^"\n]*"\?/;

function wording({ type, message }: Told): string {
  const words = message.replace(foreignGuess, '');
  return type === '' ? words : `${type} Error: ${words}`;
}

function hintFor({ type, message }: Told, kind: WarehouseErrorKind): string | undefined {
  if (kind === 'not-a-database')
    return 'move the file away to start with an empty database, or set another "path"';
  if (kind === 'resource') return 'free disk space, or raise "memory_limit" in "settings" of the profile';
  if (/extension/i.test(type) || /INSTALL \w+;/.test(message)) {
    return 'tfm downloads no extension: install it with the DuckDB command line first';
  }
  return undefined;
}

/** Bytes of UTF-8 to UTF-16 units. An error inside a view points into the view's text: that may be beyond ours. */
function offsetOf(sql: string | undefined, bytes: number | undefined): number | undefined {
  if (sql === undefined || bytes === undefined || !Number.isInteger(bytes) || bytes < 0) return undefined;
  const encoded = Buffer.from(sql, 'utf8');
  return bytes > encoded.length ? undefined : encoded.subarray(0, bytes).toString('utf8').length;
}
