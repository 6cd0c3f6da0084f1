import type { Executor } from '../../adapter/connection.ts';
import { WarehouseError } from '../../adapter/warehouse-error.ts';
import { askThrough, replaying } from '../../context/ask-warehouse.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Step } from '../../plan/plan.ts';
import type { ParsedModel } from '../../project/node.ts';
import type { RelationKind, RelationName } from '../../project/relation-name.ts';
import type { UniqueId } from '../../project/unique-id.ts';
import { type IncrementColumns, incrementColumns } from '../execute/increment-columns.ts';
import { runHooks } from '../run-hooks.ts';
import type { RunServices } from '../run-services.ts';
import type { RunState } from '../run-state.ts';
import { type FinishedLoad, runAll, type StateStore } from '../state/state-store.ts';
import { endsTheRun, nodeDiagnostic } from '../warehouse-diagnostic.ts';
import { type DependentView, dependentViews } from './dependent-views.ts';

export interface Publication {
  readonly state: RunState;
  readonly services: RunServices;
  readonly store: StateStore;
  /** Nonce of the build lock: the fence. */
  readonly nonce: string;
  /** Written in the same transaction, after the data: the run's status, test results. */
  readonly record: (transaction: Executor) => Promise<void>;
}

/** A node that could not be published; the transaction was rolled back. */
class PublicationFailure extends Error {
  readonly id: UniqueId;
  readonly diagnostics: readonly Diagnostic[];
  constructor(id: UniqueId, diagnostics: readonly Diagnostic[], cause: unknown) {
    super(`publication of ${id} failed`, { cause });
    this.id = id;
    this.diagnostics = diagnostics;
  }
}

const conflictTries = 5;

/**
 * Publishes everything that `candidates` gives in one transaction. When a node's own publication fails (a hook, a
 * view that does not bind), all is rolled back, the node becomes an error, and the rest is tried without it and
 * without what was built from it. Returns what became visible.
 */
export async function publishNodes(
  publication: Publication,
  candidates: () => readonly UniqueId[],
): Promise<readonly UniqueId[]> {
  for (let conflicts = 0; ; ) {
    const ids = candidates();
    try {
      await publishOnce(publication, ids);
      return ids;
    } catch (error) {
      if (error instanceof PublicationFailure) {
        publication.state.fail(error.id, error.diagnostics);
        continue;
      }
      if (!(error instanceof WarehouseError) || !error.retryable || conflicts + 1 >= conflictTries)
        throw error;
      conflicts += 1;
      const waitMs = 50 * 2 ** conflicts;
      publication.services.emit({
        type: 'retrying',
        id: null,
        attempt: conflicts,
        reason: error.message,
        waitMs,
      });
      await publication.services.clock.sleep(waitMs);
    }
  }
}

/** What a candidate becomes in the warehouse. */
interface Candidate {
  readonly id: UniqueId;
  readonly step: Exclude<Step, { readonly kind: 'none' | 'blocked' | 'check-test' }>;
  readonly published: RelationName;
  /** What stands under the published name now. */
  readonly existing: RelationKind | undefined;
  /** A view's query over published names. */
  readonly viewQuery: string | undefined;
  /** An increment's columns: looked up before the transaction, which holds the only writer. */
  readonly columns: IncrementColumns | undefined;
}

async function publishOnce(publication: Publication, ids: readonly UniqueId[]): Promise<void> {
  const { services } = publication;
  const candidates = await prepareCandidates(publication, ids);
  const dependents = await dependentViews(publication.state.plan.graph, ids, services);
  // A transaction rejects with the first error of the database; whose node it was is known here only.
  let failure: PublicationFailure | undefined;
  try {
    await services.connection.transaction(async (transaction) => {
      try {
        await publishIn(transaction, publication, { candidates, dependents });
      } catch (error) {
        if (error instanceof PublicationFailure) failure = error;
        throw error;
      }
    });
  } catch (error) {
    throw failure ?? error;
  }
  await services.reach('after-commit');
}

