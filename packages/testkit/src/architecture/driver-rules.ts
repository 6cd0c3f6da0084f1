import { folderOf, resolveImport, type SourceFile } from './source-file.ts';

const packagesWithDrivers: ReadonlySet<string> = new Set(['adapters', 'loaders']);

/**
 * A driver may be large, native, or not installed: naming a warehouse must not load it. What a front door
 * (`index.ts`) reaches by plain imports therefore imports no driver; `import()` and processes of their own may.
 */
export function driverRules(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<SourceFile>();
  const waiting = files.filter(
    ({ package: name, inside }) => packagesWithDrivers.has(name) && isFrontDoor(inside),
  );
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const one of file.scanned.imports) {
      const next = one.kind === 'values' ? byPath.get(resolveImport(file, one).target ?? '') : undefined;
      if (next !== undefined) waiting.push(next);
    }
  }
  return [...reached].flatMap((file) =>
    file.scanned.imports
      .filter(({ from, kind }) => kind === 'values' && !/^(\.|node:|@tfm\/)/.test(from))
      .map(
        ({ from }) =>
          `${file.path} imports "${from}": a driver is loaded by the connection that needs it, await import(…)`,
      ),
  );
}

/** The contract suite is for tests, which load everything. */
function isFrontDoor(inside: string): boolean {
  return /^([^/]+\/)?index\.ts$/.test(inside) && folderOf(inside) !== 'contract-suite';
}
