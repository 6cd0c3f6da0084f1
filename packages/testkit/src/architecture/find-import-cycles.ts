import { resolveImport, type SourceFile } from './source-file.ts';

/** Import cycles, type imports included: one sentence for each knot of files, showing one way round. */
export function findImportCycles(files: readonly SourceFile[]): readonly string[] {
  const known = new Set(files.map(({ path }) => path));
  const imports = new Map(
    files.map((file) => {
      const targets = file.scanned.imports.map((one) => resolveImport(file, one).target);
      return [
        file.path,
        [...new Set(targets.filter((path): path is string => path !== null && known.has(path)))],
      ] as const;
    }),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  for (const path of imports.keys()) {
    const cycle = done.has(path) ? undefined : wayBackTo(path, imports);
    if (cycle === undefined) continue;
    for (const member of knotOf(path, imports)) done.add(member);
    cycles.push(`${cycle.join(' → ')}: files that import each other in a circle`);
  }
  return cycles;
}

type Imports = ReadonlyMap<string, readonly string[]>;

/** All files that a file leads to and that lead back to it. */
function knotOf(start: string, imports: Imports): readonly string[] {
  const back = new Map<string, string[]>();
  for (const [path, targets] of imports) {
    for (const target of targets) back.set(target, [...(back.get(target) ?? []), path]);
  }
  const leadsBack = reachedFrom(start, back);
  return [...reachedFrom(start, imports)].filter((path) => leadsBack.has(path));
}

function reachedFrom(start: string, ways: Imports): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const path of reached) for (const next of ways.get(path) ?? []) reached.add(next);
  return reached;
}

/** The shortest way from a file back to itself. */
function wayBackTo(
  start: string,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let at = 0; at < queue.length; at += 1) {
    const path = queue[at] as string;
    for (const next of imports.get(path) ?? []) {
      if (next === start) {
        const way = [start];
        for (
          let step: string | undefined = path;
          step !== undefined && step !== start;
          step = cameFrom.get(step)
        )
          way.unshift(step);
        return [start, ...way];
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, path);
      queue.push(next);
    }
  }
  return undefined;
}
