import { LimitFault, repr, str } from '../../../template/template.ts';
import { valueFault } from '../../../template/value/fault.ts';
import { type CompiledPattern, compilePattern, findMatch } from '../regex/compiled-pattern.ts';
import { regexFlags } from '../regex/regex-flags.ts';
import { Subject } from '../regex/subject.ts';
import { fromIsoWeek, fromOrdinal, monthNames, toOrdinal, weekdayNames, weekdayOf } from './calendar.ts';
import { checkDate, checkTime, type Fields } from './clock.ts';

/** What `strptime` reads: fields, and the zone where the format names one. */
export interface ParsedMoment {
  readonly fields: Fields;
  readonly offset: bigint | undefined;
  readonly zoneName: string | undefined;
}

const shortNames = (names: readonly string[]): readonly string[] => names.map((name) => name.slice(0, 3));
const choice = (names: readonly string[]): string => names.toSorted((a, b) => b.length - a.length).join('|');

/** The patterns of Python's `_strptime`. */
const patterns: ReadonlyMap<string, string> = new Map([
  ['d', '(?P<d>3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9])'],
  ['f', '(?P<f>[0-9]{1,6})'],
  ['H', '(?P<H>2[0-3]|[0-1]\\d|\\d)'],
  ['I', '(?P<I>1[0-2]|0[1-9]|[1-9])'],
  ['G', '(?P<G>\\d\\d\\d\\d)'],
  ['j', '(?P<j>36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9])'],
  ['m', '(?P<m>1[0-2]|0[1-9]|[1-9])'],
  ['M', '(?P<M>[0-5]\\d|\\d)'],
  ['S', '(?P<S>6[0-1]|[0-5]\\d|\\d)'],
  ['U', '(?P<U>5[0-3]|[0-4]\\d|\\d)'],
  ['W', '(?P<W>5[0-3]|[0-4]\\d|\\d)'],
  ['w', '(?P<w>[0-6])'],
  ['u', '(?P<u>[1-7])'],
  ['V', '(?P<V>5[0-3]|0[1-9]|[1-4]\\d|\\d)'],
  ['y', '(?P<y>\\d\\d)'],
  ['Y', '(?P<Y>\\d\\d\\d\\d)'],
  ['z', '(?P<z>[+-]\\d\\d:?[0-5]\\d(:?[0-5]\\d(\\.\\d{1,6})?)?|(?-i:Z))'],
  ['A', `(?P<A>${choice(weekdayNames)})`],
  ['a', `(?P<a>${choice(shortNames(weekdayNames))})`],
  ['B', `(?P<B>${choice(monthNames)})`],
  ['b', `(?P<b>${choice(shortNames(monthNames))})`],
  ['p', '(?P<p>am|pm)'],
  ['Z', '(?P<Z>utc|gmt)'],
  ['%', '%'],
]);

const composed: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

const maxFormat = 2000;

/** `datetime.strptime(text, format)`: Python's algorithm, on our own regular expressions. */
export function parseMoment(text: string, format: string): ParsedMoment {
  if (format.length > maxFormat)
    throw new LimitFault(`A format of more than ${maxFormat} characters is refused`);
  const pattern = compilePattern(formatPattern(format), regexFlags.ignoreCase);
  const subject = new Subject(text);
  const found = findMatch(pattern, subject, { mode: 'match' });
  if (found === undefined) throw valueFault(`time data ${repr(text)} does not match format ${repr(format)}`);
  const end = found.spans[1] as number;
  if (end !== subject.length)
    throw valueFault(`unconverted data remains: ${subject.slice(end, subject.length)}`);
  return readFields(partsOf(pattern, subject, found.spans));
}

type Parts = ReadonlyMap<string, string>;

function partsOf(pattern: CompiledPattern, subject: Subject, spans: readonly number[]): Parts {
  const parts = new Map<string, string>();
  for (const [name, group] of pattern.groupNames) {
    const start = spans[group * 2] as number;
    if (start >= 0) parts.set(name, subject.slice(start, spans[group * 2 + 1] as number));
  }
  return parts;
}

function formatPattern(format: string): string {
  const escaped = format.replace(/[\\.^$*+?(){}[\]|]/g, '\\$&').replace(/\s+/g, '\\s+');
  return escaped.replace(/%([\s\S]?)/gu, (_, letter: string) => {
    if (letter === '') throw valueFault(`stray % in format '${str(format)}'`);
    const inner = Object.hasOwn(composed, letter) ? composed[letter] : undefined;
    if (inner !== undefined) return formatPattern(inner);
    const pattern = patterns.get(letter);
    if (pattern !== undefined) return pattern;
    // A backslash here is one that this function has put in front of the real letter.
    const shown = letter === '\\' ? '\\' : letter;
    throw valueFault(`'${shown}' is a bad directive in format '${str(format)}'`);
  });
}

