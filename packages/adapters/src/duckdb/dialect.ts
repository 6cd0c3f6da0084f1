import type { Cell, ColumnType, Dialect, IncrementParts } from '@tfm/core';
import { dottedName, doubleQuoted, foldAscii } from '../sql/identifiers.ts';
import {
  DELTA_ALIAS,
  furtherPredicates,
  insertFromDelta,
  keysMatch,
  TARGET_ALIAS,
  updatedColumns,
} from '../sql/increments.ts';
import type { Lexis } from '../sql/scan.ts';
import { bareQuery, splitStatements } from '../sql/statement.ts';

export const duckdbLexis: Lexis = {
  dollarQuotes: true,
  nestedComments: true,
  escapeStrings: true,
  bracketIdentifiers: false,
  compoundStatements: false,
};

const TYPE_NAMES = {
  boolean: 'BOOLEAN',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  timestamptz: 'TIMESTAMPTZ',
  json: 'JSON',
  blob: 'BLOB',
} as const;

export const duckdbDialect: Dialect = {
  name: 'duckdb',
  // No limit was met in the engine; this keeps names readable in file systems and error messages.
  maxIdentifierBytes: 255,
  defaultSchema: 'main',

  quote: doubleQuoted,
  relation: (name) => dottedName(name),
  literal,
  placeholder: (position) => `$${position}`,
  foldIdentifier: foldAscii,
  typeName,

  stateRelation: (name, database) => ({ database, schema: '_tfm', identifier: name }),

  createSchema(database, schema) {
    const name = [database, schema]
      .filter((part) => part !== null)
      .map(doubleQuoted)
      .join('.');
    return [`create schema if not exists ${name}`];
  },
  createTableAs: (name, query) => [`create table ${dottedName(name)} as\n${bareQuery(query, duckdbLexis)}`],
  createTable(name, columns) {
    const declared = columns.map((column) => `  ${doubleQuoted(column.name)} ${typeName(column.type)}`);
    return [`create table ${dottedName(name)} (\n${declared.join(',\n')}\n)`];
  },
  createView: (name, query) => [`create view ${dottedName(name)} as\n${bareQuery(query, duckdbLexis)}`],
  // An external relation is a view over its files.
  drop: (name, kind) => [`drop ${kind === 'table' ? 'table' : 'view'} ${dottedName(name)}`],
  renameTable: (from, to) => [`alter table ${dottedName(from)} rename to ${doubleQuoted(to.identifier)}`],

  insertFrom: (parts) => [insertFromDelta(parts, duckdbDialect)],
  deleteAndInsert(parts) {
    if (parts.uniqueKey.length === 0) return [insertFromDelta(parts, duckdbDialect)];
    // Not "(k1, k2) in (select …)": DuckDB compares such rows as structs, where null equals null.
    const matching = `select 1 from ${dottedName(parts.delta)} as ${DELTA_ALIAS} where ${keysMatch(parts, duckdbDialect)}`;
    const remove = `delete from ${dottedName(parts.target)} as ${TARGET_ALIAS}\nwhere exists (${matching})${furtherPredicates(parts)}`;
    return [remove, insertFromDelta(parts, duckdbDialect)];
  },
  merge,

  addColumn: (table, { name, type }) => [
    `alter table ${dottedName(table)} add column ${doubleQuoted(name)} ${type}`.trimEnd(),
  ],

  dropColumn: (table, name) => [`alter table ${dottedName(table)} drop column ${doubleQuoted(name)}`],

  limited: (query, limit) =>
    `select * from (\n${bareQuery(query, duckdbLexis)}\n) as tfm_limited limit ${limit}`,

  statements: (sql) => splitStatements(sql, duckdbLexis),
};

function merge(parts: IncrementParts): readonly string[] {
  if (parts.uniqueKey.length === 0) return [insertFromDelta(parts, duckdbDialect)];
  const updates = updatedColumns(parts, foldAscii)
    .map(doubleQuoted)
    .map((column) => `${column} = ${DELTA_ALIAS}.${column}`);
  const columns = parts.columns.map(doubleQuoted);
  const clauses = [
    `merge into ${dottedName(parts.target)} as ${TARGET_ALIAS}`,
    `using ${dottedName(parts.delta)} as ${DELTA_ALIAS}`,
    `on ${keysMatch(parts, duckdbDialect)}${furtherPredicates(parts)}`,
    ...(updates.length === 0 ? [] : [`when matched then update set ${updates.join(', ')}`]),
    `when not matched then insert (${columns.join(', ')})`,
    `values (${columns.map((column) => `${DELTA_ALIAS}.${column}`).join(', ')})`,
  ];
  return [clauses.join('\n')];
}

function typeName(type: ColumnType): string {
  if (type.kind === 'native') return type.name;
  if (type.kind !== 'decimal') return TYPE_NAMES[type.kind];
  // The engine's decimals end at 38 digits; text keeps the others exact.
  return type.precision > 38 ? 'VARCHAR' : `DECIMAL(${type.precision},${type.scale})`;
}

function literal(value: Cell): string {
  if (value === null) return 'NULL';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'bigint') return value < 0n ? `(${value})` : `${value}`;
  if (typeof value === 'number') {
    // Plain digits would be a decimal; -0 would lose its sign.
    const text = Number.isFinite(value) ? (Object.is(value, -0) ? '-0' : String(value)) : doubleWord(value);
    return `'${text}'::DOUBLE`;
  }
  if (typeof value === 'string') {
    const parts = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
    return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
  }
  const bytes = Array.from(value, (byte) => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`);
  return `'${bytes.join('')}'::BLOB`;
}

function doubleWord(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}
