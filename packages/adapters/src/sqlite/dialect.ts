import type { Cell, ColumnType, DeclaredColumn, Dialect, IncrementParts, RelationName } from '@tfm/core';
import { dottedName, doubleQuoted, foldAscii } from '../sql/identifiers.ts';
import {
  DELTA_ALIAS,
  furtherPredicates,
  insertFromDelta,
  keysMatch,
  TARGET_ALIAS,
  updatedColumns,
} from '../sql/increments.ts';
import { bareQuery, splitStatements } from '../sql/statement.ts';
import { sqliteLexis } from './lexis.ts';

/** A double keeps 15 decimal digits: decimals up to there may be numbers, longer ones are text. */
const EXACT_DIGITS = 15;

// SQLite reads an affinity out of a type's name, not a type: INT → integer, CHAR, CLOB, TEXT → text, BLOB,
// REAL, FLOA, DOUB → real, anything else → numeric, which leaves ISO dates as the text they are. JSON needs a
// name with TEXT in it: as numeric, the document "123" would become a number.
const TYPE_NAMES = {
  boolean: 'BOOLEAN',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'TEXT',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  json: 'JSON_TEXT',
  blob: 'BLOB',
} as const;

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  // No limit was met in the engine; this keeps names readable in error messages.
  maxIdentifierBytes: 255,
  defaultSchema: 'main',

  quote: doubleQuoted,
  relation: nameOf,
  literal,
  placeholder: (position) => `?${position}`,
  foldIdentifier: foldAscii,
  typeName,

  // One file, one schema: the prefix does what a schema does elsewhere.
  stateRelation: (name, database) => ({ database, schema: 'main', identifier: `_tfm_${name}` }),

  // A schema is a file, named in the profile and attached when connecting.
  createSchema: () => [],
  createTableAs(name, query, columns) {
    const text = bareQuery(query, sqliteLexis);
    if (columns === undefined || columns.length === 0) return [`create table ${nameOf(name)} as\n${text}`];
    const names = columns.map((column) => doubleQuoted(column.name)).join(', ');
    return [declaredTable(name, columns), `insert into ${nameOf(name)} (${names})\n${text}`];
  },
  createTable: (name, columns) => [
    declaredTable(
      name,
      columns.map((column) => ({ name: column.name, dataType: typeName(column.type) })),
    ),
  ],
  createView: (name, query) => [`create view ${nameOf(name)} as\n${bareQuery(query, sqliteLexis)}`],
  drop: (name, kind) => [`drop ${kind === 'table' ? 'table' : 'view'} ${nameOf(name)}`],
  renameTable: (from, to) => [`alter table ${nameOf(from)} rename to ${doubleQuoted(to.identifier)}`],

  insertFrom: (parts) => [insertFromDelta(parts, sqliteDialect)],
  deleteAndInsert(parts) {
    if (parts.uniqueKey.length === 0) return [insertFromDelta(parts, sqliteDialect)];
    const keys = parts.uniqueKey.map(doubleQuoted).join(', ');
    // IN builds an index of the delta's keys; "exists" would read the delta once for each row of the target.
    const remove = [
      `delete from ${nameOf(parts.target)} as ${TARGET_ALIAS}`,
      `where (${keys}) in (select ${keys} from ${nameOf(parts.delta)} as ${DELTA_ALIAS})${furtherPredicates(parts)}`,
    ];
    return [remove.join('\n'), insertFromDelta(parts, sqliteDialect)];
  },
  merge,

  addColumn: (table, { name, type }) => [
    `alter table ${nameOf(table)} add column ${doubleQuoted(name)} ${type}`.trimEnd(),
  ],

  dropColumn: (table, name) => [`alter table ${nameOf(table)} drop column ${doubleQuoted(name)}`],

  limited: (query, limit) =>
    `select * from (\n${bareQuery(query, sqliteLexis)}\n) as tfm_limited limit ${limit}`,

  statements: (sql) => splitStatements(sql, sqliteLexis),
};

/** SQLite has no MERGE, and its upsert wants a unique index, which published tables do not have. */
function merge(parts: IncrementParts): readonly string[] {
  if (parts.uniqueKey.length === 0) return [insertFromDelta(parts, sqliteDialect)];
  const target = `${nameOf(parts.target)} as ${TARGET_ALIAS}`;
  const delta = `${nameOf(parts.delta)} as ${DELTA_ALIAS}`;
  const match = `${keysMatch(parts, sqliteDialect)}${furtherPredicates(parts)}`;
  const updates = updatedColumns(parts, foldAscii)
    .map(doubleQuoted)
    .map((column) => `${column} = ${DELTA_ALIAS}.${column}`);
  const update = `update ${target}\nset ${updates.join(', ')}\nfrom ${delta}\nwhere ${match}`;
  const columns = parts.columns.map(doubleQuoted);
  // An outer join, not "not exists": for a join SQLite makes the index that it lacks.
  const insert = [
    `insert into ${nameOf(parts.target)} (${columns.join(', ')})`,
    `select ${columns.map((column) => `${DELTA_ALIAS}.${column}`).join(', ')}`,
    `from ${delta}`,
    `left join ${target} on ${match}`,
    `where ${TARGET_ALIAS}.rowid is null`,
  ];
  return updates.length === 0 ? [insert.join('\n')] : [update, insert.join('\n')];
}

/** The database of a name is a word of the profile that SQLite knows nothing of. */
function nameOf(name: RelationName): string {
  return dottedName(name, 'schema');
}

function declaredTable(name: RelationName, columns: readonly DeclaredColumn[]): string {
  const declared = columns.map((column) => `  ${doubleQuoted(column.name)} ${column.dataType}`);
  return `create table ${nameOf(name)} (\n${declared.join(',\n')}\n)`;
}

function typeName(type: ColumnType): string {
  if (type.kind === 'native') return type.name;
  if (type.kind !== 'decimal') return TYPE_NAMES[type.kind];
  const word = type.precision > EXACT_DIGITS ? 'DECIMAL_TEXT' : 'DECIMAL';
  return `${word}(${type.precision},${type.scale})`;
}

function literal(value: Cell): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'bigint') return value < 0n ? `(${value})` : `${value}`;
  if (typeof value === 'number') return realLiteral(value);
  if (typeof value === 'string') {
    const parts = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
    return parts.length === 1 ? parts[0]! : `(${parts.join(' || char(0) || ')})`;
  }
  return `x'${Buffer.from(value).toString('hex')}'`;
}

function realLiteral(value: number): string {
  // SQLite has no NaN: it stores null.
  if (Number.isNaN(value)) return 'NULL';
  if (!Number.isFinite(value)) return value > 0 ? '9e999' : '-9e999';
  const text = String(value);
  // Digits alone would be an integer.
  return /[.e]/.test(text) ? text : `${Object.is(value, -0) ? '-0' : text}.0`;
}
