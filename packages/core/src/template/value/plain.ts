/** Between values and plain JavaScript data. */
import { Dict, ValueSet } from './dict.ts';
import { LimitFault, typeFault } from './fault.ts';
import { drain, iterate } from './iterate.ts';
import { spend } from './meter.ts';
import { str } from './print.ts';
import {
  Float,
  HostObject,
  integer,
  List,
  Markup,
  Range,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
  ValueObject,
} from './value.ts';

const maxDepth = 500;

/** What `toPlain` gives: JSON's data, and bigint for whole numbers beyond 2^53. */
export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/**
 * A value from plain data: objects and maps become dicts, arrays lists, whole numbers ints. Values that are in it
 * already stay as they are. What is no data (functions, dates) is refused.
 */
export function fromPlain(data: unknown, depth = 0): Value {
  if (depth > maxDepth) throw new LimitFault(`Data nested more than ${maxDepth} levels deep`);
  switch (typeof data) {
    case 'string':
    case 'boolean':
      return data;
    case 'number':
      return Number.isSafeInteger(data) && !Object.is(data, -0) ? data : new Float(data);
    case 'bigint':
      return integer(data);
    case 'undefined':
      return null;
    case 'object':
      return data === null ? null : objectValue(data, depth + 1);
    default:
      throw new TypeError(`a ${typeof data} is no data for templates`);
  }
}

function objectValue(data: object, depth: number): Value {
  if (data instanceof ValueObject) return data as Value;
  if (Array.isArray(data)) return new List(data.map((item) => fromPlain(item, depth)));
  const dict = new Dict();
  if (data instanceof Map) {
    for (const [key, value] of data) dict.set(fromPlain(key, depth), fromPlain(value, depth));
    return dict;
  }
  const prototype: unknown = Object.getPrototypeOf(data);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError('an object of a class is no data for templates');
  for (const [key, value] of Object.entries(data)) {
    if (value !== undefined) dict.set(key, fromPlain(value, depth));
  }
  return dict;
}

/** Plain data of a value, for configuration. Tuples and sets become arrays, keys texts; what is no data is refused. */
export function toPlain(value: Value, depth = 0): Plain {
  spend(1);
  if (depth > maxDepth) throw new LimitFault(`A value nested more than ${maxDepth} levels deep is kept`);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Float) return value.value;
  if (value instanceof Markup) return value.text;
  if (value instanceof List || value instanceof Tuple)
    return value.items.map((item) => toPlain(item, depth + 1));
  if (value instanceof Dict) return plainDict(value, depth + 1);
  if (value instanceof ValueSet || value instanceof Range)
    return drain(iterate(value)).map((item) => toPlain(item, depth + 1));
  if (value instanceof Undefined) return null;
  if (value instanceof HostObject) {
    const plain = value.toPlain();
    return (plain === undefined ? value.str() : plain) as Plain;
  }
  throw typeFault(`a ${typeName(value)} is no plain value`);
}

function plainDict(dict: Dict, depth: number): Plain {
  const entries: [string, Plain][] = [];
  for (const { key, value } of dict.entries.values())
    entries.push([textOf(key) ?? str(key), toPlain(value, depth)]);
  // `fromEntries` defines properties: a key such as `__proto__` stays plain data.
  return Object.fromEntries(entries);
}
