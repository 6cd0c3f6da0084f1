/** The full name of a relation, unquoted, spelled as the user or the naming macros gave it. */
export interface RelationName {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string;
}

/** What a relation is in the warehouse. */
export type RelationKind = 'table' | 'view' | 'materialized_view' | 'external';

/** A key under which equal names meet: for maps and sets, never shown and never sent to a warehouse. */
export function relationKey(name: RelationName): string {
  return JSON.stringify([name.database, name.schema, name.identifier]);
}
