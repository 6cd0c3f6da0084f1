import type { RelationInfo, RelationName, ResultColumn } from '@tfm/core';
import { dottedName, foldAscii } from '../sql/identifiers.ts';
import type { Session } from './session.ts';

interface SchemaName {
  readonly database: string | null;
  readonly schema: string;
}

const RELATIONS = `
select coalesce(database_name, ''), schema_name, table_name, 'table' from duckdb_tables() where not internal
union all
select coalesce(database_name, ''), schema_name, view_name, 'view' from duckdb_views() where not internal`;

export async function inspectSchemas(
  session: Session,
  schemas: readonly SchemaName[],
  signal: AbortSignal,
): Promise<readonly RelationInfo[]> {
  const { rows } = await session.query(`select current_database(), *\nfrom (${RELATIONS}\n) as relations`, {
    signal,
  });
  const infos: RelationInfo[] = [];
  for (const row of rows) {
    const [current, database, schema, identifier, kind] = row.map(String) as [
      string,
      string,
      string,
      string,
      string,
    ];
    for (const asked of schemas) {
      if (!same(asked.database ?? current, database) || !same(asked.schema, schema)) continue;
      // In the caller's spelling of database and schema, so that names meet.
      const name = { database: asked.database, schema: asked.schema, identifier };
      infos.push({ name, kind: kind === 'view' ? 'view' : 'table' });
    }
  }
  return infos;
}

/**
 * The columns as a query sees them. Not from `duckdb_columns()`: of a view that shows what its tables looked like
 * when it was made.
 */
export async function columnsOfRelation(
  session: Session,
  relation: RelationName,
  signal: AbortSignal,
): Promise<readonly ResultColumn[]> {
  try {
    return await session.describe(`select * from ${dottedName(relation)}`, { signal });
  } catch (error) {
    if (await exists(session, relation, signal)) throw error;
    return [];
  }
}

async function exists(session: Session, relation: RelationName, signal: AbortSignal): Promise<boolean> {
  const { schema } = relation;
  const found = await inspectSchemas(
    session,
    [{ database: relation.database, schema: schema ?? 'main' }],
    signal,
  );
  return found.some(({ name }) => same(name.identifier, relation.identifier));
}

function same(left: string, right: string): boolean {
  return foldAscii(left) === foldAscii(right);
}
