import { randomUUID } from 'node:crypto';
import type { Executor, LockRecord } from '../adapter/connection.ts';
import { WarehouseError } from '../adapter/warehouse-error.ts';
import { endOfRunNames } from '../context/values/run-results-value.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../plan/plan.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { Value } from '../template/template.ts';
import { nodeResult } from './node-result.ts';
import { healAfterDeadRuns, keepRejected, registerStaging } from './publish/leftovers.ts';
import { type Publication, publishNodes } from './publish/publish-nodes.ts';
import { projectHooks, runHooks } from './run-hooks.ts';
import type { RunEnd, RunReport } from './run-report.ts';
import type { RunServices } from './run-services.ts';
import { RunState } from './run-state.ts';
import { schedule } from './schedule.ts';
import { type RunStatus, StateStore } from './state/state-store.ts';
import { runDiagnostic } from './warehouse-diagnostic.ts';

/**
 * Carries a plan out: lock, heal what dead runs left, stage and test in the graph's order, publish, unlock.
 * Emits an event for everything that happens; the report says `success` only of what was committed.
 */
export async function runPlan(plan: Plan, services: RunServices): Promise<RunReport> {
  const run = new Run(plan, services);
  return run.carryOut();
}

class Run {
  readonly #plan: Plan;
  readonly #services: RunServices;
  readonly #state: RunState;
  readonly #store: StateStore;
  readonly #nonce = randomUUID();
  readonly #startedAt: string;
  readonly #startedMs: number;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #published: UniqueId[] = [];
  #rejected: readonly UniqueId[] = [];
  #end: RunEnd = 'finished';
  #recordedTests = new Set<UniqueId>();

  constructor(plan: Plan, services: RunServices) {
    this.#plan = plan;
    this.#services = services;
    this.#state = new RunState(plan);
    this.#store = new StateStore(services.dialect, services.connection.info);
    this.#startedAt = services.clock.now();
    this.#startedMs = services.clock.monotonic();
  }

