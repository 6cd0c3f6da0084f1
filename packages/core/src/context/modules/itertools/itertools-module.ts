import {
  callValue,
  claimItems,
  equal,
  Fault,
  type HostFunction,
  HostObject,
  HostRecord,
  hostFunction,
  isInteger,
  iterate,
  type Next,
  noNames,
  spend,
  Tuple,
  toArray,
  truth,
  type Value,
  ValueIterator,
} from '../../../template/template.ts';
import { arithmetic } from '../../../template/value/arithmetic.ts';
import { needIndex } from '../../../template/value/convert-arguments.ts';
import { typeFault, valueFault } from '../../../template/value/fault.ts';
import { combinationsOf, permutationsOf, productOf } from './combinations.ts';
import { counted, SharedSource } from './shared-source.ts';

/**
 * Python's module `itertools`. Its iterators are lazy, and what is taken from them counts as steps of the rendering: an
 * endless one that is turned into a list ends at a limit.
 */
export function itertoolsModule(): Value {
  const made = [...endless(), ...joining(), ...choosing(), ...combining()];
  const members = new Map<string, Value>(made.map((one) => [one.name, one]));
  members.set('chain', new ChainFunction());
  return new HostRecord('module', members, "<module 'itertools'>");
}

function lazy(name: string, next: Next): ValueIterator {
  return new ValueIterator(() => {
    spend(1);
    return next();
  }, `itertools.${name}`);
}

function call(callee: Value | undefined, ...positional: Value[]): Value {
  return callValue(callee ?? null, { positional, named: noNames });
}

function endless(): HostFunction[] {
  return [
    hostFunction('count', ['start?', 'step?'], ([start = 0, step = 1]) => {
      let value = start;
      arithmetic('+', start, step);
      return lazy('count', () => {
        const result = value;
        value = arithmetic('+', value, step);
        return result;
      });
    }),
    hostFunction('cycle', ['iterable'], ([iterable]) => {
      const next = counted(iterable ?? null);
      const seen: Value[] = [];
      let isOver = false;
      let at = 0;
      return lazy('cycle', () => {
        const value = isOver ? undefined : next();
        if (value !== undefined) {
          claimItems(seen.length < 16 ? 1 : 17);
          seen.push(value);
          return value;
        }
        isOver = true;
        return seen.length === 0 ? undefined : seen[at++ % seen.length];
      });
    }),
    hostFunction('repeat', ['object', 'times?'], ([object = null, times]) => {
      let left = times === undefined ? Number.POSITIVE_INFINITY : needIndex(times);
      return lazy('repeat', () => {
        if (left <= 0) return undefined;
        left -= 1;
        return object;
      });
    }),
  ];
}

/** `chain(a, b)` and `chain.from_iterable(list)`. */
class ChainFunction extends HostObject {
  get typeName(): string {
    return 'type';
  }

  override repr(): string {
    return "<class 'itertools.chain'>";
  }

