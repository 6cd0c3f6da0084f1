import { typeSeed } from '../../csv/infer-seed-types.ts';
import { hasErrors } from '../../diagnostics/diagnostic.ts';
import type { ParsedSeed } from '../../project/node.ts';
import type { RelationName } from '../../project/relation-name.ts';
import { runAll } from '../state/state-store.ts';
import { failed, type NodeWork, type WorkOutcome } from './node-work.ts';

/** A seed is small: its file is read, typed and checked whole before the first row is written. */
export async function loadSeed(
  work: NodeWork<{ readonly kind: 'load-seed'; readonly staged: RelationName }>,
): Promise<WorkOutcome> {
  const { services, step, signal } = work;
  const seed = work.resource as ParsedSeed;
  const content = await services.readSeed(seed);
  if (content.value === undefined) return failed(...content.diagnostics);
  const typed = typeSeed(content.value, seed.config.all);
  if (typed.value === undefined || hasErrors(typed.diagnostics)) return failed(...typed.diagnostics);
  const { columns, rows } = typed.value;
  await runAll(services.connection, services.dialect.createTable(step.staged, columns));
  const written =
    rows.length === 0 ? 0 : await services.connection.append(step.staged, columns, [rows], { signal });
  return { kind: 'staged', rows: written };
}
