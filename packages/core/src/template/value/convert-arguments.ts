/** What built-in methods and filters ask of their arguments, with Python's messages when they do not get it. */

import { refuseUndefined } from './arithmetic.ts';
import { truth } from './compare.ts';
import { typeFault } from './fault.ts';
import { Float, HostObject, type Integer, textOf, typeName, type Value } from './value.ts';

/** A text argument. */
export function needText(value: Value | undefined, what = 'argument'): string {
  const text = value === undefined ? undefined : textOf(value);
  if (text === undefined) throw typeFault(`${what} must be str, not ${typeName(value ?? null)}`);
  return text;
}

/** A whole number; booleans are taken for one, floats are not. */
export function needInteger(value: Value | undefined, fallback?: Integer): Integer {
  if (value === undefined && fallback !== undefined) return fallback;
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  refuseUndefined(value ?? null);
  throw typeFault(`'${typeName(value ?? null)}' object cannot be interpreted as an integer`);
}

/** A whole number as a position or size: beyond what anything has, all are alike. */
export function needIndex(value: Value | undefined, fallback?: number): number {
  const number = needInteger(value, fallback);
  if (typeof number === 'number') return number;
  return number > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER;
}

/** A position where `none` means the default, as in slices and `find`. */
export function indexOr(value: Value | undefined, fallback: number): number {
  return value === undefined || value === null ? fallback : needIndex(value);
}

export function flag(value: Value | undefined, fallback: boolean): boolean {
  return value === undefined ? fallback : truth(value);
}

/** A number as a float. */
export function needNumber(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (value instanceof Float) return value.value;
  const number = value instanceof HostObject ? value.toNumber() : undefined;
  if (number !== undefined) return number;
  refuseUndefined(value ?? null);
  throw typeFault(`must be real number, not ${typeName(value ?? null)}`);
}
