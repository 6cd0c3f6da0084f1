/** Arithmetic of whole numbers: fast while they are small, exact when they are not. */
import { Fault } from './fault.ts';
import { claimBits } from './meter.ts';
import { type Integer, integer } from './value.ts';

/** Number of bits of the magnitude, within 4 of the truth. */
export function bitLength(value: Integer): number {
  if (typeof value === 'number') return value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
  return (value < 0n ? -value : value).toString(16).length * 4;
}

function claimed(value: bigint): Integer {
  const result = integer(value);
  if (typeof result === 'bigint') claimBits(64);
  return result;
}

export function add(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return claimed(BigInt(a) + BigInt(b));
}

export function subtract(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return claimed(BigInt(a) - BigInt(b));
}

export function multiply(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    // `+ 0` turns the -0 of `-1 * 0` into 0.
    if (Number.isSafeInteger(product)) return product + 0;
  }
  if (a === 0 || b === 0) return 0;
  claimBits(bitLength(a) + bitLength(b));
  return integer(BigInt(a) * BigInt(b));
}

export function floorDivide(a: Integer, b: Integer): Integer {
  if (b === 0) throw new Fault('ZeroDivisionError', 'integer division or modulo by zero');
  if (typeof a === 'number' && typeof b === 'number') return (a - modulo(a, b)) / b + 0;
  const [x, y] = [BigInt(a), BigInt(b)];
  claimBits(bitLength(a));
  const quotient = x / y;
  return integer(x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient);
}

/** The remainder with the sign of the divisor. */
export function modulo(a: Integer, b: number): number;
export function modulo(a: Integer, b: Integer): Integer;
export function modulo(a: Integer, b: Integer): Integer {
  if (b === 0) throw new Fault('ZeroDivisionError', 'integer modulo by zero');
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    return (rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest) + 0;
  }
  const [x, y] = [BigInt(a), BigInt(b)];
  claimBits(bitLength(a));
  const rest = x % y;
  return integer(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest);
}

/** `base ** exponent` for an exponent that is not negative. */
export function power(base: Integer, exponent: Integer): Integer {
  if (exponent === 0 || base === 1) return 1;
  if (base === 0) return 0;
  if (base === -1) return modulo(exponent, 2) === 0 ? 1 : -1;
  // At least this many bits: what is over the bound by less is small enough to be made.
  const bits = typeof base === 'number' ? Math.log2(Math.abs(base)) : bitLength(base) - 4;
  claimBits(Math.floor(bits * Number(exponent)));
  const result = typeof base === 'number' && typeof exponent === 'number' ? base ** exponent : Number.NaN;
  if (Number.isSafeInteger(result)) return result;
  return integer(BigInt(base) ** BigInt(exponent));
}

/** `a / b`, rounded correctly also when the two are larger than a float can hold. */
export function trueDivide(a: Integer, b: Integer): number {
  if (b === 0) throw new Fault('ZeroDivisionError', 'division by zero');
  if (typeof a === 'number' && typeof b === 'number') return a / b + 0;
  const negative = a < 0 !== b < 0;
  const x = a < 0 ? -BigInt(a) : BigInt(a);
  const y = b < 0 ? -BigInt(b) : BigInt(b);
  const quotient = divideMagnitudes(x, y);
  if (quotient === Number.POSITIVE_INFINITY)
    throw new Fault('OverflowError', 'integer division result too large for a float');
  return negative ? -quotient : quotient;
}

function divideMagnitudes(x: bigint, y: bigint): number {
  return scaledQuotient(x, y, 0);
}

/** `x / y * 2 ** power` of two magnitudes, correctly rounded unless it is smaller than a normal float. */
export function scaledQuotient(x: bigint, y: bigint, power: number): number {
  // Shift so that the quotient has at least 66 bits, keep a sticky bit, and let the conversion round.
  const shift = Math.max(70 - (bitLength(x) - bitLength(y)), 0);
  const numerator = x << BigInt(shift);
  const scaled = numerator / y;
  const rounded = Number(scaled * y === numerator ? scaled : scaled | 1n);
  // In steps: one power could overflow although the result does not.
  let rest = power - shift;
  let result = rounded;
  while (rest !== 0) {
    const step = Math.max(Math.min(rest, 1000), -1000);
    result *= 2 ** step;
    rest -= step;
    if (result === 0 || !Number.isFinite(result)) break;
  }
  return result;
}

/** The magnitude of a float as `mantissa * 2 ** shift`. */
export function decompose(value: number): { mantissa: bigint; shift: number } {
  let shift = 0;
  let mantissa = Math.abs(value);
  while (!Number.isInteger(mantissa) || mantissa > Number.MAX_SAFE_INTEGER) {
    const up = !Number.isInteger(mantissa);
    mantissa = up ? mantissa * 2 : mantissa / 2;
    shift += up ? -1 : 1;
  }
  return { mantissa: BigInt(mantissa), shift };
}

/** The float nearest to a whole number. */
export function toFloat(value: Integer): number {
  const result = Number(value);
  if (!Number.isFinite(result)) throw new Fault('OverflowError', 'int too large to convert to float');
  return result;
}
