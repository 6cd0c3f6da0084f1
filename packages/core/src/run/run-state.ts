import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Plan, PlannedNode } from '../plan/plan.ts';
import { addTo } from '../project/multi-map.ts';
import type { Resource } from '../project/node.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { WorkOutcome } from './execute/node-work.ts';
import type { Timing } from './run-report.ts';

/** What is known of one node while the run goes on. */
export interface NodeProgress {
  readonly planned: PlannedNode;
  readonly index: number;
  state: 'waiting' | 'running' | 'done' | 'skipped';
  outcome: WorkOutcome | undefined;
  skipReason: string | undefined;
  published: boolean;
  timing: Timing[];
  seconds: number;
  threadId: string;
}

/** The run's memory: which node is how far, and under which names this run's tables stand. */
export class RunState {
  readonly plan: Plan;
  readonly progress: ReadonlyMap<UniqueId, NodeProgress>;
  /** Staged and not yet published: what children read instead of the published name. */
  readonly staged = new Map<UniqueId, RelationName>();
  readonly #guards = new Map<UniqueId, UniqueId[]>();
  /** Set when the run is stopped from outside. */
  interrupted = false;
  #heldBack: ReadonlyMap<UniqueId, UniqueId> = new Map();

  constructor(plan: Plan) {
    this.plan = plan;
    this.progress = new Map(
      plan.nodes.map((planned, index) => [
        planned.id,
        {
          planned,
          index: index + 1,
          state: 'waiting',
          outcome: undefined,
          skipReason: undefined,
          published: false,
          timing: [],
          seconds: 0,
          threadId: 'main',
        },
      ]),
    );
    for (const [test, nodes] of plan.rejects) {
      for (const node of nodes) addTo(this.#guards, node, test);
    }
  }

  of(id: UniqueId): NodeProgress {
    const progress = this.progress.get(id);
    if (progress === undefined) throw new Error(`${id} is not part of this run`);
    return progress;
  }

  resource(id: UniqueId): Resource {
    const resource = this.plan.graph.resources.get(id);
    if (resource === undefined) throw new Error(`${id} is not in the graph`);
    return resource;
  }

  /** Good enough for what waits for it. */
  wentWell(id: UniqueId): boolean {
    const { state, outcome } = this.of(id);
    if (state !== 'done' || outcome === undefined) return false;
    return (
      outcome.kind === 'staged' ||
      outcome.kind === 'nothing' ||
      (outcome.kind === 'tested' && outcome.status !== 'fail')
    );
  }

  isTest(id: UniqueId): boolean {
    return this.plan.rejects.has(id);
  }

  /** The tests that hold a node back when they fail. */
  guardsOf(id: UniqueId): readonly UniqueId[] {
    return this.#guards.get(id) ?? [];
  }

  /** Staged, every guard passed. */
  isSound(id: UniqueId): boolean {
    const { outcome } = this.of(id);
    return outcome?.kind === 'staged' && this.guardsOf(id).every((test) => this.wentWell(test));
  }

  /** Staged, and a guard failed. */
  isRejected(id: UniqueId): boolean {
    const { outcome } = this.of(id);
    return outcome?.kind === 'staged' && this.failedGuards(id).length > 0;
  }

  failedGuards(id: UniqueId): readonly UniqueId[] {
    return this.guardsOf(id).filter((test) => {
      const { state, outcome } = this.of(test);
      return state === 'done' && outcome !== undefined && !this.wentWell(test);
    });
  }

  /**
   * What may be published now, in the graph's order: sound, and so is everything of this run that it was built from.
   *
   * Unless nodes are published one by one, what a published view reads is held back with the view: the old view over
   * the new rows would show its readers what its tests have just refused.
   */
  publishable(): readonly UniqueId[] {
    const heldBack = new Map<UniqueId, UniqueId>();
    for (;;) {
      const good = this.#goodWithout(heldBack);
      const before = heldBack.size;
      if (this.plan.policy !== 'each') this.#holdBack(good, heldBack);
      if (heldBack.size === before) {
        this.#heldBack = heldBack;
        return [...good].filter((id) => !this.of(id).published && this.of(id).outcome?.kind === 'staged');
      }
    }
  }

  /** The view for whose readers' sake a sound node is not published. */
  heldBackBy(id: UniqueId): UniqueId | undefined {
    return this.#heldBack.get(id);
  }

  #goodWithout(heldBack: ReadonlyMap<UniqueId, UniqueId>): ReadonlySet<UniqueId> {
    const good = new Set<UniqueId>();
    for (const { planned, published, outcome } of this.progress.values()) {
      const foundation = this.#builtFrom(planned).every((id) => good.has(id));
      const isDone = published || (outcome?.kind === 'nothing' && foundation);
      if (isDone || (foundation && this.isSound(planned.id) && !heldBack.has(planned.id)))
        good.add(planned.id);
    }
    return good;
  }

  #holdBack(good: ReadonlySet<UniqueId>, heldBack: Map<UniqueId, UniqueId>): void {
    for (const { planned } of this.progress.values()) {
      if (planned.existing !== 'view' || good.has(planned.id)) continue;
      for (const id of this.#builtFrom(planned)) if (good.has(id)) heldBack.set(id, planned.id);
    }
  }

  #builtFrom(planned: PlannedNode): readonly UniqueId[] {
    return planned.waitsFor.filter((id) => !this.isTest(id));
  }

  /** True when anything of the run went wrong: what `publish: all` asks. */
  hasFailures(): boolean {
    return [...this.progress.values()].some(
      ({ state, planned }) => state === 'skipped' || (state === 'done' && !this.wentWell(planned.id)),
    );
  }

  /** Nothing is started at all. */
  skipAll(reason: string): void {
    for (const progress of this.progress.values()) {
      progress.state = 'skipped';
      progress.skipReason = reason;
    }
  }

  /** A publication that failed makes its node a failed one. */
  fail(id: UniqueId, diagnostics: readonly Diagnostic[]): void {
    this.of(id).outcome = { kind: 'failed', diagnostics };
  }
}
