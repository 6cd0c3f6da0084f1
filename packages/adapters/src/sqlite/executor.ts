import type { Cell, CellKind, Executor, ResultColumn, RowStream, StatementOptions } from '@tfm/core';
import { interrupted } from '../sql/slots.ts';
import { refuseTransactionControl, singleStatement } from '../sql/statement.ts';
import type { SqliteChild } from './child-process.ts';
import { sqliteLexis } from './lexis.ts';
import type { Batch } from './protocol.ts';

/** The statements of one child. `signal` holds for all of them. */
export function childExecutor(child: SqliteChild, signal?: AbortSignal): Executor {
  const signalOf = (options: StatementOptions | undefined) =>
    signal !== undefined && options?.signal !== undefined
      ? AbortSignal.any([signal, options.signal])
      : (signal ?? options?.signal);
  return {
    async execute(sql, options) {
      const statement = singleStatement(sql, sqliteLexis);
      if (statement === undefined) return { rowCount: undefined };
      return child.ask(
        { op: 'execute', sql: statement, parameters: options?.parameters ?? [] },
        signalOf(options),
      );
    },
    async query(sql, options) {
      const statement = singleStatement(sql, sqliteLexis);
      if (statement === undefined) return { columns: [], rows: [] };
      const asked = signalOf(options);
      const maxRows = options?.maxRows ?? Number.POSITIVE_INFINITY;
      const request = {
        op: 'cursor',
        sql: statement,
        parameters: options?.parameters ?? [],
        maxRows,
      } as const;
      const { columns, rows, ended } = await child.ask(request, asked);
      for (let done = ended; !done; ) {
        const batch = await child.ask({ op: 'next' }, asked);
        for (const row of batch.rows) rows.push(row);
        done = batch.ended;
      }
      return { columns: withStoredKinds(columns, rows), rows };
    },
    async describe(sql, options) {
      const statement = singleStatement(sql, sqliteLexis);
      if (statement === undefined) return [];
      return child.ask({ op: 'describe', sql: statement }, signalOf(options));
    },
  };
}

/** A query whose rows are fetched as they are asked for; `release` gives the child back. */
export async function readCursor(
  child: SqliteChild,
  sql: string,
  options: StatementOptions,
  release: () => void,
): Promise<RowStream> {
  const { signal } = options;
  const statement = singleStatement(sql, sqliteLexis);
  const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY;
  const parameters = options.parameters ?? [];
  const { columns, ...first } =
    statement === undefined
      ? { columns: [], rows: [], ended: true }
      : await child.ask({ op: 'cursor', sql: statement, parameters, maxRows }, signal);
  // Nothing more to fetch: the child is free at once, even when nobody reads the rows.
  if (first.ended) release();
  return { columns, batches: readBatches(child, first, signal, release) };
}

async function* readBatches(
  child: SqliteChild,
  first: Batch,
  signal: AbortSignal | undefined,
  release: () => void,
): AsyncGenerator<readonly (readonly Cell[])[], void> {
  let batch: Batch = first;
  try {
    while (true) {
      if (signal?.aborted) throw interrupted();
      // One batch ahead: the child reads on while the caller works.
      const next = batch.ended ? undefined : child.ask({ op: 'next' }, signal);
      next?.catch(() => undefined);
      if (batch.rows.length > 0) yield batch.rows;
      if (next === undefined) return;
      batch = await next;
    }
  } finally {
    if (!batch.ended && child.usable) await child.ask({ op: 'finish' }).catch(() => undefined);
    release();
  }
}

/** Expressions have no declared type in SQLite: what their values have in common is all there is to say. */
function withStoredKinds(
  columns: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
): readonly ResultColumn[] {
  return columns.map((column, index) => {
    if (column.type !== '') return column;
    const kinds = new Set<CellKind>();
    for (const row of rows) {
      const cell = row[index] ?? null;
      if (cell !== null) kinds.add(storedKind(cell));
    }
    return kinds.size === 1 ? { ...column, kind: [...kinds][0]! } : column;
  });
}

function storedKind(cell: NonNullable<Cell>): CellKind {
  if (typeof cell === 'bigint') return 'integer';
  if (typeof cell === 'number') return 'double';
  if (typeof cell === 'string') return 'text';
  return typeof cell === 'boolean' ? 'boolean' : 'blob';
}

/** For statements of the project inside a transaction of ours: the same, but for BEGIN, COMMIT and the like. */
export function withoutTransactionControl(executor: Executor): Executor {
  return {
    execute: async (sql, options) => {
      refuseTransactionControl(sql, sqliteLexis);
      return executor.execute(sql, options);
    },
    query: async (sql, options) => {
      refuseTransactionControl(sql, sqliteLexis);
      return executor.query(sql, options);
    },
    describe: (sql, options) => executor.describe(sql, options),
  };
}
