import type { ToolRun } from './run-tool.ts';
import type { StoredRelation } from './stored-relations.ts';

/** What one tool made of the project. */
export interface ToolOutcome {
  readonly build: ToolRun;
  readonly list: ToolRun;
  readonly folder: string;
  readonly relations: readonly StoredRelation[];
  /** Unique id → status and number of failures. */
  readonly results: ReadonlyMap<string, NodeOutcome>;
}

export interface NodeOutcome {
  readonly status: string;
  readonly failures: number | null;
  readonly message: string | null;
}
