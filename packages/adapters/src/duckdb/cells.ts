import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Cell, CellKind, ResultColumn } from '@tfm/core';
import { decimalText } from '../sql/decimal-text.ts';
import {
  dateText,
  timestampText,
  timestampTextFromNanos,
  timeText,
  timeTextFromNanos,
} from '../sql/temporal-text.ts';
import { TypeId } from './type-id.ts';

/** A column of a result as the driver describes it. */
export function resultColumn(name: string, type: DuckDBType): ResultColumn {
  // JSON is text with an alias; the alias is the type that people know.
  return { name, type: type.alias ?? String(type), kind: cellKind(type) };
}

export function cellKind(type: DuckDBType): CellKind {
  if (type.alias === 'JSON') return 'json';
  return KINDS.get(type.typeId) ?? 'other';
}

const KINDS: ReadonlyMap<number, CellKind> = new Map<number, CellKind>([
  [TypeId.boolean, 'boolean'],
  [TypeId.tinyint, 'integer'],
  [TypeId.smallint, 'integer'],
  [TypeId.integer, 'integer'],
  [TypeId.bigint, 'integer'],
  [TypeId.hugeint, 'integer'],
  [TypeId.utinyint, 'integer'],
  [TypeId.usmallint, 'integer'],
  [TypeId.uinteger, 'integer'],
  [TypeId.ubigint, 'integer'],
  [TypeId.uhugeint, 'integer'],
  [TypeId.bignum, 'integer'],
  [TypeId.float, 'double'],
  [TypeId.double, 'double'],
  [TypeId.decimal, 'decimal'],
  [TypeId.date, 'date'],
  [TypeId.time, 'time'],
  [TypeId.timeNanos, 'time'],
  [TypeId.timestamp, 'timestamp'],
  [TypeId.timestampSeconds, 'timestamp'],
  [TypeId.timestampMillis, 'timestamp'],
  [TypeId.timestampNanos, 'timestamp'],
  [TypeId.timestampTz, 'timestamptz'],
  [TypeId.varchar, 'text'],
  [TypeId.enum, 'text'],
  [TypeId.uuid, 'text'],
  [TypeId.blob, 'blob'],
  [TypeId.list, 'json'],
  [TypeId.struct, 'json'],
  [TypeId.map, 'json'],
  [TypeId.array, 'json'],
  [TypeId.union, 'json'],
  [TypeId.variant, 'json'],
]);

type Convert = (value: DuckDBValue) => Cell;

/** How the values of one column become cells. Chosen once per column, not once per value. */
export function cellConverter(type: DuckDBType): Convert {
  const convert = CONVERTERS.get(type.typeId) ?? String;
  return (value) => (value === null || value === undefined ? null : convert(value));
}

const integer: Convert = (value) => BigInt(value as number | bigint);
const asIs: Convert = (value) => value as Cell;
const nestedText: Convert = (value) => jsonText(value);

