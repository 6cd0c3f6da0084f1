import type { ResultSet } from '../adapter/cell.ts';
import type { Connection, Executor } from '../adapter/connection.ts';
import type { Dialect } from '../adapter/dialect.ts';

export interface StatementsRequest {
  readonly connection: Connection;
  readonly executor: Executor;
  readonly dialect: Dialect;
  readonly sql: string;
}

const begins = /^(begin|start)(\s+(transaction|work))?$/i;
const commits = /^(commit|end)(\s+(transaction|work))?$/i;

/**
 * The text of `run_query` or `statement`, which may hold several statements; the rows are those of the last one. A
 * text that begins and commits a transaction of its own gets one: the statements of a connection that several share
 * would otherwise not be sure to meet in the same.
 */
export async function runStatements({
  connection,
  executor,
  dialect,
  sql,
}: StatementsRequest): Promise<ResultSet> {
  const statements = dialect.statements(sql);
  // As it was written, so that the database's position is right.
  if (statements.length <= 1) return executor.query(sql);
  const [first = '', ...rest] = statements;
  const last = rest.at(-1) ?? '';
  if (!begins.test(first.trim()) || !commits.test(last.trim())) return inOrder(executor, statements);
  const own = rest.slice(0, -1);
  // Inside a hook there is a transaction already.
  if (executor !== connection) return inOrder(executor, own);
  return connection.transaction((transaction) => inOrder(transaction, own));
}

async function inOrder(executor: Executor, statements: readonly string[]): Promise<ResultSet> {
  let result: ResultSet = { columns: [], rows: [] };
  for (const statement of statements) result = await executor.query(statement);
  return result;
}
