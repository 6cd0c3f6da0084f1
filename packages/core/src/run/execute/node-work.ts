import type { WarehouseAnswer } from '../../context/needs-warehouse.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { PlannedNode } from '../../plan/plan.ts';
import type { JsonValue } from '../../project/json-value.ts';
import type { Resource } from '../../project/node.ts';
import type { RelationName } from '../../project/relation-name.ts';
import type { UniqueId } from '../../project/unique-id.ts';
import type { RunServices } from '../run-services.ts';

/** What an executor gets: its node, the run's services, and what earlier nodes of this run staged. */
export interface NodeWork<Step extends PlannedNode['step'] = PlannedNode['step']> {
  readonly planned: PlannedNode;
  readonly step: Step;
  readonly resource: Resource;
  readonly staged: ReadonlyMap<UniqueId, RelationName>;
  readonly services: RunServices;
  /** Aborted by Ctrl-C and by `--fail-fast`. */
  readonly signal: AbortSignal;
}

/** What came of it. `rows` is undefined where nobody counted. */
export type WorkOutcome =
  | {
      readonly kind: 'staged';
      readonly rows: number | undefined /** Loads: where the next one starts. */;
      readonly position?: JsonValue;
      /** Views: what the warehouse answered to their template. */
      readonly answers?: readonly WarehouseAnswer[];
    }
  | {
      readonly kind: 'tested';
      readonly status: 'pass' | 'warn' | 'fail';
      readonly failures: number;
      readonly message: string | null;
      readonly sql: string;
    }
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] };

export function failed(...diagnostics: readonly Diagnostic[]): WorkOutcome {
  return { kind: 'failed', diagnostics };
}
