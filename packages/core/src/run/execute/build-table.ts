import type { DeclaredColumn } from '../../adapter/dialect.ts';
import { askThrough } from '../../context/ask-warehouse.ts';
import type { ParsedModel } from '../../project/node.ts';
import type { RelationName } from '../../project/relation-name.ts';
import { failed, type NodeWork, type WorkOutcome } from './node-work.ts';

export async function buildTable(
  work: NodeWork<{ readonly kind: 'build-table'; readonly staged: RelationName }>,
): Promise<WorkOutcome> {
  return createFromModel(work, work.step.staged);
}

/** A table from the model's query, committed: testing rows that are committed is faster than testing them inside a transaction. */
export async function createFromModel(work: NodeWork, into: RelationName): Promise<WorkOutcome> {
  const { services, signal } = work;
  const model = work.resource as ParsedModel;
  const rendered = await services.renderer.node(model, {
    staged: work.staged,
    ask: askThrough({ ...services, executor: services.connection }),
  });
  if (rendered.value === undefined) return failed(...rendered.diagnostics);
  const query = rendered.value;
  const declared = services.capabilities.forgetsColumnTypes
    ? await declaredColumns(work, model, query)
    : undefined;
  const statements = services.dialect.createTableAs(into, query, declared);
  let rows: number | undefined;
  for (const statement of statements) {
    rows = (await services.connection.execute(statement, { signal })).rowCount ?? rows;
  }
  return { kind: 'staged', rows };
}

/** The query's columns with the project's types; undefined when one of them has none. */
async function declaredColumns(
  work: NodeWork,
  model: ParsedModel,
  query: string,
): Promise<readonly DeclaredColumn[] | undefined> {
  if (!model.columns.some(({ dataType }) => dataType !== null)) return undefined;
  const { dialect, connection } = work.services;
  const types = new Map(model.columns.map(({ name, dataType }) => [dialect.foldIdentifier(name), dataType]));
  const described = await connection.describe(query, { signal: work.signal });
  const columns: DeclaredColumn[] = [];
  for (const { name } of described) {
    const dataType = types.get(dialect.foldIdentifier(name));
    if (dataType == null) return undefined;
    columns.push({ name, dataType });
  }
  return columns;
}
