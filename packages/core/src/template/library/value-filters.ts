import { arithmetic, negate, refuseUndefined } from '../value/arithmetic.ts';
import { ordered, truth } from '../value/compare.ts';
import { needIndex, needNumber, needText } from '../value/convert-arguments.ts';
import { Fault, typeFault, valueFault } from '../value/fault.ts';
import { fixedText, roundFloat } from '../value/float-digits.ts';
import { add, floorDivide, modulo, multiply, power } from '../value/integer.ts';
import { parseFloatText, parseInteger } from '../value/number-text.ts';
import { str } from '../value/print.ts';
import { toWholeNumber } from '../value/to-number.ts';
import { missing } from '../value/undefined-mode.ts';
import {
  Float,
  HostObject,
  type Integer,
  integer,
  isInteger,
  List,
  Markup,
  orElse,
  textOf,
  typeName,
  Undefined,
  type Value,
} from '../value/value.ts';
import { filterTable } from './filter-table.ts';
import { jsonText } from './json-text.ts';
import { ownAttribute } from './members.ts';
import { type NativeKind, NativeMarker } from './native-marker.ts';
import { nativeFilters } from './native-mode.ts';
import { prettyText } from './pretty-text.ts';

function abs(value: Value): Value {
  if (typeof value === 'number') return Math.abs(value);
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return value < 0n ? -value : value;
  if (value instanceof Float) return new Float(Math.abs(value.value));
  if (value instanceof HostObject && value.hasTrait('number'))
    return ordered('<', value, 0) ? negate(value) : value;
  throw typeFault(`bad operand type for abs(): '${typeName(value)}'`);
}

function attribute(value: Value, name: Value): Value {
  if (value instanceof Undefined) refuseUndefined(value);
  return orElse(
    ownAttribute(value, needText(name, 'the name of an attribute')),
    missing({ name, owner: value }),
  );
}

/** Runs what Python's filter guards with `except (TypeError, ValueError)`; `undefined` stands for the exception. */
function guarded<T>(run: () => T, overflow = false): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const caught =
      error.kind === 'TypeError' ||
      error.kind === 'ValueError' ||
      (overflow && error.kind === 'OverflowError');
    if (caught) return undefined;
    throw error;
  }
}

function toInteger(value: Value, fallback: Value, base: Value): Value {
  refuseUndefined(value);
  const text = textOf(value);
  const direct = guarded((): Integer | undefined => {
    if (text === undefined) return toWholeNumber(value);
    const radix = needIndex(base);
    if (radix !== 0 && (radix < 2 || radix > 36)) throw valueFault('int() base must be >= 2 and <= 36, or 0');
    const number = parseInteger(text, radix);
    return number === undefined ? undefined : integer(number);
  });
  if (direct !== undefined) return direct;
  const number = guarded(() => floatOf(value), true);
  const whole = number === undefined ? undefined : guarded(() => toWholeNumber(new Float(number)), true);
  return whole ?? fallback;
}

function floatOf(value: Value): number | undefined {
  const text = textOf(value);
  if (text !== undefined) return parseFloatText(text);
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (!Number.isFinite(number)) throw new Fault('OverflowError', 'int too large to convert to float');
    return number;
  }
  if (value === null || typeof value === 'string' || value instanceof List) return undefined;
  return needNumber(value);
}

function toFloatValue(value: Value, fallback: Value): Value {
  refuseUndefined(value);
  const number = guarded(() => floatOf(value));
  return number === undefined ? fallback : new Float(number);
}

/** Python's `round(int, digits)`: to tens, hundreds … with ties to even. */
function roundInteger(value: Integer, digits: number): Integer {
  if (digits >= 0) return value;
  if (-digits > 4300) return 0;
  const unit = power(10, -digits);
  const rest = modulo(value, unit);
  const low = multiply(floorDivide(value, unit), unit);
  const twice = multiply(rest, 2);
  const up = twice > unit || (twice === unit && modulo(floorDivide(value, unit), 2) === 1);
  return up ? add(low, unit) : low;
}

