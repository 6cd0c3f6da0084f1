import type { Cell } from '@tfm/core';
import Database from 'better-sqlite3';
import { scan } from '../sql/scan.ts';
import { bindable, cellConverter, resultColumn, type Stored, storedConverter } from './cells.ts';
import { sqliteLexis } from './lexis.ts';
import type { Batch, ChildAnswers, ChildRequest } from './protocol.ts';
import { sqliteError } from './sqlite-error.ts';

/** Milliseconds that SQLite waits for another process's write transaction. */
const BUSY_TIMEOUT_MS = 5000;
const BATCH_ROWS = 2000;
/** Several rows in one INSERT are half again as fast as one; SQLite takes 32,766 parameters at most. */
const INSERT_ROWS = 50;
const MAX_PARAMETERS = 30_000;

type Statement = Database.Statement<unknown[], unknown>;
type Append = Extract<ChildRequest, { readonly op: 'append' }>;

/** The database, inside the child process: everything here blocks. */
export class ChildSession {
  #database: Database.Database | undefined;
  #cursor:
    | {
        readonly rows: Iterator<Stored[]>;
        readonly convert: readonly ((value: Stored) => Cell)[];
        left: number;
      }
    | undefined;
  /** The last INSERT that was prepared for appending. */
  #insert: { readonly sql: string; readonly statement: Statement } | undefined;

  answer(request: ChildRequest): ChildAnswers[ChildRequest['op']] {
    try {
      return this.#answer(request);
    } catch (error) {
      const sql = 'sql' in request ? request.sql : undefined;
      throw sqliteError(error, {
        opening: request.op === 'open' || request.op === 'create',
        sql,
        messageOf: (text) => this.#prepareError(text),
      });
    }
  }

  #answer(request: ChildRequest): ChildAnswers[ChildRequest['op']] {
    switch (request.op) {
      case 'open':
        return this.#open(request);
      case 'create':
        return createDatabase(request.file);
      case 'execute':
        return this.#execute(request.sql, request.parameters);
      case 'cursor':
        return this.#startCursor(request.sql, request.parameters, request.maxRows);
      case 'next':
        return this.#nextBatch();
      case 'finish':
        return this.#finishCursor();
      case 'describe':
        return this.#describe(request.sql);
      case 'append':
        return this.#append(request);
      case 'rollback':
        this.#finishCursor();
        if (this.#db.inTransaction) this.#db.exec('rollback');
        return undefined;
      case 'close':
        this.#finishCursor();
        this.#database?.close();
        return undefined;
    }
  }

  get #db(): Database.Database {
    if (this.#database === undefined) throw new Error('No database is open');
    return this.#database;
  }

