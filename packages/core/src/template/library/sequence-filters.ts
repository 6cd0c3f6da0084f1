import { arithmetic } from '../value/arithmetic.ts';
import { equal, ordered, sortByKeys } from '../value/compare.ts';
import { flag, needIndex } from '../value/convert-arguments.ts';
import { Dict, DictView, type Key, keyOf, ValueSet } from '../value/dict.ts';
import { Fault, typeFault, valueFault } from '../value/fault.ts';
import { drain, iterate, length, toArray, tryLength } from '../value/iterate.ts';
import { claimItems, currentMeter, spend } from '../value/meter.ts';
import { str } from '../value/print.ts';
import { missing } from '../value/undefined-mode.ts';
import {
  HostObject,
  List,
  Markup,
  orElse,
  Range,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
  ValueIterator,
} from '../value/value.ts';
import { attributeGetter, ignoreCase, sortKey } from './attribute-path.ts';
import { filterTable } from './filter-table.ts';
import { getItem } from './members.ts';
import { joinTexts } from './text-methods.ts';

function extreme(
  value: Value,
  caseSensitive: Value | undefined,
  attribute: Value | undefined,
  operator: '<' | '>',
): Value {
  const next = iterate(value);
  const key = attributeGetter(attribute, { after: flag(caseSensitive, false) ? undefined : ignoreCase });
  let best: Value | undefined;
  let bestKey: Value = null;
  for (let item = next(); item !== undefined; item = next()) {
    spend(1);
    const itemKey = key(item);
    if (best === undefined || ordered(operator, itemKey, bestKey)) {
      best = item;
      bestKey = itemKey;
    }
  }
  return orElse(best, missing({ hint: 'No aggregated item, sequence was empty.' }));
}

/** Items from the end; only sequences have one. */
function reversed(value: Value): Value[] | undefined {
  if (
    value instanceof List ||
    value instanceof Tuple ||
    value instanceof Range ||
    value instanceof Dict ||
    value instanceof DictView
  ) {
    return toArray(value).reverse();
  }
  if (textOf(value) !== undefined) return toArray(value).reverse();
  if (value instanceof Undefined) return [];
  if (value instanceof HostObject && value.hasTrait('sequence')) return toArray(value).reverse();
  return undefined;
}

function fromArray(items: readonly Value[], type: string): ValueIterator {
  let index = 0;
  return new ValueIterator(() => items[index++], type);
}

function last(value: Value): Value {
  const items = reversed(value);
  if (items === undefined) throw typeFault(`'${typeName(value)}' object is not reversible`);
  return orElse(items[0], missing({ hint: 'No last item, sequence was empty.' }));
}

function reverse(value: Value): Value {
  if (typeof value === 'string') return Array.from(value).reverse().join('');
  if (value instanceof Markup) return new Markup(Array.from(value.text).reverse().join(''));
  const items = reversed(value);
  if (items !== undefined)
    return fromArray(items, value instanceof List ? 'list_reverseiterator' : 'reversed');
  return new List(drain(iterate(value)).reverse());
}

/** Python's generator, step by step: a batch is given when the next item finds it full. */
function batch(value: Value, size: Value, fill: Value | undefined): ValueIterator {
  let next: (() => Value | undefined) | undefined;
  let current: Value[] = [];
  let waiting: Value | undefined;
  let done = false;
  return new ValueIterator(() => {
    next ??= iterate(value);
    if (waiting !== undefined) {
      current.push(waiting);
      waiting = undefined;
    }
    while (!done) {
      spend(1);
      const item = next();
      if (item === undefined) {
        done = true;
        return current.length === 0 ? undefined : new List(filled(current, size, fill));
      }
      if (equal(current.length, size)) {
        const full = new List(current);
        current = [];
        waiting = item;
        return full;
      }
      current.push(item);
    }
    return undefined;
  });
}

