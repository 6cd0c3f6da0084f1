import { Dict, DictView, ValueSet } from './dict.ts';
import { LimitFault } from './fault.ts';
import { claimText, spend } from './meter.ts';
import { floatText, integerText } from './number-text.ts';
import {
  Callable,
  Float,
  HostObject,
  List,
  Markup,
  Namespace,
  Range,
  Tuple,
  Undefined,
  type Value,
  ValueIterator,
  type ValueObject,
} from './value.ts';

/** Text as `{{ value }}` prints it. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value !== 'object') return repr(value);
  if (value instanceof Markup) return value.text;
  if (value instanceof Undefined) return '';
  if (value instanceof HostObject) return value.str();
  return repr(value);
}

/** Text as Python's `repr` writes it: how values look inside lists. */
export function repr(value: Value): string {
  return new Printer().repr(value, 0);
}

const maxPrintDepth = 500;

class Printer {
  readonly #open = new Set<ValueObject>();
  #length = 0;

  repr(value: Value, depth: number): string {
    spend(1);
    const text = this.#repr(value, depth);
    this.#length += text.length;
    claimText(Math.max(text.length, this.#length >>> 4));
    return text;
  }

  #repr(value: Value, depth: number): string {
    if (value === null) return 'None';
    switch (typeof value) {
      case 'boolean':
        return value ? 'True' : 'False';
      case 'number':
      case 'bigint':
        return integerText(value);
      case 'string':
        return quoted(value);
      default:
        return this.#object(value, depth);
    }
  }

  #object(value: ValueObject, depth: number): string {
    if (value instanceof Float) return floatText(value.value);
    if (value instanceof Markup) return `Markup(${quoted(value.text)})`;
    if (value instanceof Undefined) return 'Undefined';
    if (value instanceof HostObject) return value.repr();
    if (value instanceof Callable) return value.repr();
    if (value instanceof Range) {
      return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
    }
    if (value instanceof ValueIterator) return `<${value.typeName} object>`;
    if (depth > maxPrintDepth)
      throw new LimitFault(`A value nested more than ${maxPrintDepth} levels deep is printed`);
    if (this.#open.has(value)) return recursive(value);
    this.#open.add(value);
    const text = this.#container(value, depth + 1);
    this.#open.delete(value);
    return text;
  }

  #container(value: ValueObject, depth: number): string {
    if (value instanceof List) return `[${this.#join(value.items, depth)}]`;
    if (value instanceof Tuple) {
      return value.items.length === 1
        ? `(${this.#join(value.items, depth)},)`
        : `(${this.#join(value.items, depth)})`;
    }
    if (value instanceof Dict) return `{${this.#pairs(value, depth)}}`;
    if (value instanceof ValueSet) return value.size === 0 ? 'set()' : `{${this.#sorted(value, depth)}}`;
    if (value instanceof DictView) return `dict_${value.view}([${this.#view(value, depth)}])`;
    if (value instanceof Namespace) return `<Namespace {${this.#names(value, depth)}}>`;
    return `<${value.typeName} object>`;
  }

  #join(items: Iterable<Value>, depth: number): string {
    let text = '';
    let separator = '';
    for (const item of items) {
      text += separator + this.repr(item, depth);
      separator = ', ';
    }
    return text;
  }

  #pairs(dict: Dict, depth: number): string {
    let text = '';
    let separator = '';
    for (const { key, value } of dict.entries.values()) {
      text += `${separator}${this.repr(key, depth)}: ${this.repr(value, depth)}`;
      separator = ', ';
    }
    return text;
  }

  #view(view: DictView, depth: number): string {
    const items: Value[] = [];
    for (const { key, value } of view.dict.entries.values()) {
      items.push(view.view === 'keys' ? key : view.view === 'values' ? value : new Tuple([key, value]));
    }
    return this.#join(items, depth);
  }

  #names(namespace: Namespace, depth: number): string {
    const parts: string[] = [];
    for (const [name, value] of namespace.attributes)
      parts.push(`${quoted(name)}: ${this.repr(value, depth)}`);
    return parts.join(', ');
  }

  /** Numbers by size, then everything else by its text: an order that does not depend on how the set was made. */
  #sorted(set: ValueSet, depth: number): string {
    const parts = [...set.entries.values()].map((item) => ({ item, text: this.repr(item, depth) }));
    parts.sort((a, b) => {
      const x = sortNumber(a.item);
      const y = sortNumber(b.item);
      if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
      if (x !== undefined || y !== undefined) return x !== undefined ? -1 : 1;
      return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
    });
    return parts.map((part) => part.text).join(', ');
  }
}

function sortNumber(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value instanceof Float ? value.value : undefined;
}

function recursive(value: ValueObject): string {
  if (value instanceof List) return '[...]';
  if (value instanceof Tuple) return '(...)';
  if (value instanceof Dict) return '{...}';
  if (value instanceof ValueSet) return 'set(...)';
  return '...';
}

const plain = /^[ !#-&(-[\]-~]*$/;
const needsEscape = /[\\\p{C}\p{Z}]/gu;

/** A text in Python's quotes: single ones, unless it holds single and no double ones. */
export function quoted(text: string): string {
  if (plain.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  claimText(text.length * 2);
  let body = text.replace(needsEscape, escapeCharacter);
  if (quote === "'") body = body.replaceAll("'", "\\'");
  return quote + body + quote;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case ' ':
      return ' ';
    case '\\':
      return '\\\\';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default: {
      const code = character.codePointAt(0) ?? 0;
      if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
      if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
      return `\\U${code.toString(16).padStart(8, '0')}`;
    }
  }
}

/** The message of the error when more is asked of an undefined value than it can do. */
export function undefinedMessage(value: Undefined): string {
  const { hint, name, owner } = value.origin;
  if (hint !== undefined) return hint;
  if (owner === undefined) return `${repr(name ?? null)} is undefined`;
  const described = owner === null ? 'None' : `${typeNameOf(owner)} object`;
  if (typeof name !== 'string') return `${described} has no element ${repr(name ?? null)}`;
  return `'${described}' has no attribute ${quoted(name)}`;
}

function typeNameOf(value: Exclude<Value, null>): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'str';
    case 'number':
    case 'bigint':
      return 'int';
    default:
      return value.typeName;
  }
}
