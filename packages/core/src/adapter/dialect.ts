import type { ColumnType } from '../project/column-type.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import type { Cell } from './cell.ts';

export interface IncrementParts {
  /** The published table that takes the rows. */
  readonly target: RelationName;
  /** The staged rows of this run. */
  readonly delta: RelationName;
  /** Columns to write, in the target's order; they exist in both. */
  readonly columns: readonly string[];
  /** Empty when there is no key: then rows are only inserted. A null key matches nothing. */
  readonly uniqueKey: readonly string[];
  /** For `merge`: the columns that a matching row gets anew; all but the key when absent. */
  readonly updateColumns?: readonly string[];
  /**
   * Further conditions (dbt's `incremental_predicates`) as the project writes them: they may name the target
   * `DBT_INTERNAL_DEST`, in `merge` the staged rows `DBT_INTERNAL_SOURCE` too.
   */
  readonly predicates?: readonly string[];
}

/**
 * How a warehouse writes SQL. Pure text, no connection: testable offline, statement by statement.
 * Methods that return several statements return them in the order in which they are executed.
 */
export interface Dialect {
  readonly name: string;
  /** Longest identifier in bytes of UTF-8 that tfm may make; names of its own are hashed to fit. */
  readonly maxIdentifierBytes: number;
  /** The schema that is used when a profile names none. */
  readonly defaultSchema: string;

  quote(identifier: string): string;
  /** Quoted full name. */
  relation(name: RelationName): string;
  /** A typed literal; for values that cannot be bound as parameters. */
  literal(value: Cell): string;
  /** The n-th bound parameter, from 1. */
  placeholder(position: number): string;
  /** Equal for two identifiers exactly when the warehouse takes them for the same. */
  foldIdentifier(identifier: string): string;
  typeName(type: ColumnType): string;

  /** Where tfm keeps its own table `name` (`_tfm.runs`, or `_tfm_runs` where there are no schemas). */
  stateRelation(name: string, database: string | null, schema: string | null): RelationName;

  createSchema(database: string | null, schema: string): readonly string[];
  /**
   * A table from a query. `columns` are types the project declares; a warehouse whose CREATE TABLE AS forgets
   * types uses them for the table's own declaration, others ignore them. All-or-nothing: given only when every
   * column of the query is declared, in the query's order.
   */
  createTableAs(name: RelationName, query: string, columns?: readonly DeclaredColumn[]): readonly string[];
  createTable(
    name: RelationName,
    columns: readonly { readonly name: string; readonly type: ColumnType }[],
  ): readonly string[];
  createView(name: RelationName, query: string): readonly string[];
  /** Fails when the relation is not there or of another kind: the caller has inspected it. */
  drop(name: RelationName, kind: RelationKind): readonly string[];
  /** Within one schema. */
  renameTable(from: RelationName, to: RelationName): readonly string[];

  /** A column at the end of a table, null in the rows that are there. `type` is the warehouse's own. */
  addColumn(table: RelationName, column: { readonly name: string; readonly type: string }): readonly string[];
  dropColumn(table: RelationName, name: string): readonly string[];

  insertFrom(parts: IncrementParts): readonly string[];
  deleteAndInsert(parts: IncrementParts): readonly string[];
  /** Update by key, insert the rest. Only where `capabilities.merge`. */
  merge(parts: IncrementParts): readonly string[];

  /** `query` cut to `limit` rows, whatever its own ORDER BY and LIMIT are. */
  limited(query: string, limit: number): string;

  /** The statements of a text that may hold several: of a hook. */
  statements(sql: string): readonly string[];
}

export interface DeclaredColumn {
  readonly name: string;
  /** The warehouse's type name as the project declares it. */
  readonly dataType: string;
}
