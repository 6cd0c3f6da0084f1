import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { ResourceType } from '../project/node.ts';
import type { UniqueId } from '../project/unique-id.ts';

/** What of the project a command is about. */
export interface Selection {
  /** In the graph's order. */
  readonly ids: ReadonlySet<UniqueId>;
  /** Why each of them is in, for people (`tfm ls --explain`). */
  readonly why: ReadonlyMap<UniqueId, string>;
}

/**
 * Which tests come along when what they test is selected: any parent is, all parents are, all parents are selected or
 * upstream of what is, none.
 */
export type IndirectSelection = 'eager' | 'cautious' | 'buildable' | 'empty';

export interface SelectionRequest {
  /** `--select`, `--exclude`: as written, each may hold several terms. Missing or empty: everything, nothing. */
  readonly select?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** `--selector`: the name of one of `selectors.yml`. */
  readonly selector?: string | undefined;
  /** Default: eager. A term of a YAML selector may say otherwise for itself. */
  readonly indirectSelection?: IndirectSelection | undefined;
  /** What the command is about at all; default: everything. */
  readonly resourceTypes?: readonly ResourceType[] | undefined;
  readonly excludeResourceTypes?: readonly ResourceType[] | undefined;
  readonly state?: SelectionState | undefined;
}

export type StateMethod = 'state' | 'result' | 'source_status';

/** Answers the methods that compare with an earlier run's artifacts. */
export interface SelectionState {
  find(method: StateMethod, value: string): Outcome<ReadonlySet<UniqueId>>;
}
