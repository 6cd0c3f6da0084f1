import type { Adapter, Connection, RelationName, Target } from '@tfm/core';

/** What an adapter tells of its warehouse so that the suite can be run on it. */
export interface ContractSubject {
  readonly adapter: Adapter;
  /** Where another process finds the adapter: a module and the name it exports. */
  readonly module: string;
  /** A target on a database of its own, inside `folder`. The same folder is the same database. */
  makeTarget(folder: string): Target;
  /** The database file of that target, for warehouses that are files. */
  readonly databaseFile?: (folder: string) => string;
  /** A database that is gone when it is closed. */
  readonly memoryTarget?: Target;
  readonly sql: {
    /** The numbers 1 to `count` in a column `i`. */
    series(count: number): string;
    /** Runs for minutes, and needs no memory for it. */
    readonly endless: string;
    /** Valid SQL that fails on its data. */
    readonly failsOnData: string;
    /** Makes the warehouse small, and a statement that is too big for it then. */
    readonly exhaust: { readonly setUp: readonly string[]; readonly fails: string };
  };
  /** What the warehouse does not have, and why. Each is proven. */
  readonly lacks: {
    readonly nan?: string;
    /** Other processes may not read while one writes. */
    readonly otherProcesses?: string;
    /** Values that do not fit their column are taken. */
    readonly strictTypes?: string;
  };
}

/** An open connection for a group of cases, in a folder of its own. */
export interface Rig {
  readonly connection: Connection;
  readonly folder: string;
  readonly target: Target;
  /** The name of a relation that no other case uses. */
  name(hint?: string): RelationName;
  /** Runs statements one by one. */
  run(...statements: readonly (string | readonly string[])[]): Promise<void>;
  /** All rows of a relation, in the order of its first column. */
  rowsOf(name: RelationName): Promise<readonly (readonly unknown[])[]>;
}
