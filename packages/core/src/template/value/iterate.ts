import { characters, codePointLength } from './code-points.ts';
import { equal, same } from './compare.ts';
import { Dict, DictView, dictIterator, ValueSet } from './dict.ts';
import { Fault, LimitFault, typeFault } from './fault.ts';
import { add, multiply } from './integer.ts';
import { claimItems, currentMeter, spend } from './meter.ts';
import { str } from './print.ts';
import {
  Float,
  HostObject,
  type Integer,
  isInteger,
  List,
  Markup,
  type Next,
  Range,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
  ValueIterator,
} from './value.ts';

/** `iter(value)`, or `undefined` when the value cannot be iterated. */
export function tryIterate(value: Value): Next | undefined {
  if (value === null || typeof value !== 'object')
    return typeof value === 'string' ? textIterator(value) : undefined;
  if (value instanceof List || value instanceof Tuple) {
    let index = 0;
    // The array is read anew each time: a loop sees what its body appends.
    return () => value.items[index++];
  }
  if (value instanceof Dict) return dictIterator(value, 'keys');
  if (value instanceof DictView) return dictIterator(value.dict, value.view);
  if (value instanceof ValueIterator) return value.next;
  if (value instanceof Range) return rangeIterator(value);
  if (value instanceof ValueSet) return setIterator(value);
  if (value instanceof Markup) return textIterator(value.text, true);
  if (value instanceof Undefined) return () => undefined;
  if (value instanceof HostObject) return value.iterate();
  return undefined;
}

/** `iter(value)`; fails for what cannot be iterated. */
export function iterate(value: Value): Next {
  const next = tryIterate(value);
  if (next === undefined) throw typeFault(`'${typeName(value)}' object is not iterable`);
  return next;
}

function textIterator(text: string, marked = false): Next {
  const items = characters(text);
  let index = 0;
  return () => {
    const item = items[index++];
    return marked && item !== undefined ? new Markup(item) : item;
  };
}

function setIterator(set: ValueSet): Next {
  const iterator = set.entries.values();
  const size = set.size;
  return () => {
    if (set.size !== size) throw new Fault('RuntimeError', 'Set changed size during iteration');
    const step = iterator.next();
    return step.done === true ? undefined : step.value;
  };
}

function rangeIterator(range: Range): Next {
  let index = 0;
  return () => (index < range.length ? rangeItem(range, index++) : undefined);
}

export function rangeItem(range: Range, index: number): Integer {
  return add(range.start, multiply(range.step, index));
}

/** `range(…)`; refuses more than `maxLength` items, as the sandbox does. */
export function makeRange(start: Integer, stop: Integer, step: Integer, maxLength = 100_000): Range {
  if (step === 0) throw new Fault('ValueError', 'range() arg 3 must not be zero');
  const [low, high, by] = [BigInt(start), BigInt(stop), BigInt(step)];
  const span = by > 0n ? high - low : low - high;
  const size = by > 0n ? by : -by;
  const length = span <= 0n ? 0n : (span + size - 1n) / size;
  if (length > BigInt(maxLength)) {
    throw new Fault('OverflowError', `Range too big. Ranges of more than ${maxLength} items are refused.`);
  }
  return new Range(start, stop, step, Number(length));
}

/** `list(value)` as an array of its own. */
export function toArray(value: Value): Value[] {
  if (value instanceof List || value instanceof Tuple) {
    claimItems(value.items.length);
    return value.items.slice();
  }
  return drain(iterate(value));
}

export function drain(next: Next): Value[] {
  const items: Value[] = [];
  const limit = currentMeter().limits.items;
  for (let item = next(); item !== undefined; item = next()) {
    spend(1);
    if (items.length >= limit) throw new LimitFault(`The template makes a list of more than ${limit} items`);
    items.push(item);
  }
  if (items.length > 16) currentMeter().allocate(items.length * 8);
  return items;
}

/** `len(value)`, or `undefined` when the value has no length. */
export function tryLength(value: Value): number | undefined {
  if (value === null || typeof value !== 'object')
    return typeof value === 'string' ? codePointLength(value) : undefined;
  if (value instanceof List || value instanceof Tuple) return value.items.length;
  if (value instanceof Dict || value instanceof ValueSet) return value.size;
  if (value instanceof DictView) return value.dict.size;
  if (value instanceof Range) return value.length;
  if (value instanceof Markup) return codePointLength(value.text);
  if (value instanceof Undefined) return 0;
  if (value instanceof HostObject) return value.length();
  return undefined;
}

export function length(value: Value): number {
  const result = tryLength(value);
  if (result === undefined) throw typeFault(`object of type '${typeName(value)}' has no len()`);
  return result;
}

/** `item in container`. */
export function contains(container: Value, item: Value): boolean {
  const text = textOf(container);
  if (text !== undefined) {
    const part = textOf(item);
    if (part === undefined) {
      throw typeFault(`'in <string>' requires string as left operand, not ${typeName(item)}`);
    }
    return text.includes(part);
  }
  if (container instanceof Dict || container instanceof ValueSet) return container.has(item);
  if (container instanceof DictView) {
    if (container.view === 'keys') return container.dict.has(item);
    if (container.view === 'items') return itemInView(container.dict, item);
  }
  if (container instanceof Range) return inRange(container, item);
  if (container instanceof HostObject) {
    const answer = container.contains(item);
    if (answer !== undefined) return answer;
  }
  const next = tryIterate(container);
  if (next === undefined) throw typeFault(`argument of type '${typeName(container)}' is not iterable`);
  for (let member = next(); member !== undefined; member = next()) {
    spend(1);
    if (same(member, item)) return true;
  }
  return false;
}

function itemInView(dict: Dict, item: Value): boolean {
  if (!(item instanceof Tuple) || item.items.length !== 2) return false;
  const [key, value] = item.items as [Value, Value];
  const found = dict.get(key);
  return found !== undefined && same(found, value);
}

function inRange(range: Range, item: Value): boolean {
  const number = typeof item === 'boolean' ? Number(item) : item instanceof Float ? item.value : item;
  if (!isInteger(number)) return false;
  if (typeof number === 'number' && !Number.isInteger(number)) return false;
  const offset = BigInt(number) - BigInt(range.start);
  const step = BigInt(range.step);
  if (offset % step !== 0n) return false;
  const index = offset / step;
  return index >= 0n && index < BigInt(range.length);
}

/** Index of the first item equal to `wanted`, or -1. */
export function indexOf(items: readonly Value[], wanted: Value, from = 0, to = items.length): number {
  for (let i = from; i < to && i < items.length; i += 1) {
    spend(1);
    const item = items[i] as Value;
    if (item === wanted || equal(item, wanted)) return i;
  }
  return -1;
}

/** `separator.join(values)`, every value converted to text. */
export function joinText(values: readonly Value[], separator: string): string {
  return values.map((value) => str(value)).join(separator);
}
