import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Loader, SourceMarker } from '../loader/loader.ts';
import type { LoadRecord } from '../plan/plan.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { relationParents } from '../project/relation-parents.ts';
import type { UniqueId } from '../project/unique-id.ts';

export interface LoadPlace {
  /** Absolute. */
  readonly projectDir: string;
  /** Absolute folders that the command line names. */
  readonly allowedRoots: readonly string[];
}

export interface MarkRequest {
  readonly command: string;
  readonly selected: ReadonlySet<UniqueId>;
  readonly load: boolean;
  readonly loaders: ReadonlyMap<string, Loader>;
  readonly loadPlace: LoadPlace;
}

/**
 * Which sources a run would load, and what each would bring. A selected model brings the sources it reads directly;
 * what it reads through an unselected model stays as it is: loading that too would show new raw rows beside marts
 * that were not rebuilt from them.
 */
export async function markLoads(
  graph: ProjectGraph,
  request: MarkRequest,
  known: ReadonlyMap<UniqueId, LoadRecord>,
): Promise<Outcome<ReadonlyMap<UniqueId, SourceMarker | null>>> {
  const markers = new Map<UniqueId, SourceMarker | null>();
  const diagnostics: Diagnostic[] = [];
  if (!request.load || (request.command !== 'build' && request.command !== 'run'))
    return { value: markers, diagnostics };
  for (const id of wantedSources(graph, request.selected)) {
    const source = graph.project.sources.get(id);
    if (source?.load == null) continue;
    const loader = request.loaders.get(source.load.loader);
    if (loader === undefined) {
      const names = [...request.loaders.keys()].join(', ');
      diagnostics.push(
        diagnostic('unknown-loader', { loader: source.load.loader, known: names }, { at: source.load.at }),
      );
      continue;
    }
    const last = known.get(id);
    const marked = await loader.mark(
      { source, ...request.loadPlace, marker: null, position: last?.position ?? null },
      last?.marker ?? null,
    );
    diagnostics.push(...marked.diagnostics);
    if (marked.value !== undefined) markers.set(id, marked.value);
  }
  return { value: markers, diagnostics };
}

function wantedSources(graph: ProjectGraph, selected: ReadonlySet<UniqueId>): ReadonlySet<UniqueId> {
  const wanted = new Set<UniqueId>();
  for (const id of selected) {
    const type = graph.resources.get(id)?.resourceType;
    if (type === 'source') wanted.add(id);
    if (type === 'model') for (const parent of relationParents(graph, id)) wanted.add(parent);
  }
  return wanted;
}
