import type { CellKind } from '@tfm/core';

export interface DeclaredType {
  readonly kind: CellKind;
  /** Of a decimal that names one. */
  readonly scale: number | undefined;
}

/** The first pattern that fits decides, as with SQLite's own rules of affinity. */
const KINDS: readonly (readonly [RegExp, CellKind])[] = [
  [/^BOOL/, 'boolean'],
  [/^(DECIMAL|DECIMAL_TEXT|DEC|NUMERIC|NUMBER)\b/, 'decimal'],
  [/^JSON/, 'json'],
  [/^(TIMESTAMPTZ|TIMESTAMP WITH TIME ZONE)/, 'timestamptz'],
  [/^(TIMESTAMP|DATETIME)/, 'timestamp'],
  [/^TIME/, 'time'],
  [/^DATE/, 'date'],
  [/CHAR|CLOB|TEXT|STRING|UUID/, 'text'],
  [/BLOB|BINARY|BYTEA/, 'blob'],
  [/REAL|FLOA|DOUB/, 'double'],
  // Behind the others: "INTERVAL" and "POINT" hold the letters too.
  [/^(UNSIGNED |TINY|SMALL|MEDIUM|BIG|HUGE|U)*INT(EGER)?\d*\b/, 'integer'],
];

/** What a column holds, by the type that its table declares. */
export function declaredType(name: string): DeclaredType {
  const upper = name.trim().toUpperCase();
  const kind = KINDS.find(([pattern]) => pattern.test(upper))?.[1] ?? 'other';
  if (kind !== 'decimal') return { kind, scale: undefined };
  const digits = /\(\s*\d+\s*(?:,\s*(\d+)\s*)?\)/.exec(upper);
  // Without digits it says nothing about the scale: values come as they are stored.
  if (digits === null) return { kind: 'other', scale: undefined };
  return { kind, scale: Number(digits[1] ?? 0) };
}