  async carryOut(): Promise<RunReport> {
    const { emit, threads } = this.#services;
    emit({ type: 'run-planned', plan: this.#plan, threads });
    if (this.#plan.writes) await this.#underLock(() => this.#stageAndPublish());
    else await this.#guarded(() => this.#work());
    const report = this.#report();
    this.#announceRest(report);
    emit({ type: 'run-finished', report });
    return report;
  }

  /** The lock is taken before the first write and given back whatever happens. */
  async #underLock(work: () => Promise<void>): Promise<void> {
    const { connection, reach } = this.#services;
    await this.#guarded(async () => {
      await reach('before-lock');
      if (!(await this.#takeLock())) return;
      try {
        await reach('after-lock');
        await this.#guarded(work);
        await reach('before-unlock');
      } finally {
        await connection.releaseLock(this.#nonce);
      }
      await reach('after-unlock');
    });
  }

  async #takeLock(): Promise<boolean> {
    const { connection, clock, emit, lockTimeout, signal, owner } = this.#services;
    const record: LockRecord = {
      nonce: this.#nonce,
      operation: this.#plan.command,
      runId: this.#plan.runId,
      ...owner,
      takenAt: clock.now(),
    };
    const deadline = clock.monotonic() + lockTimeout;
    for (let announced = false; ; ) {
      const outcome = await connection.acquireLock(record);
      if (outcome.held) {
        if (outcome.tookOver !== undefined) emit({ type: 'lock-taken-over', from: outcome.tookOver });
        return true;
      }
      if (!announced) emit({ type: 'lock-waiting', holder: outcome.holder });
      announced = true;
      if (clock.monotonic() >= deadline || signal.aborted) {
        const { holder } = outcome;
        this.#diagnostics.push(
          diagnostic('lock-held', {
            operation: holder.operation,
            who: holder.who,
            host: holder.host,
            pid: holder.pid,
            since: holder.takenAt,
          }),
        );
        this.#end = signal.aborted ? 'interrupted' : 'locked';
        return false;
      }
      await clock.sleep(200, signal);
    }
  }

  async #stageAndPublish(): Promise<void> {
    const { connection, reach, owner, newDatabaseId } = this.#services;
    await this.#store.prepare(connection, this.#plan.graph.project.settings.name, newDatabaseId);
    await healAfterDeadRuns({ state: this.#state, services: this.#services, store: this.#store });
    await reach('after-heal');
    await connection.transaction(async (transaction) => {
      await this.#store.startRun(transaction, {
        runId: this.#plan.runId,
        command: this.#plan.command,
        startedAt: this.#startedAt,
        toolVersion: owner.toolVersion,
      });
      await registerStaging(
        { state: this.#state, services: this.#services, store: this.#store },
        transaction,
      );
    });
    await reach('after-run-row');
    for (const { database, schema } of this.#plan.schemas) {
      for (const statement of this.#services.dialect.createSchema(database, schema))
        await connection.execute(statement);
    }
    const started = await this.#runProjectHooks('onRunStart');
    if (started) await this.#work();
    else this.#skipAll('an on-run-start hook failed');
    if (this.#services.signal.aborted) this.#interrupt();
    await this.#publishRest();
    await reach('before-cleanup');
    this.#rejected = await keepRejected({ state: this.#state, services: this.#services, store: this.#store });
    await connection.settle();
    await reach('after-settle');
    if (this.#end === 'finished' && started) await this.#runProjectHooks('onRunEnd');
  }

  /** True when all of them went well. */
  async #runProjectHooks(when: 'onRunStart' | 'onRunEnd'): Promise<boolean> {
    const hooks = projectHooks(this.#plan.graph, when);
    const services = this.#services;
    const more = when === 'onRunEnd' && hooks.length > 0 ? { more: this.#namesAtEnd() } : {};
    const problems = await runHooks({ hooks, node: null, services, executor: services.connection, ...more });
    this.#diagnostics.push(...problems);
    return problems.length === 0;
  }

  #namesAtEnd(): ReadonlyMap<string, Value> {
    const results = this.#plan.nodes.flatMap(({ id }) => {
      const node = this.#state.resource(id);
      if (node.resourceType === 'source' || node.resourceType === 'exposure') return [];
      const { status, message, failures, executionTime, threadId } = nodeResult(this.#state, id);
      return [{ node, status, message, failures, executionTime, threadId: threadId ?? 'main' }];
    });
    return endOfRunNames(results, this.#plan.schemas);
  }

  /** Post-hooks that are to run outside of the publishing transaction. */
  async #runLateHooks(ids: readonly UniqueId[]): Promise<void> {
    const services = this.#services;
    for (const id of ids) {
      const node = this.#state.resource(id);
      if (node.resourceType === 'source' || node.resourceType === 'exposure') continue;
      const hooks = node.config.postHooks.filter(({ transaction }) => !transaction);
      this.#diagnostics.push(...(await runHooks({ hooks, node, services, executor: services.connection })));
    }
  }

  #skipAll(reason: string): void {
    this.#state.skipAll(reason);
    for (const { id } of this.#plan.nodes) this.#announce(id);
  }

  #interrupt(): void {
    this.#end = 'interrupted';
    this.#state.interrupted = true;
  }

  /** Stages and tests everything, in parallel where the graph allows it. */
  async #work(): Promise<void> {
    // Two nodes that finish together must not both publish the same ones.
    let publishing: Promise<void> = Promise.resolve();
    const publishNext = (): Promise<void> => {
      const next = publishing.then(() => this.#publish(() => this.#state.publishable(), 'started'));
      publishing = next.catch(() => undefined);
      return next;
    };
    const onFinished = this.#plan.policy === 'each' && this.#plan.writes ? publishNext : undefined;
    const fatal = await schedule(this.#state, this.#services, onFinished);
    if (this.#services.signal.aborted) this.#interrupt();
    if (fatal !== undefined) throw fatal;
  }

  /** The end of the run: what is left to publish, and the run's own record, in one transaction. */
  async #publishRest(): Promise<void> {
    const nothing = this.#end !== 'finished' || (this.#plan.policy === 'all' && this.#state.hasFailures());
    await this.#services.reach('before-publish');
    await this.#publish(
      () =>
        nothing || (this.#plan.policy === 'all' && this.#state.hasFailures())
          ? []
          : this.#state.publishable(),
      'final',
    );
  }

  async #publish(candidates: () => readonly UniqueId[], when: 'started' | 'final'): Promise<void> {
    const services = this.#services;
    const ids = candidates();
    if (ids.length === 0 && when === 'started') return;
    const began = services.clock.monotonic();
    if (ids.length > 0) services.emit({ type: 'publish-started', ids });
    const tests = this.#unrecordedTests();
    let visible: readonly UniqueId[] = [];
    const publication: Publication = {
      state: this.#state,
      services,
      store: this.#store,
      nonce: this.#nonce,
      record: async (transaction) =>
        this.#record(transaction, when, candidates().length > 0 || this.#published.length > 0, tests),
    };
    visible = await publishNodes(publication, candidates);
    for (const test of tests) this.#recordedTests.add(test);
    for (const id of visible) {
      this.#state.of(id).published = true;
      this.#state.staged.delete(id);
      this.#published.push(id);
    }
    if (visible.length > 0) {
      services.emit({
        type: 'publish-finished',
        ids: visible,
        seconds: (services.clock.monotonic() - began) / 1000,
      });
    }
    for (const id of visible) this.#announce(id);
    await this.#runLateHooks(visible);
  }

  async #record(
    transaction: Executor,
    when: 'started' | 'final',
    published: boolean,
    tests: readonly UniqueId[],
  ): Promise<void> {
    const now = this.#services.clock.now();
    await this.#store.recordTests(
      transaction,
      this.#plan.runId,
      tests.flatMap((id) => {
        const { outcome } = this.#state.of(id);
        if (outcome === undefined) return [];
        const result = nodeResult(this.#state, id);
        return [
          { id, status: result.status, failures: result.failures, message: result.message, testedAt: now },
        ];
      }),
    );
    if (when !== 'final') return;
    const status: RunStatus =
      this.#end === 'interrupted' ? 'interrupted' : published ? 'published' : 'nothing-published';
    await this.#store.finishRun(transaction, this.#plan.runId, status, now);
  }

  #unrecordedTests(): readonly UniqueId[] {
    return this.#plan.nodes
      .filter(
        ({ id, step }) =>
          step.kind === 'check-test' && this.#state.of(id).state === 'done' && !this.#recordedTests.has(id),
      )
      .map(({ id }) => id);
  }