  #open(request: Extract<ChildRequest, { readonly op: 'open' }>): ChildAnswers['open'] {
    const database = new Database(request.file, {
      timeout: BUSY_TIMEOUT_MS,
      readonly: request.mode === 'look',
    });
    this.#database = database;
    // Reads the header and the schema: a file that is no database, or a damaged one, is known now.
    database.prepare('select count(*) from sqlite_master').get();
    if (request.mode === 'write') {
      database.pragma('journal_mode = WAL');
      // RENAME would check every view of the schema, and rewrite those that name the staged table.
      database.pragma('legacy_alter_table = ON');
      // DROP of a table with foreign keys would delete its rows one by one, and fail where others refer to them.
      // Inside a transaction this pragma does nothing: so it is off from the beginning.
      database.pragma('foreign_keys = OFF');
    }
    database.pragma('synchronous = NORMAL');
    for (const { schema, file } of request.attach) {
      database.prepare(`attach database ? as "${schema.replaceAll('"', '""')}"`).run(file);
    }
    for (const extension of request.extensions) database.loadExtension(extension);
    if (request.mode === 'read') database.pragma('query_only = ON');
    const version = database.prepare('select sqlite_version()').pluck().get();
    return { version: String(version) };
  }

  #execute(sql: string, parameters: readonly Cell[]): ChildAnswers['execute'] {
    const statement = this.#db.prepare(sql);
    if (!statement.reader) {
      const { changes } = statement.run(...bound(sql, parameters));
      return {
        rowCount: /^\s*(insert|update|delete|replace|with)\b/i.test(sql.slice(textStart(sql)))
          ? changes
          : undefined,
      };
    }
    // A statement with rows has to be read to its end to take effect.
    let rows = 0;
    for (const _ of statement.raw().iterate(...bound(sql, parameters))) rows++;
    return { rowCount: statement.readonly ? undefined : rows };
  }

  #startCursor(sql: string, parameters: readonly Cell[], maxRows: number): ChildAnswers['cursor'] {
    const statement = this.#db.prepare(sql);
    if (!statement.reader) {
      statement.run(...bound(sql, parameters));
      return { columns: [], rows: [], ended: true };
    }
    const columns = statement.columns();
    const rows = statement
      .safeIntegers()
      .raw()
      .iterate(...bound(sql, parameters)) as IterableIterator<Stored[]>;
    this.#cursor = { rows, convert: columns.map((column) => cellConverter(column.type)), left: maxRows };
    const batch = this.#nextBatch();
    return { columns: columns.map((column) => resultColumn(column.name, column.type)), ...batch };
  }

  #nextBatch(): Batch {
    const cursor = this.#cursor;
    if (cursor === undefined) return { rows: [], ended: true };
    const rows: Cell[][] = [];
    try {
      while (rows.length < BATCH_ROWS && cursor.left > 0) {
        const next = cursor.rows.next();
        if (next.done === true) {
          this.#cursor = undefined;
          return { rows, ended: true };
        }
        rows.push(next.value.map((value, index) => cursor.convert[index]!(value)));
        cursor.left--;
      }
    } catch (error) {
      this.#cursor = undefined;
      throw error;
    }
    if (cursor.left <= 0) this.#finishCursor();
    return { rows, ended: cursor.left <= 0 };
  }

  #finishCursor(): undefined {
    // An unfinished iterator keeps the connection from running anything else.
    this.#cursor?.rows.return?.();
    this.#cursor = undefined;
    return undefined;
  }

  #describe(sql: string): ChildAnswers['describe'] {
    const statement = this.#db.prepare(sql);
    if (!statement.reader) return [];
    return statement.columns().map((column) => resultColumn(column.name, column.type));
  }

  #append({ into, columns, rows }: Append): undefined {
    const convert = columns.map((column) => storedConverter(column.type, column.name));
    const perInsert = Math.max(
      1,
      Math.min(INSERT_ROWS, Math.floor(MAX_PARAMETERS / Math.max(1, columns.length))),
    );
    for (let start = 0; start < rows.length; start += perInsert) {
      const part = rows.slice(start, start + perInsert);
      const values: Stored[] = [];
      for (const row of part)
        for (let index = 0; index < columns.length; index++) values.push(convert[index]!(row[index] ?? null));
      this.#insertStatement(into, columns, part.length).run(...values);
    }
    return undefined;
  }

  #insertStatement(into: string, columns: Append['columns'], rows: number): Statement {
    const row = `(${columns.map(() => '?').join(', ')})`;
    const sql = `insert into ${into} (${columns.map((column) => column.quoted).join(', ')}) values ${Array(rows).fill(row).join(', ')}`;
    if (this.#insert?.sql !== sql) this.#insert = { sql, statement: this.#db.prepare(sql) };
    return this.#insert.statement;
  }

  #prepareError(sql: string): string | undefined {
    try {
      this.#db.prepare(sql);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : undefined;
    }
  }
}

function createDatabase(file: string): undefined {
  const database = new Database(file);
  // Writes the header: a database of no pages would be an empty file.
  database.pragma('journal_mode = WAL');
  database.close();
  return undefined;
}

/** `?1` is a name to better-sqlite3, `?` is a place. */
function bound(sql: string, parameters: readonly Cell[]): unknown[] {
  if (parameters.length === 0) return [];
  const values = parameters.map(bindable);
  const tokens = [...scan(sql, sqliteLexis)];
  const numbered = tokens.some((token, index) => {
    const next = tokens[index + 1];
    return (
      sql[token.start] === '?' && next?.start === token.end && /^\d/.test(sql.slice(next.start, next.end))
    );
  });
  return numbered ? [Object.fromEntries(values.map((value, index) => [String(index + 1), value]))] : values;
}

function textStart(sql: string): number {
  for (const token of scan(sql, sqliteLexis)) if (token.kind !== 'comment') return token.start;
  return sql.length;
}
