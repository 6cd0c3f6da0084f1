import { type RelationName, WarehouseError } from '@tfm/core';

/** `"name"`, with quotes in the name doubled. */
export function doubleQuoted(identifier: string): string {
  // The text goes through C strings, which end at a NUL: another name than the one asked for would be used.
  if (identifier.includes('\0')) {
    throw new WarehouseError(
      'unsupported',
      `A name may not hold a NUL character: ${JSON.stringify(identifier)}`,
    );
  }
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** The parts that are there, each quoted, joined by dots. */
export function dottedName(name: RelationName, parts: 'database' | 'schema' = 'database'): string {
  const database = parts === 'database' ? name.database : null;
  return [database, name.schema, name.identifier]
    .filter((part) => part !== null)
    .map(doubleQuoted)
    .join('.');
}

/** Folds A–Z only: that is how far DuckDB and SQLite ignore case ("É" and "é" are two tables). */
export function foldAscii(identifier: string): string {
  return identifier.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
