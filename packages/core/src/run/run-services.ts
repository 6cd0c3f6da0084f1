import type { Capabilities } from '../adapter/adapter.ts';
import type { Connection } from '../adapter/connection.ts';
import type { Dialect } from '../adapter/dialect.ts';
import type { RunRenderer } from '../compile/run-renderer.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import type { Loader } from '../loader/loader.ts';
import type { Clock } from '../project/clock.ts';
import type { ParsedSeed } from '../project/node.ts';
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
