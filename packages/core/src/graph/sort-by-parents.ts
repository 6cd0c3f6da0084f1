import type { UniqueId } from '../project/unique-id.ts';

/**
 * Every resource after all its parents, ties by id (Kahn's algorithm). What lies on a cycle, or behind one, is
 * missing from the result.
 */
export function sortByParents(
  parents: ReadonlyMap<UniqueId, readonly UniqueId[]>,
  children: ReadonlyMap<UniqueId, readonly UniqueId[]>,
): UniqueId[] {
  const waiting = new Map<UniqueId, number>();
  let ready: UniqueId[] = [];
  for (const [id, list] of parents) {
    waiting.set(id, list.length);
    if (list.length === 0) ready.push(id);
  }
  const order: UniqueId[] = [];
  // Level by level: the order does not depend on the order in which files were read.
  while (ready.length > 0) {
    ready.sort();
    const next: UniqueId[] = [];
    for (const id of ready) {
      order.push(id);
      for (const child of children.get(id) ?? []) {
        const left = (waiting.get(child) ?? 0) - 1;
        waiting.set(child, left);
        if (left === 0) next.push(child);
      }
    }
    ready = next;
  }
  return order;
}
