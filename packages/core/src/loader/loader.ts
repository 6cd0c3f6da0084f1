import type { JsonObjectSchema } from '../adapter/adapter.ts';
import type { Cell } from '../adapter/cell.ts';
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import type { TypedColumn } from '../project/column-type.ts';
import type { JsonValue } from '../project/json-value.ts';
import type { ParsedSource } from '../project/node.ts';

/**
 * One way of bringing rows into the warehouse (`loader: files`). A loader only reads: staging, publishing and the
 * record of what was loaded are the run's, so that rows and state are committed in one transaction.
 *
 * Mistakes of the user's and of the data are diagnostics; a loader rejects with `LoadError` only while its batches
 * are read, because an iterable has no other way to stop.
 */
export interface Loader {
  /** What `loader:` says. */
  readonly name: string;
  /** JSON Schema (draft 2020-12) of the rendered keys of the `load:` block. */
  readonly settingsSchema: JsonObjectSchema;
  /**
   * What tells whether a source has changed since it was last loaded. `known` is the marker of the last
   * load that was published; a loader may use it to look at less. `null` as value: it cannot be told without
   * loading, so the source is always loaded. `undefined`: see the diagnostics.
   */
  mark(request: LoadRequest, known: SourceMarker | null): Promise<Outcome<SourceMarker | null | undefined>>;
  /** Opens the source and checks all that can be checked before the first row. Without a value, nothing is open. */
  open(request: LoadRequest): Promise<Outcome<OpenLoad | undefined>>;
}

export interface LoadRequest {
  /** A source with a `load` block for this loader. */
  readonly source: ParsedSource;
  /** Absolute. Relative paths of the block start here. */
  readonly projectDir: string;
  /** Absolute folders outside the project that the command line names: files may be read from there too. */
  readonly allowedRoots: readonly string[];
  /** The marker just made for this load: what is read must still be what was marked. */
  readonly marker: SourceMarker | null;
  /** Where the last published load of this source stopped; null for the first one. */
  readonly position: JsonValue;
  readonly signal?: AbortSignal | undefined;
}

/** A version of a source. Equal fingerprints: the same rows would be loaded. */
export interface SourceMarker {
  readonly fingerprint: string;
  /** What the loader wants to see again next time; kept with the load's record, never shown. */
  readonly details: JsonValue;
}

/** How loaded rows meet the rows that are there. */
export type LoadDisposition = 'replace' | 'append' | 'merge' | 'insert_new';

/** A source that is being read. */
export interface OpenLoad {
  readonly columns: readonly TypedColumn[];
  readonly disposition: LoadDisposition;
  /** The key of `merge` and `insert_new`; empty otherwise. */
  readonly key: readonly string[];
  /**
   * Rows in the order of `columns`. To be read once. Rejects with `LoadError` when the source is not what it should
   * be; then nothing of the load may be published.
   */
  readonly batches: AsyncIterable<readonly (readonly Cell[])[]>;
  /** What was read so far; final when `batches` has ended, well or badly. */
  summary(): LoadSummary;
  /** Frees files and connections. May be called at any time, more than once; never rejects. */
  close(): Promise<void>;
}

export interface LoadSummary {
  readonly rows: number;
  readonly bytes: number;
  /** Errors are what `batches` rejected with; warnings are found on the way. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the next load starts, to be stored in the transaction that publishes the rows. */
  readonly position: JsonValue;
}
