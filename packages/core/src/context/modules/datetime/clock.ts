/**
 * Moments as numbers: microseconds since the beginning of year 1, as a bigint, because the years to 9999 do not fit
 * into a float exactly.
 */
import { Fault, valueFault } from '../../../template/value/fault.ts';
import {
  type CalendarDate,
  daysInMonth,
  epochOrdinal,
  fromOrdinal,
  maxOrdinal,
  maxYear,
  minYear,
  toOrdinal,
} from './calendar.ts';

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

export type Fields = CalendarDate & ClockTime;

export const microsPerSecond = 1_000_000n;
export const microsPerDay = 86_400_000_000n;
const lastMicro = BigInt(maxOrdinal) * microsPerDay - 1n;
export const epochMicros = BigInt(epochOrdinal - 1) * microsPerDay;

/** Division that rounds down, and what is left. */
export function floorDivide(a: bigint, b: bigint): readonly [bigint, bigint] {
  const quotient = a / b;
  const rest = a - quotient * b;
  return rest !== 0n && rest < 0n !== b < 0n ? [quotient - 1n, rest + b] : [quotient, rest];
}

/** Division that rounds to the nearest whole number, and to the even one half-way. */
export function roundDivide(a: bigint, b: bigint): bigint {
  const [quotient, rest] = floorDivide(a, b);
  const twice = rest * 2n;
  const isUp = b > 0n ? twice > b : twice < b;
  return isUp || (twice === b && quotient % 2n !== 0n) ? quotient + 1n : quotient;
}

export function timeMicros({ hour, minute, second, microsecond }: ClockTime): bigint {
  return BigInt((hour * 60 + minute) * 60 + second) * microsPerSecond + BigInt(microsecond);
}

export function timeOf(micros: bigint): ClockTime {
  const total = Number(micros);
  const seconds = Math.floor(total / 1_000_000);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: total % 1_000_000,
  };
}

export function microsOf(fields: Fields): bigint {
  return BigInt(toOrdinal(fields) - 1) * microsPerDay + timeMicros(fields);
}

export function fieldsOf(micros: bigint): Fields {
  const days = micros / microsPerDay;
  return { ...fromOrdinal(Number(days) + 1), ...timeOf(micros - days * microsPerDay) };
}

/** Fails for moments outside of the years 1 to 9999. */
export function checkRange(micros: bigint): bigint {
  if (micros < 0n || micros > lastMicro) throw new Fault('OverflowError', 'date value out of range');
  return micros;
}

export function checkDate({ year, month, day }: CalendarDate): void {
  if (!(year >= minYear && year <= maxYear)) throw valueFault(`year ${year} is out of range`);
  if (!(month >= 1 && month <= 12)) throw valueFault('month must be in 1..12');
  if (!(day >= 1 && day <= daysInMonth(year, month))) throw valueFault('day is out of range for month');
}

export function checkTime({ hour, minute, second, microsecond }: ClockTime): void {
  if (!(hour >= 0 && hour <= 23)) throw valueFault('hour must be in 0..23');
  if (!(minute >= 0 && minute <= 59)) throw valueFault('minute must be in 0..59');
  if (!(second >= 0 && second <= 59)) throw valueFault('second must be in 0..59');
  if (!(microsecond >= 0 && microsecond <= 999_999)) throw valueFault('microsecond must be in 0..999999');
}

export function padded(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

export function dateText({ year, month, day }: CalendarDate): string {
  return `${padded(year, 4)}-${padded(month)}-${padded(day)}`;
}

/** `+01:00`, with seconds and microseconds only where there are some. */
export function offsetText(offset: bigint, separator = ':'): string {
  const magnitude = offset < 0n ? -offset : offset;
  const { hour, minute, second, microsecond } = timeOf(magnitude);
  const fraction = microsecond === 0 ? '' : `.${padded(microsecond, 6)}`;
  const seconds = second === 0 && microsecond === 0 ? '' : `${separator}${padded(second)}${fraction}`;
  return `${offset < 0n ? '-' : '+'}${padded(hour)}${separator}${padded(minute)}${seconds}`;
}
