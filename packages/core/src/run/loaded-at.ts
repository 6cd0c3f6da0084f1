import type { Cell } from '../adapter/cell.ts';

/** Microseconds since 1970, UTC. */
export type Moment = bigint;

/** What stands for "never" where nothing was ever loaded: dbt's readers know this time. */
export const longAgo = '0001-01-01T00:00:00+00:00';

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** A date, or a date and time with or without zone; without one it is UTC. Undefined: it is none of these. */
export function momentOf(cell: Cell): Moment | undefined {
  if (typeof cell !== 'string') return undefined;
  const match = pattern.exec(cell.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const date = new Date(0);
  // `Date.UTC` takes the years 0 to 99 for those of the last century.
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  if (date.getUTCMonth() !== Number(month) - 1 || Number(hour) > 23 || Number(minute) > 59) return undefined;
  const micros = BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  return BigInt(date.getTime()) * 1000n + micros - zoneMicros(zone);
}

function zoneMicros(zone: string): bigint {
  if (zone.toUpperCase() === 'Z') return 0n;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || '0');
  return BigInt(zone.startsWith('-') ? -minutes : minutes) * 60_000_000n;
}

/** As Python writes it: `2024-05-01T10:20:30.000001+00:00`, without a fraction where there is none. */
export function momentText(moment: Moment): string {
  const micros = ((moment % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((moment - micros) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}${micros === 0n ? '' : `.${String(micros).padStart(6, '0')}`}+00:00`;
}
