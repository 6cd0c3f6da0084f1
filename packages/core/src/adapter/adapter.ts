import type { JsonMap } from '../project/json-value.ts';
import type { Target } from '../project/target.ts';
import type { Connection } from './connection.ts';
import type { Dialect } from './dialect.ts';

/** What a warehouse can do. The core asks these and never a warehouse's name. */
export interface Capabilities {
  /** How many statements really run side by side; 1 means that threads do not help. */
  readonly maxParallelStatements: number;
  /** `merge` as an incremental strategy. */
  readonly merge: boolean;
  /** More schemas than the default one. */
  readonly schemas: boolean;
  /** `external_location`: files can be read in place, as if they were tables. */
  readonly filesInPlace: boolean;
  /** CREATE TABLE AS forgets the types of expressions: the table is declared with the project's `data_type`s instead. */
  readonly forgetsColumnTypes: boolean;
  /** The strategy of an incremental model that names none, with and without a unique key. */
  readonly defaultStrategy: {
    readonly withKey: IncrementalStrategy;
    readonly withoutKey: IncrementalStrategy;
  };
}

export type IncrementalStrategy = 'append' | 'delete+insert' | 'merge';

export interface ConnectOptions {
  /** Absolute. Relative paths of a profile start here. */
  readonly projectDir: string;
  /** Upper bound of statements in flight. */
  readonly threads: number;
  /** For commands that write nothing: fails instead of making a new database. */
  readonly readOnly: boolean;
}

/**
 * One kind of warehouse. Importing an adapter loads no driver: `connect` does.
 */
export interface Adapter {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly dialect: Dialect;
  /** JSON Schema (draft 2020-12) of one output of `profiles.yml` of this type. */
  readonly profileSchema: JsonObjectSchema;
  /** Database and schema that relations get, from the profile alone: needed before any connection. */
  defaultNames(
    settings: JsonMap,
    projectName: string,
  ): { readonly database: string | null; readonly schema: string };
  connect(target: Target, options: ConnectOptions): Promise<Connection>;
}

/** A JSON Schema as plain JSON. */
export type JsonObjectSchema = { readonly [key: string]: unknown };
