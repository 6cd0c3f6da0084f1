/** Python's format specifications: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */
import { codePointLength, codePointSlice } from './code-points.ts';
import { typeFault, valueFault } from './fault.ts';
import { exponentialText, fixedText, generalText } from './float-digits.ts';
import { toFloat } from './integer.ts';
import { claimText } from './meter.ts';
import { floatText, integerText } from './number-text.ts';
import { str } from './print.ts';
import { Float, HostObject, type Integer, Markup, typeName, type Value } from './value.ts';

interface FormatSpec {
  readonly fill: string;
  readonly align: string | undefined;
  readonly sign: string;
  readonly noNegativeZero: boolean;
  readonly alternate: boolean;
  readonly zero: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const pattern =
  /^(?:(?:([\s\S])(?=[<>=^]))?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\p{Nd}+)?([,_])?([,_])?(?:\.(\p{Nd}+))?([\s\S])?$/u;

function parseSpec(text: string, value: Value): FormatSpec {
  const match = pattern.exec(text);
  if (match === null) {
    if (/\.(?!\p{Nd})/u.test(text)) throw valueFault('Format specifier missing precision');
    throw valueFault(`Invalid format specifier '${text}' for object of type '${typeName(value)}'`);
  }
  const [, fill, align, sign, z, alternate, zero, width, grouping, secondGrouping, precision, type] = match;
  if (secondGrouping !== undefined) throw valueFault("Cannot specify both ',' and '_'.");
  return {
    fill: fill ?? (zero !== undefined && align === undefined ? '0' : zero !== undefined ? '0' : ' '),
    align: align ?? (zero !== undefined ? '=' : undefined),
    sign: sign ?? '',
    noNegativeZero: z !== undefined,
    alternate: alternate !== undefined,
    zero: zero !== undefined,
    width: size(width) ?? 0,
    grouping: grouping ?? '',
    precision: size(precision),
    type: type ?? '',
  };
}

function size(digits: string | undefined): number | undefined {
  if (digits === undefined) return undefined;
  const number = Number(digits);
  if (!(number < 2 ** 63)) throw valueFault('Too many decimal digits in format string');
  claimText(number);
  return number;
}

/** `format(value, spec)`. */
export function formatValue(value: Value, text: string): string {
  if (text === '') return str(value);
  if (typeof value === 'string') return formatText(value, parseSpec(text, value), value);
  if (value instanceof Markup) return formatText(value.text, parseSpec(text, value), value);
  if (typeof value === 'number' || typeof value === 'bigint')
    return formatInteger(value, parseSpec(text, value), value);
  if (typeof value === 'boolean') return formatInteger(Number(value), parseSpec(text, value), value);
  if (value instanceof Float) return formatFloat(value.value, parseSpec(text, value), value);
  const answer = value instanceof HostObject ? value.format(text) : undefined;
  if (answer !== undefined) return answer;
  throw typeFault(`unsupported format string passed to ${typeName(value)}.__format__`);
}

function formatText(text: string, spec: FormatSpec, value: Value): string {
  if (spec.type !== '' && spec.type !== 's') throw unknownType(spec.type, value);
  if (spec.sign !== '') throw valueFault('Sign not allowed in string format specifier');
  if (spec.noNegativeZero)
    throw valueFault('Negative zero coercion (z) not allowed in string format specifier');
  if (spec.alternate) throw valueFault('Alternate form (#) not allowed in string format specifier');
  if (spec.grouping !== '') throw valueFault(`Cannot specify '${spec.grouping}' with 's'.`);
  // `0` before the width only fills texts; `=` has to be written to be wrong.
  const align = spec.align === '=' && spec.zero ? '<' : (spec.align ?? '<');
  if (align === '=') throw valueFault("'=' alignment not allowed in string format specifier");
  const shown = spec.precision === undefined ? text : codePointSlice(text, 0, spec.precision);
  return pad(shown, spec, align);
}

function unknownType(type: string, value: Value): Error {
  return valueFault(`Unknown format code '${type}' for object of type '${typeName(value)}'`);
}

function pad(text: string, spec: FormatSpec, align: string): string {
  const missing = spec.width - codePointLength(text);
  if (missing <= 0) return text;
  claimText(spec.width * spec.fill.length);
  if (align === '<') return text + spec.fill.repeat(missing);
  if (align === '>') return spec.fill.repeat(missing) + text;
  const left = missing >> 1;
  return spec.fill.repeat(left) + text + spec.fill.repeat(missing - left);
}

const integerTypes: Readonly<Record<string, { radix: number; prefix: string }>> = {
  b: { radix: 2, prefix: '0b' },
  o: { radix: 8, prefix: '0o' },
  x: { radix: 16, prefix: '0x' },
  X: { radix: 16, prefix: '0X' },
};

function formatInteger(number: Integer, spec: FormatSpec, value: Value): string {
  const { type } = spec;
  if (type !== '' && 'eEfFgG%'.includes(type)) return formatFloat(toFloat(number), spec, value);
  if (type !== '' && !'bcdnoxX'.includes(type)) throw unknownType(type, value);
  if (spec.precision !== undefined) throw valueFault('Precision not allowed in integer format specifier');
  if (spec.noNegativeZero)
    throw valueFault(
      'Negative zero coercion (z) not allowed in format specifier with integer presentation type',
    );
  if (type === 'c') return formatCharacter(number, spec);
  if (spec.grouping !== '' && type === 'n') throw valueFault(`Cannot specify '${spec.grouping}' with 'n'.`);
  const base = integerTypes[type];
  if (base !== undefined && spec.grouping === ',') throw valueFault(`Cannot specify ',' with '${type}'.`);
  const magnitude = number < 0 ? -number : number;
  let digits = base === undefined ? integerText(magnitude) : magnitude.toString(base.radix);
  if (type === 'X') digits = digits.toUpperCase();
  const prefix = spec.alternate && base !== undefined ? base.prefix : '';
  return padNumber(signOf(number < 0, spec) + prefix, digits, '', spec, base === undefined ? 3 : 4);
}

function formatCharacter(number: Integer, spec: FormatSpec): string {
  if (spec.sign !== '') throw valueFault("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) throw valueFault("Alternate form (#) not allowed with integer format specifier 'c'");
  if (spec.grouping !== '') throw valueFault(`Cannot specify '${spec.grouping}' with 'c'.`);
  return padNumber('', characterOf(number), '', spec, 0, '<');
}

/** `chr(number)`. */
export function characterOf(number: Integer): string {
  if (number < 0 || number > 0x10ffff) throw valueFault('%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(number));
}

function signOf(negative: boolean, spec: FormatSpec): string {
  if (negative) return '-';
  return spec.sign === '-' ? '' : spec.sign;
}

function formatFloat(number: number, spec: FormatSpec, value: Value): string {
  const { type } = spec;
  if (type !== '' && !'eEfFgGn%'.includes(type)) throw unknownType(type, value);
  if (spec.grouping !== '' && type === 'n') throw valueFault(`Cannot specify '${spec.grouping}' with 'n'.`);
  let text = floatBody(type === '%' ? number * 100 : number, spec);
  if (type === 'E' || type === 'G' || type === 'F') text = text.toUpperCase();
  if (type === '%') text += '%';
  let negative = number < 0 || Object.is(number, -0);
  if (negative && spec.noNegativeZero && !/[1-9a-df-z]/i.test(text.replace(/e.*$/i, ''))) negative = false;
  const match = /^(\d*)([\s\S]*)$/.exec(text);
  const whole = match?.[1] ?? '';
  const rest = match?.[2] ?? '';
  if (whole === '') return padNumber(signOf(negative, spec), '', rest, spec, 0);
  return padNumber(signOf(negative, spec), whole, rest, spec, 3);
}

function floatBody(number: number, spec: FormatSpec): string {
  const { type, precision, alternate } = spec;
  switch (type.toLowerCase()) {
    case 'e': {
      const text = exponentialText(number, precision ?? 6);
      return alternate && precision === 0 ? text.replace('e', '.e') : text;
    }
    case 'f':
    case '%': {
      const text = fixedText(number, precision ?? 6);
      return alternate && precision === 0 && Number.isFinite(number) ? `${text}.` : text;
    }
    case 'g':
    case 'n':
      return generalText(number, precision ?? 6, alternate);
    default:
      return precision === undefined ? shortest(number) : shortWithPoint(number, precision, alternate);
  }
}

function shortest(number: number): string {
  return floatText(Math.abs(number));
}

/** No type but a precision: like `g`, with at least one digit after the point, and an exponent one place earlier. */
function shortWithPoint(number: number, precision: number, alternate: boolean): string {
  const text = generalText(number, precision, alternate);
  const digits = /^(\d+)\.?$/.exec(text)?.[1];
  if (digits === undefined) return text;
  if (digits.length < Math.max(precision, 1)) return `${digits}.0`;
  const short = exponentialText(number, Math.max(precision, 1) - 1);
  if (!alternate) return short.replace(/\.?0*e/, 'e');
  return short.includes('.') ? short : short.replace('e', '.e');
}

function padNumber(
  sign: string,
  whole: string,
  rest: string,
  spec: FormatSpec,
  groupSize: number,
  defaultAlign = '>',
): string {
  const align = spec.align ?? defaultAlign;
  const grouped = spec.grouping !== '' && groupSize > 0;
  if (align !== '=') {
    return pad(sign + (grouped ? group(whole, spec.grouping, groupSize) : whole) + rest, spec, align);
  }
  let digits = whole;
  const room = spec.width - codePointLength(sign) - codePointLength(rest);
  claimText(Math.max(room, 0));
  if (!grouped) return sign + spec.fill.repeat(Math.max(room - codePointLength(digits), 0)) + digits + rest;
  if (spec.fill !== '0') {
    const text = group(digits, spec.grouping, groupSize);
    return sign + spec.fill.repeat(Math.max(room - text.length, 0)) + text + rest;
  }
  // Zeros are grouped like digits, and the text never begins with a separator.
  const needed = Math.ceil((room * groupSize) / (groupSize + 1));
  digits = digits.padStart(needed, '0');
  let text = group(digits, spec.grouping, groupSize);
  while (text.length < room) {
    digits = `0${digits}`;
    text = group(digits, spec.grouping, groupSize);
  }
  return sign + text + rest;
}

function group(digits: string, separator: string, size: number): string {
  const head = digits.length % size;
  const groups = head === 0 ? [] : [digits.slice(0, head)];
  for (let i = head; i < digits.length; i += size) groups.push(digits.slice(i, i + size));
  return groups.join(separator);
}
