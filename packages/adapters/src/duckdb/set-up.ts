import { WarehouseError } from '@tfm/core';
import { doubleQuoted } from '../sql/identifiers.ts';
import { duckdbDialect } from './dialect.ts';
import type { DuckdbSettings } from './profile.ts';
import type { Session } from './session.ts';

/** `SET` for each connection, as the profile says. */
export function settingStatements(settings: DuckdbSettings): string[] {
  return [...settings.settings].map(
    ([name, value]) => `set ${doubleQuoted(name)} = ${duckdbDialect.literal(value)}`,
  );
}

/** Loads extensions and attaches databases: once for all connections of the file, whoever comes first. */
export async function setUpDatabase(session: Session, settings: DuckdbSettings): Promise<void> {
  for (const extension of settings.extensions) await loadExtension(session, extension);
  if (settings.attach.length === 0) return;
  const { rows } = await session.query('select database_name from duckdb_databases()');
  const attached = new Set(rows.map(([name]) => String(name).toLowerCase()));
  for (const database of settings.attach) {
    if (database.alias !== undefined && attached.has(database.alias.toLowerCase())) continue;
    const options = [
      ...(database.type === undefined ? [] : [`type ${duckdbDialect.literal(database.type)}`]),
      ...(database.readOnly ? ['read_only'] : []),
      ...[...database.options].map(
        ([name, value]) => `${doubleQuoted(name)} ${duckdbDialect.literal(value)}`,
      ),
    ];
    const alias = database.alias === undefined ? '' : ` as ${doubleQuoted(database.alias)}`;
    const tail = options.length === 0 ? '' : ` (${options.join(', ')})`;
    await session.execute(`attach if not exists ${duckdbDialect.literal(database.path)}${alias}${tail}`);
  }
}

async function loadExtension(session: Session, name: string): Promise<void> {
  try {
    await session.execute(`load ${duckdbDialect.literal(name)}`);
  } catch (error) {
    throw new WarehouseError('unsupported', `The DuckDB extension "${name}" is not installed`, {
      cause: error,
      hint: 'tfm downloads no extension: install it with the DuckDB command line first',
    });
  }
}
