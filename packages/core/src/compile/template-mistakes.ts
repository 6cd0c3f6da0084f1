import type { Adapter } from '../adapter/adapter.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { compileNodes } from './compile-nodes.ts';

/**
 * What is wrong with the templates of a project that cannot be built anyway: so that all mistakes are told at once.
 * Templates in files that have a mistake already are left out: what they say next would follow from it.
 */
export async function templateMistakes(
  graph: ProjectGraph,
  adapter: Adapter,
  known: readonly Diagnostic[],
): Promise<readonly Diagnostic[]> {
  const files = new Set(
    known.filter(({ severity }) => severity === 'error').map(({ at }) => at?.source.path),
  );
  const selected = new Set(
    [...graph.resources.values()]
      .filter(({ at, originalFilePath }) => !files.has(at.source.path) && !files.has(originalFilePath))
      .map(({ uniqueId }) => uniqueId),
  );
  const { diagnostics } = await compileNodes({ graph, selected, adapter, relations: [], fullRefresh: false });
  // A ref that could not be resolved was told, or is to a file that cannot be read.
  return diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'ref-not-seen');
}
