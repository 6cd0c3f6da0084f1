/** Truth, equality and order, as Python defines them. */
import { compareText } from './code-points.ts';
import { Dict, DictView, dictIterator, ValueSet } from './dict.ts';
import { Fault, LimitFault, typeFault } from './fault.ts';
import { spend } from './meter.ts';
import { undefinedMessage } from './print.ts';
import { Float, HostObject, List, Markup, Range, Tuple, typeName, Undefined, type Value } from './value.ts';

/** `bool(value)`. */
export function truth(value: Value): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0;
    case 'bigint':
      return true;
    default:
  }
  if (value === null || value instanceof Undefined) return false;
  if (value instanceof List || value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Dict || value instanceof ValueSet) return value.size > 0;
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof Markup) return value.text !== '';
  if (value instanceof Range) return value.length > 0;
  if (value instanceof DictView) return value.dict.size > 0;
  if (value instanceof HostObject) return value.truth();
  return true;
}

/** A number as JavaScript compares them: exactly, also a bigint with a float. */
function numeric(value: Value): number | bigint | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return value instanceof Float ? value.value : undefined;
  }
}

const maxDepth = 500;

/** `a == b`. */
export function equal(a: Value, b: Value, depth = 0): boolean {
  if (typeof a === 'string')
    return typeof b === 'string' ? a === b : b instanceof Markup ? a === b.text : hostEqual(a, b);
  const x = numeric(a);
  if (x !== undefined) {
    const y = numeric(b);
    // biome-ignore lint/suspicious/noDoubleEquals: only `==` compares a bigint with a float
    return y === undefined ? hostEqual(a, b) : x == y;
  }
  if (a === null || b === null) return a === b || hostEqual(a, b);
  return objectsEqual(a, b, depth);
}

/** As `==` inside containers: a value is equal to itself even when it is NaN. */
export function same(a: Value, b: Value, depth = 0): boolean {
  return a === b || equal(a, b, depth);
}

function hostEqual(a: Value, b: Value): boolean {
  return b instanceof HostObject && b.equals(a);
}

function objectsEqual(a: Value, b: Value, depth: number): boolean {
  spend(1);
  if (depth > maxDepth) throw new LimitFault(`Values nested more than ${maxDepth} levels deep are compared`);
  if (a instanceof HostObject) return a.equals(b) || (b instanceof HostObject && b.equals(a));
  if (b instanceof HostObject) return b.equals(a);
  if (a instanceof Markup)
    return typeof b === 'string' ? a.text === b : b instanceof Markup && a.text === b.text;
  if (a instanceof List) return b instanceof List && itemsEqual(a.items, b.items, depth);
  if (a instanceof Tuple) return b instanceof Tuple && itemsEqual(a.items, b.items, depth);
  if (a instanceof Dict) return b instanceof Dict && dictsEqual(a, b, depth);
  if (a instanceof Undefined) return b instanceof Undefined;
  if (a instanceof Range) return b instanceof Range && rangesEqual(a, b);
  const left = members(a);
  if (left !== undefined) {
    const right = members(b);
    return right !== undefined && left.size === right.size && contained(left, right);
  }
  return a === b;
}

function itemsEqual(a: readonly Value[], b: readonly Value[], depth: number): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) {
    if (!same(a[i] as Value, b[i] as Value, depth + 1)) return false;
  }
  return true;
}

function dictsEqual(a: Dict, b: Dict, depth: number): boolean {
  if (a.size !== b.size) return false;
  for (const [key, entry] of a.entries) {
    const other = b.entries.get(key);
    if (other === undefined || !same(entry.value, other.value, depth + 1)) return false;
  }
  return true;
}

function rangesEqual(a: Range, b: Range): boolean {
  if (a.length !== b.length) return false;
  return a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step));
}

/** A set, or a view of a dict that behaves like one. */
export function members(value: Value): ValueSet | undefined {
  if (value instanceof ValueSet) return value;
  if (!(value instanceof DictView) || value.view === 'values') return undefined;
  const set = new ValueSet();
  const next = dictIterator(value.dict, value.view);
  for (let item = next(); item !== undefined; item = next()) set.add(item);
  return set;
}

function contained(a: ValueSet, b: ValueSet): boolean {
  for (const key of a.entries.keys()) if (!b.entries.has(key)) return false;
  return true;
}

export type OrderOperator = '<' | '<=' | '>' | '>=';

/** `a < b` and its kin. */
export function ordered(operator: OrderOperator, a: Value, b: Value): boolean {
  const left = members(a);
  const right = left === undefined ? undefined : members(b);
  if (left !== undefined && right !== undefined) return setsOrdered(operator, left, right);
  const x = numeric(a);
  const y = x === undefined ? undefined : numeric(b);
  if (x !== undefined && y !== undefined) {
    // Not through a difference: every comparison with NaN is false.
    if (operator === '<') return x < y;
    if (operator === '<=') return x <= y;
    return operator === '>' ? x > y : x >= y;
  }
  const order = compare(operator, a, b, 0);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function setsOrdered(operator: OrderOperator, a: ValueSet, b: ValueSet): boolean {
  if (operator === '<=') return contained(a, b);
  if (operator === '<') return a.size < b.size && contained(a, b);
  if (operator === '>=') return contained(b, a);
  return b.size < a.size && contained(b, a);
}

/** Negative, zero or positive; fails for values that have no order. */
function compare(operator: OrderOperator, a: Value, b: Value, depth: number): number {
  spend(1);
  const x = numeric(a);
  const y = numeric(b);
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN;
  const left = a instanceof Markup ? a.text : a;
  const right = b instanceof Markup ? b.text : b;
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  if ((a instanceof List && b instanceof List) || (a instanceof Tuple && b instanceof Tuple)) {
    if (depth > maxDepth)
      throw new LimitFault(`Values nested more than ${maxDepth} levels deep are compared`);
    return compareItems(operator, a.items, b.items, depth + 1);
  }
  if (a instanceof HostObject) {
    const order = a.compare(b);
    if (order !== undefined) return order;
  }
  if (b instanceof HostObject) {
    const order = b.compare(a);
    if (order !== undefined) return -order;
  }
  for (const side of [a, b])
    if (side instanceof Undefined) throw new Fault('UndefinedError', undefinedMessage(side));
  throw typeFault(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function compareItems(
  operator: OrderOperator,
  a: readonly Value[],
  b: readonly Value[],
  depth: number,
): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a[i] as Value;
    const y = b[i] as Value;
    if (!same(x, y, depth)) {
      // Nested sets have their own order, which is no number: ask for the operator itself.
      if (members(x) !== undefined && members(y) !== undefined) {
        return ordered(operator, x, y) === operator.startsWith('<') ? -1 : 1;
      }
      return compare(operator, x, y, depth);
    }
  }
  return a.length - b.length;
}

/** `sorted()`: stable, ascending by `<` of the keys. */
export function sortByKeys(items: readonly Value[], keys: readonly Value[], reverse: boolean): Value[] {
  const order = items.map((_, index) => index);
  const direction = reverse ? -1 : 1;
  order.sort((i, j) => {
    const x = keys[i] as Value;
    const y = keys[j] as Value;
    if (ordered('<', x, y)) return -direction;
    return ordered('<', y, x) ? direction : i - j;
  });
  return order.map((index) => items[index] as Value);
}
