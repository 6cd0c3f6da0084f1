/**
 * Text of a query that is data, not a name: `'"db"."main"."orders"' as _dbt_source_relation`. There a staged relation
 * must appear under its published name, or the name of a relation that is soon gone would be among the rows.
 */
export function publishedInLiterals(
  sql: string,
  names: () => ReadonlyMap<string, string>,
  stagedPrefix: string,
): string {
  if (!sql.includes(stagedPrefix)) return sql;
  return sql.replace(pieces, (piece) => {
    if (!piece.startsWith("'") || !piece.includes(stagedPrefix)) return piece;
    let text = piece;
    for (const [staged, published] of names()) text = text.replaceAll(staged, published);
    return text;
  });
}

/** Literals, and what could hide a quote: quoted names and comments. */
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;
