import type { ProjectGraph } from '../project/graph.ts';
import type { UniqueId } from '../project/unique-id.ts';

/** Everything that reads these, directly or not; without themselves. */
export function descendants(graph: ProjectGraph, from: Iterable<UniqueId>): ReadonlySet<UniqueId> {
  const found = new Set<UniqueId>();
  const waiting = [...from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const child of graph.children.get(next) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      waiting.push(child);
    }
  }
  return found;
}

/** Those of `nodes` that no other of them descends from: where a failing test over all of them takes effect. */
export function lastOf(graph: ProjectGraph, nodes: readonly UniqueId[]): readonly UniqueId[] {
  if (nodes.length < 2) return nodes;
  return nodes.filter((node) => {
    const below = descendants(graph, [node]);
    return !nodes.some((other) => other !== node && below.has(other));
  });
}

/**
 * The nodes nearest below that descend from every one of `above`; whatever lies deeper waits for these anyway.
 * `readers`: node → nodes that read it directly.
 */
export function firstBelowAll(
  above: readonly UniqueId[],
  readers: ReadonlyMap<UniqueId, readonly UniqueId[]>,
): readonly UniqueId[] {
  const [first, ...others] = above;
  if (first === undefined) return [];
  if (others.length === 0) return readers.get(first) ?? [];
  const reach = (from: UniqueId): Set<UniqueId> => {
    const found = new Set<UniqueId>();
    const waiting = [from];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const reader of readers.get(next) ?? []) {
        if (!found.has(reader)) {
          found.add(reader);
          waiting.push(reader);
        }
      }
    }
    return found;
  };
  let common = reach(first);
  for (const other of others) {
    if (common.size === 0) return [];
    const below = reach(other);
    common = new Set([...common].filter((id) => below.has(id)));
  }
  const deeper = new Set([...common].flatMap((id) => readers.get(id) ?? []));
  return [...common].filter((id) => !deeper.has(id));
}
