import type { Cell } from '../adapter/cell.ts';
import type { ColumnType } from '../project/column-type.ts';
import { exactNumber, plainText, wholeDigits } from './decimal-text.ts';
import type { DeclaredType } from './declared-type.ts';
import { dateText, type TemporalProblem, timestampText, timeText } from './temporal-text.ts';

/** Why a text is not a value of its column's type: the end of a sentence that starts with the value. */
export class Misfit {
  readonly problem: string;

  constructor(problem: string) {
    this.problem = problem;
  }
}

/** Text in, exact value out. Nothing is rounded, cut or guessed: what does not fit is a misfit. */
export type CellReader = (text: string) => Cell | Misfit;

const INTEGER_RANGE = [-(2n ** 31n), 2n ** 31n - 1n] as const;
const BIGINT_RANGE = [-(2n ** 63n), 2n ** 63n - 1n] as const;

const NOT_BOOLEAN = new Misfit('is not true or false');
const NOT_INTEGER = new Misfit('is not a whole number');
const NOT_NUMBER = new Misfit('is not a number');
const NOT_JSON = new Misfit('is not JSON');
const TOO_LARGE_FOR_DOUBLE = new Misfit('is too large for double');
const NOT_IN_CALENDAR = new Misfit('is not in the calendar');
const TOO_PRECISE = new Misfit('has more than 6 digits of a second');

const BOOLEANS: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  '1': true,
  false: false,
  f: false,
  no: false,
  n: false,
  '0': false,
};

/** Spaces around a value are ignored, except in text. */
export function cellReader({ type, range, maxLength }: DeclaredType): CellReader {
  switch (type.kind) {
    case 'boolean':
      return (text) => {
        const word = text.trim().toLowerCase();
        return Object.hasOwn(BOOLEANS, word) ? (BOOLEANS[word] ?? NOT_BOOLEAN) : NOT_BOOLEAN;
      };
    case 'integer':
      return integerReader(range ?? INTEGER_RANGE);
    case 'bigint':
      return integerReader(range ?? BIGINT_RANGE);
    case 'decimal':
      return decimalReader(type.precision, type.scale);
    case 'double':
      return readDouble;
    case 'date':
      return temporalReader(dateText, 'is not a date (YYYY-MM-DD)');
    case 'time':
      return temporalReader(timeText, 'is not a time (hh:mm:ss)');
    case 'timestamp':
      return temporalReader(timestampText, 'is not a timestamp (YYYY-MM-DD hh:mm:ss)');
    case 'timestamptz': {
      const read = temporalReader(timestampText, 'is not a timestamp (YYYY-MM-DD hh:mm:ss+00)');
      return (text) => {
        const cell = read(text);
        return typeof cell === 'string' ? `${cell}+00` : cell;
      };
    }
    case 'json':
      return readJson;
    default:
      return maxLength === undefined ? (text) => text : limitedReader(maxLength);
  }
}

function integerReader([smallest, largest]: readonly [bigint, bigint]): CellReader {
  const outside = new Misfit(`is outside of ${smallest} to ${largest}`);
  return (text) => {
    const number = text.trim();
    let value: bigint;
    if (/^-?\d{1,15}$/.test(number)) value = BigInt(Number(number));
    else {
      const exact = /[eE]/.test(number) ? undefined : exactNumber(number);
      if (exact === undefined || exact.scale > 0) return NOT_INTEGER;
      // No integer type has more digits, and reading very many of them takes long.
      if (exact.digits.length > 40) return outside;
      value = BigInt(plainText(exact, 0));
    }
    return value < smallest || value > largest ? outside : value;
  };
}

function decimalReader(precision: number, scale: number): CellReader {
  const tooManyDecimals = new Misfit(
    `has more than ${scale === 1 ? '1 decimal place' : `${scale} decimal places`}`,
  );
  const places = precision - scale;
  const tooLarge = new Misfit(
    `has more than ${places === 1 ? '1 digit' : `${places} digits`} before the point`,
  );
  return (text) => {
    const number = exactNumber(text.trim());
    if (number === undefined) return NOT_NUMBER;
    if (number.scale > scale) return tooManyDecimals;
    if (wholeDigits(number) > places) return tooLarge;
    return plainText(number, scale);
  };
}

const DOUBLE_WORDS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  '+infinity': Number.POSITIVE_INFINITY,
  '-infinity': Number.NEGATIVE_INFINITY,
};

function readDouble(text: string): Cell | Misfit {
  const number = text.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(number)) {
    const word = number.toLowerCase();
    return Object.hasOwn(DOUBLE_WORDS, word) ? (DOUBLE_WORDS[word] ?? NOT_NUMBER) : NOT_NUMBER;
  }
  const value = Number(number);
  return Number.isFinite(value) ? value : TOO_LARGE_FOR_DOUBLE;
}

function readJson(text: string): Cell | Misfit {
  try {
    JSON.parse(text);
    return text;
  } catch {
    return NOT_JSON;
  }
}

function temporalReader(read: (text: string) => string | TemporalProblem, wrongForm: string): CellReader {
  const notThis = new Misfit(wrongForm);
  return (text) => {
    const found = read(text.trim());
    if (found === 'form') return notThis;
    if (found === 'calendar') return NOT_IN_CALENDAR;
    return found === 'precision' ? TOO_PRECISE : found;
  };
}

function limitedReader(maxLength: number): CellReader {
  const tooLong = new Misfit(`is longer than ${maxLength} characters`);
  return (text) => (text.length > maxLength && [...text].length > maxLength ? tooLong : text);
}

/** How messages call a type. */
export function typeText(type: ColumnType): string {
  if (type.kind === 'native') return type.name;
  return type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.kind;
}
