import type { DuckDBAppender, DuckDBDataChunk, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { type Cell, type RelationName, type TypedColumn, WarehouseError } from '@tfm/core';
import { dottedName, doubleQuoted, foldAscii } from '../sql/identifiers.ts';
import { interrupted } from '../sql/slots.ts';
import { duckdbDialect } from './dialect.ts';
import { duckdbError } from './duckdb-error.ts';
import type { Session } from './session.ts';
import { cellAsText, fastWriter, type Writer } from './write-cell.ts';

export interface Append {
  readonly table: RelationName;
  readonly columns: readonly TypedColumn[];
  readonly batches: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>;
  readonly signal: AbortSignal;
}

/** The engine's own size of a chunk. */
const CHUNK_ROWS = 2048;

/** Inserts all rows in one transaction, chunk by chunk: several times faster than value by value. */
export async function appendRows(session: Session, append: Append): Promise<number> {
  const run = (sql: string) =>
    session.guard(() => session.connection.run(sql), { sql, signal: append.signal });
  let failure: unknown;
  await run('begin transaction');
  try {
    const staging = await stagingTable(session, append);
    const into = staging ?? append.table;
    const rows = await fill(session, into, append);
    if (staging !== undefined) {
      const columns = append.columns.map((column) => doubleQuoted(column.name)).join(', ');
      const from = dottedName(staging);
      await run(`insert into ${dottedName(append.table)} (${columns}) select * from ${from}`);
      await run(`drop table ${from}`);
    }
    if (append.signal.aborted) throw interrupted();
    // COMMIT of an aborted transaction says nothing and keeps nothing; this fails in one.
    await run('select 1');
    await session.guard(() => session.connection.run('commit'), { phase: 'commit' });
    return rows;
  } catch (error) {
    failure = error;
  }
  await session.connection.run('rollback').catch(() => undefined);
  throw failure instanceof CastFailure ? await explained(session, failure) : failure;
}

/**
 * An appender takes whole rows in the table's order. For other columns the rows go through a temporary table;
 * undefined when they need not.
 */
async function stagingTable(
  session: Session,
  { table, columns, signal }: Append,
): Promise<RelationName | undefined> {
  const actual = await session.describe(`select * from ${dottedName(table)}`, { signal });
  const inOrder =
    actual.length === columns.length &&
    actual.every((column, index) => foldAscii(column.name) === foldAscii(columns[index]!.name));
  if (inOrder) return undefined;
  const staging = { database: 'temp', schema: 'main', identifier: '__tfm_append' };
  const list = columns.map((column) => doubleQuoted(column.name)).join(', ');
  await session.execute(
    `create temp table ${dottedName(staging)} as select ${list} from ${dottedName(table)} limit 0`,
  );
  return staging;
}

async function fill(
  session: Session,
  into: RelationName,
  { columns, batches, signal }: Append,
): Promise<number> {
  const appender = await session.guard(() =>
    session.connection.createAppender(into.identifier, into.schema, into.database),
  );
  const chunks = new ChunkWriter(session, appender, columns);
  let rows = 0;
  try {
    for await (const batch of batches) {
      if (signal.aborted) throw interrupted();
      for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
        chunks.write(batch.slice(start, start + CHUNK_ROWS));
      }
      rows += batch.length;
    }
    if (signal.aborted) throw interrupted();
    chunks.close();
    return rows;
  } catch (error) {
    abandon(appender);
    throw error;
  }
}

/**
 * Ends an appender whose rows are not wanted. One that still holds rows writes them when it is garbage collected:
 * after the rollback, outside of any transaction, and in the middle of whatever the connection does then (a stream
 * ends there, without an error).
 */
function abandon(appender: DuckDBAppender): void {
  for (const step of [() => appender.clear(), () => appender.closeSync()]) {
    try {
      step();
    } catch {
      // It has failed before: that error is under way.
    }
  }
}

