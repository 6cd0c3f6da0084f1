import { Fault, typeFault } from './fault.ts';
import { claimItems, claimText } from './meter.ts';
import {
  Callable,
  Float,
  HostObject,
  List,
  Markup,
  Range,
  Tuple,
  typeName,
  Undefined,
  type Value,
  ValueObject,
} from './value.ts';

/** What stands for a value in a JavaScript map, so that `1`, `1.0` and `true` are one key as in Python. */
export type Key = null | number | bigint | string | object;

const undefinedKey = Object.freeze({});

/** Texts stand for themselves; keys made of parts begin with this, and texts that do too get one more. */
const compound = '\u0000';

/** The key of a value. Lists, dicts and sets have none. */
export function keyOf(value: Value): Key {
  if (typeof value === 'string') return value.charCodeAt(0) === 0 ? `${compound}s${value}` : value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'number' || typeof value === 'bigint') return value;
  return objectKey(value);
}

function objectKey(value: ValueObject): Key {
  if (value instanceof Markup) return keyOf(value.text);
  if (value instanceof Float) return floatKey(value);
  if (value instanceof Tuple) return tupleKey(value);
  if (value instanceof Undefined) return undefinedKey;
  if (value instanceof HostObject) {
    const key = value.hashKey();
    return key === undefined ? value : `${compound}h${key}`;
  }
  if (value instanceof List || value instanceof Dict || value instanceof ValueSet) {
    throw typeFault(`unhashable type: '${typeName(value)}'`);
  }
  if (value instanceof Range) {
    const last = value.length === 0 ? '' : `${value.start}:${value.length === 1 ? '' : value.step}`;
    return `${compound}r${value.length}:${last}`;
  }
  return value;
}

function tupleKey(tuple: Tuple): Key {
  let key = `${compound}t`;
  for (const item of tuple.items) {
    key += `${partKey(keyOf(item))},`;
    claimText(key.length);
  }
  return key;
}

function floatKey(value: Float): Key {
  const number = value.value;
  if (Number.isNaN(number)) return value;
  if (Number.isSafeInteger(number)) return number === 0 ? 0 : number;
  return Number.isInteger(number) ? BigInt(number) : number;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A part of a tuple's key as text. Lengths keep `('a,b',)` and `('a', 'b')` apart. */
function partKey(key: Key): string {
  if (typeof key === 'string') return `s${key.length}:${key}`;
  if (key === null) return 'n';
  if (typeof key !== 'object') return `i${key}`;
  let identity = identities.get(key);
  if (identity === undefined) {
    lastIdentity += 1;
    identity = lastIdentity;
    identities.set(key, identity);
  }
  return `o${identity}`;
}

interface Entry {
  readonly key: Value;
  value: Value;
}

/** Python's dict: insertion order, keys equal by value. */
export class Dict extends ValueObject {
  readonly entries = new Map<Key, Entry>();

  static of(pairs: Iterable<readonly [string, Value]>): Dict {
    const dict = new Dict();
    for (const [key, value] of pairs) dict.set(key, value);
    return dict;
  }

  get typeName(): string {
    return 'dict';
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: Value): Value | undefined {
    return this.entries.get(keyOf(key))?.value;
  }

  has(key: Value): boolean {
    return this.entries.has(keyOf(key));
  }

  set(key: Value, value: Value): void {
    const mapKey = keyOf(key);
    const entry = this.entries.get(mapKey);
    if (entry !== undefined) {
      entry.value = value;
      return;
    }
    claimItems(this.entries.size < 16 ? 1 : 17);
    this.entries.set(mapKey, { key, value });
  }

  delete(key: Value): Value | undefined {
    const mapKey = keyOf(key);
    const entry = this.entries.get(mapKey);
    if (entry === undefined) return undefined;
    this.entries.delete(mapKey);
    return entry.value;
  }
}

/** Python's set. It keeps insertion order, but prints sorted, so that output is stable. */
export class ValueSet extends ValueObject {
  readonly entries = new Map<Key, Value>();

  static of(values: Iterable<Value>): ValueSet {
    const set = new ValueSet();
    for (const value of values) set.add(value);
    return set;
  }

  get typeName(): string {
    return 'set';
  }

  get size(): number {
    return this.entries.size;
  }

  has(value: Value): boolean {
    return this.entries.has(keyOf(value));
  }

  add(value: Value): void {
    const key = keyOf(value);
    if (this.entries.has(key)) return;
    claimItems(this.entries.size < 16 ? 1 : 17);
    this.entries.set(key, value);
  }

  delete(value: Value): boolean {
    return this.entries.delete(keyOf(value));
  }
}

export type ViewKind = 'keys' | 'values' | 'items';

/** What `d.keys()`, `d.values()` and `d.items()` give: a window on the dict. */
export class DictView extends ValueObject {
  readonly dict: Dict;
  readonly view: ViewKind;

  constructor(dict: Dict, view: ViewKind) {
    super();
    this.dict = dict;
    this.view = view;
  }

  get typeName(): string {
    return `dict_${this.view}`;
  }
}

/** Items of a dict one by one; fails when the dict grows or shrinks meanwhile, as in Python. */
export function dictIterator(dict: Dict, view: ViewKind): () => Value | undefined {
  const iterator = dict.entries.values();
  const size = dict.entries.size;
  let done = false;
  return () => {
    if (done) return undefined;
    if (dict.entries.size !== size)
      throw new Fault('RuntimeError', 'dictionary changed size during iteration');
    const step = iterator.next();
    if (step.done === true) {
      done = true;
      return undefined;
    }
    const entry = step.value;
    if (view === 'keys') return entry.key;
    return view === 'values' ? entry.value : new Tuple([entry.key, entry.value]);
  };
}

export function isCallable(value: Value): boolean {
  return value instanceof Callable || (value instanceof HostObject && value.isCallable);
}
