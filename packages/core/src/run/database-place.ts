import type { WarehouseError } from '../adapter/warehouse-error.ts';
import type { RelatedPlace } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { ParsedNode, Resource } from '../project/node.ts';
import { resolveRef, resolveSource } from '../project/resolve-ref.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { locateInTemplate } from './locate-in-template.ts';

export interface DatabasePlace {
  readonly at: Span;
  readonly related: readonly RelatedPlace[];
}

type TemplatedNode = Extract<ParsedNode, { readonly template: SourceText }>;

/**
 * Where in the user's files a database's complaint belongs, with the compiled SQL beside it. The database points into
 * the SQL it was given. What it points at is a relation that a `ref` or `source` stands for, or a line that the
 * template, or that of an ephemeral model in it, has once.
 */
export function databasePlace(
  error: WarehouseError,
  resource: Resource,
  graph?: ProjectGraph,
): DatabasePlace {
  const { sql, position } = error;
  if (sql === undefined || position === undefined || !('template' in resource))
    return { at: resource.at, related: [] };
  const compiled: SourceText = { path: `compiled SQL of ${resource.name}`, text: sql };
  const end = position + wordLength(sql, position);
  const related = [{ message: 'the database points here', at: { source: compiled, start: position, end } }];
  const templates = [resource, ...(graph === undefined ? [] : ephemeralParents(resource.uniqueId, graph))];
  for (const node of templates) {
    const call = graph === undefined ? undefined : callOf(node, sql.slice(position), graph);
    const at = call ?? locateInTemplate(sql, position, node.body);
    if (at !== undefined) return { at, related };
  }
  return { at: resource.at, related };
}

/** The word, or the name in quotes, that begins there. */
function wordLength(sql: string, position: number): number {
  return /^(?:"[^"\n]*"|[\w$]+)/.exec(sql.slice(position, position + 200))?.[0].length ?? 1;
}

function ephemeralParents(id: UniqueId, graph: ProjectGraph): readonly TemplatedNode[] {
  const found = new Map<UniqueId, TemplatedNode>();
  const left = [id];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const parent of graph.parents.get(next) ?? []) {
      const node = graph.resources.get(parent);
      if (node?.resourceType !== 'model' || node.config.materialized !== 'ephemeral') continue;
      if (found.has(parent)) continue;
      found.set(parent, node);
      left.push(parent);
    }
  }
  return [...found.values()];
}

/** The only call that stands for the relation that the SQL names at its beginning. */
function callOf(node: TemplatedNode, sql: string, graph: ProjectGraph): Span | undefined {
  const name = /^(?:"(?:[^"]|"")*"\.)*"((?:[^"]|"")*)"/.exec(sql)?.[1]?.replaceAll('""', '"');
  if (name === undefined) return undefined;
  const { project } = graph;
  const fromPackage = node.packageName;
  const calls = [
    ...node.uses.sources.map((call) => ({
      at: call.at,
      to: resolveSource(project, { source: call.source, table: call.table, fromPackage }),
    })),
    ...node.uses.refs.map((call) => ({ at: call.at, to: resolveRef(project, { ...call, fromPackage }) })),
  ].filter(({ to }) => to.kind === 'found' && 'relation' in to.node && to.node.relation?.identifier === name);
  return calls.length === 1 ? calls[0]?.at : undefined;
}
