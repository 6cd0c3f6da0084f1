import type { IncrementParts } from '@tfm/core';

/** The names under which the predicates of dbt's incremental models know the two tables. */
export const TARGET_ALIAS = 'DBT_INTERNAL_DEST';
export const DELTA_ALIAS = 'DBT_INTERNAL_SOURCE';

/** What the statements of an increment need of a dialect. */
export interface Quoting {
  quote(identifier: string): string;
  relation(name: IncrementParts['target']): string;
}

/** `insert into target (a, b) select a, b from delta`. */
export function insertFromDelta(parts: IncrementParts, quoting: Quoting): string {
  const columns = parts.columns.map((column) => quoting.quote(column)).join(', ');
  return `insert into ${quoting.relation(parts.target)} (${columns})\nselect ${columns}\nfrom ${quoting.relation(parts.delta)}`;
}

/** `dest.k = source.k and …`: a null key matches nothing, as SQL's equality has it. */
export function keysMatch(parts: IncrementParts, quoting: Quoting): string {
  return parts.uniqueKey
    .map((key) => `${TARGET_ALIAS}.${quoting.quote(key)} = ${DELTA_ALIAS}.${quoting.quote(key)}`)
    .join(' and ');
}

/** The predicates of the project, each in parentheses, as a tail for `where` or `on`. */
export function furtherPredicates(parts: IncrementParts): string {
  return (parts.predicates ?? []).map((predicate) => `\n  and (${predicate})`).join('');
}

/** The columns that a matching row gets anew. Without a list: all but the key. */
export function updatedColumns(
  parts: IncrementParts,
  fold: (identifier: string) => string,
): readonly string[] {
  if (parts.updateColumns !== undefined) return parts.updateColumns;
  const keys = new Set(parts.uniqueKey.map(fold));
  return parts.columns.filter((column) => !keys.has(fold(column)));
}
