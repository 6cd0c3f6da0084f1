import { WarehouseError } from '../adapter/warehouse-error.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { Resource } from '../project/node.ts';
import { databasePlace } from './database-place.ts';

/** Kinds after which no other node can go on either. */
export function endsTheRun(error: WarehouseError): boolean {
  return ['resource', 'connection', 'outcome-unknown', 'not-a-database', 'locked'].includes(error.kind);
}

/** Anything thrown while a node worked → what the user is told. Errors that are ours are thrown on. */
export function nodeDiagnostic(error: unknown, resource: Resource, graph?: ProjectGraph): Diagnostic {
  if (!(error instanceof WarehouseError)) throw error;
  const name = `${resource.resourceType} "${resource.name}"`;
  if (error.kind === 'interrupted') return diagnostic('interrupted', { name }, { at: resource.at });
  const hint = hintOf(error);
  return diagnostic(
    'database-error',
    { name, problem: error.message },
    { ...databasePlace(error, resource, graph), ...(hint === undefined ? {} : { hint }) },
  );
}

/** Something thrown outside any node. */
export function runDiagnostic(error: WarehouseError): Diagnostic {
  const hint = hintOf(error);
  return diagnostic('warehouse-failed', { problem: error.message }, hint === undefined ? {} : { hint });
}

function hintOf({ hint, kind, message }: WarehouseError): string | undefined {
  if (hint !== undefined) return hint;
  if (kind === 'resource') return 'free disk space, and run the same command again';
  if (/end of input|incomplete input/.test(message)) return 'complete the query';
  return undefined;
}
