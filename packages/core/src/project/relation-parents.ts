import type { ProjectGraph } from './graph.ts';
import type { UniqueId } from './unique-id.ts';

/** Has no relation of its own: what it reads is read by whoever reads it. */
export function isEphemeral(graph: ProjectGraph, id: UniqueId): boolean {
  const resource = graph.resources.get(id);
  return resource?.resourceType === 'model' && resource.config.materialized === 'ephemeral';
}

/** What a node really reads in the warehouse: its parents, with ephemeral ones replaced by theirs. */
export function relationParents(graph: ProjectGraph, id: UniqueId): readonly UniqueId[] {
  const found = new Set<UniqueId>();
  const seen = new Set<UniqueId>();
  const waiting = [...(graph.parents.get(id) ?? [])];
  for (let parent = waiting.shift(); parent !== undefined; parent = waiting.shift()) {
    if (seen.has(parent)) continue;
    seen.add(parent);
    if (isEphemeral(graph, parent)) waiting.push(...(graph.parents.get(parent) ?? []));
    else found.add(parent);
  }
  return [...found];
}
