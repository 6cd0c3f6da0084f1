import type { Executor } from '../adapter/connection.ts';
import { WarehouseError } from '../adapter/warehouse-error.ts';
import { askThrough } from '../context/ask-warehouse.ts';
import type { Hook, ParsedNode } from '../project/node.ts';
import type { RunServices } from './run-services.ts';

/** Hooks one after another, each its own transaction. The first that fails ends them. */
export async function runHooks(
  hooks: readonly Hook[],
  node: ParsedNode | null,
  services: RunServices,
  executor: Executor,
): Promise<void> {
  for (const hook of hooks) {
    const rendered = await services.renderer.hook(hook, node, {
      staged: new Map(),
      ask: askThrough({ ...services, executor }),
    });
    if (rendered.value === undefined) {
      throw new WarehouseError(
        'statement',
        rendered.diagnostics[0]?.message ?? 'A hook could not be rendered',
      );
    }
    if (rendered.value.trim() !== '') await executor.execute(rendered.value);
  }
}
