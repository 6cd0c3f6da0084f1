/** `a.b`, `a['b']`, `a[1]` and `a[1:2]` for all values: the only ways into a value. */
import { characters, hasSurrogates } from '../value/code-points.ts';
import { indexOr } from '../value/convert-arguments.ts';
import { Dict, DictView, keyOf, ValueSet } from '../value/dict.ts';
import { Fault, typeFault, valueFault } from '../value/fault.ts';
import { add, multiply } from '../value/integer.ts';
import { makeRange, rangeItem } from '../value/iterate.ts';
import { claimItems, claimText } from '../value/meter.ts';
import { undefinedMessage } from '../value/print.ts';
import { missing } from '../value/undefined-mode.ts';
import {
  type CallArguments,
  Callable,
  Float,
  HostObject,
  isInteger,
  List,
  Markup,
  Namespace,
  Range,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from '../value/value.ts';
import {
  dictMethods,
  floatMethods,
  integerMethods,
  listMethods,
  rangeMethods,
  setMethods,
  tupleMethods,
  viewMethods,
} from './collection-methods.ts';
import { markupMethod } from './markup-methods.ts';
import { boundMethod, callMethod, type Method, type MethodTable } from './method.ts';
import { textMethods } from './text-methods.ts';

const stringMethods = textMethods({ attribute: getAttribute, item: getItem });

/** The method of this name; `undefined` when the type has none. */
function methodOf(value: Value, name: string): { method: Method<never>; self: Value } | undefined {
  const table = tableOf(value);
  const method = table?.get(name);
  if (method === undefined) return undefined;
  return { method, self: typeof value === 'boolean' ? Number(value) : value };
}

function tableOf(value: Value): MethodTable<never> | undefined {
  if (typeof value === 'string') return stringMethods;
  if (value === null) return undefined;
  if (typeof value !== 'object') return integerMethods;
  if (value instanceof List) return listMethods;
  if (value instanceof Dict) return dictMethods;
  if (value instanceof Tuple) return tupleMethods;
  if (value instanceof ValueSet) return setMethods;
  if (value instanceof DictView) return viewMethods;
  if (value instanceof Range) return rangeMethods;
  return value instanceof Float ? floatMethods : undefined;
}

/** An attribute or method, not an item. */
export function ownAttribute(value: Value, name: string): Value | undefined {
  if (name.startsWith('_')) return undefined;
  const found = methodOf(value, name);
  if (found !== undefined) return boundMethod(found.method, found.self as never);
  if (value instanceof HostObject || value instanceof Callable) return value.getAttribute(name);
  if (value instanceof Namespace) return value.attributes.get(name);
  if (value instanceof Markup) return markupMethod(value, name, stringMethods);
  if (value instanceof Tuple && value.names !== undefined) {
    const index = value.names.indexOf(name);
    if (index !== -1) return value.items[index];
  }
  if (value instanceof Range) return rangeAttribute(value, name);
  return numberAttribute(value, name);
}

function rangeAttribute(range: Range, name: string): Value | undefined {
  if (name === 'start') return range.start;
  if (name === 'stop') return range.stop;
  return name === 'step' ? range.step : undefined;
}

function numberAttribute(value: Value, name: string): Value | undefined {
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (number instanceof Float) {
    if (name === 'real') return number;
    return name === 'imag' ? new Float(0) : undefined;
  }
  if (number === null || !isInteger(number)) return undefined;
  if (name === 'real' || name === 'numerator') return number;
  if (name === 'imag') return 0;
  return name === 'denominator' ? 1 : undefined;
}

function refuse(value: Undefined): Value {
  if (value.chainable) return value;
  throw new Fault('UndefinedError', undefinedMessage(value));
}

/** `value.name`: attribute or method first, then item. */
export function getAttribute(value: Value, name: string): Value {
  if (value instanceof Undefined) return refuse(value);
  const attribute = ownAttribute(value, name);
  if (attribute !== undefined) return attribute;
  const item = directItem(value, name);
  return item === undefined ? missing({ name, owner: value }) : item;
}

/** `value[key]`: item first, then attribute. */
export function getItem(value: Value, key: Value): Value {
  if (value instanceof Undefined) return refuse(value);
  const item = directItem(value, key);
  if (item !== undefined) return item;
  const name = key instanceof Markup ? key.text : key;
  const attribute = typeof name === 'string' ? ownAttribute(value, name) : undefined;
  return attribute === undefined ? missing({ name: key, owner: value }) : attribute;
}

/** The item alone; `undefined` when there is none. */
function directItem(value: Value, key: Value): Value | undefined {
  if (typeof value === 'string') return characterItem(value, key);
  if (value === null || typeof value !== 'object') return undefined;
  if (value instanceof Dict) {
    // A key that cannot be hashed is as good as a missing one.
    return key instanceof List || key instanceof Dict || key instanceof ValueSet
      ? undefined
      : dictItem(value, key);
  }
  if (value instanceof List || value instanceof Tuple) {
    const index = asIndex(key);
    if (index === undefined) return undefined;
    return value.items[index < 0 ? value.items.length + index : index];
  }
  if (value instanceof HostObject) return value.getItem(key);
  if (value instanceof Markup) {
    const character = characterItem(value.text, key);
    return character === undefined ? undefined : new Markup(character);
  }
  if (value instanceof Range) {
    const index = asIndex(key);
    if (index === undefined) return undefined;
    const at = index < 0 ? value.length + index : index;
    return at >= 0 && at < value.length ? rangeItem(value, at) : undefined;
  }
  return undefined;
}

function dictItem(dict: Dict, key: Value): Value | undefined {
  try {
    return dict.entries.get(keyOf(key))?.value;
  } catch (error) {
    if (error instanceof Fault && error.kind === 'TypeError') return undefined;
    throw error;
  }
}

function asIndex(key: Value): number | undefined {
  if (typeof key === 'number') return key;
  if (typeof key === 'boolean') return Number(key);
  return undefined;
}

function characterItem(text: string, key: Value): string | undefined {
  const index = asIndex(key);
  if (index === undefined) return undefined;
  if (!hasSurrogates(text)) return text[index < 0 ? text.length + index : index];
  const letters = characters(text);
  return letters[index < 0 ? letters.length + index : index];
}

/** `value[from:to:step]`: fails for what has no slices. */
export function getSlice(value: Value, from: Value, to: Value, step: Value): Value {
  if (value instanceof Undefined) return refuse(value);
  if (typeof value === 'string') return sliceText(value, from, to, step);
  if (value instanceof Markup) return new Markup(sliceText(value.text, from, to, step));
  if (value instanceof List) return new List(sliceArray(value.items, from, to, step));
  if (value instanceof Tuple) return new Tuple(sliceArray(value.items, from, to, step));
  if (value instanceof Range) return sliceRange(value, from, to, step);
  const sliced = value instanceof HostObject ? hostSlice(value, from, to, step) : undefined;
  if (sliced !== undefined) return sliced;
  if (value instanceof Dict) throw typeFault("unhashable type: 'slice'");
  throw typeFault(`'${typeName(value)}' object is not subscriptable`);
}

function hostSlice(value: HostObject, from: Value, to: Value, step: Value): Value | undefined {
  const length = value.length();
  if (length === undefined || !value.hasTrait('sequence')) return undefined;
  const { start, stop, by } = sliceBounds(length, from, to, step);
  const items: Value[] = [];
  for (let i = start; by > 0 ? i < stop : i > stop; i += by) items.push(value.getItem(i) ?? null);
  return new Tuple(items);
}

/** `slice.indices(length)` */
function sliceBounds(
  length: number,
  from: Value,
  to: Value,
  step: Value,
): { start: number; stop: number; by: number } {
  for (const bound of [from, to, step]) {
    if (bound !== null && typeof bound !== 'boolean' && !isInteger(bound)) {
      if (bound instanceof Undefined) throw new Fault('UndefinedError', undefinedMessage(bound));
      throw typeFault('slice indices must be integers or None or have an __index__ method');
    }
  }
  const by = indexOr(step, 1);
  if (by === 0) throw valueFault('slice step cannot be zero');
  const low = by > 0 ? 0 : -1;
  const high = by > 0 ? length : length - 1;
  const clamp = (index: number): number => Math.min(Math.max(index < 0 ? index + length : index, low), high);
  return {
    start: from === null ? (by > 0 ? 0 : length - 1) : clamp(indexOr(from, 0)),
    stop: to === null ? (by > 0 ? length : -1) : clamp(indexOr(to, 0)),
    by,
  };
}

function sliceArray(items: readonly Value[], from: Value, to: Value, step: Value): Value[] {
  const { start, stop, by } = sliceBounds(items.length, from, to, step);
  if (by === 1) {
    claimItems(Math.max(stop - start, 0));
    return items.slice(start, Math.max(stop, start));
  }
  const result: Value[] = [];
  for (let i = start; by > 0 ? i < stop : i > stop; i += by) result.push(items[i] as Value);
  claimItems(result.length);
  return result;
}

function sliceText(text: string, from: Value, to: Value, step: Value): string {
  const wide = hasSurrogates(text);
  const letters = wide ? characters(text) : undefined;
  const { start, stop, by } = sliceBounds(letters?.length ?? text.length, from, to, step);
  if (by === 1) {
    claimText(Math.max(stop - start, 0));
    const end = Math.max(stop, start);
    return letters === undefined ? text.slice(start, end) : letters.slice(start, end).join('');
  }
  const parts: string[] = [];
  for (let i = start; by > 0 ? i < stop : i > stop; i += by) parts.push((letters ?? text)[i] ?? '');
  claimText(parts.length);
  return parts.join('');
}

function sliceRange(range: Range, from: Value, to: Value, step: Value): Range {
  const { start, stop, by } = sliceBounds(range.length, from, to, step);
  const at = (index: number): number | bigint => add(range.start, multiply(range.step, index));
  return makeRange(at(start), at(stop), multiply(range.step, by));
}

/** `value(…)`. */
export function callValue(value: Value, args: CallArguments): Value {
  if (value instanceof Callable) return value.call(args);
  if (value instanceof Undefined) return refuse(value);
  if (value instanceof HostObject && value.isCallable) {
    const result = value.call(args);
    if (result !== undefined) return result;
  }
  throw typeFault(`'${typeName(value)}' object is not callable`);
}

/** `value.name(…)`, without making the method a value first. */
export function callAttribute(value: Value, name: string, args: CallArguments): Value {
  if (!name.startsWith('_')) {
    const found = methodOf(value, name);
    if (found !== undefined) return callMethod(found.method, found.self as never, args);
  }
  return callValue(getAttribute(value, name), args);
}
