/** Methods of lists, tuples, dicts, sets, ranges and numbers. */
import { equal, sortByKeys, truth } from '../value/compare.ts';
import { indexOr, needIndex } from '../value/convert-arguments.ts';
import { Dict, DictView, type keyOf, ValueSet } from '../value/dict.ts';
import { Fault, typeFault, valueFault } from '../value/fault.ts';
import { bitLength } from '../value/integer.ts';
import { drain, indexOf, iterate, rangeItem, toArray } from '../value/iterate.ts';
import { claimItems, spend } from '../value/meter.ts';
import { repr } from '../value/print.ts';
import {
  Callable,
  type Float,
  type Integer,
  List,
  noNames,
  orElse,
  type Range,
  Tuple,
  typeName,
  type Value,
} from '../value/value.ts';
import { type MethodTable, methodTable } from './method.ts';

function position(
  items: readonly Value[],
  wanted: Value,
  start: Value | undefined,
  end: Value | undefined,
  what: string,
): number {
  const clamp = (index: number): number => (index < 0 ? Math.max(items.length + index, 0) : index);
  const at = indexOf(items, wanted, clamp(indexOr(start, 0)), clamp(indexOr(end, items.length)));
  if (at === -1) throw valueFault(`${what} is not in list`);
  return at;
}

function countOf(items: readonly Value[], wanted: Value): number {
  let found = 0;
  for (const item of items) {
    spend(1);
    if (item === wanted || equal(item, wanted)) found += 1;
  }
  return found;
}

function pop(list: List, index: Value | undefined): Value {
  if (list.items.length === 0) throw new Fault('IndexError', 'pop from empty list');
  const number = needIndex(index, -1);
  const at = number < 0 ? list.items.length + number : number;
  if (at < 0 || at >= list.items.length) throw new Fault('IndexError', 'pop index out of range');
  return list.items.splice(at, 1)[0] as Value;
}

function sortList(list: List, key: Value | undefined, reverse: Value | undefined): null {
  const keys = list.items.map((item) => {
    if (key === undefined || key === null) return item;
    if (!(key instanceof Callable)) throw typeFault(`'${typeName(key)}' object is not callable`);
    return key.call({ positional: [item], named: noNames });
  });
  list.items = sortByKeys(list.items, keys, reverse !== undefined && truth(reverse));
  return null;
}

export const listMethods: MethodTable<List> = methodTable<List>({
  append: [
    ['/object'],
    (list, [item]) => {
      list.push(item as Value);
      return null;
    },
  ],
  clear: [
    [],
    (list) => {
      list.items = [];
      return null;
    },
  ],
  copy: [[], (list) => new List(toArray(list))],
  count: [['/value'], (list, [value]) => countOf(list.items, value as Value)],
  extend: [
    ['/iterable'],
    (list, [items]) => {
      const added = drain(iterate(items === list ? new List(list.items.slice()) : (items as Value)));
      claimItems(list.items.length + added.length);
      for (const item of added) list.items.push(item);
      return null;
    },
  ],
  index: [
    ['/value', '/start?', '/stop?'],
    (list, [value, start, end]) => position(list.items, value as Value, start, end, repr(value as Value)),
  ],
  insert: [
    ['/index', '/object'],
    (list, [index, item]) => {
      claimItems(list.items.length + 1);
      const at = needIndex(index);
      list.items.splice(at < 0 ? Math.max(list.items.length + at, 0) : at, 0, item as Value);
      return null;
    },
  ],
  pop: [['/index?'], (list, [index]) => pop(list, index)],
  remove: [
    ['/value'],
    (list, [value]) => {
      const at = indexOf(list.items, value as Value);
      if (at === -1) throw valueFault('list.remove(x): x not in list');
      list.items.splice(at, 1);
      return null;
    },
  ],
  reverse: [
    [],
    (list) => {
      list.items.reverse();
      return null;
    },
  ],
  sort: [['=key?', '=reverse?'], (list, [key, reverse]) => sortList(list, key, reverse)],
});

