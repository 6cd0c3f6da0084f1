import type { ColumnType } from '../../project/column-type.ts';

const text: ColumnType = { kind: 'text' };
const bigint: ColumnType = { kind: 'bigint' };

/** Raised when a table below changes; a warehouse with a newer number is refused. */
export const stateVersion = 1;

/**
 * tfm's own tables: they lie beside the data they speak of and are written in the same transactions.
 * Times are ISO text in UTC.
 */
export const stateTables = {
  /** One row: whose state this is. */
  project: [
    { name: 'project_name', type: text },
    { name: 'database_id', type: text },
    { name: 'state_version', type: bigint },
  ],
  runs: [
    { name: 'run_id', type: text },
    { name: 'command', type: text },
    /** started · published · nothing-published · interrupted · died (found by a later run) */
    { name: 'status', type: text },
    { name: 'started_at', type: text },
    { name: 'finished_at', type: text },
    { name: 'tool_version', type: text },
  ],
  /** The current version of each published node. */
  nodes: [
    { name: 'unique_id', type: text },
    { name: 'run_id', type: text },
    { name: 'kind', type: text },
    { name: 'published_at', type: text },
  ],
  /** Relations that a run made beside the published ones. Written before they are made. */
  staging: [
    { name: 'run_id', type: text },
    { name: 'unique_id', type: text },
    { name: 'role', type: text },
    { name: 'database_name', type: text },
    { name: 'schema_name', type: text },
    { name: 'identifier', type: text },
  ],
  /** The last published load of each source. */
  loads: [
    { name: 'unique_id', type: text },
    { name: 'run_id', type: text },
    { name: 'fingerprint', type: text },
    /** JSON: what the loader wants to see again. */
    { name: 'details', type: text },
    /** JSON: where the next load starts. */
    { name: 'position', type: text },
    { name: 'rows_read', type: bigint },
    { name: 'loaded_at', type: text },
  ],
  /** Every result of every test: history is a table. */
  test_results: [
    { name: 'run_id', type: text },
    { name: 'unique_id', type: text },
    { name: 'status', type: text },
    { name: 'failures', type: bigint },
    { name: 'message', type: text },
    { name: 'tested_at', type: text },
  ],
} as const;

export type StateTable = keyof typeof stateTables;