async function publishIn(
  transaction: Executor,
  publication: Publication,
  {
    candidates,
    dependents,
  }: { readonly candidates: readonly Candidate[]; readonly dependents: readonly DependentView[] },
): Promise<void> {
  const { services, state, store, nonce } = publication;
  if (!(await services.connection.holdsLock(nonce))) {
    throw new WarehouseError('locked', 'Another run took over the build lock while this one was paused', {
      hint: 'run the same command again',
    });
  }
  await services.reach('publish-begun');
  await dropViews(services, transaction, candidates);
  await services.reach('publish-dropped');
  for (const candidate of candidates) {
    await attributed(publication, candidate.id, () => swapTable(services, transaction, candidate));
  }
  await services.reach('publish-renamed');
  for (const candidate of candidates) {
    await attributed(publication, candidate.id, () => createView(services, transaction, candidate));
  }
  for (const view of dependents) await checkDependent(publication, transaction, view);
  await services.reach('publish-views');
  for (const candidate of candidates) {
    await attributed(publication, candidate.id, () => runPostHooks(publication, transaction, candidate.id));
  }
  await services.reach('publish-hooks');
  const now = services.clock.now();
  await store.recordPublished(
    transaction,
    state.plan.runId,
    candidates.map(({ id, step }) => ({ id, kind: step.kind })),
    now,
  );
  await store.recordLoads(transaction, state.plan.runId, loadsOf(publication, candidates), now);
  await store.removeStaging(
    transaction,
    candidates.flatMap(({ step }) => stagedNames(step)).map(({ identifier }) => identifier),
  );
  await publication.record(transaction);
  await services.reach('publish-state');
}

/** Views over staged names go first: nothing may stand in the way of the tables they read. */
async function dropViews(
  services: RunServices,
  transaction: Executor,
  candidates: readonly Candidate[],
): Promise<void> {
  const { dialect } = services;
  for (const { step, published, existing } of [...candidates].reverse()) {
    if (step.kind === 'build-view' || step.kind === 'stage-increment')
      await runAll(transaction, dialect.drop(step.staged, 'view'));
    if (existing === 'view') await runAll(transaction, dialect.drop(published, 'view'));
  }
}

async function swapTable(services: RunServices, transaction: Executor, candidate: Candidate): Promise<void> {
  const { dialect } = services;
  const { step, published, existing } = candidate;
  if (step.kind === 'stage-increment') {
    const { written = [], added = [], dropped = [] } = candidate.columns ?? {};
    for (const { name, type } of added)
      await runAll(transaction, dialect.addColumn(published, { name, type }));
    for (const name of dropped) await runAll(transaction, dialect.dropColumn(published, name));
    const parts = { target: published, delta: step.delta, columns: written, uniqueKey: step.uniqueKey };
    const merge =
      step.strategy === 'append'
        ? dialect.insertFrom(parts)
        : step.strategy === 'merge'
          ? dialect.merge(parts)
          : dialect.deleteAndInsert(parts);
    await runAll(transaction, merge);
    await runAll(transaction, dialect.drop(step.delta, 'table'));
    return;
  }
  if (existing !== undefined && existing !== 'view')
    await runAll(transaction, dialect.drop(published, existing));
  if (step.kind !== 'build-view') await runAll(transaction, dialect.renameTable(step.staged, published));
}

async function createView(services: RunServices, transaction: Executor, candidate: Candidate): Promise<void> {
  if (candidate.viewQuery === undefined) return;
  await runAll(transaction, services.dialect.createView(candidate.published, candidate.viewQuery));
  // A view that does not bind would be an error for its first reader.
  await transaction.describe(`select * from ${services.dialect.relation(candidate.published)}`);
}

/** A view that stays must go on working: readers see no error. */
async function checkDependent(
  { state, services }: Publication,
  transaction: Executor,
  { id, relation, reads }: DependentView,
): Promise<void> {
  try {
    await transaction.describe(`select * from ${services.dialect.relation(relation)}`);
  } catch (error) {
    if (!(error instanceof WarehouseError) || error.kind !== 'statement') throw error;
    const node = state.resource(reads);
    const parameters = { name: node.name, view: state.resource(id).name, problem: error.message };
    throw new PublicationFailure(reads, [diagnostic('view-would-break', parameters, { at: node.at })], error);
  }
}

