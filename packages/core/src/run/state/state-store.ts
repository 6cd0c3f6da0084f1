import type { Cell } from '../../adapter/cell.ts';
import type { Connection, Executor } from '../../adapter/connection.ts';
import type { Dialect } from '../../adapter/dialect.ts';
import { WarehouseError } from '../../adapter/warehouse-error.ts';
import type { SourceMarker } from '../../loader/loader.ts';
import type { LoadRecord } from '../../plan/plan.ts';
import type { JsonValue } from '../../project/json-value.ts';
import type { RelationName } from '../../project/relation-name.ts';
import type { UniqueId } from '../../project/unique-id.ts';
import { fromStateJson, toStateJson } from './state-json.ts';
import { type StateTable, stateTables, stateVersion } from './state-tables.ts';

export type RunStatus = 'started' | 'published' | 'nothing-published' | 'interrupted' | 'died';

export interface StagingRow {
  readonly runId: string;
  readonly id: UniqueId;
  readonly role: 'staged' | 'rejected';
  readonly relation: RelationName;
}

/** A load whose rows become visible in the transaction that this is written in. */
export interface FinishedLoad {
  readonly id: UniqueId;
  readonly marker: SourceMarker | null;
  readonly position: JsonValue;
  readonly rows: number;
}

export interface TestResultRow {
  readonly id: UniqueId;
  readonly status: string;
  readonly failures: number | null;
  readonly message: string | null;
  readonly testedAt: string;
}

/** Reads and writes tfm's own tables. Every write takes the executor: it belongs to somebody's transaction. */
export class StateStore {
  readonly #dialect: Dialect;
  readonly #database: string | null;
  readonly #schema: string | null;

  constructor(dialect: Dialect, place: { readonly database: string | null; readonly schema: string }) {
    this.#dialect = dialect;
    this.#database = place.database;
    this.#schema = place.schema;
  }

  /** False in a warehouse that tfm has not written to. */
  async exists(connection: Connection): Promise<boolean> {
    return (await this.#missing(connection)).length === 0;
  }

  /** Makes what is missing, and refuses the state of another project or of a newer tfm. */
  async prepare(connection: Connection, projectName: string, databaseId: string): Promise<void> {
    const missing = await this.#missing(connection);
    if (missing.length > 0) {
      await connection.transaction(async (transaction) => {
        const schema = this.#relation('runs').schema;
        if (schema !== null && schema !== this.#schema) {
          await runAll(transaction, this.#dialect.createSchema(this.#database, schema));
        }
        for (const table of missing) {
          await runAll(transaction, this.#dialect.createTable(this.#relation(table), stateTables[table]));
        }
        if (missing.includes('project')) {
          await this.#insert(transaction, 'project', [[projectName, databaseId, BigInt(stateVersion)]]);
        }
      });
    }
    await this.#checkIdentity(connection, projectName);
  }

  async #checkIdentity(connection: Connection, projectName: string): Promise<void> {
    const { rows } = await connection.query(
      `select project_name, state_version from ${this.#name('project')}`,
    );
    const [name, version] = rows[0] ?? [];
    if (rows.length !== 1)
      throw new WarehouseError('not-a-database', "tfm's own tables in this database are damaged");
    if (Number(version) > stateVersion) {
      throw new WarehouseError('unsupported', 'This database was written by a newer tfm', {
        hint: 'update tfm',
      });
    }
    if (name !== projectName) {
      throw new WarehouseError(
        'unsupported',
        `This database belongs to the project "${String(name)}", not to "${projectName}"`,
        {
          hint: 'give this target a database of its own, or correct `name:` in the project file',
        },
      );
    }
  }

  async loads(executor: Executor): Promise<ReadonlyMap<UniqueId, LoadRecord>> {
    const { rows } = await executor.query(
      `select unique_id, run_id, fingerprint, details, position from ${this.#name('loads')}`,
    );
    return new Map(
      rows.map(([id, runId, fingerprint, details, position]) => [
        String(id) as UniqueId,
        {
          runId: String(runId),
          marker:
            fingerprint === null
              ? null
              : { fingerprint: String(fingerprint), details: fromStateJson(String(details)) },
          position: fromStateJson(String(position)),
        },
      ]),
    );
  }

  async staging(executor: Executor): Promise<readonly StagingRow[]> {
    const { rows } = await executor.query(
      `select run_id, unique_id, role, database_name, schema_name, identifier from ${this.#name('staging')}`,
    );
    return rows.map(([runId, id, role, database, schema, identifier]) => ({
      runId: String(runId),
      id: String(id) as UniqueId,
      role: role === 'rejected' ? 'rejected' : 'staged',
      relation: {
        database: textOrNull(database),
        schema: textOrNull(schema),
        identifier: String(identifier),
      },
    }));
  }

  async runStatus(executor: Executor, runId: string): Promise<string | undefined> {
    const { rows } = await executor.query(
      `select status from ${this.#name('runs')} where run_id = ${this.#dialect.placeholder(1)}`,
      { parameters: [runId] },
    );
    const status = rows[0]?.[0];
    return status === undefined ? undefined : String(status);
  }

  async startRun(
    executor: Executor,
    run: {
      readonly runId: string;
      readonly command: string;
      readonly startedAt: string;
      readonly toolVersion: string;
    },
  ): Promise<void> {
    await this.#insert(executor, 'runs', [
      [run.runId, run.command, 'started', run.startedAt, null, run.toolVersion],
    ]);
  }

