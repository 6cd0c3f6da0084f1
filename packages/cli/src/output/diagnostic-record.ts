import { type Diagnostic, positionOf, type Span } from '@tfm/core';

/** A diagnostic as plain JSON. */
export function diagnosticRecord(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...(diagnostic.at === undefined ? {} : placeRecord(diagnostic.at)),
    ...(diagnostic.hint === undefined ? {} : { hint: diagnostic.hint }),
    related: diagnostic.related.map(({ message, at }) => ({ message, ...placeRecord(at) })),
  };
}

function placeRecord({ source, start, end }: Span): Readonly<Record<string, unknown>> {
  const from = positionOf(source.text, start);
  const to = positionOf(source.text, end);
  return {
    path: source.path,
    line: from.line,
    column: from.column,
    end_line: to.line,
    end_column: to.column,
  };
}
