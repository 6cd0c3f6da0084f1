import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import {
  attempt,
  Dict,
  hostError,
  hostFunction,
  iterate,
  jsonText,
  List,
  str,
  Tuple,
  textOf,
  toArray,
  toPlain,
  truth,
  tryIterate,
  type Value,
  ValueIterator,
  ValueSet,
} from '../../template/template.ts';
import { readYaml } from '../../yaml/read-yaml.ts';
import { toValue } from '../values/json-values.ts';
import { readJson } from './json-reader.ts';

/** Functions over data that ask nothing of the project. */
export const dataFunctions: ReadonlyMap<string, Value> = new Map<string, Value>([
  [
    'fromjson',
    hostFunction('fromjson', ['string', 'default?'], ([text, fallback]) => {
      const value = text === undefined ? undefined : textOf(text);
      return (value === undefined ? undefined : readJson(value)) ?? fallback ?? null;
    }),
  ],
  [
    'tojson',
    hostFunction('tojson', ['value', 'default?', 'sort_keys?'], ([value, fallback, sort]) => {
      const made = attempt(() => jsonText(value ?? null, { sortKeys: sort !== undefined && truth(sort) }));
      return made.value ?? fallback ?? null;
    }),
  ],
  [
    'fromyaml',
    hostFunction('fromyaml', ['value', 'default?'], ([text, fallback]) => {
      const value = text === undefined ? undefined : textOf(text);
      const read = value === undefined ? undefined : readYaml({ path: 'fromyaml', text: value }).value;
      return read === undefined ? (fallback ?? null) : toValue(read.value);
    }),
  ],
  [
    'toyaml',
    hostFunction('toyaml', ['value', 'default?', 'sort_keys?'], ([value, fallback, sort]) => {
      const made = attempt(() =>
        stringify(toPlain(value ?? null), {
          version: '1.1',
          indentSeq: false,
          lineWidth: 0,
          sortMapEntries: sort !== undefined && truth(sort),
        }),
      );
      return made.value ?? fallback ?? null;
    }),
  ],
  [
    'local_md5',
    hostFunction('local_md5', ['value'], ([value]) =>
      createHash('md5')
        .update(textOf(value ?? null) ?? str(value ?? null), 'utf8')
        .digest('hex'),
    ),
  ],
  [
    'set',
    hostFunction(
      'set',
      ['value', 'default?'],
      ([value, fallback]) => toSet(value ?? null) ?? fallback ?? null,
    ),
  ],
  [
    'set_strict',
    hostFunction('set_strict', ['value'], ([value]) => {
      const set = toSet(value ?? null);
      if (set === undefined) throw hostError('set_strict() needs something with items');
      return set;
    }),
  ],
  ['zip', hostFunction('zip', ['*args', '=default?'], ([fallback], lists) => zip(lists) ?? fallback ?? null)],
  [
    'zip_strict',
    hostFunction('zip_strict', ['*args'], (_values, lists) => {
      const zipped = zip(lists);
      if (zipped === undefined) throw hostError('zip_strict() needs things with items');
      return zipped;
    }),
  ],
  [
    'diff_of_two_dicts',
    hostFunction('diff_of_two_dicts', ['dict_a', 'dict_b'], ([a, b]) => diffOfDicts(a ?? null, b ?? null)),
  ],
]);

function toSet(value: Value): Value | undefined {
  return tryIterate(value) === undefined ? undefined : attempt(() => ValueSet.of(toArray(value))).value;
}

function zip(lists: readonly Value[]): Value | undefined {
  if (lists.some((list) => tryIterate(list) === undefined)) return undefined;
  const iterators = lists.map((list) => iterate(list));
  return new ValueIterator(() => {
    if (iterators.length === 0) return undefined;
    const items: Value[] = [];
    for (const next of iterators) {
      const item = next();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return new Tuple(items);
  }, 'zip');
}

/** The entries of `a` that `b` lacks, key by key; keys and items compare without regard to case. */
function diffOfDicts(a: Value, b: Value): Value {
  const difference = new Dict();
  if (!(a instanceof Dict) || !(b instanceof Dict)) return difference;
  const lower = (value: Value): string => str(value).toLowerCase();
  const others = new Map(
    [...b.entries.values()].map(({ key, value }) => [lower(key), new Set(itemsOf(value).map(lower))]),
  );
  for (const { key, value } of a.entries.values()) {
    const known = others.get(lower(key));
    const left = itemsOf(value).filter((item) => known?.has(lower(item)) !== true);
    if (left.length > 0) difference.set(lower(key), new List(left));
  }
  return difference;
}

function itemsOf(value: Value): readonly Value[] {
  return value instanceof List || value instanceof Tuple ? value.items : [value];
}
