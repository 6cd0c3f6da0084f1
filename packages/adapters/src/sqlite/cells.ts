import type { Cell, ColumnType, ResultColumn } from '@tfm/core';
import { decimalText, unscaledDecimal } from '../sql/decimal-text.ts';
import { declaredType } from './declared-type.ts';

/** What SQLite itself stores. */
export type Stored = null | bigint | number | string | Uint8Array;

type Convert = (value: Stored) => Cell;

export function resultColumn(name: string, type: string | null): ResultColumn {
  return { name, type: type ?? '', kind: type === null ? 'other' : declaredType(type).kind };
}

/**
 * How the values of a column become cells. A declared type is a promise that SQLite does not enforce: what does
 * not fit it comes as it is stored.
 */
export function cellConverter(type: string | null): Convert {
  if (type === null) return plain;
  const { kind, scale } = declaredType(type);
  if (kind === 'boolean') return (value) => (value === 1n ? true : value === 0n ? false : plain(value));
  if (kind === 'double') return (value) => (typeof value === 'bigint' ? Number(value) : plain(value));
  if (kind === 'decimal') return (value) => decimalCell(value, scale ?? 0);
  return plain;
}

function plain(value: Stored): Cell {
  // A copy: the driver's Buffer is a view into a pool.
  return value instanceof Uint8Array ? new Uint8Array(value) : value;
}

function decimalCell(value: Stored, scale: number): Cell {
  if (typeof value === 'bigint') return decimalText(value * 10n ** BigInt(scale), scale);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return value;
    // Fifteen digits are what a double keeps of a decimal: more would be noise of the binary fraction.
    const unscaled = unscaledDecimal(value.toPrecision(15), scale);
    return unscaled === undefined ? value : decimalText(unscaled, scale);
  }
  if (typeof value !== 'string') return plain(value);
  const fraction =
    /^[+-]?\d+(?:\.(\d*))?$/.exec(value)?.[1]?.length ?? (/^[+-]?\d+$/.test(value) ? 0 : undefined);
  // Text with more digits than declared keeps them.
  if (fraction === undefined || fraction > scale) return value;
  return decimalText(unscaledDecimal(value, scale)!, scale);
}

/** A value that better-sqlite3 binds: it refuses booleans, and integers of more than 64 bits. */
export function bindable(cell: Cell): Stored {
  if (typeof cell === 'boolean') return cell ? 1n : 0n;
  if (typeof cell === 'bigint' && BigInt.asIntN(64, cell) !== cell) {
    throw new RangeError(`The integer ${cell} does not fit in 64 bits`);
  }
  return cell;
}

/** How the cells of an appended column are stored. */
export function storedConverter(type: ColumnType, column: string): (cell: Cell) => Stored {
  if (type.kind === 'decimal') return (cell) => storedDecimal(cell, type, column);
  if (type.kind === 'text' || type.kind === 'json')
    return (cell) => (isScalar(cell) ? String(cell) : bindable(cell));
  if (type.kind === 'double') return (cell) => (typeof cell === 'bigint' ? Number(cell) : bindable(cell));
  return bindable;
}

function isScalar(cell: Cell): cell is boolean | bigint | number {
  return typeof cell === 'boolean' || typeof cell === 'bigint' || typeof cell === 'number';
}

/** Canonical text at the declared scale. In a column of numeric affinity SQLite makes a number of it. */
function storedDecimal(
  cell: Cell,
  { precision, scale }: { readonly precision: number; readonly scale: number },
  column: string,
): Stored {
  if (cell === null || cell instanceof Uint8Array) return cell;
  const unscaled = typeof cell === 'boolean' ? undefined : unscaledDecimal(String(cell), scale);
  if (unscaled === undefined)
    throw new RangeError(`Column "${column}": "${cell}" is no DECIMAL(${precision},${scale})`);
  const limit = 10n ** BigInt(precision);
  if (unscaled >= limit || unscaled <= -limit) {
    throw new RangeError(`Column "${column}": ${cell} has more digits than DECIMAL(${precision},${scale})`);
  }
  return decimalText(unscaled, scale);
}
