import type { Adapter } from '../adapter/adapter.ts';
import type { RelationInfo } from '../adapter/connection.ts';
import type { AskWarehouse } from '../context/ask-warehouse.ts';
import type { MessageSink } from '../context/environment.ts';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { ParsedNode } from '../project/node.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { CompiledNode, CompiledProject } from './compiled-project.ts';
import { isQuestion, ProjectRenderer, type RenderFacts, templated } from './project-renderer.ts';

export interface CompileRequest {
  readonly graph: ProjectGraph;
  readonly selected: ReadonlySet<UniqueId>;
  readonly adapter: Adapter;
  /** What the warehouse holds: decides `is_incremental()`. */
  readonly relations: readonly RelationInfo[];
  readonly fullRefresh: boolean;
  /** Answers templates that ask the warehouse; without it such a node is late: it is compiled when it runs. */
  readonly ask?: AskWarehouse;
  /** Takes what templates say by `log` and `print`. */
  readonly sink?: MessageSink;
}

/** Selected templates → SQL with published names, and the ephemeral models in it as CTEs. */
export async function compileNodes(request: CompileRequest): Promise<Outcome<CompiledProject>> {
  const { graph, selected, adapter } = request;
  const renderer = new ProjectRenderer(graph, adapter, request.sink ?? (() => undefined));
  const existing = existingKinds(request);
  const nodes = new Map<UniqueId, CompiledNode>();
  const diagnostics: Diagnostic[] = [];
  for (const id of graph.order) {
    const resource = graph.resources.get(id);
    if (
      !selected.has(id) ||
      resource === undefined ||
      resource.resourceType === 'source' ||
      resource.resourceType === 'exposure'
    )
      continue;
    const node = templated(resource);
    if (node === undefined) continue;
    if (node.resourceType === 'model' && node.language === 'python') {
      diagnostics.push(diagnostic('python-model', { model: node.name }, { at: node.at }));
      continue;
    }
    const facts: RenderFacts = {
      existing: 'relation' in node ? existing(node.relation) : null,
      fullRefresh: request.fullRefresh,
      ...(request.ask === undefined ? {} : { ask: request.ask }),
    };
    const compiled = await compileNode(renderer, node, facts);
    diagnostics.push(...compiled.diagnostics);
    if (compiled.value !== undefined) nodes.set(id, compiled.value);
  }
  return { value: { graph, nodes }, diagnostics: eachOnce(diagnostics) };
}

async function compileNode(
  renderer: ProjectRenderer,
  node: Exclude<ParsedNode, { readonly resourceType: 'seed' }>,
  facts: RenderFacts,
): Promise<Outcome<CompiledNode | undefined>> {
  const id = node.uniqueId;
  try {
    const rendered = await renderer.render({ kind: 'node', node }, facts);
    if (rendered.value === undefined) return { value: undefined, diagnostics: rendered.diagnostics };
    const ctes = rendered.value.ctes.map((cte) => ({ id: cte.id, sql: ` ${cte.name} as (\n${cte.sql}\n)` }));
    return { value: { id, sql: rendered.value.sql, ctes }, diagnostics: rendered.diagnostics };
  } catch (error) {
    if (!isQuestion(error)) throw error;
    return { value: { id, sql: null, ctes: [] }, diagnostics: [] };
  }
}

function existingKinds({ relations, adapter }: CompileRequest): (name: RelationName) => RelationKind | null {
  const { dialect } = adapter;
  const key = (name: RelationName) =>
    JSON.stringify(
      [name.database, name.schema, name.identifier].map((part) =>
        part === null ? null : dialect.foldIdentifier(part),
      ),
    );
  const kinds = new Map(relations.map(({ name, kind }) => [key(name), kind]));
  return (name) => kinds.get(key(name)) ?? null;
}

/** A mistake in an ephemeral model or a macro is met by every node that uses it: it is told once. */
function eachOnce(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, at }) => {
    const key = JSON.stringify([code, message, at?.source.path, at?.start]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