const CONVERTERS: ReadonlyMap<number, Convert> = new Map<number, Convert>([
  [TypeId.boolean, asIs],
  [TypeId.varchar, asIs],
  [TypeId.enum, asIs],
  [TypeId.float, asIs],
  [TypeId.double, asIs],
  [TypeId.tinyint, integer],
  [TypeId.smallint, integer],
  [TypeId.integer, integer],
  [TypeId.utinyint, integer],
  [TypeId.usmallint, integer],
  [TypeId.uinteger, integer],
  [TypeId.bigint, asIs],
  [TypeId.ubigint, asIs],
  [TypeId.hugeint, asIs],
  [TypeId.uhugeint, asIs],
  [TypeId.bignum, asIs],
  [
    TypeId.decimal,
    (value) => {
      const decimal = value as unknown as { readonly value: bigint; readonly scale: number };
      return decimalText(decimal.value, decimal.scale);
    },
  ],
  [
    TypeId.date,
    (value) => {
      const { days } = value as unknown as { readonly days: number };
      return Math.abs(days) === INFINITE_DATE ? infinity(days < 0) : dateText(days);
    },
  ],
  [TypeId.time, (value) => timeText((value as unknown as Micros).micros)],
  [TypeId.timeNanos, (value) => timeTextFromNanos((value as unknown as { readonly nanos: bigint }).nanos)],
  [TypeId.timestamp, (value) => instant((value as unknown as Micros).micros, timestampText)],
  [
    TypeId.timestampSeconds,
    (value) => {
      const { seconds } = value as unknown as { readonly seconds: bigint };
      return instant(seconds, (whole) => timestampText(whole * 1_000_000n));
    },
  ],
  [
    TypeId.timestampMillis,
    (value) => {
      const { millis } = value as unknown as { readonly millis: bigint };
      return instant(millis, (whole) => timestampText(whole * 1000n));
    },
  ],
  [
    TypeId.timestampNanos,
    (value) => {
      const { nanos } = value as unknown as { readonly nanos: bigint };
      return instant(nanos, timestampTextFromNanos);
    },
  ],
  // The driver's own text would be in this process's time zone.
  [
    TypeId.timestampTz,
    (value) => {
      const { micros } = value as unknown as Micros;
      return instant(micros, (whole) => withZone(timestampText(whole)));
    },
  ],
  // A copy: the driver's bytes lie in a buffer that is used again.
  [TypeId.blob, (value) => new Uint8Array((value as unknown as { readonly bytes: Uint8Array }).bytes)],
  [TypeId.list, nestedText],
  [TypeId.struct, nestedText],
  [TypeId.map, nestedText],
  [TypeId.array, nestedText],
  [TypeId.union, nestedText],
  [TypeId.variant, nestedText],
]);

interface Micros {
  readonly micros: bigint;
}

const INFINITE_DATE = 2_147_483_647;
const INFINITE_INSTANT = 9_223_372_036_854_775_807n;

function instant(value: bigint, text: (value: bigint) => string): string {
  if (value === INFINITE_INSTANT || value === -INFINITE_INSTANT) return infinity(value < 0n);
  return text(value);
}

function withZone(text: string): string {
  return text.endsWith(' (BC)') ? `${text.slice(0, -5)}+00 (BC)` : `${text}+00`;
}

function infinity(negative: boolean): string {
  return negative ? '-infinity' : 'infinity';
}

/** JSON text of a nested value. Numbers keep all their digits; what JSON has no form for becomes text. */
function jsonText(value: DuckDBValue): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number')
    return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  const nested = value as unknown as Partial<Nested>;
  if (Array.isArray(nested.items)) return `[${nested.items.map(jsonText).join(',')}]`;
  if (Array.isArray(nested.entries)) {
    return `{${nested.entries.map((entry) => `${jsonKey(entry.key)}:${jsonText(entry.value)}`).join(',')}}`;
  }
  if (nested.entries !== undefined) {
    const members = Object.entries(nested.entries as Readonly<Record<string, DuckDBValue>>);
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`).join(',')}}`;
  }
  if (typeof nested.scale === 'number') return String(value);
  // A union's member, and a variant's content.
  if ('value' in nested) return jsonText(nested.value as DuckDBValue);
  return JSON.stringify(leafText(value));
}

interface Nested {
  readonly items: readonly DuckDBValue[];
  readonly entries:
    | readonly { readonly key: DuckDBValue; readonly value: DuckDBValue }[]
    | Readonly<Record<string, DuckDBValue>>;
  readonly scale: number;
  readonly value: DuckDBValue;
}

function jsonKey(key: DuckDBValue): string {
  const text = jsonText(key);
  return text.startsWith('"') ? text : JSON.stringify(text);
}

/** Inside nested values the type is told by the value's class only. */
function leafText(value: DuckDBValue): string {
  const convert = CONVERTERS.get(LEAVES.get((value as object).constructor.name) ?? -1);
  return convert === undefined ? String(value) : String(convert(value));
}

const LEAVES: ReadonlyMap<string, number> = new Map([
  ['DuckDBDateValue', TypeId.date],
  ['DuckDBTimeValue', TypeId.time],
  ['DuckDBTimestampValue', TypeId.timestamp],
  ['DuckDBTimestampTZValue', TypeId.timestampTz],
]);
