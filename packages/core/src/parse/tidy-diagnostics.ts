import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Each mistake once, in the order in which they were found. */
export function tidyDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((problem) => {
    const at = problem.at === undefined ? '' : `${problem.at.source.path}:${problem.at.start}`;
    const key = `${problem.code}\n${problem.message}\n${at}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
