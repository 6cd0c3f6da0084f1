/** Python's `pprint.pformat`: a value's text, broken into lines of at most 80 characters. */
import { codePointLength, compareText } from '../value/code-points.ts';
import { ordered, sortByKeys } from '../value/compare.ts';
import { Dict, ValueSet } from '../value/dict.ts';
import { Fault } from '../value/fault.ts';
import { claimText, spend } from '../value/meter.ts';
import { quoted, repr } from '../value/print.ts';
import { List, Tuple, typeName, type Value } from '../value/value.ts';

const width = 80;

export function prettyText(value: Value): string {
  return new PrettyPrinter().format(value, 0, 0);
}

class PrettyPrinter {
  readonly #open = new Set<Value>();

  /** Text of a value that begins at column `indent` and has `allowance` characters after it on its last line. */
  format(value: Value, indent: number, allowance: number): string {
    spend(1);
    if (this.#open.has(value)) return recursion(value);
    const text = flat(value, this.#open);
    claimText(text.length);
    if (codePointLength(text) <= width - indent - allowance) return text;
    this.#open.add(value);
    const broken = this.#broken(value, indent, allowance) ?? text;
    this.#open.delete(value);
    return broken;
  }

  #broken(value: Value, indent: number, allowance: number): string | undefined {
    if (value instanceof Dict) return `{${this.#pairs(value, indent + 1, allowance + 1)}}`;
    if (value instanceof List)
      return value.items.length === 0
        ? undefined
        : `[${this.#items(value.items, indent + 1, allowance + 1)}]`;
    if (value instanceof Tuple && value.names === undefined) {
      const end = value.items.length === 1 ? ',)' : ')';
      return `(${this.#items(value.items, indent + 1, allowance + end.length)}${end}`;
    }
    if (value instanceof ValueSet && value.size > 0) {
      const items = [...value.entries.values()];
      return `{${this.#items(sorted(items, items), indent + 1, allowance + 1)}}`;
    }
    return typeof value === 'string' && value !== '' ? brokenText(value, indent, allowance) : undefined;
  }

  #items(items: readonly Value[], indent: number, allowance: number): string {
    return items
      .map((item, i) => this.format(item, indent, i === items.length - 1 ? allowance : 1))
      .join(`,\n${' '.repeat(indent)}`);
  }

  #pairs(dict: Dict, indent: number, allowance: number): string {
    const entries = [...dict.entries.values()];
    const keys = entries.map(({ key }) => key);
    const order = sorted(
      entries.map((_, i) => i),
      keys,
    ).map((i) => entries[i as number] as { key: Value; value: Value });
    return order
      .map(({ key, value }, i) => {
        const name = flat(key, this.#open);
        const rest = i === order.length - 1 ? allowance : 1;
        return `${name}: ${this.format(value, indent + codePointLength(name) + 2, rest)}`;
      })
      .join(`,\n${' '.repeat(indent)}`);
  }
}

/** By value, and by the type's name where values have no order. */
function sorted(items: readonly Value[], keys: readonly Value[]): Value[] {
  try {
    return sortByKeys(items, keys, false);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const order = items.map((_, i) => i);
    order.sort((i, j) => {
      const [a, b] = [keys[i] as Value, keys[j] as Value];
      try {
        if (ordered('<', a, b)) return -1;
        return ordered('<', b, a) ? 1 : 0;
      } catch {
        return compareText(typeName(a), typeName(b));
      }
    });
    return order.map((i) => items[i] as Value);
  }
}

/** `repr` with sorted keys of dicts. */
function flat(value: Value, open: ReadonlySet<Value>): string {
  if (open.has(value)) return recursion(value);
  if (value instanceof Dict && value.size > 0) {
    const inner = new Set(open).add(value);
    const entries = [...value.entries.values()];
    const order = sorted(
      entries.map((_, i) => i),
      entries.map(({ key }) => key),
    );
    const pairs = order.map((i) => {
      const entry = entries[i as number] as { key: Value; value: Value };
      return `${flat(entry.key, inner)}: ${flat(entry.value, inner)}`;
    });
    return `{${pairs.join(', ')}}`;
  }
  if (
    (value instanceof List || (value instanceof Tuple && value.names === undefined)) &&
    value.items.length > 0
  ) {
    const inner = new Set(open).add(value);
    const text = value.items.map((item) => flat(item, inner)).join(', ');
    claimText(text.length);
    if (value instanceof List) return `[${text}]`;
    return value.items.length === 1 ? `(${text},)` : `(${text})`;
  }
  return repr(value);
}

function recursion(value: Value): string {
  return `<Recursion on ${typeName(value)} with id=0>`;
}

/** A long text in several literals, one a line. */
function brokenText(text: string, indent: number, allowance: number): string | undefined {
  const lines =
    text.match(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: white space and line breaks of Python
      /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+/g,
    ) ?? [];
  const top = indent === 0;
  const room = width - indent - (top ? 1 : 0);
  const allowed = allowance + (top ? 1 : 0);
  const chunks: string[] = [];
  let size = room;
  lines.forEach((line, i) => {
    if (i === lines.length - 1) size -= allowed;
    const shown = quoted(line);
    if (codePointLength(shown) <= size) {
      chunks.push(shown);
      return;
    }
    const words = line.match(/\S*\s*/g)?.filter((part) => part !== '') ?? [];
    let current = '';
    words.forEach((word, j) => {
      const candidate = current + word;
      const limit = j === words.length - 1 && i === lines.length - 1 ? size - allowed : size;
      if (codePointLength(quoted(candidate)) > limit) {
        if (current !== '') chunks.push(quoted(current));
        current = word;
      } else current = candidate;
    });
    if (current !== '') chunks.push(quoted(current));
  });
  if (chunks.length === 1) return quoted(text);
  const body = chunks.join(`\n${' '.repeat(indent + (top ? 1 : 0))}`);
  return top ? `(${body})` : body;
}
