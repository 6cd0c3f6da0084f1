/**
 * Dates and times as text, by arithmetic on the proleptic Gregorian calendar: no `Date`, whose range and time
 * zone are not a warehouse's.
 */

const MICROS_PER_DAY = 86_400_000_000n;

/** `'2024-05-01'` for days since 1970; years before 1 end in ` (BC)`. */
export function dateText(days: number): string {
  const { year, month, day } = civilFromDays(days);
  const shown = year > 0 ? year : 1 - year;
  return `${pad(shown, 4)}-${pad(month, 2)}-${pad(day, 2)}${year > 0 ? '' : ' (BC)'}`;
}

/** `'10:20:30.000001'`: a fraction without trailing zeros, none when whole. */
export function timeText(micros: bigint): string {
  return timeOfDay(Number(micros), 6);
}

export function timeTextFromNanos(nanos: bigint): string {
  const seconds = nanos / 1_000_000_000n;
  return clock(Number(seconds), Number(nanos % 1_000_000_000n), 9);
}

/** `'2024-05-01 10:20:30.5'` for microseconds since 1970, UTC. */
export function timestampText(micros: bigint): string {
  const day = floorDivide(micros, MICROS_PER_DAY);
  const time = timeOfDay(Number(micros - day * MICROS_PER_DAY), 6);
  return withTime(dateText(Number(day)), time);
}

export function timestampTextFromNanos(nanos: bigint): string {
  const day = floorDivide(nanos, MICROS_PER_DAY * 1000n);
  return withTime(dateText(Number(day)), timeTextFromNanos(nanos - day * MICROS_PER_DAY * 1000n));
}

const DATE = /^(\d{4,6})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/;
const TIMESTAMP = /^(\d{4,6}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,6})?)(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** Days since 1970; undefined for text of another shape and for days that no month has. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  return daysFromCivil(year, month, day);
}

/** Microseconds since midnight. */
export function parseTime(text: string): bigint | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = Number((match[4] ?? '').padEnd(6, '0'));
  return BigInt(((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + fraction);
}

/** Microseconds since 1970. An offset is applied; text without one is taken as UTC. */
export function parseTimestamp(text: string): bigint | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const days = parseDate(match[1]!);
  const micros = parseTime(match[2]!);
  if (days === undefined || micros === undefined) return undefined;
  return BigInt(days) * MICROS_PER_DAY + micros - offsetMicros(match[3]);
}

/** Whether a timestamp's text names an offset. */
export function hasOffset(text: string): boolean {
  return TIMESTAMP.exec(text)?.[3] !== undefined;
}

function offsetMicros(offset: string | undefined): bigint {
  if (offset === undefined || offset === 'Z') return 0n;
  const digits = offset.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4) || 0);
  return BigInt((offset.startsWith('-') ? -minutes : minutes) * 60_000_000);
}

function withTime(date: string, time: string): string {
  return date.endsWith(' (BC)') ? `${date.slice(0, -5)} ${time} (BC)` : `${date} ${time}`;
}

function timeOfDay(micros: number, digits: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return clock(seconds, micros - seconds * 1_000_000, digits);
}

function clock(seconds: number, fraction: number, digits: number): string {
  const text = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return fraction === 0 ? text : `${text}.${pad(fraction, digits).replace(/0+$/, '')}`;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

// Eras of 400 years that begin on 1 March, so that the leap day is the last day of its year.
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
