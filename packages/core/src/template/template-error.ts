import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/**
 * A mistake with its diagnostic, as an exception: for a host function that has met one in something else it rendered.
 * It passes through the evaluator and ends the rendering with that diagnostic, plus the calls that led there.
 */
export class TemplateError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}
