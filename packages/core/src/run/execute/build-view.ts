import { askThrough } from '../../context/ask-warehouse.ts';
import type { WarehouseAnswer } from '../../context/needs-warehouse.ts';
import type { ParsedModel } from '../../project/node.ts';
import type { RelationName } from '../../project/relation-name.ts';
import { failed, type NodeWork, type WorkOutcome } from './node-work.ts';

/** A view over what this run staged; published later over the published names. */
export async function buildView(
  work: NodeWork<{ readonly kind: 'build-view'; readonly staged: RelationName }>,
): Promise<WorkOutcome> {
  const { services, signal, step } = work;
  const answers: WarehouseAnswer[] = [];
  const rendered = await services.renderer.node(work.resource as ParsedModel, {
    staged: work.staged,
    ask: askThrough({ ...services, executor: services.connection }),
    onAnswer: (answer) => answers.push(answer),
  });
  if (rendered.value === undefined) return failed(...rendered.diagnostics);
  // Some warehouses look at a view's query only when it is read: describing it first finds the mistake, with its place.
  await services.connection.describe(rendered.value, { signal });
  for (const statement of services.dialect.createView(step.staged, rendered.value)) {
    await services.connection.execute(statement, { signal });
  }
  return { kind: 'staged', rows: undefined, answers };
}
