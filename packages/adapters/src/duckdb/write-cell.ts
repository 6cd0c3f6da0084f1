import type { DuckDBDecimalType, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { type Cell, WarehouseError } from '@tfm/core';
import { unscaledDecimal } from '../sql/decimal-text.ts';
import { hasOffset, parseDate, parseTime, parseTimestamp } from '../sql/temporal-text.ts';
import type { Driver } from './driver.ts';
import { TypeId } from './type-id.ts';

/** A cell in the driver's own form for a column's type; undefined when it has none there. */
export type Writer = (cell: NonNullable<Cell>) => DuckDBValue | undefined;

/** How cells are written into a column of this type without a cast; undefined for types that are cast from text. */
export function fastWriter(type: DuckDBType, driver: Driver): Writer | undefined {
  const range = RANGES.get(type.typeId);
  if (range !== undefined) return integerWriter(range);
  switch (type.typeId) {
    case TypeId.boolean:
      return (cell) => (typeof cell === 'boolean' ? cell : undefined);
    case TypeId.float:
    case TypeId.double:
      return (cell) => (typeof cell === 'number' ? cell : undefined);
    case TypeId.varchar:
      return (cell) => (cell instanceof Uint8Array ? undefined : String(cell));
    case TypeId.decimal:
      return decimalWriter(type as DuckDBDecimalType, driver);
    case TypeId.date:
      return wrapped(
        (cell) => parseDate(cell),
        (days) => new driver.DuckDBDateValue(days),
      );
    case TypeId.time:
      return wrapped(
        (cell) => parseTime(cell),
        (micros) => new driver.DuckDBTimeValue(micros),
      );
    case TypeId.timestamp:
      return wrapped(
        (cell) => (hasOffset(cell) ? undefined : parseTimestamp(cell)),
        (micros) => new driver.DuckDBTimestampValue(micros),
      );
    case TypeId.timestampTz:
      // Without an offset the session's time zone decides: that is left to the engine.
      return wrapped(
        (cell) => (hasOffset(cell) ? parseTimestamp(cell) : undefined),
        (micros) => new driver.DuckDBTimestampTZValue(micros),
      );
    case TypeId.blob:
      return (cell) => {
        if (cell instanceof Uint8Array) return new driver.DuckDBBlobValue(cell);
        return typeof cell === 'string' ? new driver.DuckDBBlobValue(Buffer.from(cell, 'utf8')) : undefined;
      };
    default:
      return undefined;
  }
}

/** The text from which the engine casts. */
export function cellAsText(cell: NonNullable<Cell>, column: string): string {
  if (!(cell instanceof Uint8Array)) return String(cell);
  throw new WarehouseError('statement', `Column "${column}" is no BLOB: it takes no binary data`);
}

interface Range {
  readonly min: bigint;
  readonly max: bigint;
  /** The driver wants a `number` for small types and a `bigint` for large ones. */
  readonly small: boolean;
}

function range(bits: bigint, signed: boolean, small: boolean): Range {
  const span = 1n << bits;
  return signed ? { min: -span / 2n, max: span / 2n - 1n, small } : { min: 0n, max: span - 1n, small };
}

const RANGES: ReadonlyMap<number, Range> = new Map([
  [TypeId.tinyint, range(8n, true, true)],
  [TypeId.utinyint, range(8n, false, true)],
  [TypeId.smallint, range(16n, true, true)],
  [TypeId.usmallint, range(16n, false, true)],
  [TypeId.integer, range(32n, true, true)],
  [TypeId.uinteger, range(32n, false, true)],
  [TypeId.bigint, range(64n, true, false)],
  [TypeId.ubigint, range(64n, false, false)],
  [TypeId.hugeint, range(128n, true, false)],
  [TypeId.uhugeint, range(128n, false, false)],
]);

function integerWriter({ min, max, small }: Range): Writer {
  return (cell) => {
    if (typeof cell !== 'bigint' || cell < min || cell > max) return undefined;
    return small ? Number(cell) : cell;
  };
}

function decimalWriter({ width, scale }: DuckDBDecimalType, driver: Driver): Writer {
  const limit = 10n ** BigInt(width);
  return (cell) => {
    if (typeof cell !== 'string' && typeof cell !== 'bigint') return undefined;
    const value = unscaledDecimal(String(cell), scale);
    if (value === undefined || value >= limit || value <= -limit) return undefined;
    return new driver.DuckDBDecimalValue(value, width, scale);
  };
}

function wrapped<T>(parse: (text: string) => T | undefined, wrap: (value: T) => DuckDBValue): Writer {
  return (cell) => {
    const value = typeof cell === 'string' ? parse(cell) : undefined;
    return value === undefined ? undefined : wrap(value);
  };
}
