import type { ParsedNode } from '../../project/node.ts';
import { Float, HostRecord, List, type Value } from '../../template/template.ts';
import { nodeAsValue } from './model-value.ts';

/** What a hook at the end of a run is told of one node. */
export interface ToldResult {
  readonly node: ParsedNode;
  readonly status: string;
  readonly message: string | null;
  readonly failures: number | null;
  readonly executionTime: number;
  readonly threadId: string;
}

/** The names that only `on-run-end` has: `results`, `schemas`, `database_schemas`. */
export function endOfRunNames(
  results: readonly ToldResult[],
  schemas: readonly { readonly database: string | null; readonly schema: string }[],
): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['results', new List(results.map(resultAsValue))],
    ['schemas', new List(schemas.map(({ schema }) => schema))],
    ['database_schemas', new List(schemas.map(({ database, schema }) => new List([database, schema])))],
  ]);
}

function resultAsValue(result: ToldResult): Value {
  const { node, status, message, failures, executionTime, threadId } = result;
  return new HostRecord(
    'RunResult',
    new Map<string, Value>([
      ['node', nodeAsValue(node)],
      ['unique_id', node.uniqueId],
      ['status', status],
      ['message', message],
      ['failures', failures],
      ['execution_time', new Float(executionTime)],
      ['thread_id', threadId],
    ]),
    status,
  );
}
