import { compareText } from '../value/code-points.ts';
import { sortByKeys } from '../value/compare.ts';
import { Dict } from '../value/dict.ts';
import { LimitFault, typeFault, valueFault } from '../value/fault.ts';
import { claimJoin, claimText, spend } from '../value/meter.ts';
import { floatText, integerText } from '../value/number-text.ts';
import { fromPlain } from '../value/plain.ts';
import { Float, HostObject, List, Tuple, textOf, typeName, type Value } from '../value/value.ts';

export interface JsonOptions {
  readonly sortKeys?: boolean;
  /** Between items and between key and value; Python's default is `, ` and `: `. */
  readonly separators?: readonly [string, string];
  readonly indent?: number | string | undefined;
}

const maxDepth = 500;

/** Python's `json.dumps(value)`. */
export function jsonText(value: Value, options: JsonOptions = {}): string {
  const writer = new JsonWriter(options);
  writer.write(value, 0);
  return writer.text;
}

class JsonWriter {
  text = '';
  readonly #itemSeparator: string;
  readonly #keySeparator: string;
  readonly #indent: string | undefined;
  readonly #sortKeys: boolean;
  readonly #open = new Set<Value>();

  constructor(options: JsonOptions) {
    const { indent } = options;
    if (typeof indent === 'number') claimText(indent);
    this.#indent = typeof indent === 'number' ? ' '.repeat(Math.max(indent, 0)) : indent;
    const [item, key] = options.separators ?? [this.#indent === undefined ? ', ' : ',', ': '];
    this.#itemSeparator = item;
    this.#keySeparator = key;
    this.#sortKeys = options.sortKeys === true;
  }

  #add(text: string): void {
    this.text += text;
    claimJoin(this.text.length);
  }

  write(value: Value, depth: number): void {
    spend(1);
    if (value instanceof List || value instanceof Tuple || value instanceof Dict) {
      if (this.#open.has(value)) throw valueFault('Circular reference detected');
      if (depth > maxDepth)
        throw new LimitFault(`A value nested more than ${maxDepth} levels deep is written as JSON`);
      this.#open.add(value);
      if (value instanceof Dict) this.#dict(value, depth + 1);
      else this.#list(value.items, depth + 1);
      this.#open.delete(value);
      return;
    }
    const plain = value instanceof HostObject ? value.toPlain() : undefined;
    if (plain !== undefined) this.write(fromPlain(plain), depth + 1);
    else this.#add(scalar(value));
  }

  #newline(depth: number): string {
    return this.#indent === undefined ? '' : `\n${this.#indent.repeat(depth)}`;
  }

  #list(items: readonly Value[], depth: number): void {
    if (items.length === 0) {
      this.#add('[]');
      return;
    }
    this.#add('[');
    items.forEach((item, i) => {
      this.#add((i === 0 ? '' : this.#itemSeparator) + this.#newline(depth));
      this.write(item, depth);
    });
    this.#add(`${this.#newline(depth - 1)}]`);
  }

  #dict(dict: Dict, depth: number): void {
    let entries = [...dict.entries.values()];
    if (entries.length === 0) {
      this.#add('{}');
      return;
    }
    if (this.#sortKeys) entries = sortedEntries(entries);
    this.#add('{');
    entries.forEach(({ key, value }, i) => {
      this.#add((i === 0 ? '' : this.#itemSeparator) + this.#newline(depth));
      this.#add(jsonString(keyText(key)) + this.#keySeparator);
      this.write(value, depth);
    });
    this.#add(`${this.#newline(depth - 1)}}`);
  }
}

type Entries = readonly { readonly key: Value; readonly value: Value }[];

function sortedEntries(entries: Entries): { readonly key: Value; readonly value: Value }[] {
  if (entries.every(({ key }) => typeof key === 'string')) {
    return entries.slice().sort((a, b) => compareText(a.key as string, b.key as string));
  }
  const order = sortByKeys(
    entries.map((_, i) => i),
    entries.map(({ key }) => key),
    false,
  );
  return order.map((i) => entries[i as number] as { key: Value; value: Value });
}

function keyText(key: Value): string {
  const text = textOf(key);
  if (text !== undefined) return text;
  if (
    key === null ||
    typeof key === 'boolean' ||
    typeof key === 'number' ||
    typeof key === 'bigint' ||
    key instanceof Float
  ) {
    return scalar(key);
  }
  throw typeFault(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function scalar(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' || typeof value === 'bigint') return integerText(value);
  if (value instanceof Float) return jsonFloat(value.value);
  const text = textOf(value);
  if (text === undefined) throw typeFault(`Object of type ${typeName(value)} is not JSON serializable`);
  return jsonString(text);
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return floatText(value);
}

/** A JSON string in ASCII. */
export function jsonString(text: string): string {
  claimText(text.length);
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, (character) =>
    character === '\x7f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
