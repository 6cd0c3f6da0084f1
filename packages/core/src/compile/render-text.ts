import type { Adapter } from '../adapter/adapter.ts';
import { type AskWarehouse, withAnswers } from '../context/ask-warehouse.ts';
import { createEnvironment, type MessageSink } from '../context/environment.ts';
import { type RelationReference, renderNode } from '../context/render-node.ts';
import { toDict } from '../context/values/json-values.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { JsonMap } from '../project/json-value.ts';
import type { RelationName } from '../project/relation-name.ts';
import { resolveRef, resolveSource } from '../project/resolve-ref.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { hostError } from '../template/template.ts';

export interface TextRequest {
  readonly graph: ProjectGraph;
  readonly adapter: Adapter;
  readonly template: SourceText;
  /** Whose macros come first. */
  readonly packageName: string;
  readonly thisRelation: RelationName | null;
  readonly ask: AskWarehouse;
  /** Hears what the template says as soon as it has said it. */
  readonly sink: MessageSink;
  /** Names that only this text has. */
  readonly more?: ReadonlyMap<string, JsonMap>;
}

/** A template that is no node: nothing has to be ordered by what it reads, so it may name any node of the project. */
export async function renderText(request: TextRequest): Promise<Outcome<string | undefined>> {
  const { graph, adapter, template, packageName, thisRelation } = request;
  const { project } = graph;
  const environment = createEnvironment(project, adapter.dialect, request.sink);
  const more = new Map([...(request.more ?? [])].map(([name, map]) => [name, toDict(map)]));
  let said = 0;
  const rendered = await withAnswers(request.ask, (answers) => {
    // Every answer begins the template anew: what it has said before is not said again.
    let now = 0;
    const sink: MessageSink = (level, text) => {
      now += 1;
      if (now <= said) return;
      said = now;
      request.sink(level, text);
    };
    return renderNode(
      { ...environment, sink },
      {
        subject: { kind: 'inline', template, packageName },
        relationOf: (id) => relationOf(graph, id),
        resolveRef: (call) => {
          const found = resolveRef(project, { ...call, fromPackage: packageName });
          if (found.kind === 'found') return found.node.uniqueId;
          throw unknownNode(
            call.name,
            [...project.nodes.values()].map(({ name }) => name),
          );
        },
        resolveSource: (call) => {
          const found = resolveSource(project, { ...call, fromPackage: packageName });
          if (found.kind === 'found') return found.node.uniqueId;
          const known = [...project.sources.values()].map(({ sourceName, name }) => `${sourceName}.${name}`);
          throw unknownNode(`${call.source}.${call.table}`, known);
        },
        thisRelation,
        incremental: { relationExists: null, fullRefresh: false },
        answers,
        more,
        saysAtOnce: true,
      },
    );
  });
  return { value: rendered.value?.sql, diagnostics: rendered.diagnostics };
}

function relationOf({ resources }: ProjectGraph, id: UniqueId): RelationReference {
  const resource = resources.get(id);
  if (resource === undefined || !('relation' in resource)) throw new Error(`${id} has no relation`);
  if (resource.resourceType === 'model' && resource.config.materialized === 'ephemeral')
    throw hostError(`Model "${resource.name}" is ephemeral: there is no query here to put it into`, {
      hint: 'name a model that is a table or a view',
    });
  if (resource.resourceType === 'source' && resource.externalLocation !== null)
    return { kind: 'text', text: resource.externalLocation, name: resource.relation };
  return { kind: 'relation', name: resource.relation };
}

function unknownNode(name: string, known: readonly string[]): Error {
  const near = nearest(name, known);
  return hostError(`There is no node "${name}" in this project`, {
    hint: near === undefined ? 'tfm ls lists all nodes' : `did you mean "${near}"?`,
  });
}