export const tupleMethods: MethodTable<Tuple> = methodTable<Tuple>({
  count: [['/value'], (tuple, [value]) => countOf(tuple.items, value as Value)],
  index: [
    ['/value', '/start?', '/stop?'],
    (tuple, [value, start, end]) => position(tuple.items, value as Value, start, end, 'tuple.index(x): x'),
  ],
});

/** The pairs of a dict, or of an iterable of pairs, as `dict()` and `update` take them. */
export function addPairs(dict: Dict, source: Value): void {
  if (source instanceof Dict) {
    for (const { key, value } of [...source.entries.values()]) dict.set(key, value);
    return;
  }
  let index = 0;
  const next = iterate(source);
  for (let pair = next(); pair !== undefined; pair = next()) {
    spend(1);
    const items = pairOf(pair, index);
    dict.set(items[0] as Value, items[1] as Value);
    index += 1;
  }
}

function pairOf(pair: Value, index: number): readonly Value[] {
  let items: readonly Value[];
  try {
    items = toArray(pair);
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'TypeError') throw error;
    throw typeFault(`cannot convert dictionary update sequence element #${index} to a sequence`);
  }
  if (items.length !== 2) {
    throw valueFault(
      `dictionary update sequence element #${index} has length ${items.length}; 2 is required`,
    );
  }
  return items;
}

export const dictMethods: MethodTable<Dict> = methodTable<Dict>({
  clear: [
    [],
    (dict) => {
      dict.entries.clear();
      return null;
    },
  ],
  copy: [
    [],
    (dict) => {
      const copy = new Dict();
      addPairs(copy, dict);
      return copy;
    },
  ],
  fromkeys: [
    ['/iterable', '/value?'],
    (_, [keys, value]) => {
      const dict = new Dict();
      for (const key of drain(iterate(keys as Value))) dict.set(key, orElse(value, null));
      return dict;
    },
  ],
  get: [
    ['/key', '/default?'],
    (dict, [key, fallback]) => orElse(dict.get(key as Value), orElse(fallback, null)),
  ],
  items: [[], (dict) => new DictView(dict, 'items')],
  keys: [[], (dict) => new DictView(dict, 'keys')],
  pop: [
    ['/key', '/default?'],
    (dict, [key, fallback]) => {
      const found = dict.delete(key as Value);
      const value = found === undefined ? fallback : found;
      if (value === undefined) throw new Fault('KeyError', repr(key as Value));
      return value;
    },
  ],
  popitem: [
    [],
    (dict) => {
      const last = [...dict.entries].at(-1);
      if (last === undefined) throw new Fault('KeyError', "'popitem(): dictionary is empty'");
      dict.entries.delete(last[0]);
      return new Tuple([last[1].key, last[1].value]);
    },
  ],
  setdefault: [
    ['/key', '/default?'],
    (dict, [key, fallback]) => {
      const found = dict.get(key as Value);
      if (found !== undefined) return found;
      const value = orElse(fallback, null);
      dict.set(key as Value, value);
      return value;
    },
  ],
  update: [
    ['/other?', '**named'],
    (dict, [other], _, named) => {
      if (other !== undefined) addPairs(dict, other);
      for (const [key, value] of named) dict.set(key, value);
      return null;
    },
  ],
  values: [[], (dict) => new DictView(dict, 'values')],
});

function setOf(value: Value): ValueSet {
  return value instanceof ValueSet ? value : ValueSet.of(drain(iterate(value)));
}

function filtered(set: ValueSet, keep: (key: ReturnType<typeof keyOf>) => boolean): ValueSet {
  const result = new ValueSet();
  for (const [key, value] of set.entries) if (keep(key)) result.entries.set(key, value);
  return result;
}

function union(set: ValueSet, others: readonly Value[]): ValueSet {
  const result = filtered(set, () => true);
  for (const other of others) for (const value of drain(iterate(other))) result.add(value);
  return result;
}

