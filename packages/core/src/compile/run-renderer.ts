import type { Adapter } from '../adapter/adapter.ts';
import type { AskWarehouse } from '../context/ask-warehouse.ts';
import type { MessageSink } from '../context/environment.ts';
import type { WarehouseAnswer } from '../context/needs-warehouse.ts';
import type { RenderSubject } from '../context/render-node.ts';
import { hasErrors, type Outcome } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { Hook, ParsedNode } from '../project/node.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import { stagedPrefix } from '../project/staged-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { Value } from '../template/template.ts';
import { ProjectRenderer, templated } from './project-renderer.ts';
import { publishedInLiterals } from './published-literals.ts';
import { PublishedNames, StagedNames } from './staged-names.ts';

export interface RenderForRunRequest {
  /** Names that stand in for published ones: what this run staged. */
  readonly staged: ReadonlyMap<UniqueId, RelationName>;
  /** Answers the template's questions. */
  readonly ask: AskWarehouse;
  /** Names that only this rendering has: `results` of `on-run-end`. */
  readonly more?: ReadonlyMap<string, Value>;
  /** Told each answer, in order: to give them again in another rendering of the same template. */
  readonly onAnswer?: (answer: WarehouseAnswer) => void;
}

/** Renders templates while a run goes on: the same templates as before, under the names of that run. */
export interface RunRenderer {
  node(node: ParsedNode, request: RenderForRunRequest): Promise<Outcome<string | undefined>>;
  /** `node` is null for on-run-start and on-run-end. */
  hook(
    hook: Hook,
    node: ParsedNode | null,
    request: RenderForRunRequest,
  ): Promise<Outcome<string | undefined>>;
}

export interface RunRendererOptions {
  readonly graph: ProjectGraph;
  readonly adapter: Adapter;
  /** What lies under the nodes' published names before the run. */
  readonly existing: ReadonlyMap<UniqueId, RelationKind>;
  readonly fullRefresh: boolean;
  readonly sink?: MessageSink;
}

export function createRunRenderer(options: RunRendererOptions): RunRenderer {
  const { graph, adapter, existing, fullRefresh } = options;
  const published = new PublishedNames(graph, adapter.dialect);
  const renderer = new ProjectRenderer(graph, adapter, options.sink ?? (() => undefined));
  const render = async (
    subject: RenderSubject,
    node: ParsedNode | null,
    { staged, ask, onAnswer, more }: RenderForRunRequest,
  ): Promise<Outcome<string | undefined>> => {
    const names = new StagedNames(published, staged);
    const asking = names.asking(ask);
    const rendered = await renderer.render(subject, {
      ...(staged.size === 0 ? {} : { staged: names }),
      ...(more === undefined ? {} : { more }),
      existing: node === null ? null : (existing.get(node.uniqueId) ?? null),
      fullRefresh,
      ask: async (question) => {
        const answer = await asking(question);
        onAnswer?.(answer);
        return answer;
      },
    });
    // Warnings were told when the project was compiled.
    if (rendered.value === undefined || hasErrors(rendered.diagnostics))
      return { value: undefined, diagnostics: rendered.diagnostics };
    const { sql } = rendered.value;
    return {
      value: publishedInLiterals(sql, () => names.identifiers(), stagedPrefix),
      diagnostics: [],
    };
  };
  return {
    node: (node, request) => {
      const subject = templated(node);
      if (subject === undefined) throw new Error(`${node.uniqueId} has no template`);
      return render({ kind: 'node', node: subject }, node, request);
    },
    hook: (hook, node, request) => {
      const packageName = node?.packageName ?? graph.project.settings.name;
      return render({ kind: 'hook', hook, node, packageName }, node, request);
    },
  };
}
