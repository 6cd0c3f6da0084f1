/** `'%s and %05.2f' % values`. */
import { codePointLength, codePointSlice } from './code-points.ts';
import { needIndex, needNumber } from './convert-arguments.ts';
import { Dict } from './dict.ts';
import { Fault, typeFault, valueFault } from './fault.ts';
import { exponentialText, fixedText, generalText } from './float-digits.ts';
import { characterOf } from './format-spec.ts';
import { claimJoin, claimText } from './meter.ts';
import { integerText } from './number-text.ts';
import { repr, str } from './print.ts';
import { toWholeNumber } from './to-number.ts';
import {
  Float,
  HostObject,
  type Integer,
  isInteger,
  List,
  Range,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
} from './value.ts';

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly type: string;
}

const directive = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([\s\S])?/gu;

/** Formats with a tuple (several values), a mapping (by name) or any other single value. */
export function percentFormat(format: string, values: Value): string {
  const isTuple = values instanceof Tuple;
  const items = isTuple ? values.items : [values];
  const mapping = !isTuple && textOf(values) === undefined && isMapping(values) ? values : undefined;
  let used = 0;
  let usedName = false;
  const take = (): Value => {
    const value = items[used];
    used += 1;
    if (value === undefined || (usedName && !isTuple && used > 1))
      throw typeFault('not enough arguments for format string');
    return value;
  };
  let result = '';
  let last = 0;
  for (const match of format.matchAll(directive)) {
    result += format.slice(last, match.index);
    last = match.index + match[0].length;
    const [whole, name, flags = '', width, precision, type] = match;
    if (type === undefined)
      throw valueFault(
        whole.includes('(') && name === undefined ? 'incomplete format key' : 'incomplete format',
      );
    const conversion = readConversion(
      flags,
      width,
      whole.includes('.') && hasPrecision(whole, name),
      precision,
      type,
      take,
    );
    if (type === '%' && name === undefined) {
      result += '%';
      continue;
    }
    let value: Value;
    if (name === undefined) value = take();
    else {
      if (mapping === undefined) throw typeFault('format requires a mapping');
      usedName = true;
      value = mappingItem(mapping, name);
    }
    result += type === '%' ? '%' : convert(value, conversion, match.index + whole.length - 1);
    claimJoin(result.length);
  }
  result += format.slice(last);
  if (used < items.length && (isTuple || mapping === undefined)) {
    throw typeFault('not all arguments converted during string formatting');
  }
  return result;
}

function hasPrecision(whole: string, name: string | undefined): boolean {
  return (name === undefined ? whole : whole.slice(whole.indexOf(')'))).includes('.');
}

/** What Python takes for a mapping here: everything with items that is no text and no tuple, lists included. */
function isMapping(value: Value): boolean {
  if (value instanceof Dict || value instanceof List || value instanceof Range || value instanceof Undefined)
    return true;
  return value instanceof HostObject && value.hasTrait('mapping');
}

function mappingItem(mapping: Value, name: string): Value {
  if (mapping instanceof Undefined) throw new Fault('UndefinedError', 'the value to format is undefined');
  if (mapping instanceof List || mapping instanceof Range)
    throw typeFault('list indices must be integers or slices, not str');
  const value =
    mapping instanceof Dict
      ? mapping.get(name)
      : mapping instanceof HostObject
        ? mapping.getItem(name)
        : undefined;
  if (value === undefined) throw new Fault('KeyError', repr(name));
  return value;
}

function readConversion(
  flags: string,
  width: string | undefined,
  pointed: boolean,
  precision: string | undefined,
  type: string,
  take: () => Value,
): Conversion {
  let allFlags = flags;
  let size = 0;
  if (width === '*') {
    size = starred(take());
    if (size < 0) allFlags += '-';
    size = Math.abs(size);
  } else if (width !== undefined) size = Number(width);
  const digits =
    precision === '*' ? Math.max(starred(take()), 0) : pointed ? Number(precision ?? 0) : undefined;
  if (size >= 2 ** 63) throw valueFault('width too big');
  if (digits !== undefined && digits >= 2 ** 31) throw valueFault('precision too big');
  claimText(size);
  claimText(digits ?? 0);
  return { flags: allFlags, width: size, precision: digits, type };
}

