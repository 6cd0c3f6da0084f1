import type { ResultColumn } from '../../adapter/cell.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Step } from '../../plan/plan.ts';
import type { ParsedModel } from '../../project/node.ts';
import type { RelationName } from '../../project/relation-name.ts';
import type { RunServices } from '../run-services.ts';

type IncrementStep = Extract<Step, { readonly kind: 'stage-increment' }>;

/** How the columns of an increment meet those of its table. Names are the table's; new ones are the query's. */
export interface IncrementColumns {
  /** In the table and in the new rows: what the increment writes. */
  readonly written: readonly string[];
  /** Only in the table, and staying there: null in the new rows. */
  readonly missing: readonly string[];
  /** To be added to the table before it takes the rows; they are among `written`. */
  readonly added: readonly ResultColumn[];
  /** To be dropped from the table. */
  readonly dropped: readonly string[];
}

/** Compares the new rows with the table and decides by `on_schema_change`, as dbt does; types are not changed. */
export async function incrementColumns({
  step,
  published,
  services,
}: {
  readonly step: IncrementStep;
  readonly published: RelationName;
  readonly services: RunServices;
}): Promise<IncrementColumns> {
  const { connection, dialect } = services;
  const delta = await connection.columns(step.delta);
  const table = await connection.columns(published);
  const folded = (columns: readonly ResultColumn[]) =>
    new Set(columns.map(({ name }) => dialect.foldIdentifier(name)));
  const inDelta = folded(delta);
  const inTable = folded(table);
  const names = table.map(({ name }) => name);
  const common = names.filter((name) => inDelta.has(dialect.foldIdentifier(name)));
  const onlyTable = names.filter((name) => !inDelta.has(dialect.foldIdentifier(name)));
  const onlyDelta = delta.filter(({ name }) => !inTable.has(dialect.foldIdentifier(name)));
  const adds = step.onSchemaChange === 'append_new_columns' || step.onSchemaChange === 'sync_all_columns';
  const drops = step.onSchemaChange === 'sync_all_columns';
  return {
    written: [...common, ...(adds ? onlyDelta.map(({ name }) => name) : [])],
    missing: drops ? [] : onlyTable,
    added: adds ? onlyDelta : [],
    dropped: drops ? onlyTable : [],
  };
}

/** `on_schema_change: fail`: any difference in the columns' names is a mistake, and nothing is changed. */
export async function checkSchemaChange(
  {
    step,
    published,
    services,
  }: { readonly step: IncrementStep; readonly published: RelationName; readonly services: RunServices },
  model: ParsedModel,
): Promise<Diagnostic | undefined> {
  if (step.onSchemaChange !== 'fail') return undefined;
  const asSynced = { ...step, onSchemaChange: 'sync_all_columns' as const };
  const { added, dropped } = await incrementColumns({ step: asSynced, published, services });
  if (added.length === 0 && dropped.length === 0) return undefined;
  const parameters = { model: model.name, added: added.map(({ name }) => name), removed: dropped };
  return diagnostic('increment-schema-changed', parameters, { at: model.at });
}
