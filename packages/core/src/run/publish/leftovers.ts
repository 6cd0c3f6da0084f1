import type { Executor, RelationInfo } from '../../adapter/connection.ts';
import type { Dialect } from '../../adapter/dialect.ts';
import { askThrough } from '../../context/ask-warehouse.ts';
import type { ParsedModel } from '../../project/node.ts';
import type { RelationName } from '../../project/relation-name.ts';
import { stagedName } from '../../project/staged-name.ts';
import type { UniqueId } from '../../project/unique-id.ts';
import type { RunServices } from '../run-services.ts';
import type { RunState } from '../run-state.ts';
import { runAll, type StagingRow, type StateStore } from '../state/state-store.ts';
import { stagedNames } from './publish-nodes.ts';

export interface Leftovers {
  readonly state: RunState;
  readonly services: RunServices;
  readonly store: StateStore;
}

/** Every relation that this run may make is written down before the first one is made: a killed run leaves nothing unknown. */
export async function registerStaging({ state, store }: Leftovers, transaction: Executor): Promise<void> {
  const { runId, nodes } = state.plan;
  const rows = nodes.flatMap(({ id, step }): StagingRow[] =>
    stagedNames(step).map((relation) => ({ runId, id, role: 'staged', relation })),
  );
  await store.addStaging(transaction, rows);
}

/**
 * Drops what runs that are gone left behind (we hold the lock: whoever began and did not end is dead), and the
 * rejected candidates of nodes that are built again now.
 */
export async function healAfterDeadRuns({ state, services, store }: Leftovers): Promise<void> {
  const { connection, emit } = services;
  const rebuilt = new Set(
    state.plan.nodes.filter(({ step }) => stagedNames(step).length > 0).map(({ id }) => id),
  );
  const rows = (await store.staging(connection)).filter(
    ({ role, id }) => role === 'staged' || rebuilt.has(id),
  );
  if (rows.length > 0) {
    const there = await whatIsThere(
      services,
      rows.map(({ relation }) => relation),
    );
    await connection.transaction(async (transaction) => {
      await dropAll(services.dialect, transaction, there);
      await store.removeStaging(
        transaction,
        rows.map(({ relation }) => relation.identifier),
      );
      await store.buryDeadRuns(transaction, state.plan.runId);
    });
    for (const [runId, dead] of Map.groupBy(
      rows.filter(({ role }) => role === 'staged'),
      (row) => row.runId,
    )) {
      emit({ type: 'healed', runId, dropped: dead.length });
    }
    return;
  }
  await store.buryDeadRuns(connection, state.plan.runId);
}

/**
 * After the publication: rejected candidates stay, under names that say so, for `tfm show --rejected`; everything
 * else that this run staged goes. Returns the nodes whose candidate was kept.
 */
export async function keepRejected(leftovers: Leftovers): Promise<readonly UniqueId[]> {
  const { state, services, store } = leftovers;
  const { runId, nodes } = state.plan;
  const rejected = nodes.filter(({ id }) => state.isRejected(id) && !state.of(id).published);
  const kept = new Map<UniqueId, RelationName>();
  const rows: StagingRow[] = [];
  const remaining = (await store.staging(services.connection)).filter(
    (row) => row.runId === runId && row.role === 'staged',
  );
  if (remaining.length === 0 && rejected.length === 0) return [];
  const there = await whatIsThere(
    services,
    remaining.map(({ relation }) => relation),
  );
  await services.connection.transaction(async (transaction) => {
    const gone = new Set<string>();
    // Views over staged names go before the tables they read; a rejected view is made again over what stays.
    for (const { name } of there.filter(({ kind }) => kind === 'view')) {
      await runAll(transaction, services.dialect.drop(name, 'view'));
      gone.add(name.identifier);
    }
    for (const { id, step, published } of nodes) {
      if (
        published === null ||
        !needsKeeping(
          state,
          id,
          rejected.map((node) => node.id),
        )
      )
        continue;
      const candidate = stagedName(runId, published, 'rejected');
      if (step.kind === 'build-view') {
        const rendered = await services.renderer.node(state.resource(id) as ParsedModel, {
          staged: kept,
          ask: askThrough({ ...services, executor: transaction }),
        });
        if (rendered.value === undefined) continue;
        await runAll(transaction, services.dialect.createView(candidate, rendered.value));
      } else {
        const staged =
          step.kind === 'stage-increment' ? step.delta : 'staged' in step ? step.staged : undefined;
        if (staged === undefined || !there.some(({ name }) => name.identifier === staged.identifier))
          continue;
        await runAll(transaction, services.dialect.renameTable(staged, candidate));
        gone.add(staged.identifier);
      }
      kept.set(id, candidate);
      rows.push({ runId, id, role: 'rejected', relation: candidate });
    }
    await dropAll(
      services.dialect,
      transaction,
      there.filter(({ name }) => !gone.has(name.identifier)),
    );
    await store.removeStaging(
      transaction,
      remaining.map(({ relation }) => relation.identifier),
    );
    await store.addStaging(transaction, rows);
  });
  return rejected.map(({ id }) => id).filter((id) => kept.has(id));
}

/** A rejected candidate, or an unpublished table that a rejected view reads. */
function needsKeeping(state: RunState, id: UniqueId, rejected: readonly UniqueId[]): boolean {
  if (rejected.includes(id)) return true;
  const { published, outcome } = state.of(id);
  if (published || outcome?.kind !== 'staged') return false;
  return rejected.some(
    (view) => state.of(view).planned.step.kind === 'build-view' && readsThroughViews(state, view, id),
  );
}

function readsThroughViews(state: RunState, view: UniqueId, wanted: UniqueId): boolean {
  return state.of(view).planned.waitsFor.some((parent) => {
    if (parent === wanted) return true;
    return state.of(parent).planned.step.kind === 'build-view' && readsThroughViews(state, parent, wanted);
  });
}

async function whatIsThere(
  services: RunServices,
  names: readonly RelationName[],
): Promise<readonly RelationInfo[]> {
  const schemas = new Map<string, { readonly database: string | null; readonly schema: string }>();
  for (const { database, schema } of names)
    schemas.set(JSON.stringify([database, schema]), { database, schema: schema ?? '' });
  const wanted = new Set(names.map(({ identifier }) => identifier));
  return (await services.connection.inspect([...schemas.values()])).filter(({ name }) =>
    wanted.has(name.identifier),
  );
}

async function dropAll(
  dialect: Dialect,
  transaction: Executor,
  relations: readonly RelationInfo[],
): Promise<void> {
  for (const { name, kind } of [...relations].sort(
    (a, b) => Number(b.kind === 'view') - Number(a.kind === 'view'),
  )) {
    await runAll(transaction, dialect.drop(name, kind));
  }
}
