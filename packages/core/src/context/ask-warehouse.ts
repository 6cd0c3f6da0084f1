import type { Connection, Executor } from '../adapter/connection.ts';
import type { Dialect } from '../adapter/dialect.ts';
import {
  NeedsWarehouse,
  type RecordedAnswer,
  type WarehouseAnswer,
  type WarehouseRequest,
} from './needs-warehouse.ts';
import { runStatements } from './run-statements.ts';

/** Answers what a template asks the warehouse. */
export type AskWarehouse = (request: WarehouseRequest) => Promise<WarehouseAnswer>;

export interface AnswerSource {
  readonly connection: Connection;
  /** Runs the queries: the connection itself, or the transaction that a hook belongs to. */
  readonly executor: Executor;
  readonly dialect: Dialect;
}

/**
 * Renders until the template has no question left: each question is asked, its answer recorded, and the template
 * rendered again from the start. A statement that changes something is so executed once only.
 */
export async function withAnswers<T>(
  ask: AskWarehouse,
  render: (answers: readonly RecordedAnswer[]) => T,
): Promise<T> {
  const answers: RecordedAnswer[] = [];
  for (;;) {
    try {
      return render(answers);
    } catch (error) {
      if (!(error instanceof NeedsWarehouse)) throw error;
      answers.push({ request: error.request, answer: await ask(error.request) });
    }
  }
}

/**
 * Gives the answers of an earlier rendering again, in order: the same template asks the same questions, if only under
 * other names. That is how a view is rendered with published names before anything is there under them, and how a
 * statement that changes something is executed once.
 */
export function replaying(answers: readonly WarehouseAnswer[], ask: AskWarehouse): AskWarehouse {
  const rest = [...answers];
  return async (request) => {
    const answer = rest.shift();
    return answer?.kind === request.kind ? answer : ask(request);
  };
}

/** Asks this connection; queries go through the executor. */
export function askThrough(source: AnswerSource): AskWarehouse {
  return (request) => answer(source, request);
}

async function answer(
  { connection, executor, dialect }: AnswerSource,
  request: WarehouseRequest,
): Promise<WarehouseAnswer> {
  switch (request.kind) {
    case 'query':
      return {
        kind: 'query',
        result: await runStatements({ connection, executor, dialect, sql: request.sql }),
      };
    case 'execute':
      if (dialect.statements(request.sql).length <= 1)
        return { kind: 'execute', rowCount: (await executor.execute(request.sql)).rowCount ?? null };
      await runStatements({ connection, executor, dialect, sql: request.sql });
      return { kind: 'execute', rowCount: null };
    case 'describe':
      return { kind: 'describe', columns: await executor.describe(request.sql) };
    case 'columns':
      return { kind: 'columns', columns: await connection.columns(request.relation) };
    case 'find-relation': {
      const { database, schema, identifier } = request.relation;
      const there = await connection.inspect([{ database, schema: schema ?? '' }]);
      const wanted = dialect.foldIdentifier(identifier);
      const found = there.find(({ name }) => dialect.foldIdentifier(name.identifier) === wanted);
      return { kind: 'find-relation', found: found?.kind ?? null };
    }
    case 'list-relations':
      return { kind: 'list-relations', relations: await connection.inspect([request]) };
    case 'schema-exists': {
      const { rows } = await executor.query(
        `select 1 from information_schema.schemata where lower(schema_name) = lower(${dialect.literal(request.schema)})`,
      );
      return { kind: 'schema-exists', exists: rows.length > 0 };
    }
    default: {
      const unknown: never = request;
      return unknown;
    }
  }
}
