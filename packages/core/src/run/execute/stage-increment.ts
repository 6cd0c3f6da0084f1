import { diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Step } from '../../plan/plan.ts';
import type { ParsedModel } from '../../project/node.ts';
import type { RelationName } from '../../project/relation-name.ts';
import { createFromModel } from './build-table.ts';
import { checkSchemaChange, type IncrementColumns, incrementColumns } from './increment-columns.ts';
import { failed, type NodeWork, type WorkOutcome } from './node-work.ts';

type IncrementStep = Extract<Step, { readonly kind: 'stage-increment' }>;

/**
 * Stages the new rows only, and a view of the table as it will be after the merge: tests and children read that.
 * The big table is never copied.
 */
export async function stageIncrement(work: NodeWork<IncrementStep>): Promise<WorkOutcome> {
  const { step, services, signal } = work;
  const { published } = work.planned;
  if (published === null) throw new Error(`${work.planned.id} adds to a table but has none`);
  const outcome = await createFromModel(work, step.delta);
  if (outcome.kind !== 'staged') return outcome;
  const keyProblem = await checkKey(work);
  if (keyProblem !== undefined) return keyProblem;
  const model = work.resource as ParsedModel;
  const changed = await checkSchemaChange({ step, published, services }, model);
  if (changed !== undefined) return failed(changed);
  const columns = await incrementColumns({ step, published, services });
  if (columns.written.length === 0) {
    return failed(diagnostic('increment-without-columns', { model: model.name }, { at: model.at }));
  }
  for (const statement of services.dialect.createView(step.staged, mergedQuery(work, published, columns))) {
    await services.connection.execute(statement, { signal });
  }
  return outcome;
}

/**
 * A null or doubled key in the new rows would be inserted again and again, or lose rows, and no engine says so:
 * it is counted before anything is merged.
 */
async function checkKey(work: NodeWork<IncrementStep>): Promise<WorkOutcome | undefined> {
  const { step, services, signal } = work;
  if (step.uniqueKey.length === 0 || step.strategy === 'append') return undefined;
  const { dialect, connection } = services;
  const keys = step.uniqueKey.map((key) => dialect.quote(key));
  const delta = dialect.relation(step.delta);
  const anyNull = keys.map((key) => `${key} is null`).join(' or ');
  const nulls = await connection.query(`select count(*) from ${delta} where ${anyNull}`, { signal });
  const doubled =
    step.strategy === 'merge'
      ? await connection.query(
          `select count(*) from (select 1 as one from ${delta} group by ${keys.join(', ')} having count(*) > 1) as doubled`,
          { signal },
        )
      : undefined;
  const nullCount = Number(nulls.rows[0]?.[0] ?? 0);
  const doubledCount = Number(doubled?.rows[0]?.[0] ?? 0);
  if (nullCount === 0 && doubledCount === 0) return undefined;
  const model = work.resource as ParsedModel;
  return failed(
    diagnostic(
      'increment-key-broken',
      { model: model.name, key: step.uniqueKey.join(', '), nulls: nullCount, doubled: doubledCount },
      { at: model.at },
    ),
  );
}

/** The table as it will be: old rows whose key does not come again, and the new ones. */
function mergedQuery(
  { step, services }: NodeWork<IncrementStep>,
  published: RelationName,
  { written, missing, added }: IncrementColumns,
): string {
  const { dialect } = services;
  const target = dialect.relation(published);
  const delta = dialect.relation(step.delta);
  const keys = step.uniqueKey.map((key) => dialect.quote(key));
  const same = keys.map((key) => `new_keys.${key} = old_rows.${key}`).join(' and ');
  const isReplaced = step.strategy !== 'append' && keys.length > 0;
  const replaced = isReplaced
    ? ` left join (select distinct ${keys.join(', ')} from ${delta}) as new_keys on ${same} where new_keys.${keys[0]} is null`
    : '';
  const isNew = new Set(added.map(({ name }) => name));
  const all = [...written, ...missing].map((name) => ({ name, column: dialect.quote(name) }));
  const oldList = all.map(({ name, column }) =>
    isNew.has(name) ? `null as ${column}` : `old_rows.${column}`,
  );
  const newList = all.map(({ name, column }) =>
    missing.includes(name) ? `null as ${column}` : `new_rows.${column}`,
  );
  return [
    `select ${oldList.join(', ')} from ${target} as old_rows${replaced}`,
    `union all select ${newList.join(', ')} from ${delta} as new_rows`,
  ].join(' ');
}
