import { codeFrame } from './code-frame.ts';
import type { Diagnostic } from './diagnostic.ts';
import { escapeControl } from './display-width.ts';
import { positionOf, type Span } from './source-text.ts';

/**
 * A diagnostic as people read it:
 *
 *     error[unknown-ref] Model "fct" refers to "stg_order", which does not exist
 *      --> models/fct.sql:3:14
 *       |
 *     3 | select * from {{ ref('stg_order') }}
 *       |                      ~~~~~~~~~~~
 *     hint: did you mean "stg_orders"?
 */
export function printDiagnostic(diagnostic: Diagnostic): string {
  const lines = [`${diagnostic.severity}[${diagnostic.code}] ${escapeControl(diagnostic.message)}`];
  if (diagnostic.at !== undefined) lines.push(...printPlace(diagnostic.at));
  for (const related of diagnostic.related) {
    lines.push(`note: ${escapeControl(related.message)}`, ...printPlace(related.at));
  }
  if (diagnostic.hint !== undefined) lines.push(`hint: ${escapeControl(diagnostic.hint)}`);
  return lines.join('\n');
}

/** `models/fct.sql:3:14`; the path alone where a whole file is meant. */
export function printLocation(at: Span): string {
  const path = escapeControl(at.source.path);
  if (at.source.text === '' || isWholeText(at)) return path;
  const { line, column } = positionOf(at.source.text, at.start);
  return `${path}:${line}:${column}`;
}

function printPlace(at: Span): readonly string[] {
  const location = ` --> ${printLocation(at)}`;
  return at.source.text === '' || isWholeText(at) ? [location] : [location, codeFrame(at)];
}

/** As `wholeText` makes it. */
function isWholeText(at: Span): boolean {
  return at.start === 0 && at.end === 0;
}
