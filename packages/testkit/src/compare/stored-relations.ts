import { existsSync } from 'node:fs';
import { lookIntoWarehouse } from '../look-into-warehouse.ts';

/** A relation as the database file holds it, its rows as one number that does not depend on their order. */
export interface StoredRelation {
  readonly name: string;
  readonly kind: string;
  /** `name type`, in order. */
  readonly columns: readonly string[];
  readonly rows: string;
  /** Per column: the sum of the hashes of its values. */
  readonly contents: readonly string[];
}

const relationsQuery = `
  select t.table_schema, t.table_name, t.table_type, c.column_name, c.data_type
  from information_schema.tables t
  join information_schema.columns c using (table_catalog, table_schema, table_name)
  where t.table_catalog = current_database() and t.table_schema <> '_tfm'
  order by t.table_schema, t.table_name, c.ordinal_position`;

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export function readRelations(path: string): readonly StoredRelation[] {
  if (!existsSync(path)) return [];
  const file = { kind: 'duckdb', path } as const;
  const found = new Map<
    string,
    { schema: string; table: string; kind: string; columns: [string, string][] }
  >();
  for (const [schema, table, kind, column, type] of lookIntoWarehouse(file, [relationsQuery])[0] ?? []) {
    const name = `${schema}.${table}`;
    const relation = found.get(name) ?? {
      schema: schema ?? '',
      table: table ?? '',
      kind: kind ?? '',
      columns: [],
    };
    relation.columns.push([column ?? '', type ?? '']);
    found.set(name, relation);
  }
  const relations = [...found.entries()];
  const answers = lookIntoWarehouse(
    file,
    relations.map(([, { schema, table, columns }]) => {
      const sums = columns.map(([column]) => `sum(hash(cast(${quote(column)} as varchar)))::varchar`);
      return `select count(*)::varchar, ${sums.join(', ')} from ${quote(schema)}.${quote(table)}`;
    }),
  );
  return relations.map(([name, { kind, columns }], i) => {
    const [rows, ...contents] = answers[i]?.[0] ?? [];
    return {
      name,
      kind,
      columns: columns.map((column) => column.join(' ')),
      rows: rows ?? '?',
      contents: contents.map((sum) => sum ?? ''),
    };
  });
}