function filled(items: Value[], size: Value, fill: Value | undefined): Value[] {
  if (fill === undefined || fill === null || !ordered('<', items.length, size)) return items;
  const count = needIndex(size);
  claimItems(count);
  while (items.length < count) items.push(fill);
  return items;
}

function slices(value: Value, count: Value, fill: Value | undefined): ValueIterator {
  let parts: Value[] | undefined;
  let index = 0;
  return new ValueIterator(() => {
    parts ??= sliced(toArray(value), count, fill);
    return parts[index++];
  });
}

function sliced(items: Value[], slicesWanted: Value, fill: Value | undefined): Value[] {
  const count = needIndex(slicesWanted);
  if (count === 0) throw new Fault('ZeroDivisionError', 'integer division or modulo by zero');
  const size = Math.floor(items.length / count);
  const extra = items.length - size * count;
  claimItems(Math.max(count, 0));
  const parts: Value[] = [];
  let offset = 0;
  for (let number = 0; number < count; number += 1) {
    const start = offset + number * size;
    if (number < extra) offset += 1;
    const part = items.slice(start, offset + (number + 1) * size);
    if (fill !== undefined && fill !== null && number >= extra) part.push(fill);
    parts.push(new List(part));
  }
  return parts;
}

function unique(value: Value, caseSensitive: Value | undefined, attribute: Value | undefined): ValueIterator {
  const key = attributeGetter(attribute, { after: flag(caseSensitive, false) ? undefined : ignoreCase });
  const seen = new Set<Key>();
  let next: (() => Value | undefined) | undefined;
  return new ValueIterator(() => {
    next ??= iterate(value);
    for (let item = next(); item !== undefined; item = next()) {
      spend(1);
      const itemKey = keyOf(key(item));
      if (seen.has(itemKey)) continue;
      seen.add(itemKey);
      return item;
    }
    return undefined;
  });
}

function groupBy(
  value: Value,
  attribute: Value,
  fallback: Value | undefined,
  caseSensitive: Value | undefined,
): List {
  const sensitive = flag(caseSensitive, false);
  const key = attributeGetter(attribute, { after: sensitive ? undefined : ignoreCase, fallback });
  const shown = sensitive ? undefined : attributeGetter(attribute, { fallback });
  const items = toArray(value);
  const sorted = sortByKeys(items, items.map(key), false);
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sorted) {
    spend(1);
    const itemKey = key(item);
    const group = groups.at(-1);
    if (group !== undefined && equal(group.key, itemKey)) group.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  return new List(
    groups.map((group) => {
      const grouper = shown === undefined ? group.key : shown(group.items[0] as Value);
      return new Tuple([grouper, new List(group.items)], ['grouper', 'list']);
    }),
  );
}

function sum(value: Value, attribute: Value | undefined, start: Value): Value {
  const get = attributeGetter(attribute);
  if (textOf(start) !== undefined) throw typeFault("sum() can't sum strings [use ''.join(seq) instead]");
  const next = iterate(value);
  let total = start;
  for (let item = next(); item !== undefined; item = next()) {
    spend(1);
    total = arithmetic('+', total, get(item));
  }
  return total;
}

