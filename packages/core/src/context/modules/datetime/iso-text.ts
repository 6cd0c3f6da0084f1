import { repr } from '../../../template/template.ts';
import { valueFault } from '../../../template/value/fault.ts';
import { type CalendarDate, fromIsoWeek, fromOrdinal } from './calendar.ts';
import { type ClockTime, padded } from './clock.ts';

const precisions = ['auto', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds'];

/** `14:05:09.000123`, as precise as `isoformat(timespec=…)` says. */
export function timeText({ hour, minute, second, microsecond }: ClockTime, precision = 'auto'): string {
  if (!precisions.includes(precision)) throw valueFault('Unknown timespec value');
  const whole = `${padded(hour)}:${padded(minute)}:${padded(second)}`;
  switch (precision) {
    case 'hours':
      return whole.slice(0, 2);
    case 'minutes':
      return whole.slice(0, 5);
    case 'seconds':
      return whole;
    case 'milliseconds':
      return `${whole}.${padded(Math.floor(microsecond / 1000), 3)}`;
    default:
      return precision === 'auto' && microsecond === 0 ? whole : `${whole}.${padded(microsecond, 6)}`;
  }
}

/** Longer than any sensible text of a moment. */
const maxLength = 200;

export interface IsoTime {
  readonly time: ClockTime;
  /** Offset from UTC in microseconds; `undefined` when the text names none. */
  readonly offset: bigint | undefined;
}

export function readIsoDate(text: string): CalendarDate {
  const date = text.length === 7 || text.length === 8 || text.length === 10 ? parseDate(text) : undefined;
  if (date === undefined) throw invalid(text);
  return date;
}

export function readIsoTime(text: string): IsoTime {
  const time = text.length > maxLength ? undefined : parseTime(text.startsWith('T') ? text.slice(1) : text);
  if (time === undefined) throw invalid(text);
  return time;
}

export function readIsoMoment(text: string): { readonly date: CalendarDate } & IsoTime {
  const length = text.length < 7 || text.length > maxLength ? undefined : dateLength(text);
  const date = length === undefined ? undefined : parseDate(text.slice(0, length));
  if (length === undefined || date === undefined) throw invalid(text);
  const midnight = { time: { hour: 0, minute: 0, second: 0, microsecond: 0 }, offset: undefined };
  const rest = text.slice(length);
  if (rest === '') return { date, ...midnight };
  // Any one character separates the date from the time.
  const time = parseTime([...rest].slice(1).join(''));
  if (time === undefined) throw invalid(text);
  return { date, ...time };
}

function invalid(text: string): Error {
  return valueFault(`Invalid isoformat string: ${repr(text)}`);
}

/** How long the date is that a text begins with. */
function dateLength(text: string): number | undefined {
  if (text[4] === '-') {
    if (text[5] !== 'W') return 10;
    if (text[8] !== '-') return 8;
    if (text.length === 9) return undefined;
    return text.length > 10 && /[0-9]/.test(text[10] ?? '') ? 8 : 10;
  }
  if (text[4] !== 'W') return 8;
  const digits = /^[0-9]*/.exec(text.slice(7))?.[0].length ?? 0;
  if (digits < 2) return 7 + digits;
  return digits % 2 === 1 ? 7 : 8;
}

function parseDate(text: string): CalendarDate | undefined {
  const plain = /^([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})$/.exec(text);
  if (plain !== null) return { year: Number(plain[1]), month: Number(plain[3]), day: Number(plain[4]) };
  const week = /^([0-9]{4})(-?)W([0-9]{2})(?:\2([0-9]))?$/.exec(text);
  if (week === null) return undefined;
  const weekday = week[4] === undefined ? 1 : Number(week[4]);
  if (weekday < 1 || weekday > 7) return undefined;
  const ordinal = fromIsoWeek({ year: Number(week[1]), week: Number(week[3]), weekday });
  return ordinal === undefined || ordinal < 1 ? undefined : fromOrdinal(ordinal);
}

const clock = /^([0-9]{2})(?:(:?)([0-9]{2})(?:\2([0-9]{2})(?:[.,]([0-9]+))?)?)?$/;

function parseTime(text: string): IsoTime | undefined {
  const sign = text.search(/[-+Z]/);
  const time = parseClock(sign === -1 ? text : text.slice(0, sign));
  if (time === undefined) return undefined;
  if (sign === -1) return { time, offset: undefined };
  const rest = text.slice(sign + 1);
  if (text[sign] === 'Z') return rest === '' ? { time, offset: 0n } : undefined;
  const shift = parseClock(rest);
  if (shift === undefined || shift.hour > 23) return undefined;
  const seconds = BigInt((shift.hour * 60 + shift.minute) * 60 + shift.second);
  const offset = seconds * 1_000_000n + BigInt(shift.microsecond);
  return { time, offset: text[sign] === '-' ? -offset : offset };
}

function parseClock(text: string): ClockTime | undefined {
  const match = clock.exec(text);
  if (match === null) return undefined;
  const [, hour, , minute = '0', second = '0', fraction = ''] = match;
  return {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    microsecond: Number(fraction.slice(0, 6).padEnd(6, '0')),
  };
}
