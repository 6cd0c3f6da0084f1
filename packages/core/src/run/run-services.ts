import type { Capabilities } from '../adapter/adapter.ts';
import type { Connection, Executor } from '../adapter/connection.ts';
import type { Dialect } from '../adapter/dialect.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import type { Loader } from '../loader/loader.ts';
import type { Clock } from '../project/clock.ts';
import type { Hook, ParsedNode, ParsedSeed } from '../project/node.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { Emit } from './event.ts';
import type { ReachFailpoint } from './failpoint.ts';

/** Which process runs, for the lock record. */
export interface RunOwner {
  readonly who: string;
  readonly host: string;
  readonly pid: number;
  readonly processStarted: string;
  readonly toolVersion: string;
}

export interface RenderForRunRequest {
  /** Overrides of published names: what this run staged. */
  readonly staged: ReadonlyMap<UniqueId, RelationName>;
  /** True when the node adds to its table in this run. */
  readonly incremental: boolean;
  /** Answers the template's questions. */
  readonly warehouse: Executor;
}

/** Renders templates during the run; given by the compile stage. */
export interface RunRenderer {
  node(node: ParsedNode, request: RenderForRunRequest): Promise<Outcome<string | undefined>>;
  /** `node` is null for on-run-start and on-run-end. */
  hook(
    hook: Hook,
    node: ParsedNode | null,
    request: RenderForRunRequest,
  ): Promise<Outcome<string | undefined>>;
}

/** Everything a run needs from outside. */
export interface RunServices {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly capabilities: Capabilities;
  readonly renderer: RunRenderer;
  readonly loaders: ReadonlyMap<string, Loader>;
  /** Where files of loads may lie. */
  readonly loadPlace: { readonly projectDir: string; readonly allowedRoots: readonly string[] };
  readonly readSeed: (seed: ParsedSeed) => Promise<Outcome<SourceText | undefined>>;
  readonly threads: number;
  readonly failFast: boolean;
  /** Milliseconds to wait for another run's lock. */
  readonly lockTimeout: number;
  readonly emit: Emit;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly owner: RunOwner;
  readonly reach: ReachFailpoint;
  /** A fresh random id, for a database that has none. */
  readonly newDatabaseId: string;
}
