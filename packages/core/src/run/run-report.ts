import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';

/**
 * dbt's words. `success` is said only of work that was committed; a node that went well but was not published
 * is `skipped`, one that its tests rejected is `error`, and the message says so.
 */
export type NodeStatus = 'success' | 'error' | 'skipped' | 'no-op' | 'pass' | 'warn' | 'fail';

export interface Timing {
  readonly name: 'compile' | 'execute';
  /** ISO time, UTC, microseconds. */
  readonly startedAt: string;
  readonly completedAt: string;
}

export interface NodeResult {
  readonly id: UniqueId;
  readonly status: NodeStatus;
  /** One line for people; null when there is nothing to say. */
  readonly message: string | null;
  /** Tests: the number of failing rows, or of what `fail_calc` counts. */
  readonly failures: number | null;
  /** Rows of the relation, or of the increment; null where unknown. */
  readonly rows: number | null;
  readonly relation: RelationName | null;
  /** SQL with published names; null when it was never compiled. */
  readonly compiledSql: string | null;
  readonly timing: readonly Timing[];
  /** Seconds. */
  readonly executionTime: number;
  readonly threadId: string;
  /** Errors with their places; empty when all went well. */
  readonly diagnostics: readonly Diagnostic[];
}

export type RunEnd =
  /** Everything that could be published was. */
  | 'finished'
  | 'interrupted'
  /** The warehouse, the network or the disk gave up. */
  | 'warehouse-failed'
  /** Another run holds the lock. */
  | 'locked';

export interface RunReport {
  readonly runId: string;
  readonly command: string;
  readonly startedAt: string;
  /** Seconds. */
  readonly elapsed: number;
  readonly end: RunEnd;
  /** In the order of completion. */
  readonly results: readonly NodeResult[];
  /** Nodes whose new version became visible. */
  readonly published: readonly UniqueId[];
  /** Nodes whose candidate was kept for `tfm show --rejected`. */
  readonly rejected: readonly UniqueId[];
  /** What went wrong outside any node. */
  readonly diagnostics: readonly Diagnostic[];
}
