import type { LockRecord } from '../adapter/connection.ts';
import type { Plan, StepKind } from '../plan/plan.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { NodeResult, RunReport } from './run-report.ts';

/**
 * Everything that can happen in a run, as plain data. The terminal, JSON lines, artifacts and servers are
 * listeners; the core prints nothing.
 */
export type RunEvent =
  | { readonly type: 'run-planned'; readonly plan: Plan; readonly threads: number }
  | { readonly type: 'lock-waiting'; readonly holder: LockRecord }
  | { readonly type: 'lock-taken-over'; readonly from: LockRecord }
  /** A dead run had left something behind; it is gone now. */
  | { readonly type: 'healed'; readonly runId: string; readonly dropped: number }
  | {
      readonly type: 'node-started';
      readonly id: UniqueId;
      readonly step: StepKind;
      readonly index: number;
      readonly total: number;
    }
  /** Staged and waiting for its tests and the publication; its result follows with `node-finished`. */
  | {
      readonly type: 'node-staged';
      readonly id: UniqueId;
      readonly rows: number | null;
      readonly index: number;
      readonly total: number;
      readonly seconds: number;
    }
  | {
      readonly type: 'node-finished';
      readonly result: NodeResult;
      readonly index: number;
      readonly total: number;
    }
  | { readonly type: 'node-progress'; readonly id: UniqueId; readonly rows: number }
  | {
      readonly type: 'retrying';
      readonly id: UniqueId | null;
      readonly attempt: number;
      readonly reason: string;
      readonly waitMs: number;
    }
  | { readonly type: 'publish-started'; readonly ids: readonly UniqueId[] }
  | { readonly type: 'publish-finished'; readonly ids: readonly UniqueId[]; readonly seconds: number }
  | {
      readonly type: 'message';
      readonly level: 'debug' | 'info' | 'warn';
      readonly text: string;
      readonly id: UniqueId | null;
    }
  | { readonly type: 'run-finished'; readonly report: RunReport };

export type Emit = (event: RunEvent) => void;
