import { valueFault } from './fault.ts';
import type { Integer } from './value.ts';

/** Python refuses to convert whole numbers with more digits than this to or from text. */
const maxDigits = 4300;
const maxPrintable = 10n ** BigInt(maxDigits);

export function integerText(value: Integer): string {
  if (typeof value === 'bigint' && (value >= maxPrintable || value <= -maxPrintable)) {
    throw valueFault(`Exceeds the limit (${maxDigits} digits) for integer string conversion`);
  }
  return String(value);
}

/** Shortest text that reads back as the same float, as Python's `repr` writes it. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const { sign, digits, exponent } = shortestDigits(value);
  if (exponent < -4 || exponent >= 16) {
    const rest = digits.slice(1);
    return `${sign}${digits[0]}${rest === '' ? '' : `.${rest}`}${exponentText(exponent)}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return `${sign}${digits}${'0'.repeat(exponent + 1 - digits.length)}.0`;
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** Digits without trailing zeros, and the exponent of the first one: 1.5e3 is 15 and 3. */
export function shortestDigits(value: number): { sign: string; digits: string; exponent: number } {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return {
    sign: value < 0 || Object.is(value, -0) ? '-' : '',
    digits: mantissa.replace('.', ''),
    exponent: Number(exponent),
  };
}

export function exponentText(exponent: number): string {
  const digits = String(Math.abs(exponent));
  return `e${exponent < 0 ? '-' : '+'}${digits.length < 2 ? `0${digits}` : digits}`;
}

const decimalDigits = /\p{Nd}/gu;

/** Digits of all scripts → ASCII, as `int()` and `float()` read them. */
function asciiDigits(text: string): string {
  return text.replace(decimalDigits, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    if (code < 128) return digit;
    // Decimal digits of a script are ten neighbours in order; count back to the zero.
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
    return String(value % 10);
  });
}

const pythonSpace = '[\\s\\x1c-\\x1f\\x85]';
const surroundingSpace = new RegExp(`^${pythonSpace}+|${pythonSpace}+$`, 'gu');

/** `int(text, base)`; `undefined` when the text is no whole number. */
export function parseInteger(text: string, base: number): bigint | undefined {
  const trimmed = asciiDigits(text.replace(surroundingSpace, '')).toLowerCase();
  const match = /^([+-]?)(0[xob])?(_?[0-9a-z]+(?:_[0-9a-z]+)*)$/.exec(trimmed);
  if (match === null) return undefined;
  const [, sign, , rest = ''] = match;
  let prefix = match[2];
  let digits = rest;
  let radix = base;
  const prefixRadix = prefix === '0x' ? 16 : prefix === '0o' ? 8 : 2;
  if (prefix !== undefined && base !== 0 && base !== prefixRadix) {
    // In base 16 and such `0b1` is digits, not a prefix.
    digits = prefix + rest;
    prefix = undefined;
  } else if (prefix !== undefined) {
    radix = prefixRadix;
  }
  if (prefix === undefined) {
    if (digits.startsWith('_')) return undefined;
    if (base === 0) {
      radix = 10;
      if (/^0[0_]*[1-9]/.test(digits)) return undefined;
    }
  }
  return digitsToInteger(digits.replaceAll('_', ''), radix, sign === '-');
}

function digitsToInteger(digits: string, radix: number, negative: boolean): bigint | undefined {
  // Powers of two are exempt from Python's limit of digits; the length of the text bounds them.
  if (digits.length > maxDigits && (radix & (radix - 1)) !== 0) {
    throw valueFault(
      `Exceeds the limit (${maxDigits} digits) for integer string conversion: value has ${digits.length} digits`,
    );
  }
  let value = 0n;
  const step = BigInt(radix);
  const prefix =
    radix === 16 ? '0x' : radix === 8 ? '0o' : radix === 2 ? '0b' : radix === 10 ? '' : undefined;
  for (const digit of digits) {
    const code = digit.charCodeAt(0);
    const amount = code >= 97 ? code - 87 : code - 48;
    if (amount >= radix) return undefined;
    if (prefix === undefined) value = value * step + BigInt(amount);
  }
  if (prefix !== undefined) value = BigInt(prefix + digits);
  return negative ? -value : value;
}

/** `float(text)`; `undefined` when the text is no number. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = asciiDigits(text.replace(surroundingSpace, '')).toLowerCase();
  const special = /^([+-]?)(inf|infinity|nan)$/.exec(trimmed);
  if (special !== null) {
    const magnitude = special[2] === 'nan' ? Number.NaN : Number.POSITIVE_INFINITY;
    return special[1] === '-' ? -magnitude : magnitude;
  }
  const number = /^[+-]?(?:\d+(?:_\d+)*)?(?:\.(?:\d+(?:_\d+)*)?)?(?:e[+-]?\d+(?:_\d+)*)?$/;
  if (!number.test(trimmed) || !/^[+-]?\.?\d/.test(trimmed)) return undefined;
  return Number(trimmed.replaceAll('_', ''));
}