function readFields(parts: Parts): ParsedMoment {
  const number = (name: string): number | undefined => {
    const part = parts.get(name);
    return part === undefined ? undefined : digits(part);
  };
  const year = number('Y') ?? centuryYear(number('y'));
  const month = number('m') ?? indexOfName(monthNames, parts.get('B'), parts.get('b')) ?? 1;
  const date = dateOf(
    { year, month, day: number('d') ?? 1, julian: number('j'), weekday: weekdayPart(parts) },
    number,
  );
  const time = {
    hour: number('H') ?? hourOf(number('I'), parts.get('p')) ?? 0,
    minute: number('M') ?? 0,
    second: number('S') ?? 0,
    microsecond: digits((parts.get('f') ?? '0').padEnd(6, '0')),
  };
  checkDate(date);
  checkTime(time);
  return { fields: { ...date, ...time }, offset: offsetOf(parts.get('z')), zoneName: parts.get('Z') };
}

/** Digits of any script. */
function digits(text: string): number {
  return Number(text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) ?? 0))));
}

function digitValue(code: number): number {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return code < 128 ? code - 48 : value % 10;
}

function centuryYear(year: number | undefined): number | undefined {
  return year === undefined ? undefined : year + (year <= 68 ? 2000 : 1900);
}

function hourOf(hour: number | undefined, half: string | undefined): number | undefined {
  if (hour === undefined) return undefined;
  return (hour % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0);
}

/** 1 for the first name. */
function indexOfName(
  names: readonly string[],
  long: string | undefined,
  short: string | undefined,
): number | undefined {
  const name = (long ?? short)?.toLowerCase();
  if (name === undefined) return undefined;
  return (
    names.findIndex((one) => one.slice(0, long === undefined ? 3 : undefined).toLowerCase() === name) + 1
  );
}

function weekdayPart(parts: Parts): number | undefined {
  const named = indexOfName(weekdayNames, parts.get('A'), parts.get('a'));
  if (named !== undefined) return named - 1;
  const sundayFirst = parts.get('w');
  if (sundayFirst !== undefined) return (digits(sundayFirst) + 6) % 7;
  const mondayFirst = parts.get('u');
  return mondayFirst === undefined ? undefined : digits(mondayFirst) - 1;
}

interface DateParts {
  readonly year: number | undefined;
  readonly month: number;
  readonly day: number;
  readonly julian: number | undefined;
  readonly weekday: number | undefined;
}

type NumberPart = (name: string) => number | undefined;

function dateOf(parts: DateParts, number: NumberPart): { year: number; month: number; day: number } {
  const { month, day, weekday } = parts;
  const isoYear = number('G');
  checkIsoParts(parts, number);
  const isLeapDay = parts.year === undefined && month === 2 && day === 29;
  const year = parts.year ?? (isLeapDay ? 1904 : 1900);
  let ordinal = parts.julian === undefined ? undefined : firstDay(year) + parts.julian - 1;
  if (ordinal === undefined && weekday !== undefined) ordinal = weekOrdinal(year, weekday, number);
  if (ordinal === undefined && weekday !== undefined && isoYear !== undefined) {
    const week = number('V') ?? 1;
    ordinal = fromIsoWeek({ year: isoYear, week, weekday: weekday + 1 });
    if (ordinal === undefined) throw valueFault(`Invalid week: ${week}`);
  }
  if (ordinal !== undefined) return { ...fromOrdinal(ordinal) };
  checkDate({ year, month, day });
  return { year: isLeapDay ? 1900 : year, month, day };
}

function firstDay(year: number): number {
  return toOrdinal({ year, month: 1, day: 1 });
}

/** The day that `%U` or `%W` with a weekday names. */
function weekOrdinal(year: number, weekday: number, number: NumberPart): number | undefined {
  const sundayWeek = number('U');
  const week = sundayWeek ?? number('W');
  if (week === undefined) return undefined;
  const shift = sundayWeek === undefined ? 0 : 1;
  const first = (weekdayOf(firstDay(year)) + shift) % 7;
  const day = (weekday + shift) % 7;
  const weekZero = (7 - first) % 7;
  const julian = week === 0 ? 1 + day - first : 1 + weekZero + 7 * (week - 1) + day;
  return firstDay(year) + julian - 1;
}

function checkIsoParts({ year, julian, weekday }: DateParts, number: NumberPart): void {
  const isoYear = number('G');
  const isoWeek = number('V');
  if (year === undefined && isoYear !== undefined) {
    if (isoWeek === undefined || weekday === undefined) {
      throw valueFault(
        "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').",
      );
    }
    if (julian !== undefined) {
      throw valueFault(
        "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.",
      );
    }
  } else if (number('U') === undefined && number('W') === undefined && isoWeek !== undefined) {
    if (weekday === undefined) {
      throw valueFault(
        "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u').",
      );
    }
    throw valueFault(
      "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.",
    );
  }
}

function offsetOf(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  if (text === 'Z') return 0n;
  const match = /^([+-])(\d\d):?(\d\d)(?:(:?)(\d\d)(?:\.(\d{1,6}))?)?$/.exec(text);
  const [, sign, hours, minutes, colon, seconds = '0', fraction = ''] = match ?? [];
  if (colon !== undefined && (text[3] === ':') !== (colon === ':')) {
    throw valueFault(`Inconsistent use of : in ${text}`);
  }
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const offset = BigInt(total) * 1_000_000n + BigInt(Number(fraction.padEnd(6, '0')));
  if (offset >= 86_400_000_000n) {
    throw valueFault(
      'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24)',
    );
  }
  return sign === '-' ? -offset : offset;
}
