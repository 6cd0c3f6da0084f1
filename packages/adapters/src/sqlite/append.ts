import type { Cell, RelationName, TypedColumn } from '@tfm/core';
import { doubleQuoted } from '../sql/identifiers.ts';
import { interrupted } from '../sql/slots.ts';
import type { SqliteChild } from './child-process.ts';
import { sqliteDialect } from './dialect.ts';

export interface Append {
  readonly table: RelationName;
  readonly columns: readonly TypedColumn[];
  readonly batches: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>;
  readonly signal: AbortSignal;
}

/** Rows a message: large ones are copied twice on their way through the channel. */
const MESSAGE_ROWS = 2000;

/** Inserts all rows, inside the transaction that the caller has open. */
export async function appendRows(
  child: SqliteChild,
  { table, columns, batches, signal }: Append,
): Promise<number> {
  const into = sqliteDialect.relation(table);
  const named = columns.map((column) => ({
    quoted: doubleQuoted(column.name),
    name: column.name,
    type: column.type,
  }));
  let count = 0;
  // One message is under way while the next batch is being made.
  let sent: Promise<unknown> = Promise.resolve();
  try {
    for await (const batch of batches) {
      if (signal.aborted) throw interrupted();
      for (let start = 0; start < batch.length; start += MESSAGE_ROWS) {
        await sent;
        sent = child.ask(
          { op: 'append', into, columns: named, rows: batch.slice(start, start + MESSAGE_ROWS) },
          signal,
        );
        sent.catch(() => undefined);
      }
      count += batch.length;
    }
  } finally {
    await sent;
  }
  return count;
}