class ChunkWriter {
  readonly #session: Session;
  readonly #appender: DuckDBAppender;
  readonly #columns: readonly TypedColumn[];
  readonly #types: readonly DuckDBType[];
  readonly #writers: readonly (Writer | undefined)[];
  /** One chunk for each mix of types; making one costs as much as filling it. */
  readonly #chunks = new Map<string, DuckDBDataChunk>();

  constructor(session: Session, appender: DuckDBAppender, columns: readonly TypedColumn[]) {
    this.#session = session;
    this.#appender = appender;
    this.#columns = columns;
    this.#types = columns.map((_, index) => appender.columnType(index));
    this.#writers = this.#types.map((type) => fastWriter(type, session.driver));
  }

  write(rows: readonly (readonly Cell[])[]): void {
    if (rows.length === 0) return;
    const columns = this.#columns.map((_, index) => this.#column(rows, index));
    const key = columns.map((column) => (column.asText ? 't' : 'f')).join('');
    let chunk = this.#chunks.get(key);
    if (chunk === undefined) {
      const { driver } = this.#session;
      const types = columns.map((column, index) => (column.asText ? driver.VARCHAR : this.#types[index]!));
      chunk = driver.DuckDBDataChunk.create(types, rows.length);
      this.#chunks.set(key, chunk);
    } else chunk.reset();
    chunk.setColumns(columns.map((column) => column.values));
    this.#flushing(columns, () => this.#appender.appendDataChunk(chunk));
  }

  close(): void {
    this.#flushing([], () => this.#appender.closeSync());
  }

  #column(rows: readonly (readonly Cell[])[], index: number): Column {
    const writer = this.#writers[index];
    const values: DuckDBValue[] = new Array<DuckDBValue>(rows.length).fill(null);
    if (writer !== undefined) {
      let row = 0;
      for (; row < rows.length; row++) {
        const cell = rows[row]![index] ?? null;
        if (cell === null) continue;
        const value = writer(cell);
        if (value === undefined) break;
        values[row] = value;
      }
      if (row === rows.length) return { asText: false, values };
    }
    // Some value has no direct form: the engine casts the column from text, by its own rules.
    for (let row = 0; row < rows.length; row++) {
      const cell = rows[row]![index] ?? null;
      values[row] = cell === null ? null : cellAsText(cell, this.#columns[index]!.name);
    }
    return { asText: true, values };
  }

  #flushing(columns: readonly Column[], work: () => void): void {
    try {
      work();
    } catch (error) {
      const told = duckdbError(error, 'statement');
      const position = Number(
        /type mismatch in AppendDataChunk.* for column (\d+)/.exec(told.message)?.[1] ?? Number.NaN,
      );
      const column = columns[position];
      if (column === undefined || !column.asText) throw told;
      throw new CastFailure(
        this.#columns[position]!.name,
        this.#types[position]!,
        column.values as (string | null)[],
        told,
      );
    }
  }
}

interface Column {
  readonly asText: boolean;
  readonly values: readonly DuckDBValue[];
}

/** Some text of a chunk is no value of its column's type. The engine does not say which. */
class CastFailure {
  readonly column: string;
  readonly type: DuckDBType;
  readonly texts: readonly (string | null)[];
  readonly cause: WarehouseError;

  constructor(column: string, type: DuckDBType, texts: readonly (string | null)[], cause: WarehouseError) {
    this.column = column;
    this.type = type;
    this.texts = texts;
    this.cause = cause;
  }
}

async function explained(
  session: Session,
  { column, type, texts, cause }: CastFailure,
): Promise<WarehouseError> {
  const list = texts.filter((text) => text !== null).map((text) => `(${duckdbDialect.literal(text)})`);
  const sql = `select v from (values ${list.join(', ')}) as t(v) where try_cast(v as ${type.alias ?? String(type)}) is null`;
  const bad = await session.query(sql, { maxRows: 1 }).catch(() => undefined);
  const value = bad?.rows[0]?.[0];
  if (typeof value !== 'string') return cause;
  const shown = value.length > 80 ? `${value.slice(0, 80)}…` : value;
  return new WarehouseError(
    'statement',
    `Column "${column}": "${shown}" is no ${type.alias ?? String(type)}`,
    { cause },
  );
}
