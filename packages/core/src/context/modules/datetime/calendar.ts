/** Days and dates of Python's calendar: the Gregorian one, back to year 1. Ordinal 1 is 0001-01-01. */

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const minYear = 1;
export const maxYear = 9999;
export const maxOrdinal = 3652059;
/** 1970-01-01 */
export const epochOrdinal = 719163;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function daysBeforeYear(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
}

export function dayOfYear({ year, month, day }: CalendarDate): number {
  let days = day;
  for (let one = 1; one < month; one += 1) days += daysInMonth(year, one);
  return days;
}

export function toOrdinal(date: CalendarDate): number {
  return daysBeforeYear(date.year) + dayOfYear(date);
}

export function fromOrdinal(ordinal: number): CalendarDate {
  let year = Math.floor((ordinal - 1) / 365.2425) + 1;
  while (daysBeforeYear(year) >= ordinal) year -= 1;
  while (daysBeforeYear(year + 1) < ordinal) year += 1;
  let day = ordinal - daysBeforeYear(year);
  let month = 1;
  while (day > daysInMonth(year, month)) {
    day -= daysInMonth(year, month);
    month += 1;
  }
  return { year, month, day };
}

/** 0 is Monday. */
export function weekdayOf(ordinal: number): number {
  return (ordinal + 6) % 7;
}

/** Ordinal of the Monday of the first ISO week. */
function isoYearStart(year: number): number {
  const firstDay = daysBeforeYear(year) + 1;
  const weekday = weekdayOf(firstDay);
  return firstDay - weekday + (weekday > 3 ? 7 : 0);
}

export interface IsoWeekDate {
  readonly year: number;
  readonly week: number;
  readonly weekday: number;
}

export function toIsoWeek(ordinal: number): IsoWeekDate {
  let { year } = fromOrdinal(ordinal);
  if (ordinal < isoYearStart(year)) year -= 1;
  else if (ordinal >= isoYearStart(year + 1)) year += 1;
  return {
    year,
    week: Math.floor((ordinal - isoYearStart(year)) / 7) + 1,
    weekday: weekdayOf(ordinal) + 1,
  };
}

/** The ordinal of an ISO week date; `undefined` when its year has no such week. */
export function fromIsoWeek({ year, week, weekday }: IsoWeekDate): number | undefined {
  const ordinal = isoYearStart(year) + (week - 1) * 7 + weekday - 1;
  const isWeek =
    week > 0 && (week < 53 || (week === 53 && isoYearStart(year) + 52 * 7 < isoYearStart(year + 1)));
  return isWeek ? ordinal : undefined;
}

export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
