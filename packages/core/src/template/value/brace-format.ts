/** `'{} {name:>5} {0[key]!r}'.format(…)`, in the sandbox's way: parts of a field are looked up as templates look them up. */
import { Fault, valueFault } from './fault.ts';
import { formatValue } from './format-spec.ts';
import { claimJoin, spend } from './meter.ts';
import { asciiRepr } from './percent-format.ts';
import { repr, str } from './print.ts';
import type { Value } from './value.ts';

/** How `{a.b}` and `{a[b]}` reach into values. */
export interface FieldAccess {
  readonly attribute: (owner: Value, name: string) => Value;
  readonly item: (owner: Value, key: Value) => Value;
}

export interface FormatArguments {
  readonly positional: readonly Value[];
  readonly named: (name: string) => Value | undefined;
}

export function braceFormat(format: string, args: FormatArguments, access: FieldAccess): string {
  return new BraceFormatter(args, access).format(format, 2);
}

class BraceFormatter {
  readonly #args: FormatArguments;
  readonly #access: FieldAccess;
  /** Index of the next `{}`; `undefined` once fields were numbered by hand. */
  #next: number | undefined = 0;

  constructor(args: FormatArguments, access: FieldAccess) {
    this.#args = args;
    this.#access = access;
  }

  format(format: string, depth: number): string {
    if (depth < 0) throw valueFault('Max string recursion exceeded');
    let result = '';
    let at = 0;
    while (at < format.length) {
      const open = nextBrace(format, at);
      result += format.slice(at, open);
      if (open === format.length) break;
      if (format[open + 1] === format[open]) {
        result += format[open];
        at = open + 2;
        continue;
      }
      if (format[open] === '}') throw valueFault("Single '}' encountered in format string");
      if (open + 1 === format.length) throw valueFault("Single '{' encountered in format string");
      const close = fieldEnd(format, open + 1);
      result += this.#field(format.slice(open + 1, close), depth);
      claimJoin(result.length);
      at = close + 1;
    }
    return result;
  }

  #field(field: string, depth: number): string {
    spend(1);
    const { name, conversion, spec } = splitField(field);
    const value = this.#value(name);
    const converted = convert(value, conversion);
    return formatValue(
      converted,
      spec.includes('{') || spec.includes('}') ? this.format(spec, depth - 1) : spec,
    );
  }

  #value(name: string): Value {
    const match = /^[^.[]*/.exec(name);
    const first = match?.[0] ?? '';
    let value = this.#first(first);
    let rest = name.slice(first.length);
    while (rest !== '') {
      if (rest.startsWith('.')) {
        const attribute = /^\.([^.[]*)/.exec(rest);
        if (attribute?.[1] === undefined || attribute[1] === '')
          throw valueFault('Empty attribute in format string');
        value = this.#access.attribute(value, attribute[1]);
        rest = rest.slice(attribute[0].length);
      } else if (rest.startsWith('[')) {
        const close = rest.indexOf(']');
        if (close === -1) throw valueFault("Missing ']' in format string");
        const key = rest.slice(1, close);
        if (key === '') throw valueFault('Empty attribute in format string');
        value = this.#access.item(value, /^\d+$/.test(key) ? Number(key) : key);
        rest = rest.slice(close + 1);
      } else {
        throw valueFault("Only '.' or '[' may follow ']' in format field specifier");
      }
    }
    return value;
  }

  #first(name: string): Value {
    if (name === '' || /^\d+$/.test(name)) return this.#positional(name);
    const value = this.#args.named(name);
    if (value === undefined) throw new Fault('KeyError', repr(name));
    return value;
  }

  #positional(name: string): Value {
    let index: number;
    if (name === '') {
      if (this.#next === undefined) {
        throw valueFault('cannot switch from manual field specification to automatic field numbering');
      }
      index = this.#next;
      this.#next += 1;
    } else {
      if (this.#next !== undefined && this.#next > 0) {
        throw valueFault('cannot switch from manual field specification to automatic field numbering');
      }
      this.#next = undefined;
      index = Number(name);
    }
    const value = this.#args.positional[index];
    if (value === undefined) {
      throw new Fault('IndexError', `Replacement index ${index} out of range for positional args tuple`);
    }
    return value;
  }
}

function nextBrace(text: string, from: number): number {
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 123 || code === 125) return i;
  }
  return text.length;
}

function fieldEnd(format: string, from: number): number {
  let depth = 1;
  let bracket = false;
  for (let i = from; i < format.length; i += 1) {
    const character = format[i];
    if (character === '[' && depth === 1 && !bracket) bracket = true;
    else if (character === ']' && bracket) bracket = false;
    else if (bracket) continue;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  throw valueFault("expected '}' before end of string");
}

function splitField(field: string): { name: string; conversion: string; spec: string } {
  let at = 0;
  let bracket = false;
  for (; at < field.length; at += 1) {
    const character = field[at];
    if (character === '[') bracket = true;
    else if (character === ']') bracket = false;
    else if (character === '{' && !bracket) throw valueFault("unexpected '{' in field name");
    else if (!bracket && (character === '!' || character === ':')) break;
  }
  const name = field.slice(0, at);
  if (field[at] !== '!') return { name, conversion: '', spec: field.slice(at + 1) };
  const conversion = field[at + 1];
  if (conversion === undefined) throw valueFault("unmatched '{' in format spec");
  if (field[at + 2] !== undefined && field[at + 2] !== ':')
    throw valueFault("expected ':' after conversion specifier");
  return { name, conversion, spec: field.slice(at + 3) };
}

function convert(value: Value, conversion: string): Value {
  switch (conversion) {
    case '':
      return value;
    case 's':
      return str(value);
    case 'r':
      return repr(value);
    case 'a':
      return asciiRepr(value);
    default:
      throw valueFault(`Unknown conversion specifier ${conversion}`);
  }
}
