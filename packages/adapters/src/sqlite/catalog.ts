import type { Executor, RelationInfo, RelationName, ResultColumn } from '@tfm/core';
import { doubleQuoted, foldAscii } from '../sql/identifiers.ts';
import { sqliteDialect } from './dialect.ts';

export async function inspectSchemas(
  executor: Executor,
  schemas: readonly { readonly database: string | null; readonly schema: string }[],
  signal: AbortSignal,
): Promise<readonly RelationInfo[]> {
  const { rows } = await executor.query('select name from pragma_database_list', { signal });
  const attached = new Map(rows.map(([name]) => [foldAscii(String(name)), String(name)]));
  const infos: RelationInfo[] = [];
  for (const { database, schema } of schemas) {
    const name = attached.get(foldAscii(schema));
    if (name === undefined) continue;
    const sql = `select name, type from ${doubleQuoted(name)}.sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'`;
    for (const [identifier, kind] of (await executor.query(sql, { signal })).rows) {
      // In the caller's spelling of database and schema, so that names meet.
      infos.push({
        name: { database, schema, identifier: String(identifier) },
        kind: kind === 'view' ? 'view' : 'table',
      });
    }
  }
  return infos;
}

export async function columnsOfRelation(
  executor: Executor,
  relation: RelationName,
  signal: AbortSignal,
): Promise<readonly ResultColumn[]> {
  try {
    return await executor.describe(`select * from ${sqliteDialect.relation(relation)}`, { signal });
  } catch (error) {
    const found = await inspectSchemas(
      executor,
      [{ database: null, schema: relation.schema ?? 'main' }],
      signal,
    );
    // It is there and cannot be read: a view over something that is gone.
    if (found.some(({ name }) => foldAscii(name.identifier) === foldAscii(relation.identifier))) throw error;
    return [];
  }
}
