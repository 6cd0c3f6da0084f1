import { claimItems, type Next, spend, Tuple, type Value } from '../../../template/template.ts';

/** All ways to take one value of each pool, the last pool fastest. */
export function productOf(pools: readonly (readonly Value[])[]): Next {
  const indexes = pools.map(() => 0);
  let isOver = pools.some((pool) => pool.length === 0);
  return () => {
    if (isOver) return undefined;
    const result = taken(pools.map((pool, at) => pool[indexes[at] as number] as Value));
    let at = pools.length - 1;
    for (; at >= 0; at -= 1) {
      indexes[at] = (indexes[at] as number) + 1;
      if ((indexes[at] as number) < (pools[at] as readonly Value[]).length) break;
      indexes[at] = 0;
    }
    isOver = at < 0;
    return result;
  };
}

function taken(values: Value[]): Tuple {
  claimItems(values.length);
  spend(1 + values.length);
  return new Tuple(values);
}

/** All ways to choose `size` values, in the order of the pool; `again` allows each value more than once. */
export function combinationsOf(pool: readonly Value[], size: number, again: boolean): Next {
  const count = pool.length;
  const indexes = Array.from({ length: size }, (_, at) => (again ? 0 : at));
  let isOver = again ? size > 0 && count === 0 : size > count;
  return () => {
    if (isOver) return undefined;
    const result = taken(indexes.map((index) => pool[index] as Value));
    let at = size - 1;
    while (at >= 0 && indexes[at] === (again ? count - 1 : at + count - size)) at -= 1;
    if (at < 0) isOver = true;
    else {
      const first = (indexes[at] as number) + 1;
      for (let i = at; i < size; i += 1) indexes[i] = again ? first : first + i - at;
    }
    return result;
  };
}

/** All orders of `size` values. */
export function permutationsOf(pool: readonly Value[], size: number): Next {
  const count = pool.length;
  const indexes = pool.map((_, index) => index);
  const cycles = Array.from({ length: size }, (_, at) => count - at);
  let isOver = size > count;
  return () => {
    if (isOver) return undefined;
    const result = taken(indexes.slice(0, size).map((index) => pool[index] as Value));
    let at = size - 1;
    for (; at >= 0; at -= 1) {
      cycles[at] = (cycles[at] as number) - 1;
      if (cycles[at] !== 0) {
        const other = count - (cycles[at] as number);
        [indexes[at], indexes[other]] = [indexes[other] as number, indexes[at] as number];
        break;
      }
      spend(count - at);
      indexes.push(...indexes.splice(at, 1));
      cycles[at] = count - at;
    }
    isOver = at < 0;
    return result;
  };
}
