import type { ProjectGraph } from '../project/graph.ts';
import type { UniqueId } from '../project/unique-id.ts';

/**
 * A node's SQL with the published names of what it reads: what artifacts, messages and people see.
 * What is executed is rendered again by the run, with the staged names of that run.
 */
export interface CompiledNode {
  readonly id: UniqueId;
  /**
   * null for a late node: its template asks the warehouse about relations of this run, so that it can only be
   * rendered at its turn.
   */
  readonly sql: string | null;
  /** The ephemeral models injected as CTEs, dependencies first. */
  readonly ctes: readonly { readonly id: UniqueId; readonly sql: string }[];
}

export interface CompiledProject {
  readonly graph: ProjectGraph;
  /** Selected nodes with a template, and the ephemeral models they read. */
  readonly nodes: ReadonlyMap<UniqueId, CompiledNode>;
}
