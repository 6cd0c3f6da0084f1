import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Why the rows of a source cannot be read to their end. Thrown out of `OpenLoad.batches` and nowhere else. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? 'The source could not be read');
    this.diagnostics = diagnostics;
  }
}
