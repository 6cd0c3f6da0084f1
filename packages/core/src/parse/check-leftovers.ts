import { diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { loadFilesOf } from './load-files.ts';
import type { ParseContext, TreeKind } from './parse-context.ts';
import type { ParsedProjectFile } from './project-file.ts';
import type { PropertyList } from './property-files.ts';

/** A CSV is data of a source or a seed: never both. */
export function checkLoadFiles(
  context: ParseContext,
  owner: ParsedProjectFile,
  loadFiles: ReturnType<typeof loadFilesOf>,
): void {
  for (const file of owner.files.seeds) {
    const load = loadFiles.find((one) => one.matches(`${owner.files.prefix}${file.originalFilePath}`));
    if (load === undefined) continue;
    const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.csv$/i, '');
    const described = context.properties.take(owner.settings.name, 'seeds', name);
    if (described !== undefined) {
      context.report(
        diagnostic(
          'seed-is-load-file',
          { seed: file.originalFilePath, source: load.source },
          { at: described.place(['name']) },
        ),
      );
    }
    for (const node of context.collected.nodes.values()) {
      const call = 'uses' in node ? node.uses.refs.find((ref) => ref.name === name) : undefined;
      const isModel = context.collected.nodes.has(`model.${owner.settings.name}.${name}` as UniqueId);
      if (call !== undefined && !isModel) {
        context.report(
          diagnostic(
            'seed-is-load-file',
            { seed: file.originalFilePath, source: load.source },
            // The ref finds nothing, because the file is no seed: said once.
            { at: call.at, supersedes: ['unknown-ref'] },
          ),
        );
      }
    }
  }
}

/** Properties of nothing, and configs for nothing. */
export function checkUnused(context: ParseContext, kindsOfTrees: readonly TreeKind[]): void {
  const kinds: readonly (readonly [PropertyList, string])[] = [
    ['models', 'model'],
    ['seeds', 'seed'],
    ['snapshots', 'snapshot'],
    ['analyses', 'analysis'],
    ['macros', 'macro'],
    ['data_tests', 'singular test'],
  ];
  for (const [list, kind] of kinds) {
    for (const entry of context.properties.unused(list)) {
      if (entry.file.package !== context.root) continue;
      const known =
        list === 'macros'
          ? [...context.environment.parts.macros.values()].map((macro) => macro.name)
          : namesOf(context, kind);
      const parameters = { kind, name: entry.name, nearest: nearest(entry.name, known) };
      context.report(diagnostic('described-nothing', parameters, { at: entry.place(['name']) }));
    }
  }
  for (const kind of kindsOfTrees)
    context.report(...context.trees(context.root.settings.name, kind).unused());
}

function namesOf(context: ParseContext, kind: string): readonly string[] {
  const type = kind === 'singular test' ? 'test' : kind;
  return [...context.collected.nodes.values()]
    .filter((node) => node.resourceType === type)
    .map((node) => node.name);
}
