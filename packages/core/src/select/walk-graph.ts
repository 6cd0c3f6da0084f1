import type { UniqueId } from '../project/unique-id.ts';

type Neighbours = ReadonlyMap<UniqueId, readonly UniqueId[]>;

/**
 * What can be reached from `starts` within so many levels, each with the start it was reached from. A start is only
 * among them when another start leads to it.
 */
export function walk(
  starts: Iterable<UniqueId>,
  neighbours: Neighbours,
  levels: number,
): Map<UniqueId, UniqueId> {
  const reached = new Map<UniqueId, UniqueId>();
  let layer: (readonly [UniqueId, UniqueId])[] = [...starts].map((id) => [id, id]);
  for (let level = 0; level < levels && layer.length > 0; level += 1) {
    const next: (readonly [UniqueId, UniqueId])[] = [];
    for (const [id, start] of layer) {
      for (const neighbour of neighbours.get(id) ?? []) {
        if (reached.has(neighbour)) continue;
        reached.set(neighbour, start);
        next.push([neighbour, start]);
      }
    }
    layer = next;
  }
  return reached;
}
