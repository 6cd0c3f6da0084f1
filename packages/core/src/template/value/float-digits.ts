/** Floats in decimal with a given number of digits, exactly rounded (half to even), as C's printf writes them. */
import { claimText } from './meter.ts';
import { exponentText, shortestDigits } from './number-text.ts';

/** No double has more decimals or significant digits than these. */
const maxDecimals = 1080;
const maxSignificant = 780;

/** Magnitude as `mantissa * 2 ** exponent`. */
function parts(value: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const raw = bits.getBigUint64(0);
  const biased = Number(raw >> 52n);
  const fraction = raw & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

/** `|value| * 10 ** power` rounded to a whole number, ties to even. */
export function scaledInteger(value: number, power: number): bigint {
  const { mantissa, exponent } = parts(value);
  let numerator = mantissa;
  let denominator = 1n;
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  const quotient = numerator / denominator;
  const rest = (numerator % denominator) * 2n;
  const up = rest > denominator || (rest === denominator && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

/** `%.{precision}f` of the magnitude, without a sign. */
export function fixedText(value: number, precision: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return 'inf';
  claimText(precision + 330);
  const decimals = Math.min(precision, maxDecimals);
  const digits = scaledInteger(value, decimals)
    .toString()
    .padStart(decimals + 1, '0');
  if (precision === 0) return digits;
  const point = digits.length - decimals;
  return `${digits.slice(0, point)}.${digits.slice(point)}${'0'.repeat(precision - decimals)}`;
}

/** `precision + 1` significant digits of the magnitude and the exponent of the first. */
function significant(value: number, precision: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: '0'.repeat(precision + 1), exponent: 0 };
  claimText(precision);
  const count = Math.min(precision, maxSignificant);
  let { exponent } = shortestDigits(value);
  let digits = scaledInteger(value, count - exponent).toString();
  if (digits.length > count + 1) {
    exponent += 1;
    digits = scaledInteger(value, count - exponent).toString();
  }
  return { digits: digits + '0'.repeat(precision - count), exponent };
}

/** `%.{precision}e` of the magnitude, without a sign. */
export function exponentialText(value: number, precision: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return 'inf';
  const { digits, exponent } = significant(value, precision);
  const rest = digits.slice(1);
  return `${digits[0]}${rest === '' ? '' : `.${rest}`}${exponentText(exponent)}`;
}

/** `%.{precision}g` of the magnitude; `keepZeros` is C's `#`. */
export function generalText(value: number, precision: number, keepZeros: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return 'inf';
  const count = Math.max(precision, 1);
  const { digits, exponent } = significant(value, count - 1);
  if (exponent < -4 || exponent >= count) {
    const rest = keepZeros ? digits.slice(1) : digits.slice(1).replace(/0+$/, '');
    return `${digits[0]}${rest === '' && !keepZeros ? '' : `.${rest}`}${exponentText(exponent)}`;
  }
  const whole = exponent < 0 ? '0' : digits.slice(0, exponent + 1);
  const decimals = exponent < 0 ? '0'.repeat(-exponent - 1) + digits : digits.slice(exponent + 1);
  const kept = keepZeros ? decimals : decimals.replace(/0+$/, '');
  return kept === '' && !keepZeros ? whole : `${whole}.${kept}`;
}

/** Python's `round(value, digits)` of a float. */
export function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || value === 0 || digits > 400) return value;
  if (digits < -310) return value < 0 ? -0 : 0;
  const scaled = scaledInteger(value, digits);
  const magnitude = digits >= 0 ? Number(`${scaled}e${-digits}`) : Number(scaled * 10n ** BigInt(-digits));
  return value < 0 ? -magnitude : magnitude;
}
