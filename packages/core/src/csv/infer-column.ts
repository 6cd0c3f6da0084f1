import type { Cell } from '../adapter/cell.ts';
import type { ColumnType } from '../project/column-type.ts';
import type { CsvField } from './csv-record.ts';
import { type ExactNumber, plainText, wholeDigits } from './decimal-text.ts';
import { MAX_DECIMAL_PRECISION } from './declared-type.ts';
import { type SeedNumber, seedNumber } from './seed-number.ts';
import { isDate, isTime, momentText, zoneOffset } from './temporal-text.ts';

export interface InferredColumn {
  readonly type: ColumnType;
  readonly cells: Cell[];
}

const INTEGER_LIMIT = 2n ** 31n;
const BIGINT_LIMIT = 2n ** 63n;
const EXACT_DOUBLE_DIGITS = 15;

/** The first type that all values of a column fit, in dbt's order. Nulls fit every type. */
export function inferColumn(fields: readonly CsvField[]): InferredColumn {
  const texts = fields.map(trimmed);
  // A column without any value is an integer column in dbt.
  if (texts.every((text) => text === null)) return { type: { kind: 'integer' }, cells: texts };
  const numbers = convert(texts, seedNumber);
  if (numbers !== undefined) {
    const column = numberColumn(numbers);
    if (column !== undefined) return column;
  }
  const dates = convert(texts, seedDate);
  if (dates !== undefined) return { type: { kind: 'date' }, cells: dates };
  const timestamps = convert(texts, seedTimestamp) ?? convert(texts, isoTimestamp);
  if (timestamps !== undefined) return { type: { kind: 'timestamp' }, cells: timestamps };
  const booleans = convert(texts, seedBoolean);
  if (booleans !== undefined) return { type: { kind: 'boolean' }, cells: booleans };
  return { type: { kind: 'text' }, cells: fields.map((field, row) => (texts[row] === null ? null : field)) };
}

/** Nulls of a seed: nothing, spaces, and the word null in any case, quoted or not. */
function trimmed(field: CsvField): string | null {
  const text = field === null ? '' : pythonStrip(field);
  return text === '' || text.toLowerCase() === 'null' ? null : text;
}

export function isSeedNull(field: CsvField): field is null {
  return trimmed(field) === null;
}

/** `str.strip` takes the separators of ASCII for spaces too. */
function pythonStrip(text: string): string {
  const trimmed = text.trim();
  let start = 0;
  let end = trimmed.length;
  const isSpace = (at: number) => {
    const code = trimmed.charCodeAt(at);
    return (code >= 0x1c && code <= 0x20) || code === 0x85 || /\s/u.test(trimmed.charAt(at));
  };
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  return trimmed.slice(start, end);
}

function convert<T>(
  texts: readonly (string | null)[],
  read: (text: string) => T | undefined,
): (T | null)[] | undefined {
  const cells: (T | null)[] = [];
  for (const text of texts) {
    const cell = text === null ? null : read(text);
    if (cell === undefined) return undefined;
    cells.push(cell);
  }
  return cells;
}

/** Undefined: numbers that no type holds without loss; they stay text. */
function numberColumn(numbers: readonly (SeedNumber | null)[]): InferredColumn | undefined {
  let scale = 0;
  let whole = 0;
  let isWide = false;
  let isExact = true;
  for (const number of numbers) {
    if (number === null) continue;
    if (number.exact === null) isExact = false;
    else {
      scale = Math.max(scale, number.exact.scale);
      whole = Math.max(whole, wholeDigits(number.exact));
      // A double would change digits before the point: an id among amounts.
      if (wholeDigits(number.exact) > EXACT_DOUBLE_DIGITS) isWide = true;
    }
  }
  if (isExact && scale === 0) return integerColumn(numbers, whole);
  if (!isWide) return { type: { kind: 'double' }, cells: numbers.map(doubleCell) };
  if (!isExact || whole + scale > MAX_DECIMAL_PRECISION) return undefined;
  const type: ColumnType = { kind: 'decimal', precision: MAX_DECIMAL_PRECISION, scale };
  return { type, cells: numbers.map((number) => decimalCell(number, scale)) };
}

function integerColumn(numbers: readonly (SeedNumber | null)[], whole: number): InferredColumn | undefined {
  if (whole > MAX_DECIMAL_PRECISION) return undefined;
  const values = numbers.map((number) => (number?.exact == null ? null : BigInt(plainText(number.exact, 0))));
  const fits = (limit: bigint) =>
    values.every((value) => value === null || (value >= -limit && value < limit));
  if (fits(INTEGER_LIMIT)) return { type: { kind: 'integer' }, cells: values };
  if (fits(BIGINT_LIMIT)) return { type: { kind: 'bigint' }, cells: values };
  const type: ColumnType = { kind: 'decimal', precision: MAX_DECIMAL_PRECISION, scale: 0 };
  return { type, cells: numbers.map((number) => decimalCell(number, 0)) };
}

function decimalCell(number: SeedNumber | null, scale: number): Cell {
  return number?.exact == null ? null : plainText(number.exact, scale);
}

function doubleCell(number: SeedNumber | null): Cell {
  if (number === null) return null;
  return number.exact === null ? number.value : doubleOf(number.exact);
}

function doubleOf(exact: ExactNumber): number {
  return Number(plainText(exact, exact.scale));
}

/** `%Y-%m-%d`: month and day may have one digit. */
function seedDate(text: string): string | undefined {
  const parts = /^(\d{4})-(\d{1,2})-( ?\d{1,2})$/.exec(text);
  if (parts === null) return undefined;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return isDate(year, month, day) ? calendarText(year, month, day) : undefined;
}

/** `%Y-%m-%d %H:%M:%S`, no fraction. */
function seedTimestamp(text: string): string | undefined {
  const parts = /^(\S{1,10})\s+(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text);
  const date = seedDate(parts?.[1] ?? '');
  if (parts === null || date === undefined) return undefined;
  const time = [Number(parts[2]), Number(parts[3]), Number(parts[4])] as const;
  return isTime(...time)
    ? `${date} ${time.map((number) => String(number).padStart(2, '0')).join(':')}`
    : undefined;
}

/**
 * ISO 8601 with `T`, extended or basic; digits beyond microseconds are cut, as dbt does. Shortened dates
 * (`20T15` would be the 20th century) stay text.
 */
function isoTimestamp(text: string): string | undefined {
  const parts =
    /^(\d{4})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d))T(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(
      text,
    );
  if (parts === null) return undefined;
  const moment = {
    year: Number(parts[1]),
    month: Number(parts[2] ?? parts[4]),
    day: Number(parts[3] ?? parts[5]),
    hour: Number(parts[6]),
    minute: Number(parts[7] ?? 0),
    second: Number(parts[8] ?? 0),
    fraction: parts[9] ?? '',
    offset: zoneOffset(parts[10]) ?? Number.NaN,
  };
  const { year, month, day, hour, minute, second, offset } = moment;
  if (!isDate(year, month, day) || !isTime(hour, minute, second) || Number.isNaN(offset)) return undefined;
  return momentText(moment);
}

function calendarText(year: number, month: number, day: number): string {
  return [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join(
    '-',
  );
}

function seedBoolean(text: string): boolean | undefined {
  const word = text.replaceAll(',', '').trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}
