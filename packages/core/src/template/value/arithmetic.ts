import { members } from './compare.ts';
import { type Dict, DictView, ValueSet } from './dict.ts';
import { Fault, typeFault, valueFault } from './fault.ts';
import * as integers from './integer.ts';
import { claimItems, claimJoin, claimText } from './meter.ts';
import { undefinedMessage } from './print.ts';
import {
  type ArithmeticOperator,
  Float,
  HostObject,
  type Integer,
  List,
  Markup,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
} from './value.ts';

/** Fails when the value is Jinja's Undefined, as every arithmetic with it does. */
export function refuseUndefined(value: Value): void {
  if (value instanceof Undefined) throw new Fault('UndefinedError', undefinedMessage(value));
}

/** `a operator b`. `%` on a text is formatting, which the caller has dealt with before. */
export function arithmetic(operator: ArithmeticOperator, a: Value, b: Value): Value {
  const x = typeof a === 'boolean' ? Number(a) : a;
  const y = typeof b === 'boolean' ? Number(b) : b;
  if ((typeof x === 'number' || typeof x === 'bigint') && (typeof y === 'number' || typeof y === 'bigint')) {
    return integerArithmetic(operator, x, y);
  }
  const left = floatOf(x);
  const right = left === undefined ? undefined : floatOf(y);
  if (left !== undefined && right !== undefined) return new Float(floatArithmetic(operator, left(), right()));
  refuseUndefined(a);
  refuseUndefined(b);
  return hostArithmetic(operator, a, b) ?? collectionArithmetic(operator, a, b);
}

function integerArithmetic(operator: ArithmeticOperator, a: Integer, b: Integer): Value {
  switch (operator) {
    case '+':
      return integers.add(a, b);
    case '-':
      return integers.subtract(a, b);
    case '*':
      return integers.multiply(a, b);
    case '/':
      return new Float(integers.trueDivide(a, b));
    case '//':
      return integers.floorDivide(a, b);
    case '%':
      return integers.modulo(a, b);
    case '**':
      if (b >= 0) return integers.power(a, b);
      return new Float(floatPower(integers.toFloat(a), integers.toFloat(b)));
  }
}

/** The conversion is put off: it fails for huge ints, but only when there is a float to calculate with. */
function floatOf(value: Value): (() => number) | undefined {
  if (value instanceof Float) return () => value.value;
  if (typeof value === 'number') return () => value;
  return typeof value === 'bigint' ? () => integers.toFloat(value) : undefined;
}

function floatArithmetic(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new Fault('ZeroDivisionError', 'float division by zero');
      return a / b;
    case '//':
      if (b === 0) throw new Fault('ZeroDivisionError', 'float floor division by zero');
      return floatFloorDivide(a, b);
    case '%':
      if (b === 0) throw new Fault('ZeroDivisionError', 'float modulo');
      return floatModulo(a, b);
    case '**':
      return floatPower(a, b);
  }
}

function floatModulo(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 || Object.is(b, -0) ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

function floatFloorDivide(a: number, b: number): number {
  let rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && rest < 0 !== b < 0) {
    rest += b;
    quotient -= 1;
  }
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floored = Math.floor(quotient);
  return quotient - floored > 0.5 ? floored + 1 : floored;
}

function floatPower(a: number, b: number): number {
  if (b === 0 || a === 1) return 1;
  if (a === 0 && b < 0) throw new Fault('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return 1;
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b)) {
    throw valueFault(
      'a negative number to a fractional power is a complex number, which templates do not have',
    );
  }
  const result = exactPower(a, b) ?? a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b)) {
    throw new Fault('OverflowError', "(34, 'Numerical result out of range')");
  }
  return result;
}

/**
 * The power to a small whole exponent, correctly rounded. JavaScript's own `**` may be off in the last digit, and what
 * is printed would differ from Python's.
 */
function exactPower(base: number, exponent: number): number | undefined {
  if (exponent === 0.5) return base === Number.NEGATIVE_INFINITY ? undefined : Math.sqrt(base);
  const size = Math.abs(exponent);
  if (!Number.isInteger(exponent) || size > 64 || !Number.isFinite(base) || base === 0) return undefined;
  const { mantissa, shift } = integers.decompose(base);
  const top = mantissa ** BigInt(size);
  const shifted = shift * size;
  const magnitude =
    exponent > 0 ? integers.scaledQuotient(top, 1n, shifted) : integers.scaledQuotient(1n, top, -shifted);
  return base < 0 && size % 2 === 1 ? -magnitude : magnitude;
}

function hostArithmetic(operator: ArithmeticOperator, a: Value, b: Value): Value | undefined {
  if (a instanceof HostObject) {
    const result = a.arithmetic(operator, b, false);
    if (result !== undefined) return result;
  }
  return b instanceof HostObject ? b.arithmetic(operator, a, true) : undefined;
}