async function runPostHooks(
  { state, services }: Publication,
  transaction: Executor,
  id: UniqueId,
): Promise<void> {
  const node = state.resource(id);
  if (node.resourceType === 'source' || node.resourceType === 'exposure') return;
  const hooks = node.config.postHooks.filter((hook) => hook.transaction);
  const problems = await runHooks({ hooks, node, services, executor: transaction });
  if (problems.length > 0) throw new PublicationFailure(id, problems, undefined);
}

/** Views are rendered again, over published names; kinds are looked up again: someone may have dropped a table by hand. */
async function prepareCandidates(
  publication: Publication,
  ids: readonly UniqueId[],
): Promise<readonly Candidate[]> {
  const { state, services } = publication;
  const { dialect, connection } = services;
  const key = (name: RelationName) =>
    JSON.stringify(
      [name.database, name.schema, name.identifier].map((part) =>
        part === null ? null : dialect.foldIdentifier(part),
      ),
    );
  const there = new Map(
    (await connection.inspect(state.plan.schemas)).map(({ name, kind }) => [key(name), kind]),
  );
  const candidates: Candidate[] = [];
  for (const id of ids) {
    const { planned } = state.of(id);
    const { step, published } = planned;
    if (published === null || step.kind === 'none' || step.kind === 'blocked' || step.kind === 'check-test')
      continue;
    const viewQuery = step.kind === 'build-view' ? await publishedQuery(publication, id) : undefined;
    const columns =
      step.kind === 'stage-increment' ? await incrementColumns({ step, published, services }) : undefined;
    candidates.push({ id, step, published, existing: there.get(key(published)), viewQuery, columns });
  }
  return candidates;
}

async function publishedQuery(publication: Publication, id: UniqueId): Promise<string> {
  const { state, services } = publication;
  const { outcome } = state.of(id);
  const answers = outcome?.kind === 'staged' ? (outcome.answers ?? []) : [];
  const rendered = await services.renderer.node(state.resource(id) as ParsedModel, {
    staged: new Map(),
    ask: replaying(answers, askThrough({ ...services, executor: services.connection })),
  });
  if (rendered.value === undefined) throw new PublicationFailure(id, rendered.diagnostics, undefined);
  return rendered.value;
}

/** Runs a node's part of the transaction; its failure is the node's, not the run's. */
async function attributed(publication: Publication, id: UniqueId, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (
      !(error instanceof WarehouseError) ||
      error.retryable ||
      endsTheRun(error) ||
      error.kind === 'interrupted'
    )
      throw error;
    const { state } = publication;
    const cause = nodeDiagnostic(error, state.resource(id), state.plan.graph);
    throw new PublicationFailure(
      id,
      [
        diagnostic(
          'publication-failed',
          { name: publication.state.resource(id).name, problem: cause.message },
          {
            ...(cause.at === undefined ? {} : { at: cause.at }),
            related: cause.related,
            ...(cause.hint === undefined ? {} : { hint: cause.hint }),
          },
        ),
      ],
      error,
    );
  }
}

function loadsOf(publication: Publication, candidates: readonly Candidate[]): readonly FinishedLoad[] {
  return candidates.flatMap(({ id, step }) => {
    const { outcome } = publication.state.of(id);
    if (step.kind !== 'load-source' || outcome?.kind !== 'staged') return [];
    return [{ id, marker: step.marker, position: outcome.position ?? null, rows: outcome.rows ?? 0 }];
  });
}

/** Every relation a step makes beside the published one. */
export function stagedNames(step: Step): readonly RelationName[] {
  switch (step.kind) {
    case 'load-source':
    case 'load-seed':
    case 'build-table':
    case 'build-view':
      return [step.staged];
    case 'stage-increment':
      return [step.staged, step.delta];
    default:
      return [];
  }
}
