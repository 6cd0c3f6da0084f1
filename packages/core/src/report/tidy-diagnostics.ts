import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/**
 * Diagnostics as people should meet them: no fault twice, and nothing that another one of the same place makes
 * pointless.
 */
export function tidyDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const superseded = new Set(
    diagnostics.flatMap(({ supersedes = [], at }) =>
      supersedes.map((code) => JSON.stringify([code, at?.source.path, at?.start])),
    ),
  );
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, at }) => {
    if (superseded.has(JSON.stringify([code, at?.source.path, at?.start]))) return false;
    const key = JSON.stringify([code, message, at?.source.path, at?.start]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
