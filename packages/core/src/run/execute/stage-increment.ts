import { diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Step } from '../../plan/plan.ts';
import type { ParsedModel } from '../../project/node.ts';
import type { RelationName } from '../../project/relation-name.ts';
import type { RunServices } from '../run-services.ts';
import { createFromModel } from './build-table.ts';
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
  const columns = await incrementColumns({ step, published, services });
  if (columns.length === 0) {
    const model = work.resource as ParsedModel;
    return failed(diagnostic('increment-without-columns', { model: model.name }, { at: model.at }));
  }
  for (const statement of services.dialect.createView(step.staged, mergedQuery(work, published, columns))) {
    await services.connection.execute(statement, { signal });
  }
  return outcome;
}

/** The columns an increment writes: the table's own, in its order, as far as the new rows have them. */
export async function incrementColumns(work: {
  readonly step: IncrementStep;
  readonly published: RelationName;
  readonly services: RunServices;
}): Promise<readonly string[]> {
  const { connection, dialect } = work.services;
  const delta = new Set(
    (await connection.columns(work.step.delta)).map(({ name }) => dialect.foldIdentifier(name)),
  );
  const target = await connection.columns(work.published);
  return target.map(({ name }) => name).filter((name) => delta.has(dialect.foldIdentifier(name)));
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

function mergedQuery(
  work: NodeWork<IncrementStep>,
  published: RelationName,
  columns: readonly string[],
): string {
  const { step, services } = work;
  const { dialect } = services;
  const target = dialect.relation(published);
  const delta = dialect.relation(step.delta);
  const list = columns.map((column) => dialect.quote(column)).join(', ');
  const keys = step.uniqueKey.map((key) => dialect.quote(key));
  const same = keys.map((key) => `new_keys.${key} = old_rows.${key}`).join(' and ');
  const replaced =
    step.strategy === 'append' || step.uniqueKey.length === 0
      ? ''
      : ` left join (select distinct ${keys.join(', ')} from ${delta}) as new_keys on ${same} where new_keys.${keys[0]} is null`;
  const oldList = columns.map((column) => `old_rows.${dialect.quote(column)}`).join(', ');
  return `select ${oldList} from ${target} as old_rows${replaced} union all select ${list} from ${delta}`;
}