function round(value: Value, precision: Value | undefined, method: Value | undefined): Value {
  const way = method === undefined ? 'common' : textOf(method);
  if (way !== 'common' && way !== 'ceil' && way !== 'floor')
    throw valueFault('method must be common, ceil or floor');
  refuseUndefined(value);
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (way === 'common') {
    if (isInteger(number)) return roundInteger(number, precision === null ? 0 : needIndex(precision, 0));
    if (number instanceof Float) {
      if (precision === null) return toWholeNumber(new Float(roundFloat(finite(number.value), 0))) ?? null;
      const rounded = roundFloat(number.value, needIndex(precision, 0));
      if (!Number.isFinite(rounded) && Number.isFinite(number.value)) {
        throw new Fault('OverflowError', 'rounded value too large to represent');
      }
      return new Float(rounded);
    }
    if (number instanceof HostObject) {
      const plain = number.toNumber();
      if (plain !== undefined) return new Float(roundFloat(plain, needIndex(precision, 0)));
    }
    throw typeFault(`type ${typeName(value)} doesn't define __round__ method`);
  }
  const factor = arithmetic('**', 10, orElse(precision, 0));
  const scaled = arithmetic('*', number, factor);
  const whole = isInteger(scaled) ? scaled : floorOrCeil(needNumber(scaled), way);
  return arithmetic('/', whole, factor);
}

function finite(number: number): number {
  if (!Number.isFinite(number)) throw valueFault('cannot convert float to integer');
  return number;
}

function floorOrCeil(number: number, way: 'ceil' | 'floor'): Integer {
  return toWholeNumber(new Float(way === 'ceil' ? Math.ceil(number) : Math.floor(number))) ?? 0;
}

function fileSize(value: Value, binary: boolean): string {
  refuseUndefined(value);
  const bytes = floatOf(value);
  if (bytes === undefined) throw valueFault(`could not convert to float: ${str(value)}`);
  const base = binary ? 1024 : 1000;
  const letters = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${str(toWholeNumber(new Float(bytes)) ?? 0)} Bytes`;
  // Whole numbers, so that the comparison is exact where a float would be rounded.
  let unit = BigInt(base);
  let prefix = '';
  for (const letter of letters) {
    unit *= BigInt(base);
    prefix = binary ? `${letter.toUpperCase()}iB` : `${letter}B`;
    if (bytes < unit) break;
  }
  const size = (base * bytes) / Number(unit);
  return `${size < 0 ? '-' : ''}${fixedText(size, 1)} ${prefix}`;
}

function toJson(value: Value, indent: Value | undefined): Markup {
  const depth = indent === undefined || indent === null ? undefined : (textOf(indent) ?? needIndex(indent));
  const text = jsonText(value, { sortKeys: true, indent: depth });
  return new Markup(
    text
      .replaceAll('<', '\\u003c')
      .replaceAll('>', '\\u003e')
      .replaceAll('&', '\\u0026')
      .replaceAll("'", '\\u0027'),
  );
}

function native(kind: NativeKind): (values: readonly (Value | undefined)[]) => Value {
  return ([value]) =>
    nativeFilters() ? new NativeMarker(kind, value as Value, str(value as Value)) : (value as Value);
}

export const valueFilters = filterTable({
  abs: [['/x'], ([value]) => abs(value as Value)],
  as_bool: [['value'], native('bool')],
  as_native: [['value'], native('native')],
  as_number: [['value'], native('number')],
  as_text: [['value'], native('text')],
  attr: [['obj', 'name'], ([value, name]) => attribute(value as Value, name as Value)],
  d: [['value', 'default_value?', 'boolean?'], fallbackFilter],
  default: [['value', 'default_value?', 'boolean?'], fallbackFilter],
  filesizeformat: [
    ['value', 'binary?'],
    ([value, binary]) => fileSize(value as Value, binary !== undefined && truth(binary)),
  ],
  float: [
    ['value', 'default?'],
    ([value, fallback]) => toFloatValue(value as Value, orElse(fallback, new Float(0))),
  ],
  int: [
    ['value', 'default?', 'base?'],
    ([value, fallback, base]) => toInteger(value as Value, orElse(fallback, 0), orElse(base, 10)),
  ],
  is_list: [['value'], ([value]) => value instanceof List],
  pprint: [['value'], ([value]) => prettyText(value as Value)],
  round: [
    ['value', 'precision?', 'method?'],
    ([value, precision, method]) => round(value as Value, precision, method),
  ],
  tojson: [['value', 'indent?'], ([value, indent]) => toJson(value as Value, indent)],
});

function fallbackFilter([value, fallback, boolean]: readonly (Value | undefined)[]): Value {
  const given = value as Value;
  if (given instanceof Undefined || (boolean !== undefined && truth(boolean) && !truth(given)))
    return orElse(fallback, '');
  return given;
}
