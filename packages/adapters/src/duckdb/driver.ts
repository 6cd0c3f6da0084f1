import type * as Api from '@duckdb/node-api';

export type Driver = typeof Api;

let loading: Promise<Driver> | undefined;

/** The driver, loaded when the first connection is made: its library has 70 MB, and most commands need none. */
export function loadDriver(): Promise<Driver> {
  loading ??= import('@duckdb/node-api');
  return loading;
}
