import { catalogue, type DiagnosticCode, type ParametersOf } from './catalogue.ts';
import type { Severity } from './severity.ts';
import type { Span } from './source-text.ts';

/** A second place that helps to understand a diagnostic: the other definition, the calling macro. */
export interface RelatedPlace {
  readonly message: string;
  readonly at: Span;
}

/**
 * One mistake of the user's, as data. Stages return these; they never throw them and never print them.
 * `supersedes` names codes that this diagnostic makes pointless at the same place.
 */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  readonly at?: Span;
  readonly related: readonly RelatedPlace[];
  readonly hint?: string;
  readonly supersedes?: readonly DiagnosticCode[];
}

/** What every stage returns: as much of the value as could be made, and everything that is wrong with the rest. */
export interface Outcome<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a diagnostic is, and what deviates from its catalogue entry. */
export interface DiagnosticPlace {
  readonly at?: Span;
  readonly related?: readonly RelatedPlace[];
  readonly severity?: Severity;
  readonly hint?: string;
  readonly supersedes?: readonly DiagnosticCode[];
}

/** The only way to make a diagnostic: an unknown code or a missing parameter is a compile error. */
export function diagnostic<C extends DiagnosticCode>(
  code: C,
  parameters: ParametersOf<C>,
  place: DiagnosticPlace = {},
): Diagnostic {
  // The union of all entries is not callable with one entry's parameters; `ParametersOf` has checked them.
  const entry = catalogue[code] as {
    severity: Severity;
    message: (parameters: ParametersOf<C>) => string;
    hint?: (parameters: ParametersOf<C>) => string | undefined;
  };
  const hint = place.hint ?? entry.hint?.(parameters);
  return {
    code,
    severity: place.severity ?? entry.severity,
    message: entry.message(parameters),
    ...(place.at === undefined ? {} : { at: place.at }),
    related: place.related ?? [],
    ...(hint === undefined ? {} : { hint }),
    ...(place.supersedes === undefined ? {} : { supersedes: place.supersedes }),
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