function dictSort(
  value: Value,
  caseSensitive: Value | undefined,
  by: Value | undefined,
  reverseOrder: Value | undefined,
): List {
  const column = by === undefined ? 'key' : textOf(by);
  if (column !== 'key' && column !== 'value')
    throw valueFault('You can only sort by either "key" or "value"');
  if (!(value instanceof Dict)) {
    if (value instanceof HostObject) return dictSort(dictOf(value), caseSensitive, by, reverseOrder);
    throw new Fault('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  }
  const pairs: Value[] = [...value.entries.values()].map((entry) => new Tuple([entry.key, entry.value]));
  const keys = pairs.map((pair) => {
    const item = (pair as Tuple).items[column === 'key' ? 0 : 1] as Value;
    return flag(caseSensitive, false) ? item : ignoreCase(item);
  });
  return new List(sortByKeys(pairs, keys, flag(reverseOrder, false)));
}

function dictOf(value: HostObject): Dict {
  const dict = new Dict();
  for (const key of drain(iterate(value))) dict.set(key, value.getItem(key) ?? null);
  return dict;
}

function items(value: Value): ValueIterator {
  let next: (() => Value | undefined) | undefined;
  return new ValueIterator(() => {
    if (value instanceof Undefined) return undefined;
    if (!(value instanceof Dict)) throw typeFault('Can only get item pairs from a mapping.');
    next ??= iterate(new DictView(value, 'items'));
    return next();
  });
}

function join(value: Value, separator: Value | undefined, attribute: Value | undefined): string {
  const get = attribute === undefined || attribute === null ? undefined : attributeGetter(attribute);
  const texts = drain(iterate(value)).map((item) => str(get === undefined ? item : get(item)));
  return joinTexts(texts, str(orElse(separator, '')));
}

/** Repeatable, so that unchanged files give the same SQL: what is drawn depends on how far the rendering has come. */
function random(value: Value): Value {
  const size = tryLength(value);
  if (size === undefined) throw typeFault(`object of type '${typeName(value)}' has no len()`);
  if (size === 0) return missing({ hint: 'No random item, sequence was empty.' });
  if (value instanceof Dict || value instanceof ValueSet)
    throw new Fault('KeyError', 'random needs a sequence');
  return getItem(value, Math.floor(((currentMeter().slice * 0.618_033_988_75) % 1) * size));
}

export const sequenceFilters = filterTable({
  batch: [
    ['value', 'linecount', 'fill_with?'],
    ([value, size, fill]) => batch(value as Value, size as Value, fill),
  ],
  count: [['/value'], ([value]) => length(value as Value)],
  dictsort: [
    ['value', 'case_sensitive?', 'by?', 'reverse?'],
    ([value, sensitive, by, backwards]) => dictSort(value as Value, sensitive, by, backwards),
  ],
  first: [
    ['seq'],
    ([value]) => orElse(iterate(value as Value)(), missing({ hint: 'No first item, sequence was empty.' })),
  ],
  groupby: [
    ['value', 'attribute', 'default?', 'case_sensitive?'],
    ([value, attribute, fallback, sensitive]) =>
      groupBy(value as Value, attribute as Value, fallback, sensitive),
  ],
  items: [['value'], ([value]) => items(value as Value)],
  join: [
    ['value', 'd?', 'attribute?'],
    ([value, separator, attribute]) => join(value as Value, separator, attribute),
  ],
  last: [['seq'], ([value]) => last(value as Value)],
  length: [['/value'], ([value]) => length(value as Value)],
  list: [['value'], ([value]) => new List(toArray(value as Value))],
  max: [
    ['value', 'case_sensitive?', 'attribute?'],
    ([value, sensitive, attribute]) => extreme(value as Value, sensitive, attribute, '>'),
  ],
  min: [
    ['value', 'case_sensitive?', 'attribute?'],
    ([value, sensitive, attribute]) => extreme(value as Value, sensitive, attribute, '<'),
  ],
  random: [['seq'], ([value]) => random(value as Value)],
  reverse: [['value'], ([value]) => reverse(value as Value)],
  slice: [
    ['value', 'slices', 'fill_with?'],
    ([value, count, fill]) => slices(value as Value, count as Value, fill),
  ],
  sort: [
    ['value', 'reverse?', 'case_sensitive?', 'attribute?'],
    ([value, backwards, sensitive, attribute]) => {
      const list = toArray(value as Value);
      const key = sortKey(attribute, flag(sensitive, false) ? undefined : ignoreCase);
      return new List(sortByKeys(list, list.map(key), flag(backwards, false)));
    },
  ],
  sum: [
    ['iterable', 'attribute?', 'start?'],
    ([value, attribute, start]) => sum(value as Value, attribute, orElse(start, 0)),
  ],
  unique: [
    ['value', 'case_sensitive?', 'attribute?'],
    ([value, sensitive, attribute]) => unique(value as Value, sensitive, attribute),
  ],
});
