import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type WarehouseFile = { readonly kind: 'duckdb' | 'sqlite'; readonly path: string };

export type Rows = readonly (readonly (string | null)[])[];

/**
 * Asks a database file by its bare driver, from a fresh process: what tfm says of itself is not evidence.
 * Cells come as text; null stays null. A query that fails answers with the text of its error.
 */
export function askWarehouse(file: WarehouseFile, queries: readonly string[]): readonly (Rows | string)[] {
  const eye = fileURLToPath(new URL('./warehouse-eye.mjs', import.meta.url));
  const answer = execFileSync(process.execPath, [eye, file.kind, file.path], {
    input: JSON.stringify(queries),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(answer) as readonly (Rows | string)[];
}

/** The same, where no query may fail. */
export function lookIntoWarehouse(file: WarehouseFile, queries: readonly string[]): readonly Rows[] {
  return askWarehouse(file, queries).map((answer) => {
    if (typeof answer === 'string') throw new Error(answer);
    return answer;
  });
}

/** Every relation of the main schema and of tfm's own, by name. */
export function relationsOf(file: WarehouseFile): readonly string[] {
  const query =
    file.kind === 'duckdb'
      ? "select table_name from information_schema.tables where table_schema = 'main' order by 1"
      : "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' order by 1";
  return (lookIntoWarehouse(file, [query])[0] ?? []).map(([name]) => name ?? '');
}
