import { compiledPart } from '../context/compiled-template.ts';
import { parsedPart } from '../context/parsed-template.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import type { ParsedMacro } from '../project/node.ts';
import { type UniqueId, uniqueId } from '../project/unique-id.ts';
import type { PackageFiles, ResourceFile } from '../read/project-files.ts';
import { scanBlocks, type TopLevelBlock } from '../template/template.ts';

/**
 * All macros, tests and materializations of a package's files. Files are only scanned for their blocks: a macro's own
 * text is read when it is first called. Of the user's own project all are read at once, to find every mistake.
 */
export function collectMacros(
  packageName: string,
  files: PackageFiles,
  isPackage: boolean,
): { readonly macros: ReadonlyMap<UniqueId, ParsedMacro>; readonly diagnostics: readonly Diagnostic[] } {
  const macros = new Map<UniqueId, ParsedMacro>();
  const diagnostics: Diagnostic[] = [];
  for (const file of files.macros) {
    const blocks = scanBlocks(file.source, ['macro', 'test', 'data_test', 'materialization']);
    diagnostics.push(...blocks.diagnostics);
    for (const block of blocks.value) {
      const at = { source: file.source, start: block.start, end: block.end };
      const nameAt = {
        source: file.source,
        start: block.nameStart,
        end: block.nameStart + block.name.length,
      };
      const read = isPackage ? undefined : compiledPart(at);
      diagnostics.push(...(read?.diagnostics ?? []), ...(read?.value?.diagnostics ?? []));
      const macro = macroOf(block, packageName, file, at);
      const other = macros.get(macro.uniqueId);
      if (other !== undefined) {
        const related = [{ message: 'the other one', at: other.at }];
        diagnostics.push(
          diagnostic('duplicate-macro', { name: block.name, package: packageName }, { at: nameAt, related }),
        );
        continue;
      }
      if (block.name.startsWith('__tfm_')) {
        diagnostics.push(diagnostic('reserved-name', { kind: 'Macro', name: block.name }, { at: nameAt }));
      }
      macros.set(macro.uniqueId, macro);
    }
  }
  return { macros, diagnostics };
}

function macroOf(block: TopLevelBlock, packageName: string, file: ResourceFile, at: Span): ParsedMacro {
  const statement = block.kind === 'materialization' ? parsedPart(at).value?.tree.body[0] : undefined;
  const materialization = statement?.kind === 'macro' ? statement : undefined;
  const name = macroName(block, materialization?.adapter);
  return {
    uniqueId: uniqueId('macro', packageName, name),
    name,
    packageName,
    originalFilePath: file.originalFilePath,
    description: '',
    at,
    source: file.source,
    arguments: [],
    meta: new Map(),
    patchPath: null,
    ...(materialization === undefined ? {} : { supportedLanguages: materialization.languages ?? ['sql'] }),
  };
}

/** The name under which dbt knows a block. */
function macroName(block: TopLevelBlock, adapter: string | undefined): string {
  if (block.kind === 'test' || block.kind === 'data_test') return `test_${block.name}`;
  if (block.kind === 'materialization') return `materialization_${block.name}_${adapter ?? 'default'}`;
  return block.name;
}
