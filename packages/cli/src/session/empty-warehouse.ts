import { type Connection, type Target, WarehouseError } from '@tfm/core';

/** A warehouse in which nothing is, instead of one that does not exist yet: it can be inspected and nothing else. */
export function emptyWarehouse(target: Target): Connection {
  const refuse = async (): Promise<never> => {
    throw new WarehouseError('connection', 'The database does not exist yet', { hint: 'tfm build' });
  };
  return {
    info: { database: target.database, schema: target.schema, version: '', location: 'a new database' },
    execute: refuse,
    query: refuse,
    describe: refuse,
    stream: refuse,
    append: refuse,
    transaction: refuse,
    inspect: async () => [],
    columns: async () => [],
    acquireLock: refuse,
    holdsLock: async () => false,
    releaseLock: async () => {},
    settle: async () => {},
    cancel: async () => {},
    close: async () => {},
  };
}
