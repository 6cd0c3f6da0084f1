import { duckdb } from '@tfm/adapters/duckdb';
import { sqlite } from '@tfm/adapters/sqlite';
import type { Adapter } from '@tfm/core';

/** Every warehouse that tfm speaks to, by the `type` of a profile. None of them loads its driver before it connects. */
export const adapters: ReadonlyMap<string, Adapter> = new Map(
  [duckdb, sqlite].map((adapter) => [adapter.name, adapter]),
);
