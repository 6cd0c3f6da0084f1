import type { Adapter } from '../adapter/adapter.ts';
import type { AskWarehouse } from '../context/ask-warehouse.ts';
import type { MessageSink } from '../context/environment.ts';
import { internalPackage } from '../context/macro-index.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { JsonMap } from '../project/json-value.ts';
import type { ParsedMacro } from '../project/node.ts';
import { renderText } from './render-text.ts';

export interface OperationRequest {
  readonly graph: ProjectGraph;
  readonly adapter: Adapter;
  readonly macro: ParsedMacro;
  /** By the names of the macro's parameters. */
  readonly args: JsonMap;
  readonly ask: AskWarehouse;
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

/** Calls a macro for what it does: its statements run in their order, each once, and what it prints is thrown away. */
export async function renderOperation(request: OperationRequest): Promise<Outcome<undefined>> {
  const { graph, adapter, macro, args, ask, sink } = request;
  const packageName = graph.project.settings.name;
  // Of another package only the full name is sure to be found.
  const isNear = macro.packageName === packageName || macro.packageName === internalPackage;
  const callee = isNear ? macro.name : `${macro.packageName}.${macro.name}`;
  const { diagnostics } = await renderText({
    graph,
    adapter,
    template: { path: 'run-operation', text: `{{ ${callee}(**${argumentsName}) }}` },
    packageName,
    thisRelation: null,
    ask,
    sink,
    more: new Map([[argumentsName, args]]),
  });
  return { value: undefined, diagnostics };
}

/** No name that a project would give to a macro. */
const argumentsName = 'operation_arguments';
