import { truth } from '../value/compare.ts';
import { Fault, typeFault } from '../value/fault.ts';
import { iterate } from '../value/iterate.ts';
import { spend } from '../value/meter.ts';
import { undefinedMessage } from '../value/print.ts';
import { noNames, textOf, Undefined, type Value, ValueIterator } from '../value/value.ts';
import { attributeGetter } from './attribute-path.ts';
import { type Filter, filterTable } from './filter-table.ts';
import { testNamed } from './tests.ts';

type Named = ReadonlyMap<string, Value>;

/** `map`, `select` and their kin: lazy, one-shot, and calling other filters and tests by name. */
export function selectionFilters(
  filterNamed: (name: string) => Filter | undefined,
): ReadonlyMap<string, Filter> {
  return filterTable({
    map: [
      ['value', '*args', '**named'],
      ([value], rest, named) =>
        lazily(
          value as Value,
          () => mapper(filterNamed, rest, named),
          (item, map) => map(item),
        ),
    ],
    select: [
      ['value', '*args', '**named'],
      ([value], rest, named) => selection(value as Value, rest, named, true, false),
    ],
    reject: [
      ['value', '*args', '**named'],
      ([value], rest, named) => selection(value as Value, rest, named, false, false),
    ],
    selectattr: [
      ['value', '*args', '**named'],
      ([value], rest, named) => selection(value as Value, rest, named, true, true),
    ],
    rejectattr: [
      ['value', '*args', '**named'],
      ([value], rest, named) => selection(value as Value, rest, named, false, true),
    ],
  });
}

/** A generator: nothing happens before the first item is asked for. */
function lazily(
  value: Value,
  prepare: () => (item: Value) => Value,
  step: (item: Value, apply: (item: Value) => Value) => Value | undefined,
): ValueIterator {
  let next: (() => Value | undefined) | undefined;
  let apply: (item: Value) => Value = (item) => item;
  return new ValueIterator(() => {
    if (next === undefined) {
      if (!truth(value)) {
        next = () => undefined;
      } else {
        apply = prepare();
        next = iterate(value);
      }
    }
    for (let item = next(); item !== undefined; item = next()) {
      spend(1);
      const result = step(item, apply);
      if (result !== undefined) return result;
    }
    return undefined;
  });
}

function mapper(
  filterNamed: (name: string) => Filter | undefined,
  args: readonly Value[],
  named: Named,
): (item: Value) => Value {
  const [first, ...others] = args;
  if (first === undefined) {
    if (!named.has('attribute')) throw typeFault('map requires a filter argument');
    for (const key of named.keys()) {
      if (key !== 'attribute' && key !== 'default') throw typeFault(`Unexpected keyword argument '${key}'`);
    }
    return attributeGetter(named.get('attribute'), { fallback: named.get('default') });
  }
  return (item) => {
    const filter = filterNamed(textOf(first) ?? '');
    if (filter === undefined) throw unknownName('filter', first);
    return filter(item, { positional: others, named });
  };
}

function unknownName(what: 'filter' | 'test', name: Value): Fault {
  if (name instanceof Undefined) {
    return new Fault(
      'RuntimeError',
      `No ${what} named Undefined (${undefinedMessage(name)})`,
      `write the ${what}'s name in quotes`,
    );
  }
  return new Fault('RuntimeError', `No ${what} named '${textOf(name) ?? ''}'`);
}

function selection(
  value: Value,
  args: readonly Value[],
  named: Named,
  keep: boolean,
  byAttribute: boolean,
): ValueIterator {
  const prepare = (): ((item: Value) => Value) => {
    const [attribute] = args;
    if (byAttribute && attribute === undefined) throw typeFault('Missing parameter for attribute name');
    const get = byAttribute ? attributeGetter(attribute) : (item: Value): Value => item;
    const [name, ...others] = byAttribute ? args.slice(1) : args;
    if (name === undefined) return (item) => truth(get(item));
    return (item) => {
      const test = testNamed(textOf(name) ?? '');
      if (test === undefined) throw unknownName('test', name);
      return truth(test(get(item), { positional: others, named: named.size === 0 ? noNames : named }));
    };
  };
  return lazily(value, prepare, (item, test) => (test(item) === keep ? item : undefined));
}
