import type { Executor } from '../adapter/connection.ts';
import { WarehouseError } from '../adapter/warehouse-error.ts';
import { askThrough } from '../context/ask-warehouse.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { Hook, ParsedNode } from '../project/node.ts';
import type { Value } from '../template/template.ts';
import type { RunServices } from './run-services.ts';
import { endsTheRun } from './warehouse-diagnostic.ts';

export interface HooksRequest {
  readonly hooks: readonly Hook[];
  /** null for on-run-start and on-run-end. */
  readonly node: ParsedNode | null;
  readonly services: RunServices;
  /** The connection, or the transaction that the hooks belong to. */
  readonly executor: Executor;
  /** Names that only these hooks have: `results` of `on-run-end`. */
  readonly more?: ReadonlyMap<string, Value>;
}

/**
 * Hooks one after another, statement by statement. The first that fails ends them, and its diagnostic is returned;
 * an error that ends the whole run is thrown on.
 */
export async function runHooks({
  hooks,
  node,
  services,
  executor,
  more,
}: HooksRequest): Promise<readonly Diagnostic[]> {
  for (const hook of hooks) {
    const ask = askThrough({ ...services, executor });
    try {
      const rendered = await services.renderer.hook(hook, node, {
        staged: new Map(),
        ask,
        ...(more === undefined ? {} : { more }),
      });
      if (rendered.value === undefined) return rendered.diagnostics;
      for (const statement of services.dialect.statements(rendered.value)) await executor.execute(statement);
    } catch (error) {
      if (!(error instanceof WarehouseError) || endsTheRun(error) || error.retryable) throw error;
      const name = node === null ? 'the run' : `${node.resourceType} "${node.name}"`;
      return [diagnostic('hook-failed', { name, problem: error.message }, { at: hook.at })];
    }
  }
  return [];
}

/** Of the whole project: the packages' hooks by the packages' names, then the project's own. */
export function projectHooks({ project }: ProjectGraph, when: 'onRunStart' | 'onRunEnd'): readonly Hook[] {
  const packages = [...project.packages.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...packages.flatMap((settings) => settings[when]), ...project.settings[when]];
}