  /** A warehouse that gives up ends the run in order; anything else is our own bug and goes up. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof WarehouseError)) throw error;
      if (error.kind === 'interrupted' && this.#services.signal.aborted) {
        this.#interrupt();
        return;
      }
      this.#end = error.kind === 'locked' ? 'locked' : 'warehouse-failed';
      // Of a full disk, the node that met it first has told already.
      if (!this.#wasTold(error)) this.#diagnostics.push(runDiagnostic(error));
    }
  }

  #wasTold(error: WarehouseError): boolean {
    return [...this.#state.progress.values()].some(
      ({ outcome }) =>
        outcome?.kind === 'failed' &&
        outcome.diagnostics.some(({ message }) => message.endsWith(`: ${error.message}`)),
    );
  }

  #announce(id: UniqueId): void {
    const { index } = this.#state.of(id);
    this.#services.emit({
      type: 'node-finished',
      result: nodeResult(this.#state, id),
      index,
      total: this.#plan.nodes.length,
    });
  }

  /** Nodes whose end was not known until now: staged, and not published. */
  #announceRest(report: RunReport): void {
    for (const result of report.results) {
      const { outcome, published } = this.#state.of(result.id);
      if (outcome?.kind === 'staged' && !published) this.#announce(result.id);
    }
  }

  #report(): RunReport {
    const { clock } = this.#services;
    return {
      runId: this.#plan.runId,
      command: this.#plan.command,
      startedAt: this.#startedAt,
      elapsed: (clock.monotonic() - this.#startedMs) / 1000,
      end: this.#end,
      results: this.#plan.nodes.map(({ id }) => nodeResult(this.#state, id)),
      published: this.#published,
      rejected: this.#rejected,
      diagnostics: this.#diagnostics,
    };
  }
}