function starred(value: Value): number {
  if (!isInteger(value) && typeof value !== 'boolean') throw typeFault('* wants int');
  return needIndex(value);
}

function convert(value: Value, conversion: Conversion, position: number): string {
  const { type, precision } = conversion;
  switch (type) {
    case 's':
    case 'r':
    case 'a': {
      const text = type === 's' ? str(value) : type === 'r' ? repr(value) : asciiRepr(value);
      return pad('', precision === undefined ? text : codePointSlice(text, 0, precision), conversion, false);
    }
    case 'c':
      return pad('', character(value), conversion, false);
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
      return convertInteger(value, conversion);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return convertFloat(value, conversion);
    default:
      throw valueFault(
        `unsupported format character '${type}' (0x${(type.codePointAt(0) ?? 0).toString(16)}) at index ${position}`,
      );
  }
}

/** `ascii(value)`: repr with everything beyond ASCII escaped. */
export function asciiRepr(value: Value): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII ends there
  return repr(value).replace(/[^\x00-\x7f]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code <= 0xffff
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`;
  });
}

function character(value: Value): string {
  const text = textOf(value);
  if (text !== undefined) {
    if (codePointLength(text) !== 1) throw typeFault('%c requires int or char');
    return text;
  }
  if (typeof value === 'boolean') return characterOf(Number(value));
  if (!isInteger(value)) throw typeFault('%c requires int or char');
  return characterOf(value);
}

function wholeNumber(value: Value, type: string): Integer {
  if (isInteger(value)) return value;
  if (typeof value === 'boolean') return Number(value);
  if ('oxX'.includes(type))
    throw typeFault(`%${type} format: an integer is required, not ${typeName(value)}`);
  const number = value instanceof Float || value instanceof HostObject ? toWholeNumber(value) : undefined;
  if (number === undefined)
    throw typeFault(`%${type} format: a real number is required, not ${typeName(value)}`);
  return number;
}

function convertInteger(value: Value, conversion: Conversion): string {
  const { type, flags, precision } = conversion;
  const number = wholeNumber(value, type);
  const magnitude = number < 0 ? -number : number;
  let digits =
    type === 'o'
      ? magnitude.toString(8)
      : type === 'x' || type === 'X'
        ? magnitude.toString(16)
        : integerText(magnitude);
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  let prefix = '';
  if (flags.includes('#')) prefix = type === 'o' ? '0o' : type === 'x' || type === 'X' ? '0x' : '';
  if (type === 'X') {
    digits = digits.toUpperCase();
    prefix = prefix.toUpperCase();
  }
  return pad(sign(number < 0, flags) + prefix, digits, conversion, flags.includes('0'));
}

function convertFloat(value: Value, conversion: Conversion): string {
  const { type, flags, precision = 6 } = conversion;
  const number = needNumber(value);
  const alternate = flags.includes('#');
  let text: string;
  if (type === 'e' || type === 'E') text = exponentialText(number, precision);
  else if (type === 'f' || type === 'F') text = fixedText(number, precision);
  else text = generalText(number, precision, alternate);
  if (alternate && precision === 0 && Number.isFinite(number) && !text.includes('.')) {
    text = text.includes('e') ? text.replace('e', '.e') : `${text}.`;
  }
  if (type === 'E' || type === 'F' || type === 'G') text = text.toUpperCase();
  return pad(sign(number < 0 || Object.is(number, -0), flags), text, conversion, flags.includes('0'));
}

function sign(negative: boolean, flags: string): string {
  if (negative) return '-';
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function pad(prefix: string, body: string, conversion: Conversion, zeros: boolean): string {
  const missing = conversion.width - codePointLength(prefix) - codePointLength(body);
  if (missing <= 0) return prefix + body;
  claimText(conversion.width);
  if (conversion.flags.includes('-')) return prefix + body + ' '.repeat(missing);
  return zeros ? prefix + '0'.repeat(missing) + body : ' '.repeat(missing) + prefix + body;
}
