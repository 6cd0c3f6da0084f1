/** A number as text, taken apart: exactly `±digits × 10^-scale`. */
export interface ExactNumber {
  readonly negative: boolean;
  /** Without leading zeros; empty for zero. */
  readonly digits: string;
  /** Digits after the point, trailing zeros not counted; negative never. */
  readonly scale: number;
}

/** Anything longer is no number that a warehouse could hold, and would only fill memory. */
const MAX_EXPONENT = 400;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/** Undefined for what is no decimal number. */
export function exactNumber(text: string): ExactNumber | undefined {
  const parts = NUMBER.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  if (whole === '' && fraction === '') return undefined;
  const power = Number(exponent);
  let digits = withoutLeadingZeros(whole + fraction);
  if (digits === '') return { negative: false, digits: '', scale: 0 };
  if (Math.abs(power) > MAX_EXPONENT) return undefined;
  let scale = fraction.length - power;
  const trailing = digits.length - withoutTrailingZeros(digits).length;
  const cut = Math.min(trailing, Math.max(scale, 0));
  if (cut > 0) {
    digits = digits.slice(0, digits.length - cut);
    scale -= cut;
  }
  if (scale < 0) {
    digits += '0'.repeat(-scale);
    scale = 0;
  }
  return { negative: sign === '-', digits, scale };
}

/** How many digits stand before the point. */
export function wholeDigits(number: ExactNumber): number {
  return Math.max(number.digits.length - number.scale, 0);
}

/** Plain notation with so many digits after the point; the number must not have more. */
export function plainText(number: ExactNumber, scale: number): string {
  const all = number.digits.padEnd(number.digits.length + scale - number.scale, '0').padStart(scale + 1, '0');
  const text = scale === 0 ? all : `${all.slice(0, -scale)}.${all.slice(-scale)}`;
  return number.negative ? `-${text}` : text;
}

function withoutLeadingZeros(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 48) start += 1;
  return digits.slice(start);
}

/** A regular expression would take quadratic time for a text of very many zeros. */
export function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.slice(0, end);
}
