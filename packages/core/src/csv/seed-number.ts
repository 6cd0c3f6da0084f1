import { type ExactNumber, exactNumber } from './decimal-text.ts';

/** A number as dbt's seeds know it; `value` only where there is no exact one. */
export type SeedNumber = { readonly exact: ExactNumber } | { readonly exact: null; readonly value: number };

/** What surrounds amounts: dropped from both ends, each once around, in this order. */
const CURRENCY_SYMBOLS = [...'؋$ƒ៛¥₡₱£€¢﷼₪₩₭₮₦฿₤₫'];

/**
 * agate's `Number` over Python's `Decimal`: percent signs, a minus, currency signs and thousands separators go, then
 * underscores and spaces. `text` is trimmed. Undefined: not a number, so the column is none.
 */
export function seedNumber(text: string): SeedNumber | undefined {
  let rest = strip(text, '%');
  const negative = rest.startsWith('-');
  if (negative) rest = rest.slice(1);
  for (const symbol of CURRENCY_SYMBOLS) rest = strip(rest, symbol);
  rest = asciiDigits(rest.replaceAll(',', '').replaceAll('_', '').trim());
  const exact = exactNumber(rest);
  if (exact !== undefined)
    return { exact: { ...exact, negative: exact.digits !== '' && exact.negative !== negative } };
  const word = /^([+-]?)(inf|infinity|nan\d*)$/iu.exec(rest);
  if (word === null) return undefined;
  if ((word[2] ?? '').toLowerCase().startsWith('nan')) return { exact: null, value: Number.NaN };
  return {
    exact: null,
    value: (word[1] === '-') === negative ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
  };
}

function strip(text: string, character: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.startsWith(character, start)) start += character.length;
  while (end > start && text.endsWith(character, end)) end -= character.length;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Python reads the digits of all scripts. */
function asciiDigits(text: string): string {
  if (!/[^\0-\x7f]/u.test(text)) return text;
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // Digits come in runs of ten; the zero of a run is where the run of digits starts.
    let zero = code;
    while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((code - zero) % 10);
  });
}