  async finishRun(executor: Executor, runId: string, status: RunStatus, finishedAt: string): Promise<void> {
    const p = (position: number) => this.#dialect.placeholder(position);
    await executor.execute(
      `update ${this.#name('runs')} set status = ${p(1)}, finished_at = ${p(2)} where run_id = ${p(3)}`,
      { parameters: [status, finishedAt, runId] },
    );
  }

  /** Runs that began and never ended: their process is gone, since we hold the lock. */
  async buryDeadRuns(executor: Executor, ownRunId: string): Promise<void> {
    await executor.execute(
      `update ${this.#name('runs')} set status = 'died' where status = 'started' and run_id <> ${this.#dialect.placeholder(1)}`,
      { parameters: [ownRunId] },
    );
  }

  async addStaging(executor: Executor, rows: readonly StagingRow[]): Promise<void> {
    await this.#insert(
      executor,
      'staging',
      rows.map(({ runId, id, role, relation }) => [
        runId,
        id,
        role,
        relation.database,
        relation.schema,
        relation.identifier,
      ]),
    );
  }

  async removeStaging(executor: Executor, identifiers: readonly string[]): Promise<void> {
    await this.#deleteWhereIn(executor, 'staging', 'identifier', identifiers);
  }

  async recordPublished(
    executor: Executor,
    runId: string,
    nodes: readonly { readonly id: UniqueId; readonly kind: string }[],
    publishedAt: string,
  ): Promise<void> {
    await this.#deleteWhereIn(
      executor,
      'nodes',
      'unique_id',
      nodes.map(({ id }) => id),
    );
    await this.#insert(
      executor,
      'nodes',
      nodes.map(({ id, kind }) => [id, runId, kind, publishedAt]),
    );
  }

  async recordLoads(
    executor: Executor,
    runId: string,
    loads: readonly FinishedLoad[],
    loadedAt: string,
  ): Promise<void> {
    await this.#deleteWhereIn(
      executor,
      'loads',
      'unique_id',
      loads.map(({ id }) => id),
    );
    await this.#insert(
      executor,
      'loads',
      loads.map(({ id, marker, position, rows }) => [
        id,
        runId,
        marker?.fingerprint ?? null,
        toStateJson(marker?.details ?? null),
        toStateJson(position),
        BigInt(rows),
        loadedAt,
      ]),
    );
  }

  async recordTests(executor: Executor, runId: string, results: readonly TestResultRow[]): Promise<void> {
    await this.#insert(
      executor,
      'test_results',
      results.map(({ id, status, failures, message, testedAt }) => [
        runId,
        id,
        status,
        failures === null ? null : BigInt(failures),
        message,
        testedAt,
      ]),
    );
  }

  #relation(table: StateTable): RelationName {
    return this.#dialect.stateRelation(table, this.#database, this.#schema);
  }

  #name(table: StateTable): string {
    return this.#dialect.relation(this.#relation(table));
  }

  async #missing(connection: Connection): Promise<readonly StateTable[]> {
    const tables = Object.keys(stateTables) as StateTable[];
    const { database, schema } = this.#relation('runs');
    const there = await connection.inspect([{ database, schema: schema ?? '' }]);
    const names = new Set(there.map(({ name }) => this.#dialect.foldIdentifier(name.identifier)));
    return tables.filter(
      (table) => !names.has(this.#dialect.foldIdentifier(this.#relation(table).identifier)),
    );
  }

  async #insert(executor: Executor, table: StateTable, rows: readonly (readonly Cell[])[]): Promise<void> {
    const columns = stateTables[table].map(({ name }) => this.#dialect.quote(name));
    const rowsAtOnce = 100;
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      const chunk = rows.slice(start, start + rowsAtOnce);
      const values = chunk.map((row, line) => {
        const marks = row.map((_, column) => this.#dialect.placeholder(line * row.length + column + 1));
        return `(${marks.join(', ')})`;
      });
      await executor.execute(
        `insert into ${this.#name(table)} (${columns.join(', ')}) values ${values.join(', ')}`,
        { parameters: chunk.flat() },
      );
    }
  }

  async #deleteWhereIn(
    executor: Executor,
    table: StateTable,
    column: string,
    values: readonly string[],
  ): Promise<void> {
    const valuesAtOnce = 500;
    for (let start = 0; start < values.length; start += valuesAtOnce) {
      const chunk = values.slice(start, start + valuesAtOnce);
      const marks = chunk.map((_, index) => this.#dialect.placeholder(index + 1));
      await executor.execute(
        `delete from ${this.#name(table)} where ${this.#dialect.quote(column)} in (${marks.join(', ')})`,
        { parameters: chunk },
      );
    }
  }
}

function textOrNull(cell: Cell | undefined): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

/** Statements one after another. */
export async function runAll(executor: Executor, statements: readonly string[]): Promise<number | undefined> {
  let rowCount: number | undefined;
  for (const statement of statements) {
    rowCount = (await executor.execute(statement)).rowCount ?? rowCount;
  }
  return rowCount;
}
