/** `int(value)` and `float(value)` of values that are no text. */
import { Fault, valueFault } from './fault.ts';
import { Float, HostObject, type Integer, integer, type Value } from './value.ts';

/** `undefined` when the type has no whole number; fails for inf and nan. */
export function toWholeNumber(value: Value): Integer | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  const number =
    value instanceof Float ? value.value : value instanceof HostObject ? value.toNumber() : undefined;
  if (number === undefined) return undefined;
  if (Number.isNaN(number)) throw valueFault('cannot convert float NaN to integer');
  if (!Number.isFinite(number)) throw new Fault('OverflowError', 'cannot convert float infinity to integer');
  const whole = Math.trunc(number) + 0;
  return Number.isSafeInteger(whole) ? whole : integer(BigInt(whole));
}
