import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/**
 * Diagnostics as people should meet them: no fault twice, and nothing that another one of the same place makes
 * pointless; those of one file in the order of its lines.
 */
export function tidyDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const superseded = new Set(
    diagnostics.flatMap(({ supersedes = [], at }) =>
      supersedes.map((code) => JSON.stringify([code, at?.source.path, at?.start])),
    ),
  );
  const seen = new Set<string>();
  return sortedWithinFiles(
    diagnostics.filter(({ code, message, at }) => {
      if (superseded.has(JSON.stringify([code, at?.source.path, at?.start]))) return false;
      const key = JSON.stringify([code, message, at?.source.path, at?.start]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    }),
  );
}

/** Files stay where they are in the list; what is said of one goes by its lines. */
function sortedWithinFiles(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const ofFile = Map.groupBy(diagnostics, ({ at }) => at?.source.path);
  ofFile.delete(undefined);
  for (const list of ofFile.values()) list.sort((a, b) => (a.at?.start ?? 0) - (b.at?.start ?? 0));
  return diagnostics.map((one) => ofFile.get(one.at?.source.path)?.shift() ?? one);
}
