import type { Value } from '../../../template/template.ts';
import { typeName } from '../../../template/template.ts';
import { needIndex } from '../../../template/value/convert-arguments.ts';
import { typeFault } from '../../../template/value/fault.ts';
import type { CalendarDate } from './calendar.ts';
import { type ClockTime, checkDate, checkTime } from './clock.ts';
import { Timezone } from './timezone.ts';

type Arguments = readonly (Value | undefined)[];

/** Year, month and day from arguments; what is not given stays as it was. */
export function dateFrom([year, month, day]: Arguments, before?: CalendarDate): CalendarDate {
  const date = {
    year: needIndex(year, before?.year),
    month: needIndex(month, before?.month),
    day: needIndex(day, before?.day),
  };
  checkDate(date);
  return date;
}

const midnight: ClockTime = { hour: 0, minute: 0, second: 0, microsecond: 0 };

/** Hour, minute, second and microsecond from arguments. */
export function timeFrom(
  [hour, minute, second, microsecond]: Arguments,
  before: ClockTime = midnight,
): ClockTime {
  const time = {
    hour: needIndex(hour, before.hour),
    minute: needIndex(minute, before.minute),
    second: needIndex(second, before.second),
    microsecond: needIndex(microsecond, before.microsecond),
  };
  checkTime(time);
  return time;
}

/** A `tzinfo` argument. */
export function zoneFrom(value: Value | undefined, before: Timezone | null = null): Timezone | null {
  if (value === undefined) return before;
  if (value === null || value instanceof Timezone) return value;
  throw typeFault(`tzinfo argument must be None or of a tzinfo subclass, not type '${typeName(value)}'`);
}