function collectionArithmetic(operator: ArithmeticOperator, a: Value, b: Value): Value {
  if (operator === '+') return concatenate(a, b);
  if (operator === '*') {
    const result = repeated(a, b) ?? repeated(b, a);
    if (result !== undefined) return result;
  }
  if (operator === '-') {
    const result = difference(a, b);
    if (result !== undefined) return result;
  }
  const shown = operator === '**' ? '** or pow()' : operator;
  throw typeFault(
    `unsupported operand type(s) for ${shown}: '${typeName(a)}' and '${typeName(b)}'`,
    hintFor(operator, a, b),
  );
}

function hintFor(operator: ArithmeticOperator, a: Value, b: Value): string | undefined {
  if (operator !== '+') return undefined;
  return textOf(a) !== undefined || textOf(b) !== undefined ? 'join text with ~ instead of +' : undefined;
}

function concatenate(a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') {
    claimJoin(a.length + b.length);
    return a + b;
  }
  if (a instanceof Markup || b instanceof Markup) {
    const left = textOf(a);
    const right = textOf(b);
    if (left !== undefined && right !== undefined) {
      claimText(left.length + right.length * 6);
      const escapedLeft = a instanceof Markup ? left : escapeHtml(left);
      return new Markup(escapedLeft + (b instanceof Markup ? right : escapeHtml(right)));
    }
  }
  if (a instanceof List && b instanceof List) {
    claimItems(a.items.length + b.items.length);
    return new List(a.items.concat(b.items));
  }
  if (a instanceof Tuple && b instanceof Tuple) {
    claimItems(a.items.length + b.items.length);
    return new Tuple(a.items.concat(b.items));
  }
  throw additionFault(a, b);
}

function additionFault(a: Value, b: Value): Fault {
  const hint = hintFor('+', a, b);
  if (typeof a === 'string') return typeFault(`can only concatenate str (not "${typeName(b)}") to str`, hint);
  if (a instanceof List || a instanceof Tuple) {
    const name = a instanceof List ? 'list' : 'tuple';
    return typeFault(`can only concatenate ${name} (not "${typeName(b)}") to ${name}`, hint);
  }
  return typeFault(`unsupported operand type(s) for +: '${typeName(a)}' and '${typeName(b)}'`, hint);
}

function repeated(sequence: Value, times: Value): Value | undefined {
  const count = typeof times === 'boolean' ? Number(times) : times;
  if (typeof count !== 'number' && typeof count !== 'bigint') return undefined;
  const factor = count < 0 ? 0 : Number(count);
  const text = textOf(sequence);
  if (text !== undefined) {
    claimText(text.length * factor);
    const result = text === '' ? '' : text.repeat(factor);
    return sequence instanceof Markup ? new Markup(result) : result;
  }
  if (!(sequence instanceof List) && !(sequence instanceof Tuple)) return undefined;
  claimItems(sequence.items.length * factor);
  const items: Value[] = [];
  if (sequence.items.length > 0)
    for (let i = 0; i < factor; i += 1) for (const item of sequence.items) items.push(item);
  return sequence instanceof List ? new List(items) : new Tuple(items);
}

function difference(a: Value, b: Value): Value | undefined {
  const left = a instanceof ValueSet || a instanceof DictView ? members(a) : undefined;
  const right = left === undefined ? undefined : members(b);
  if (left === undefined || right === undefined) return undefined;
  const result = new ValueSet();
  for (const [key, value] of left.entries) if (!right.entries.has(key)) result.entries.set(key, value);
  return result;
}

/** `-value`. */
export function negate(value: Value): Value {
  if (typeof value === 'number') return 0 - value;
  if (typeof value === 'boolean') return value ? -1 : 0;
  if (typeof value === 'bigint') return -value;
  if (value instanceof Float) return new Float(-value.value);
  refuseUndefined(value);
  const result = value instanceof HostObject ? value.negate() : undefined;
  if (result !== undefined) return result;
  throw typeFault(`bad operand type for unary -: '${typeName(value)}'`);
}

/** `+value`. */
export function positive(value: Value): Value {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number' || typeof value === 'bigint' || value instanceof Float) return value;
  refuseUndefined(value);
  if (value instanceof HostObject && value.hasTrait('number')) return value;
  throw typeFault(`bad operand type for unary +: '${typeName(value)}'`);
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;')
    .replaceAll('<', '&lt;')
    .replaceAll("'", '&#39;')
    .replaceAll('"', '&#34;');
}

/** Merges two dicts, as `dict | dict` would. */
export function mergeDicts(target: Dict, source: Dict): void {
  for (const { key, value } of source.entries.values()) target.set(key, value);
}
