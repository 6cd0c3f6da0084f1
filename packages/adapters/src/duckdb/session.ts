import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBResult,
  DuckDBType,
  DuckDBValue,
} from '@duckdb/node-api';
import type { Cell, ExecuteSummary, ResultColumn, ResultSet, StatementOptions } from '@tfm/core';
import { interrupted } from '../sql/slots.ts';
import { singleStatement } from '../sql/statement.ts';
import { cellConverter, resultColumn } from './cells.ts';
import { duckdbLexis } from './dialect.ts';
import type { Driver } from './driver.ts';
import { duckdbError, instanceIsGone, type Phase } from './duckdb-error.ts';
import { TypeId } from './type-id.ts';

/** How long until an interrupt is sent again: one that meets the engine between two steps is forgotten. */
const INTERRUPT_AGAIN_MS = 20;

const SELECT = 1;
const CHANGED_ROWS = 1;

export interface GuardOptions {
  readonly sql?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly phase?: Phase;
}

/** One connection of the driver. It runs one statement at a time, and can be interrupted in it. */
export class Session {
  readonly driver: Driver;
  readonly connection: DuckDBConnection;
  readonly generation: number;
  /** How many of the connection-wide settings this one has. */
  settingsApplied = 0;
  /** Not to be used again: its transaction could not be ended. */
  retired = false;
  /** The engine gave up: nothing can be run here any more. */
  broken = false;
  #interrupt: (() => void) | undefined;

  constructor(driver: Driver, connection: DuckDBConnection, generation: number) {
    this.driver = driver;
    this.connection = connection;
    this.generation = generation;
  }

  /** Interrupts what runs now; does nothing when nothing runs. */
  interrupt(): void {
    this.#interrupt?.();
  }

  /** Runs one call of the driver: interruptible, and with its errors in our words. */
  async guard<T>(work: () => Promise<T>, options: GuardOptions = {}): Promise<T> {
    const { sql, signal } = options;
    if (signal?.aborted) throw interrupted(sql);
    let timer: NodeJS.Timeout | undefined;
    let asked = false;
    const interrupt = () => {
      asked = true;
      this.connection.interrupt();
      timer ??= setInterval(() => this.connection.interrupt(), INTERRUPT_AGAIN_MS);
    };
    this.#interrupt = interrupt;
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      return await work();
    } catch (error) {
      const told = duckdbError(error, options.phase ?? 'statement', sql);
      if (instanceIsGone(told)) this.broken = true;
      // What an interrupt tears down may complain in other words.
      throw asked && told.kind !== 'interrupted' && told.kind !== 'constraint' ? interrupted(sql) : told;
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', interrupt);
      this.#interrupt = undefined;
    }
  }

  async execute(sql: string, options: StatementOptions = {}): Promise<ExecuteSummary> {
    const statement = singleStatement(sql, duckdbLexis);
    if (statement === undefined) return { rowCount: undefined };
    const run = async () =>
      rowCountOf(await this.connection.run(statement, ...boundCells(options.parameters, this.driver)));
    return { rowCount: await this.guard(run, { sql, signal: options.signal }) };
  }

  async query(sql: string, options: StatementOptions = {}): Promise<ResultSet> {
    if (options.maxRows !== undefined) return this.#firstRows(sql, options.maxRows, options);
    const statement = singleStatement(sql, duckdbLexis);
    if (statement === undefined) return { columns: [], rows: [] };
    return this.guard(
      async () => {
        const result = await this.connection.run(statement, ...boundCells(options.parameters, this.driver));
        const rows: Cell[][] = [];
        for (const chunk of await result.fetchAllChunks()) pushRows(chunk, rows);
        return { columns: columnsOf(result), rows };
      },
      { sql, signal: options.signal },
    );
  }

  async #firstRows(sql: string, maxRows: number, options: StatementOptions): Promise<ResultSet> {
    const cursor = await this.openCursor(sql, options);
    const rows: Cell[][] = [];
    try {
      while (rows.length < maxRows) {
        const batch = await cursor.next();
        if (batch === undefined) break;
        for (const row of batch.slice(0, maxRows - rows.length)) rows.push(row);
      }
    } finally {
      await cursor.finish();
    }
    return { columns: cursor.columns, rows };
  }

  /** Starts a query whose rows are fetched as they are asked for. */
  async openCursor(sql: string, options: StatementOptions = {}): Promise<Cursor> {
    const { signal } = options;
    const statement = singleStatement(sql, duckdbLexis);
    if (statement === undefined) return EMPTY_CURSOR;
    const result = await this.guard(
      () => this.connection.stream(statement, ...boundCells(options.parameters, this.driver)),
      { sql, signal },
    );
    let ended = false;
    let stopped = false;
    return {
      columns: columnsOf(result),
      next: async () => {
        if (ended) return undefined;
        const fetch = async () => {
          const chunk = await result.fetchChunk();
          // An interrupted stream looks like one that has ended: the rows would be cut off without a word.
          if (stopped || signal?.aborted) throw interrupted(sql);
          if (chunk !== null && chunk.rowCount > 0) return rowsOf(chunk);
          ended = true;
          return undefined;
        };
        return this.guard(fetch, { sql, signal });
      },
      stop: () => {
        stopped = true;
        this.interrupt();
      },
      finish: async () => {
        // A result that is not read to its end keeps the file locked, even after its connection is closed.
        if (ended) return;
        ended = true;
        stopped = true;
        this.connection.interrupt();
        try {
          for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; ) {
            this.connection.interrupt();
            chunk = await result.fetchChunk();
          }
        } catch {
          // Interrupted, as was asked.
        }
      },
    };
  }

  async describe(sql: string, options: StatementOptions = {}): Promise<readonly ResultColumn[]> {
    const statement = singleStatement(sql, duckdbLexis);
    if (statement === undefined) return [];
    return this.guard(() => this.#describe(statement), { sql, signal: options.signal });
  }

  async #describe(statement: string): Promise<readonly ResultColumn[]> {
    // One statement can be several to the engine: PIVOT first makes the list of its columns.
    const extracted = await this.connection.extractStatements(statement);
    for (let index = 0; index < extracted.count - 1; index++) await (await extracted.prepare(index)).run();
    const prepared = await extracted.prepare(extracted.count - 1);
    try {
      const positions = Array.from({ length: prepared.columnCount }, (_, index) => index);
      return positions.map((index) => resultColumn(prepared.columnName(index), prepared.columnType(index)));
    } finally {
      prepared.destroySync();
    }
  }
}

