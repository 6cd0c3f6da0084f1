import type { Adapter } from '../adapter/adapter.ts';
import { type AskWarehouse, withAnswers } from '../context/ask-warehouse.ts';
import { createEnvironment, type MessageSink, type TemplateEnvironment } from '../context/environment.ts';
import { NeedsWarehouse } from '../context/needs-warehouse.ts';
import {
  type RelationReference,
  type Rendered,
  type RenderRequest,
  type RenderSubject,
  renderNode,
} from '../context/render-node.ts';
import { type Diagnostic, hasErrors, type Outcome } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { ParsedNode, Resource } from '../project/node.ts';
import type { RelationKind } from '../project/relation-name.ts';
import { type Resolution, resolveRef, resolveSource } from '../project/resolve-ref.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { Value } from '../template/template.ts';
import { type InjectedCte, injectCtes } from './inject-ctes.ts';
import type { StagedNames } from './staged-names.ts';

/** What a rendering depends on besides the template. */
export interface RenderFacts {
  /** Names that stand in for published ones: what a run has staged. */
  readonly staged?: StagedNames;
  /** Names that only this rendering has. */
  readonly more?: ReadonlyMap<string, Value>;
  /** What lies under the node's own published name; null: nothing. */
  readonly existing: RelationKind | null;
  readonly fullRefresh: boolean;
  /** Answers the template's questions; without it a question is thrown as `NeedsWarehouse`. */
  readonly ask?: AskWarehouse;
}

export interface RenderedSql {
  /** With the CTEs of ephemeral models in front. */
  readonly sql: string;
  readonly ctes: readonly InjectedCte[];
}

/** Renders the templates of one project, as often as asked, under the names that it is told. */
export class ProjectRenderer {
  readonly #graph: ProjectGraph;
  readonly #environment: TemplateEnvironment;

  constructor(graph: ProjectGraph, adapter: Adapter, sink: MessageSink) {
    this.#graph = graph;
    this.#environment = createEnvironment(graph.project, adapter.dialect, sink);
  }

  /** The diagnostics hold warnings too; without a value there is an error among them. */
  async render(subject: RenderSubject, facts: RenderFacts): Promise<Outcome<RenderedSql | undefined>> {
    const diagnostics: Diagnostic[] = [];
    const main = await this.#renderOne(subject, facts);
    diagnostics.push(...main.diagnostics);
    if (main.value === undefined) return { value: undefined, diagnostics };
    const ctes = new Map<UniqueId, InjectedCte>();
    for (const id of main.value.ctes) diagnostics.push(...(await this.#collectCte(id, facts, ctes)));
    if (hasErrors(diagnostics)) return { value: undefined, diagnostics };
    const list = [...ctes.values()];
    return { value: { sql: injectCtes(main.value.sql, list), ctes: list }, diagnostics };
  }

  /** An ephemeral model and, before it, those that it reads; each once. */
  async #collectCte(
    id: UniqueId,
    facts: RenderFacts,
    into: Map<UniqueId, InjectedCte>,
  ): Promise<readonly Diagnostic[]> {
    if (into.has(id)) return [];
    const node = this.#graph.resources.get(id);
    if (node?.resourceType !== 'model') throw new Error(`${id} is no ephemeral model`);
    const rendered = await this.#renderOne({ kind: 'node', node }, { ...facts, existing: null });
    if (rendered.value === undefined) return rendered.diagnostics;
    const diagnostics = [...rendered.diagnostics];
    for (const inner of rendered.value.ctes)
      diagnostics.push(...(await this.#collectCte(inner, facts, into)));
    into.set(id, { id, name: cteName(node.name), sql: rendered.value.sql });
    return diagnostics;
  }

  async #renderOne(subject: RenderSubject, facts: RenderFacts): Promise<Outcome<Rendered | undefined>> {
    const request = this.#request(subject, facts);
    if (facts.ask === undefined) return renderNode(this.#environment, { ...request, answers: [] });
    return withAnswers(facts.ask, (answers) => renderNode(this.#environment, { ...request, answers }));
  }

  #request(subject: RenderSubject, facts: RenderFacts): Omit<RenderRequest, 'answers'> {
    const node = subject.kind === 'inline' ? null : subject.node;
    const fromPackage = subject.kind === 'node' ? subject.node.packageName : subject.packageName;
    const seen = (found: Resolution<Resource>): UniqueId | undefined =>
      found.kind === 'found' && this.#mayRead(subject, found.node.uniqueId) ? found.node.uniqueId : undefined;
    const { project } = this.#graph;
    return {
      subject,
      relationOf: (id) => this.#relationOf(id),
      ...(facts.staged === undefined ? {} : { stagedName: (name) => facts.staged?.of(name) }),
      resolveRef: (call) => seen(resolveRef(project, { ...call, fromPackage })),
      resolveSource: (call) => seen(resolveSource(project, { ...call, fromPackage })),
      thisRelation: node !== null && 'relation' in node ? node.relation : null,
      ...(facts.more === undefined ? {} : { more: facts.more }),
      incremental: { relationExists: facts.existing, fullRefresh: facts.fullRefresh },
    };
  }

  /** A node reads what it was seen to read when the project was parsed: the order of the run rests on that. */
  #mayRead(subject: RenderSubject, id: UniqueId): boolean {
    if (subject.kind !== 'node') return true;
    const parents = this.#graph.parents.get(subject.node.uniqueId);
    return parents === undefined || parents.includes(id);
  }

  #relationOf(id: UniqueId): RelationReference {
    const resource = this.#graph.resources.get(id);
    if (resource === undefined || !('relation' in resource)) throw new Error(`${id} has no relation`);
    if (resource.resourceType === 'model' && resource.config.materialized === 'ephemeral') {
      return { kind: 'cte', name: cteName(resource.name) };
    }
    if (resource.resourceType === 'source' && resource.externalLocation !== null) {
      return { kind: 'text', text: resource.externalLocation, name: resource.relation };
    }
    return { kind: 'relation', name: resource.relation };
  }
}

function cteName(modelName: string): string {
  return `__dbt__cte__${modelName}`;
}

/** A node whose text is rendered; seeds have none. */
export function templated(
  node: ParsedNode | undefined,
): Exclude<ParsedNode, { readonly resourceType: 'seed' }> | undefined {
  return node === undefined || node.resourceType === 'seed' ? undefined : node;
}

/** True for a question to the warehouse that nobody could answer. */
export function isQuestion(error: unknown): boolean {
  return error instanceof NeedsWarehouse;
}
