import { hostname } from 'node:os';
import { type Executor, type LockOutcome, type LockRecord, WarehouseError } from '@tfm/core';
import { holderIsDead, parseLockRecord } from '../process/lock-holder.ts';
import { duckdbDialect } from './dialect.ts';

/** What the lock needs of a connection. */
interface Transactions extends Executor {
  transaction<T>(work: (transaction: Executor) => Promise<T>): Promise<T>;
}

/**
 * The build lock. The engine's own file lock keeps other processes out; the record in `_tfm.lock` tells two
 * connections of one process apart and says whose crash left what is found.
 */
export async function acquireBuildLock(
  connection: Transactions,
  database: string | null,
  record: LockRecord,
): Promise<LockOutcome> {
  for (let tries = 1; ; tries++) {
    try {
      return await connection.transaction((transaction) => tryToAcquire(transaction, database, record));
    } catch (error) {
      // Another connection of this process makes the same schema for its own tables.
      if (!(error instanceof WarehouseError) || !error.retryable || tries === MOST_TRIES) throw error;
    }
  }
}

const MOST_TRIES = 5;

async function tryToAcquire(
  transaction: Executor,
  database: string | null,
  record: LockRecord,
): Promise<LockOutcome> {
  const table = lockTable(database);
  for (const sql of duckdbDialect.createSchema(database, '_tfm')) await transaction.execute(sql);
  await transaction.execute(`create table if not exists ${table} (nonce varchar, holder varchar)`);
  const { rows } = await transaction.query(`select holder from ${table}`);
  let tookOver: LockRecord | undefined;
  for (const [text] of rows) {
    const holder = parseLockRecord(String(text));
    // What cannot be read is no lock: it has nobody who could free it.
    if (holder === undefined) continue;
    // One process at a time can open the file: whoever wrote from another host (a container with a new name) is gone.
    const isElsewhere = holder.host !== hostname();
    if (!isElsewhere && !holderIsDead(holder)) return { held: false, holder };
    tookOver = holder;
  }
  await transaction.execute(`delete from ${table}`);
  const parameters = [record.nonce, JSON.stringify(record)];
  await transaction.execute(`insert into ${table} (nonce, holder) values ($1, $2)`, { parameters });
  return { held: true, tookOver };
}

export async function holdsBuildLock(
  executor: Executor,
  database: string | null,
  nonce: string,
): Promise<boolean> {
  const found = await executor.query(
    `select 1 from duckdb_tables() where database_name = coalesce($1, current_database()) and schema_name = '_tfm' and table_name = 'lock'`,
    { parameters: [database] },
  );
  if (found.rows.length === 0) return false;
  const sql = `select 1 from ${lockTable(database)} where nonce = $1`;
  return (await executor.query(sql, { parameters: [nonce] })).rows.length > 0;
}

export async function releaseBuildLock(
  executor: Executor,
  database: string | null,
  nonce: string,
): Promise<void> {
  if (!(await holdsBuildLock(executor, database, nonce))) return;
  await executor.execute(`delete from ${lockTable(database)} where nonce = $1`, { parameters: [nonce] });
}

function lockTable(database: string | null): string {
  return duckdbDialect.relation(duckdbDialect.stateRelation('lock', database, null));
}
