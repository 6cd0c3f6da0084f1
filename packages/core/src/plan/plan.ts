import type { IncrementalStrategy } from '../adapter/adapter.ts';
import type { RelationInfo } from '../adapter/connection.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceMarker } from '../loader/loader.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { JsonValue } from '../project/json-value.ts';
import type { PublishPolicy } from '../project/project.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';

/**
 * What one node of a run does. A closed union: `tfm plan` explains it, the run executes it, one small
 * executor each.
 */
export type Step =
  | { readonly kind: 'load-source'; readonly staged: RelationName; readonly marker: SourceMarker | null }
  | { readonly kind: 'load-seed'; readonly staged: RelationName }
  | { readonly kind: 'build-table'; readonly staged: RelationName }
  | { readonly kind: 'build-view'; readonly staged: RelationName }
  | {
      readonly kind: 'stage-increment';
      readonly strategy: IncrementalStrategy;
      readonly uniqueKey: readonly string[];
      readonly onSchemaChange: OnSchemaChange;
      /** The new rows. */
      readonly delta: RelationName;
      /** A view of the published table as it will be after the merge: what tests and children read. */
      readonly staged: RelationName;
    }
  | { readonly kind: 'check-test' }
  /** Cannot work, and the run says so without asking the database. */
  | { readonly kind: 'blocked'; readonly diagnostic: Diagnostic }
  /** Nothing to do, and why: an unchanged load, an exposure. */
  | { readonly kind: 'none'; readonly reason: string };

/** What happens when the query's columns are not the table's. */
export type OnSchemaChange = 'ignore' | 'append_new_columns' | 'sync_all_columns' | 'fail';

export type StepKind = Step['kind'];

export interface PlannedNode {
  readonly id: UniqueId;
  readonly step: Step;
  /** Nodes of this plan that must have gone well before this one starts: parents, and the tests of parents. */
  readonly waitsFor: readonly UniqueId[];
  /** The published relation; null for tests. */
  readonly published: RelationName | null;
  /** What lies under the published name now. */
  readonly existing: RelationKind | null;
  /** In plain words: why this step and not another. */
  readonly reason: string;
  /** Its template asks the warehouse, so its SQL is known only at its turn. */
  readonly late: boolean;
}

/** Everything a run will do, as data, made without touching the warehouse. */
export interface Plan {
  readonly graph: ProjectGraph;
  readonly command: string;
  readonly runId: string;
  readonly policy: PublishPolicy;
  /** False for commands that only look (`test`): nothing is staged, locked or published. */
  readonly writes: boolean;
  /** In the graph's order. */
  readonly nodes: readonly PlannedNode[];
  /** Test → the staged nodes that are not published when it fails. */
  readonly rejects: ReadonlyMap<UniqueId, readonly UniqueId[]>;
  readonly fullRefresh: boolean;
  /** Schemas that the run creates where they are missing. */
  readonly schemas: readonly { readonly database: string | null; readonly schema: string }[];
}

/** What `_tfm` remembers of a source's last published load. */
export interface LoadRecord {
  readonly marker: SourceMarker | null;
  readonly position: JsonValue;
  readonly runId: string;
}

/** What the warehouse holds before the run: the only thing planning knows of it. */
export interface WarehouseState {
  readonly relations: readonly RelationInfo[];
  /** The last published load of each source. */
  readonly loads: ReadonlyMap<UniqueId, LoadRecord>;
}
