import type { Adapter } from '../adapter/adapter.ts';
import { type AskWarehouse, withAnswers } from '../context/ask-warehouse.ts';
import { createEnvironment, type MessageSink } from '../context/environment.ts';
import { internalPackage } from '../context/macro-index.ts';
import { type RelationReference, renderNode } from '../context/render-node.ts';
import { toDict } from '../context/values/json-values.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { JsonMap } from '../project/json-value.ts';
import type { ParsedMacro } from '../project/node.ts';
import { resolveRef, resolveSource } from '../project/resolve-ref.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { hostError } from '../template/template.ts';

export interface OperationRequest {
  readonly graph: ProjectGraph;
  readonly adapter: Adapter;
  readonly macro: ParsedMacro;
  /** By the names of the macro's parameters. */
  readonly args: JsonMap;
  readonly ask: AskWarehouse;
  /** Hears what the macro says as soon as it has said it. */
  readonly sink: MessageSink;
}

/** `name`, or `package.name`. Of several macros of one name, the project's comes first and tfm's own last. */
export function findOperation({ project }: ProjectGraph, name: string): ParsedMacro | undefined {
  const [owner, own] = name.includes('.') ? name.split('.', 2) : [undefined, name];
  const called = [...project.macros.values()].filter(
    (macro) => macro.name === own && (owner === undefined || macro.packageName === owner),
  );
  const rank = ({ packageName }: ParsedMacro): number => {
    if (packageName === project.settings.name) return 0;
    return packageName === internalPackage ? 2 : 1;
  };
  return called.sort((a, b) => rank(a) - rank(b))[0];
}

/**
 * Calls a macro for what it does: its statements run in their order, each once, and what it prints is thrown away.
 * It may name any node of the project, since nothing has to be ordered by what it reads.
 */
export async function renderOperation(request: OperationRequest): Promise<Outcome<undefined>> {
  const { graph, adapter, macro, args, ask } = request;
  const { project } = graph;
  const fromPackage = project.settings.name;
  const environment = createEnvironment(project, adapter.dialect, request.sink);
  // Of another package only the full name is sure to be found.
  const isNear = macro.packageName === fromPackage || macro.packageName === internalPackage;
  const callee = isNear ? macro.name : `${macro.packageName}.${macro.name}`;
  const template = { path: 'run-operation', text: `{{ ${callee}(**${argumentsName}) }}` };
  let said = 0;
  const rendered = await withAnswers(ask, (answers) => {
    // Every answer begins the macro anew: what it has said before is not said again.
    let now = 0;
    return renderNode(
      {
        ...environment,
        sink: (level, text) => {
          now += 1;
          if (now <= said) return;
          said = now;
          request.sink(level, text);
        },
      },
      {
        subject: { kind: 'inline', template, packageName: fromPackage },
        relationOf: (id) => relationOf(graph, id),
        resolveRef: (call) => {
          const found = resolveRef(project, { ...call, fromPackage });
          if (found.kind === 'found') return found.node.uniqueId;
          throw unknownNode(
            call.name,
            [...project.nodes.values()].map(({ name }) => name),
          );
        },
        resolveSource: (call) => {
          const found = resolveSource(project, { ...call, fromPackage });
          if (found.kind === 'found') return found.node.uniqueId;
          const known = [...project.sources.values()].map(({ sourceName, name }) => `${sourceName}.${name}`);
          throw unknownNode(`${call.source}.${call.table}`, known);
        },
        thisRelation: null,
        incremental: { relationExists: null, fullRefresh: false },
        answers,
        more: new Map([[argumentsName, toDict(args)]]),
        saysAtOnce: true,
      },
    );
  });
  return { value: undefined, diagnostics: rendered.diagnostics };
}

/** No name that a project would give to a macro. */
const argumentsName = 'operation_arguments';

function relationOf({ resources }: ProjectGraph, id: UniqueId): RelationReference {
  const resource = resources.get(id);
  if (resource === undefined || !('relation' in resource)) throw new Error(`${id} has no relation`);
  if (resource.resourceType === 'model' && resource.config.materialized === 'ephemeral')
    throw hostError(`Model "${resource.name}" is ephemeral: an operation has no query to put it into`, {
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
