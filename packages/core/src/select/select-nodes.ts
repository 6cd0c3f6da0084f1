import { diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { ResourceType } from '../project/node.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { SpecEvaluator } from './evaluate-spec.ts';
import { parseRequest } from './parse-request.ts';
import type { Selection, SelectionRequest } from './selection.ts';

export type {
  IndirectSelection,
  Selection,
  SelectionRequest,
  SelectionState,
  StateMethod,
} from './selection.ts';

/**
 * What `--select`, `--exclude` and `--selector` mean in this project, with dbt's whole grammar. With an error among
 * the diagnostics nothing is selected.
 */
export function selectNodes(graph: ProjectGraph, request: SelectionRequest): Outcome<Selection> {
  const spec = parseRequest(graph.project, request);
  if (spec.value === undefined)
    return { value: { ids: new Set(), why: new Map() }, diagnostics: spec.diagnostics };
  const evaluator = new SpecEvaluator(graph, request.indirectSelection ?? 'eager', request.state);
  const found = evaluator.evaluate(spec.value);
  const diagnostics = [...spec.diagnostics, ...evaluator.diagnostics];
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    return { value: { ids: new Set(), why: new Map() }, diagnostics };
  }
  const types = wantedTypes(request);
  const why = new Map<UniqueId, string>();
  for (const id of graph.order) {
    const reason = found.get(id);
    const type = graph.resources.get(id)?.resourceType;
    if (reason !== undefined && type !== undefined && types(type)) why.set(id, reason);
  }
  // A term that matches nothing has been named already.
  if (
    why.size === 0 &&
    !(found.size === 0 && diagnostics.some(({ code }) => code === 'selection-empty-term'))
  ) {
    const elsewhere =
      found.size > 0
        ? [...new Set([...found.keys()].map((id) => graph.resources.get(id)?.resourceType ?? ''))].sort()
        : [];
    diagnostics.push(diagnostic('selection-empty', { elsewhere }));
  }
  return { value: { ids: new Set(why.keys()), why }, diagnostics };
}

function wantedTypes(request: SelectionRequest): (type: ResourceType) => boolean {
  const wanted = request.resourceTypes === undefined ? undefined : new Set(request.resourceTypes);
  const unwanted = new Set(request.excludeResourceTypes);
  return (type) => (wanted === undefined || wanted.has(type)) && !unwanted.has(type);
}
