import { type Executor, WarehouseError } from '@tfm/core';

/** How one warehouse begins and ends a transaction. */
export interface TransactionSteps {
  begin(): Promise<void>;
  /** Rejects when the commit did not take effect, whatever the driver says. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/**
 * Runs `work` in a transaction that a failed statement can never commit.
 *
 * On DuckDB a COMMIT after an error returns happily and throws the work away; on SQLite it publishes the half
 * that went through. So the first error of any statement dooms the transaction: later statements are refused,
 * and it ends in ROLLBACK even when `work` caught the error and returned. The first error is what is thrown.
 */
export async function guardedTransaction<T>(
  executor: Executor,
  steps: TransactionSteps,
  work: (transaction: Executor) => Promise<T>,
): Promise<T> {
  let doom: { readonly error: unknown } | undefined;
  let open = true;
  const inFlight = new Set<Promise<unknown>>();
  const guarded = async <R>(run: () => Promise<R>): Promise<R> => {
    if (!open) throw new WarehouseError('statement', 'The transaction is over: it takes no more statements');
    if (doom !== undefined) {
      throw new WarehouseError('statement', 'The transaction is rolled back because of an earlier error', {
        cause: doom.error,
      });
    }
    const running = run();
    inFlight.add(running);
    try {
      return await running;
    } catch (error) {
      doom ??= { error };
      throw error;
    } finally {
      inFlight.delete(running);
    }
  };

  await steps.begin();
  let value: T | undefined;
  try {
    value = await work({
      execute: (sql, options) => guarded(() => executor.execute(sql, options)),
      query: (sql, options) => guarded(() => executor.query(sql, options)),
      describe: (sql, options) => guarded(() => executor.describe(sql, options)),
    });
  } catch (error) {
    doom ??= { error };
  }
  // Statements that `work` did not wait for: their outcome decides as well.
  while (inFlight.size > 0) await Promise.allSettled(inFlight);
  open = false;
  if (doom === undefined) {
    try {
      await steps.commit();
      return value as T;
    } catch (error) {
      doom = { error };
    }
  }
  // The first error is the news; a rollback that fails as well adds nothing, the connection is given up then.
  await steps.rollback().catch(() => undefined);
  throw doom.error;
}
