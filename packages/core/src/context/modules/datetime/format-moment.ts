import { claimText, spend } from '../../../template/template.ts';
import { claimJoin } from '../../../template/value/meter.ts';
import {
  dayOfYear,
  epochOrdinal,
  monthNames,
  toIsoWeek,
  toOrdinal,
  weekdayNames,
  weekdayOf,
} from './calendar.ts';
import { type Fields, offsetText, padded } from './clock.ts';

/** What `strftime` writes of. */
export interface Formatted {
  readonly fields: Fields;
  /** `undefined` for what has no zone. */
  readonly offset: bigint | undefined;
  readonly zoneName: string | undefined;
}

/** How a directive fills up to its width. */
interface Shape {
  readonly width: number;
  readonly fill: '0' | ' ' | '';
}

const two: Shape = { width: 2, fill: '0' };
const spaced: Shape = { width: 2, fill: ' ' };

/** `strftime` as Python does it on Linux: `%` with the flags `- _ 0 ^ #`, a width, and a letter. */
export function formatMoment(moment: Formatted, format: string): string {
  claimText(format.length * 2);
  let length = format.length;
  return format.replace(
    /%([-_0^#]*)(\d{0,4})([A-Za-z%])/g,
    (whole, flags: string, width: string, letter: string) => {
      const text = directive(moment, letter, flags, width === '' ? undefined : Number(width));
      spend(1);
      length += text?.length ?? 0;
      claimJoin(length);
      return text ?? whole;
    },
  );
}

function directive(
  moment: Formatted,
  letter: string,
  flags: string,
  width: number | undefined,
): string | undefined {
  // Python itself writes %f, and only without flags; the rest is C's.
  if (letter === 'f' && (flags !== '' || width !== undefined)) return undefined;
  const number = numberOf(moment.fields, letter);
  if (number !== undefined) return shaped(number[0], number[1], flags, width);
  const text = textOf(moment, letter);
  if (text === undefined) return undefined;
  const cased = withCase(text, letter, flags);
  return width === undefined ? cased : cased.padStart(width, flags.includes('0') ? '0' : ' ');
}

function withCase(text: string, letter: string, flags: string): string {
  if (flags.includes('^')) return letter === 'P' ? text : text.toUpperCase();
  if (!flags.includes('#')) return text;
  if (letter === 'p' || letter === 'Z') return text.toLowerCase();
  return 'aAbBh'.includes(letter) ? text.toUpperCase() : text;
}

function shaped(value: number, shape: Shape, flags: string, width: number | undefined): string {
  let { fill } = shape;
  for (const flag of flags) {
    if (flag === '-') fill = '';
    else if (flag === '_') fill = ' ';
    else if (flag === '0') fill = '0';
  }
  const size = width ?? shape.width;
  return fill === '' ? String(value) : String(value).padStart(size, fill);
}

function numberOf(fields: Fields, letter: string): readonly [number, Shape] | undefined {
  const { year, month, day, hour, minute, second } = fields;
  const ordinal = toOrdinal(fields);
  const weekday = weekdayOf(ordinal);
  const hour12 = hour % 12 === 0 ? 12 : hour % 12;
  switch (letter) {
    case 'Y':
      return [year, { width: 1, fill: '0' }];
    case 'C':
      return [Math.floor(year / 100), two];
    case 'y':
      return [year % 100, two];
    case 'm':
      return [month, two];
    case 'd':
      return [day, two];
    case 'e':
      return [day, spaced];
    case 'H':
      return [hour, two];
    case 'k':
      return [hour, spaced];
    case 'I':
      return [hour12, two];
    case 'l':
      return [hour12, spaced];
    case 'M':
      return [minute, two];
    case 'S':
      return [second, two];
    case 'j':
      return [dayOfYear(fields), { width: 3, fill: '0' }];
    case 'w':
      return [(weekday + 1) % 7, { width: 1, fill: '0' }];
    case 'u':
      return [weekday + 1, { width: 1, fill: '0' }];
    case 'U':
      return [Math.floor((dayOfYear(fields) + 6 - ((weekday + 1) % 7)) / 7), two];
    case 'W':
      return [Math.floor((dayOfYear(fields) + 6 - weekday) / 7), two];
    case 'V':
      return [toIsoWeek(ordinal).week, two];
    case 'G':
      return [toIsoWeek(ordinal).year, { width: 1, fill: '0' }];
    case 'g':
      return [toIsoWeek(ordinal).year % 100, two];
    case 's':
      return [
        (ordinal - epochOrdinal) * 86_400 + (hour * 60 + minute) * 60 + second,
        { width: 1, fill: '0' },
      ];
    default:
      return undefined;
  }
}

function textOf(moment: Formatted, letter: string): string | undefined {
  const { fields, offset, zoneName } = moment;
  const weekday = weekdayNames[weekdayOf(toOrdinal(fields))] ?? '';
  const month = monthNames[fields.month - 1] ?? '';
  switch (letter) {
    case 'a':
      return weekday.slice(0, 3);
    case 'A':
      return weekday;
    case 'b':
    case 'h':
      return month.slice(0, 3);
    case 'B':
      return month;
    case 'p':
      return fields.hour < 12 ? 'AM' : 'PM';
    case 'P':
      return fields.hour < 12 ? 'am' : 'pm';
    case 'f':
      return padded(fields.microsecond, 6);
    case 'z':
      return offset === undefined ? '' : offsetText(offset, '');
    case 'Z':
      return zoneName ?? '';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '%':
      return '%';
    default: {
      const format = Object.hasOwn(composed, letter) ? composed[letter] : undefined;
      return format === undefined ? undefined : formatMoment(moment, format);
    }
  }
}

/** Directives that stand for several, in the C locale. */
const composed: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  x: '%m/%d/%y',
  F: '%Y-%m-%d',
  R: '%H:%M',
  r: '%I:%M:%S %p',
  T: '%H:%M:%S',
  X: '%H:%M:%S',
};