  override truth(): boolean {
    return true;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call({ positional }: { readonly positional: readonly Value[] }): Value {
    return chained(iterate(new Tuple(positional)));
  }

  override getAttribute(name: string): Value | undefined {
    if (name !== 'from_iterable') return undefined;
    return hostFunction(name, ['iterable'], ([iterable]) => chained(counted(iterable ?? null)));
  }
}

function chained(sources: Next): Value {
  let current: Next | undefined;
  return lazy('chain', () => {
    for (;;) {
      const value = current?.();
      if (value !== undefined) return value;
      const source = sources();
      if (source === undefined) return undefined;
      current = counted(source);
    }
  });
}

function joining(): HostFunction[] {
  return [
    hostFunction('zip_longest', ['*iterables', '=fillvalue?'], ([fill = null], iterables) => {
      const sources: (Next | undefined)[] = iterables.map((one) => counted(one));
      return lazy('zip_longest', () => {
        const values = sources.map((source, at) => {
          const value = source?.();
          if (value === undefined) sources[at] = undefined;
          return value;
        });
        if (values.every((value) => value === undefined)) return undefined;
        return new Tuple(values.map((value) => (value === undefined ? fill : value)));
      });
    }),
    hostFunction('tee', ['iterable', 'n?'], ([iterable, n]) => {
      const count = needIndex(n, 2);
      if (count < 0) throw valueFault('n must be >= 0');
      claimItems(count);
      if (count === 0) return new Tuple([]);
      const source = new SharedSource(counted(iterable ?? null));
      return new Tuple(Array.from({ length: count }, () => lazy('_tee', source.reader())));
    }),
    hostFunction('pairwise', ['iterable'], ([iterable]) => {
      const next = counted(iterable ?? null);
      let before = undefined as Value | undefined;
      return lazy('pairwise', () => {
        if (before === undefined) before = next();
        const value = before === undefined ? undefined : next();
        if (before === undefined || value === undefined) return undefined;
        const pair = new Tuple([before, value]);
        before = value;
        return pair;
      });
    }),
    hostFunction('starmap', ['function', 'iterable'], ([callee, iterable]) => {
      const next = counted(iterable ?? null);
      return lazy('starmap', () => {
        const args = next();
        return args === undefined ? undefined : call(callee, ...toArray(args));
      });
    }),
    hostFunction('accumulate', ['iterable', 'func?', '=initial?'], ([iterable, callee = null, initial]) => {
      const next = counted(iterable ?? null);
      let total: Value | undefined;
      let isFirst = true;
      return lazy('accumulate', () => {
        if (isFirst) {
          isFirst = false;
          total = initial === undefined || initial === null ? next() : initial;
          return total;
        }
        const value = total === undefined ? undefined : next();
        if (value === undefined || total === undefined) return undefined;
        total = callee === null ? arithmetic('+', total, value) : call(callee, total, value);
        return total;
      });
    }),
    hostFunction('groupby', ['iterable', 'key?'], ([iterable, key = null]) =>
      grouped(counted(iterable ?? null), key),
    ),
  ];
}

/** Groups of neighbours with equal keys. A group can be read until the next one is asked for, as in Python. */
function grouped(next: Next, key: Value): Value {
  let pending: { readonly value: Value; readonly key: Value } | undefined;
  let generation = 0;
  const advance = (): void => {
    const value = next();
    pending = value === undefined ? undefined : { value, key: key === null ? value : call(key, value) };
  };
  let groupKey: Value | undefined;
  return lazy('groupby', () => {
    generation += 1;
    const own = generation;
    if (groupKey === undefined) advance();
    while (pending !== undefined && groupKey !== undefined && equal(pending.key, groupKey)) advance();
    if (pending === undefined) return undefined;
    const current = pending.key;
    groupKey = current;
    const group = lazy('_grouper', () => {
      if (generation !== own || pending === undefined || !equal(pending.key, current)) return undefined;
      const { value } = pending;
      advance();
      return value;
    });
    return new Tuple([current, group]);
  });
}

function choosing(): HostFunction[] {
  const filtered = (name: string, keeps: (isTrue: boolean) => boolean): HostFunction =>
    hostFunction(name, ['predicate', 'iterable'], ([predicate = null, iterable]) => {
      const next = counted(iterable ?? null);
      return lazy(name, () => {
        for (let value = next(); value !== undefined; value = next()) {
          if (keeps(truth(predicate === null ? value : call(predicate, value)))) return value;
        }
        return undefined;
      });
    });
  return [
    filtered('filterfalse', (isTrue) => !isTrue),
    hostFunction('takewhile', ['predicate', 'iterable'], ([predicate, iterable]) => {
      const next = counted(iterable ?? null);
      let isOver = false;
      return lazy('takewhile', () => {
        const value = isOver ? undefined : next();
        if (value !== undefined && truth(call(predicate, value))) return value;
        isOver = true;
        return undefined;
      });
    }),
    hostFunction('dropwhile', ['predicate', 'iterable'], ([predicate, iterable]) => {
      const next = counted(iterable ?? null);
      let isDropping = true;
      return lazy('dropwhile', () => {
        let value = next();
        while (isDropping && value !== undefined && truth(call(predicate, value))) value = next();
        isDropping = false;
        return value;
      });
    }),
    hostFunction('compress', ['data', 'selectors'], ([data, selectors]) => {
      const next = counted(data ?? null);
      const select = counted(selectors ?? null);
      return lazy('compress', () => {
        for (;;) {
          const value = next();
          const isWanted = value === undefined ? undefined : select();
          if (value === undefined || isWanted === undefined) return undefined;
          if (truth(isWanted)) return value;
        }
      });
    }),
    hostFunction('islice', ['*args'], (_, args) => sliced(args)),
  ];
}

const bounds = 'None or an integer: 0 <= x <= sys.maxsize.';

function sliced(args: readonly Value[]): Value {
  const [iterable, ...numbers] = args;
  if (iterable === undefined || numbers.length === 0 || numbers.length > 3) {
    throw typeFault(`islice expected 2 to 4 arguments, got ${args.length}`);
  }
  const next = counted(iterable);
  const [start, stop, step] = numbers.length === 1 ? [null, numbers[0]] : numbers;
  const first = position(start, 0, `Indices for islice() must be ${bounds}`);
  const stopName = numbers.length === 1 ? 'Stop argument' : 'Indices';
  const last = position(stop, Number.POSITIVE_INFINITY, `${stopName} for islice() must be ${bounds}`);
  const by = position(step, 1, 'Step for islice() must be a positive integer or None.');
  if (by < 1) throw valueFault('Step for islice() must be a positive integer or None.');
  let at = 0;
  let wanted = first;
  return lazy('islice', () => {
    if (wanted >= last) {
      // Python reads up to the stop, even when the step leaves it out.
      for (; at < last && at < wanted; at += 1) if (next() === undefined) at = last;
      return undefined;
    }
    for (;;) {
      const value = next();
      if (value === undefined) {
        wanted = last;
        at = last;
        return undefined;
      }
      at += 1;
      if (at > wanted) {
        wanted += by;
        return value;
      }
    }
  });
}

function position(value: Value | undefined, fallback: number, complaint: string): number {
  if (value === undefined || value === null) return fallback;
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (!isInteger(number) || number < 0) throw valueFault(complaint);
  return Number(number);
}

function combining(): HostFunction[] {
  const size = (value: Value | undefined): number => {
    const count = needIndex(value);
    if (count < 0) throw valueFault('r must be non-negative');
    claimItems(count);
    return count;
  };
  return [
    hostFunction('product', ['*iterables', '=repeat?'], ([repeat], iterables) => {
      const times = needIndex(repeat, 1);
      if (times < 0) throw new Fault('ValueError', 'repeat argument cannot be negative');
      const pools = times === 0 ? [] : iterables.map((one) => toArray(one));
      claimItems(pools.length * times);
      const repeated = Array.from({ length: pools.length === 0 ? 0 : times }, () => pools).flat();
      return lazy('product', productOf(repeated));
    }),
    hostFunction('permutations', ['iterable', 'r?'], ([iterable, r]) => {
      const pool = toArray(iterable ?? null);
      return lazy(
        'permutations',
        permutationsOf(pool, r === undefined || r === null ? pool.length : size(r)),
      );
    }),
    hostFunction('combinations', ['iterable', 'r'], ([iterable, r]) =>
      lazy('combinations', combinationsOf(toArray(iterable ?? null), size(r), false)),
    ),
    hostFunction('combinations_with_replacement', ['iterable', 'r'], ([iterable, r]) =>
      lazy('combinations_with_replacement', combinationsOf(toArray(iterable ?? null), size(r), true)),
    ),
  ];
}