/** A running query. */
export interface Cursor {
  readonly columns: readonly ResultColumn[];
  /** The next rows; undefined at the end. */
  next(): Promise<Cell[][] | undefined>;
  /** Interrupts: the next rows are an error. */
  stop(): void;
  /** Has to be called, at whatever point reading ends. */
  finish(): Promise<void>;
}

const EMPTY_CURSOR: Cursor = {
  columns: [],
  next: async () => undefined,
  stop: () => {},
  finish: async () => {},
};

type Bound = readonly [values?: DuckDBValue[], types?: DuckDBType[]];

function boundCells(parameters: readonly Cell[] | undefined, driver: Driver): Bound {
  if (parameters === undefined || parameters.length === 0) return [];
  const bound = parameters.map((cell) => bindCell(cell, driver));
  return [bound.map(([value]) => value), bound.map(([, type]) => type)];
}

function bindCell(cell: Cell, driver: Driver): [DuckDBValue, DuckDBType] {
  if (cell === null) return [null, driver.SQLNULL];
  if (typeof cell === 'boolean') return [cell, driver.BOOLEAN];
  if (typeof cell === 'number') return [cell, driver.DOUBLE];
  if (typeof cell === 'string') return [cell, driver.VARCHAR];
  if (typeof cell === 'bigint')
    return [cell, BigInt.asIntN(64, cell) === cell ? driver.BIGINT : driver.HUGEINT];
  return [new driver.DuckDBBlobValue(cell), driver.BLOB];
}

function columnsOf(result: DuckDBResult): readonly ResultColumn[] {
  const positions = Array.from({ length: result.columnCount }, (_, index) => index);
  return positions.map((index) => resultColumn(result.columnName(index), result.columnType(index)));
}

/** Rows written; CREATE TABLE AS tells it in a row instead. */
async function rowCountOf(result: DuckDBResult): Promise<number | undefined> {
  if (result.returnType === CHANGED_ROWS) return result.rowsChanged;
  const counts =
    result.statementType !== SELECT && result.columnCount === 1 && result.columnName(0) === 'Count';
  if (!counts || result.columnTypeId(0) !== TypeId.bigint) return undefined;
  const chunk = await result.fetchChunk();
  const value = chunk !== null && chunk.rowCount > 0 ? chunk.getColumnVector(0).getItem(0) : undefined;
  return typeof value === 'bigint' ? Number(value) : undefined;
}

function rowsOf(chunk: DuckDBDataChunk): Cell[][] {
  const rows: Cell[][] = [];
  pushRows(chunk, rows);
  return rows;
}

function pushRows(chunk: DuckDBDataChunk, rows: Cell[][]): void {
  const { columnCount, rowCount } = chunk;
  const first = rows.length;
  for (let row = 0; row < rowCount; row++) rows.push(new Array<Cell>(columnCount).fill(null));
  for (let column = 0; column < columnCount; column++) {
    const vector = chunk.getColumnVector(column);
    const convert = cellConverter(vector.type);
    for (let row = 0; row < rowCount; row++) rows[first + row]![column] = convert(vector.getItem(row));
  }
}
