import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** What resources would be called whose files could not be read: that nobody finds them is no mistake of its own. */
export function unreadNames(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  const files = diagnostics.flatMap(({ severity, at }) =>
    severity === 'error' && at !== undefined ? [at.source.path] : [],
  );
  return new Set(files.map((path) => path.slice(path.lastIndexOf('/') + 1).replace(/\.(csv|sql)$/i, '')));
}
