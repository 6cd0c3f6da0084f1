import { WarehouseError } from '../adapter/warehouse-error.ts';
import { addTo } from '../project/multi-map.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { executeStep } from './execute/execute-step.ts';
import { failed, type WorkOutcome } from './execute/node-work.ts';
import { nodeResult } from './node-result.ts';
import type { RunServices } from './run-services.ts';
import type { NodeProgress, RunState } from './run-state.ts';
import { endsTheRun, nodeDiagnostic } from './warehouse-diagnostic.ts';

/**
 * Runs every node as soon as what it waits for went well, at most `threads` at once; what waits for something that
 * failed is skipped. Returns the error that ended the run early, if one did.
 */
export async function schedule(
  state: RunState,
  services: RunServices,
  onFinished: (() => Promise<void>) | undefined,
): Promise<WarehouseError | undefined> {
  const scheduler = new Scheduler(state, services, onFinished);
  return scheduler.run();
}

class Scheduler {
  readonly #state: RunState;
  readonly #services: RunServices;
  readonly #onFinished: (() => Promise<void>) | undefined;
  readonly #openWaits = new Map<UniqueId, number>();
  readonly #waiters = new Map<UniqueId, UniqueId[]>();
  readonly #ready: UniqueId[] = [];
  readonly #freeThreads: string[];
  readonly #running = new Set<Promise<void>>();
  /** Aborted by Ctrl-C, by the first failure under `--fail-fast`, and by an error that ends the run. */
  readonly #stop = new AbortController();
  #stopReason = '';
  #fatal: unknown;

  constructor(state: RunState, services: RunServices, onFinished: (() => Promise<void>) | undefined) {
    this.#state = state;
    this.#services = services;
    this.#onFinished = onFinished;
    this.#freeThreads = Array.from(
      { length: services.threads },
      (_, index) => `Thread-${services.threads - index}`,
    );
    for (const { planned } of state.progress.values()) {
      this.#openWaits.set(planned.id, planned.waitsFor.length);
      if (planned.waitsFor.length === 0) this.#ready.push(planned.id);
      for (const waited of planned.waitsFor) addTo(this.#waiters, waited, planned.id);
    }
  }

  async run(): Promise<WarehouseError | undefined> {
    const { signal } = this.#services;
    const onAbort = () => this.#halt('the run was interrupted');
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (this.#startReady() || this.#running.size > 0) {
        if (this.#running.size > 0) await Promise.race(this.#running);
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    for (const progress of this.#state.progress.values()) {
      if (progress.state === 'waiting')
        this.#skip(progress, this.#stopReason || 'what it waits for was not done');
    }
    if (this.#fatal === undefined || this.#fatal instanceof WarehouseError) return this.#fatal;
    throw this.#fatal;
  }

  /** True when something was started or settled: then it is worth looking again. */
  #startReady(): boolean {
    let moved = false;
    while (this.#ready.length > 0 && this.#freeThreads.length > 0 && !this.#stop.signal.aborted) {
      const id = this.#ready.shift();
      if (id === undefined) break;
      const thread = this.#freeThreads.pop() ?? 'Thread-1';
      const running: Promise<void> = this.#runNode(id, thread).finally(() => {
        this.#freeThreads.push(thread);
        this.#running.delete(running);
      });
      this.#running.add(running);
      moved = true;
    }
    return moved;
  }

  async #runNode(id: UniqueId, threadId: string): Promise<void> {
    const progress = this.#state.of(id);
    const { clock, emit } = this.#services;
    const total = this.#state.progress.size;
    progress.state = 'running';
    progress.threadId = threadId;
    emit({ type: 'node-started', id, step: progress.planned.step.kind, index: progress.index, total });
    const startedAt = clock.now();
    const began = clock.monotonic();
    try {
      progress.outcome = await this.#execute(progress);
    } catch (error) {
      this.#fatal ??= error;
      this.#halt('the run was stopped by an error');
      return;
    }
    progress.state = 'done';
    progress.seconds = (clock.monotonic() - began) / 1000;
    progress.timing = [{ name: 'execute', startedAt, completedAt: clock.now() }];
    if (progress.outcome.kind === 'staged') {
      emit({
        type: 'node-staged',
        id,
        rows: progress.outcome.rows ?? null,
        index: progress.index,
        total,
        seconds: progress.seconds,
      });
    } else {
      emit({ type: 'node-finished', result: nodeResult(this.#state, id), index: progress.index, total });
    }
    await this.#settle(id);
  }

  async #execute(progress: NodeProgress): Promise<WorkOutcome> {
    const { planned } = progress;
    try {
      return await executeStep({
        planned,
        step: planned.step,
        resource: this.#state.resource(planned.id),
        staged: this.#state.staged,
        services: this.#services,
        signal: this.#stop.signal,
      });
    } catch (error) {
      if (error instanceof WarehouseError && endsTheRun(error)) {
        this.#fatal ??= error;
        this.#halt('the run was stopped by an error');
      }
      return failed(nodeDiagnostic(error, this.#state.resource(planned.id), this.#state.plan.graph));
    }
  }

  /** After a node: names for its children, publication one by one, and who may start or must be skipped. */
  async #settle(id: UniqueId): Promise<void> {
    const { planned, outcome } = this.#state.of(id);
    if (outcome?.kind === 'staged' && 'staged' in planned.step)
      this.#state.staged.set(id, planned.step.staged);
    if (this.#onFinished !== undefined) {
      try {
        await this.#onFinished();
      } catch (error) {
        this.#fatal ??= error;
        this.#halt('the run was stopped by an error');
      }
    }
    if (!this.#state.wentWell(id)) {
      this.#skipWaiters(id);
      if (this.#services.failFast) this.#halt('Skipping due to fail_fast');
      return;
    }
    for (const waiter of this.#waiters.get(id) ?? []) {
      const open = (this.#openWaits.get(waiter) ?? 0) - 1;
      this.#openWaits.set(waiter, open);
      if (open === 0 && this.#state.of(waiter).state === 'waiting') this.#ready.push(waiter);
    }
  }

  #skipWaiters(bad: UniqueId): void {
    const waiting = [...(this.#waiters.get(bad) ?? [])];
    const { resourceType, name } = this.#state.resource(bad);
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const progress = this.#state.of(id);
      if (progress.state !== 'waiting') continue;
      this.#skip(progress, `${resourceType} ${name} failed`);
      waiting.push(...(this.#waiters.get(id) ?? []));
    }
  }

  #skip(progress: NodeProgress, reason: string): void {
    progress.state = 'skipped';
    progress.skipReason = reason;
    const result = nodeResult(this.#state, progress.planned.id);
    this.#services.emit({
      type: 'node-finished',
      result,
      index: progress.index,
      total: this.#state.progress.size,
    });
  }

  #halt(reason: string): void {
    if (this.#stop.signal.aborted) return;
    this.#stopReason = reason;
    this.#stop.abort();
  }
}
