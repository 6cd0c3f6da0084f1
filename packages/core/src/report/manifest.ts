import { createHash } from 'node:crypto';
import type { CompiledProject } from '../compile/compiled-project.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { addTo } from '../project/multi-map.ts';
import type { ParsedNode, ParsedTest, Resource } from '../project/node.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { NodeResult } from '../run/run-report.ts';
import { type ArtifactMetadata, metadataOf } from './artifact-metadata.ts';
import { manifestHooks } from './manifest-hook.ts';
import { groupOf, type ManifestContext, manifestNode } from './manifest-node.ts';
import {
  manifestDoc,
  manifestExposure,
  manifestGroup,
  manifestMacro,
  manifestSelector,
  manifestSource,
  quotingOf,
} from './manifest-resource.ts';
import { type PlainObject, sortedObject } from './plain-json.ts';

export interface ManifestRequest {
  readonly graph: ProjectGraph;
  /** Absent when nothing was compiled (`ls`, `parse`). */
  readonly compiled?: CompiledProject;
  /** Of the run, if there was one: nodes that could only be compiled at their turn have their SQL here. */
  readonly results?: readonly NodeResult[];
  /** Nodes whose statement lies below `target/run`. */
  readonly ran?: ReadonlySet<UniqueId>;
  readonly metadata: ArtifactMetadata;
  readonly adapterType: string;
  /** The dialect's quoted full name. */
  readonly relationText: (name: RelationName) => string;
}

/** `manifest.json` (version 12): the whole project as dbt's tools read it. Maps are sorted by id. */
export function manifestOf(request: ManifestRequest): PlainObject {
  const { graph } = request;
  const { project } = graph;
  const context = contextOf(request);
  const hooks = [project.settings, ...project.packages.values()].flatMap((settings) =>
    manifestHooks(settings, project.target, context.createdAt),
  );
  const nodes = [...graph.resources.values()].filter(isNode);
  return {
    metadata: manifestMetadata(request),
    nodes: sortedObject([
      ...nodes.map((node) => [node.uniqueId, manifestNode(node, context)] as const),
      ...hooks,
    ]),
    sources: mapOf(project.sources.values(), (source) => manifestSource(source, context)),
    macros: mapOf(project.macros.values(), (macro) => manifestMacro(macro, context)),
    docs: mapOf(project.docs.values(), manifestDoc),
    exposures: mapOf(project.exposures.values(), (exposure) => manifestExposure(exposure, context)),
    metrics: {},
    groups: mapOf(project.groups?.values() ?? [], manifestGroup),
    selectors: sortedObject(
      [...project.selectors.values()].map((one) => [one.name, manifestSelector(one)] as const),
    ),
    disabled: sortedObject(
      [...project.disabled].map(
        ([id, all]) => [id, all.map((one) => manifestResource(one, context))] as const,
      ),
    ),
    parent_map: relatives(graph, graph.parents, hooks),
    child_map: relatives(graph, graph.children, hooks),
    group_map: groupMap(nodes, graph),
    saved_queries: {},
    semantic_models: {},
    unit_tests: {},
    functions: {},
  };
}

function manifestMetadata({ graph, metadata, adapterType }: ManifestRequest): PlainObject {
  const { settings } = graph.project;
  return {
    ...metadataOf('manifest/v12', metadata),
    project_name: settings.name,
    project_id: createHash('md5').update(settings.name).digest('hex'),
    user_id: null,
    send_anonymous_usage_stats: false,
    adapter_type: adapterType,
    quoting: quotingOf(settings.quoting, true),
    run_started_at: metadata.startedAt.replace(/Z$/, '+00:00'),
  };
}

function contextOf(request: ManifestRequest): ManifestContext {
  const { graph, compiled, results = [], ran, metadata, relationText } = request;
  const lateSql = new Map(results.map(({ id, compiledSql }) => [id, compiledSql]));
  const tests = new Map<UniqueId, ParsedTest[]>();
  for (const resource of graph.resources.values()) {
    if (resource.resourceType === 'test' && resource.testedNode !== null)
      addTo(tests, resource.testedNode, resource);
  }
  return {
    graph,
    compiledNode: (id) => {
      const node = compiled?.nodes.get(id);
      const sql = lateSql.get(id) ?? node?.sql ?? null;
      return sql === null ? undefined : { sql, ctes: node?.ctes ?? [] };
    },
    hasRunFile: (id) => ran?.has(id) ?? false,
    relationText,
    createdAt: Date.parse(metadata.startedAt) / 1000,
    testsOf: (id) => tests.get(id) ?? [],
  };
}

function isNode(resource: Resource): resource is ParsedNode {
  return resource.resourceType !== 'source' && resource.resourceType !== 'exposure';
}

function manifestResource(resource: Resource, context: ManifestContext): PlainObject {
  if (resource.resourceType === 'source') return manifestSource(resource, context);
  if (resource.resourceType === 'exposure') return manifestExposure(resource, context);
  return manifestNode(resource, context);
}

function mapOf<T extends { readonly uniqueId: UniqueId }>(
  values: Iterable<T>,
  entry: (value: T) => PlainObject,
): PlainObject {
  return sortedObject([...values].map((value) => [value.uniqueId, entry(value)] as const));
}

/** Every resource is a key; hooks read nothing and are read by nothing. */
function relatives(
  graph: ProjectGraph,
  lists: ReadonlyMap<UniqueId, readonly UniqueId[]>,
  hooks: readonly (readonly [string, PlainObject])[],
): PlainObject {
  const entries = [...graph.resources.keys()].map((id) => [id, [...new Set(lists.get(id))].sort()] as const);
  return sortedObject([...entries, ...hooks.map(([id]): readonly [string, readonly UniqueId[]] => [id, []])]);
}

function groupMap(nodes: readonly ParsedNode[], graph: ProjectGraph): PlainObject {
  const groups = new Map<string, UniqueId[]>();
  for (const node of nodes) {
    const group = groupOf(node, graph);
    if (group !== null) addTo(groups, group, node.uniqueId);
  }
  return sortedObject([...groups].map(([name, ids]) => [name, ids.sort()] as const));
}
