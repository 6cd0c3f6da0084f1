import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { Resource } from '../project/node.ts';
import type { ParsedProject } from '../project/project.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { checkNames } from './check-names.ts';
import { findCycles } from './find-cycles.ts';
import { NameHints } from './name-hints.ts';
import { type Edge, resolveUses } from './resolve-uses.ts';
import { sortByParents } from './sort-by-parents.ts';

/**
 * Resolves every ref and source, and puts the resources in order. A generic test whose subject is missing is left out.
 * With an error among the diagnostics the graph is incomplete, but it can still be listed and drawn. `unread`: names of
 * resources whose files could not be read, which was said already.
 */
export function buildGraph(
  project: ParsedProject,
  unread: ReadonlySet<string> = new Set(),
): Outcome<ProjectGraph> {
  const diagnostics: Diagnostic[] = [];
  const resources = new Map<UniqueId, Resource>();
  const edges = new Map<UniqueId, readonly Edge[]>();
  const hints = new NameHints(project);
  for (const resource of allResources(project)) {
    const uses = resolveUses(project, resource, { hints, unread });
    diagnostics.push(...uses.diagnostics);
    if (uses.value === undefined) continue;
    resources.set(resource.uniqueId, resource);
    edges.set(resource.uniqueId, uses.value);
  }
  const parents = new Map([...edges].map(([id, list]) => [id, list.map((edge) => edge.to)]));
  const children = childrenOf(parents);
  const order = sortByParents(parents, children);
  if (order.length < resources.size) {
    diagnostics.push(...findCycles(resources, edges, new Set(order)));
    // So that nothing is missing from what is listed.
    const ordered = new Set(order);
    order.push(...[...resources.keys()].filter((id) => !ordered.has(id)).sort());
  }
  diagnostics.push(...checkNames(resources));
  return { value: { project, resources, parents, children, order }, diagnostics };
}

function* allResources(project: ParsedProject): Iterable<Resource> {
  yield* project.nodes.values();
  yield* project.sources.values();
  yield* project.exposures.values();
}

function childrenOf(parents: ReadonlyMap<UniqueId, readonly UniqueId[]>): Map<UniqueId, readonly UniqueId[]> {
  const children = new Map<UniqueId, UniqueId[]>();
  for (const id of parents.keys()) children.set(id, []);
  for (const [id, list] of parents) {
    for (const parent of list) children.get(parent)?.push(id);
  }
  for (const list of children.values()) list.sort();
  return children;
}