function difference(set: ValueSet, others: readonly Value[]): ValueSet {
  return others.map(setOf).reduce(
    (left, other) => filtered(left, (key) => !other.entries.has(key)),
    filtered(set, () => true),
  );
}

function intersection(set: ValueSet, others: readonly Value[]): ValueSet {
  return others.map(setOf).reduce(
    (left, other) => filtered(left, (key) => other.entries.has(key)),
    filtered(set, () => true),
  );
}

function symmetricDifference(set: ValueSet, other: Value): ValueSet {
  const right = setOf(other);
  return union(
    filtered(set, (key) => !right.entries.has(key)),
    [filtered(right, (key) => !set.entries.has(key))],
  );
}

function replaceMembers(set: ValueSet, by: ValueSet): null {
  set.entries.clear();
  for (const [key, value] of by.entries) set.entries.set(key, value);
  return null;
}

export const setMethods: MethodTable<ValueSet> = methodTable<ValueSet>({
  add: [
    ['/item'],
    (set, [item]) => {
      set.add(item as Value);
      return null;
    },
  ],
  clear: [
    [],
    (set) => {
      set.entries.clear();
      return null;
    },
  ],
  copy: [[], (set) => filtered(set, () => true)],
  difference: [['*others'], (set, _, others) => difference(set, others)],
  difference_update: [['*others'], (set, _, others) => replaceMembers(set, difference(set, others))],
  discard: [
    ['/item'],
    (set, [item]) => {
      set.delete(item as Value);
      return null;
    },
  ],
  intersection: [['*others'], (set, _, others) => intersection(set, others)],
  intersection_update: [['*others'], (set, _, others) => replaceMembers(set, intersection(set, others))],
  isdisjoint: [['/other'], (set, [other]) => intersection(set, [other as Value]).size === 0],
  issubset: [['/other'], (set, [other]) => intersection(set, [other as Value]).size === set.size],
  issuperset: [['/other'], (set, [other]) => difference(setOf(other as Value), [set]).size === 0],
  pop: [
    [],
    (set) => {
      const first = set.entries.entries().next();
      if (first.done === true) throw new Fault('KeyError', "'pop from an empty set'");
      set.entries.delete(first.value[0]);
      return first.value[1];
    },
  ],
  remove: [
    ['/item'],
    (set, [item]) => {
      if (!set.delete(item as Value)) throw new Fault('KeyError', repr(item as Value));
      return null;
    },
  ],
  symmetric_difference: [['/other'], (set, [other]) => symmetricDifference(set, other as Value)],
  symmetric_difference_update: [
    ['/other'],
    (set, [other]) => replaceMembers(set, symmetricDifference(set, other as Value)),
  ],
  union: [['*others'], (set, _, others) => union(set, others)],
  update: [['*others'], (set, _, others) => replaceMembers(set, union(set, others))],
});

export const viewMethods: MethodTable<DictView> = methodTable<DictView>({
  isdisjoint: [['/other'], (view, [other]) => intersection(setOf(view), [other as Value]).size === 0],
});

export const rangeMethods: MethodTable<Range> = methodTable<Range>({
  count: [['/value'], (range, [value]) => countOf(toArray(range), value as Value)],
  index: [
    ['/value'],
    (range, [value]) => {
      for (let i = 0; i < range.length; i += 1) if (equal(rangeItem(range, i), value as Value)) return i;
      throw valueFault(`${repr(value as Value)} is not in range`);
    },
  ],
});

export const integerMethods: MethodTable<Integer> = methodTable<Integer>({
  as_integer_ratio: [[], (number) => new Tuple([number, 1])],
  bit_count: [[], (number) => number.toString(2).replace(/[^1]/g, '').length],
  bit_length: [
    [],
    (number) => (typeof number === 'number' ? bitLength(number) : number.toString(2).replace('-', '').length),
  ],
  conjugate: [[], (number) => number],
});

export const floatMethods: MethodTable<Float> = methodTable<Float>({
  conjugate: [[], (number) => number],
  is_integer: [[], (number) => Number.isInteger(number.value)],
});
