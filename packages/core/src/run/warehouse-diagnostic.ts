import { WarehouseError } from '../adapter/warehouse-error.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { Resource } from '../project/node.ts';
import { locateInTemplate } from './locate-in-template.ts';

/** Kinds after which no other node can go on either. */
export function endsTheRun(error: WarehouseError): boolean {
  return ['resource', 'connection', 'outcome-unknown', 'not-a-database', 'locked'].includes(error.kind);
}

/** Anything thrown while a node worked → what the user is told. Errors that are ours are thrown on. */
export function nodeDiagnostic(error: unknown, resource: Resource): Diagnostic {
  if (!(error instanceof WarehouseError)) throw error;
  const name = `${resource.resourceType} "${resource.name}"`;
  if (error.kind === 'interrupted') return diagnostic('interrupted', { name }, { at: resource.at });
  const place = placeOf(error, resource);
  return diagnostic(
    'database-error',
    { name, problem: error.message },
    {
      at: place.at,
      related: place.related,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    },
  );
}

/** Something thrown outside any node. */
export function runDiagnostic(error: WarehouseError): Diagnostic {
  return diagnostic(
    'warehouse-failed',
    { problem: error.message },
    error.hint === undefined ? {} : { hint: error.hint },
  );
}

/**
 * Where in the user's file it is, with the compiled SQL beside it. The database points into the SQL it was given;
 * the template's line is the one with the same words, when there is exactly one.
 */
function placeOf(
  error: WarehouseError,
  resource: Resource,
): { readonly at: Span; readonly related: readonly { readonly message: string; readonly at: Span }[] } {
  if (error.sql === undefined || error.position === undefined || !('template' in resource))
    return { at: resource.at, related: [] };
  const compiled: SourceText = { path: `compiled SQL of ${resource.name}`, text: error.sql };
  const related = [
    {
      message: 'the database points here',
      at: { source: compiled, start: error.position, end: error.position + 1 },
    },
  ];
  return {
    at: locateInTemplate(error.sql, error.position, resource.body) ?? resource.at,
    related,
  };
}
