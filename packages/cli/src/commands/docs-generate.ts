import {
  catalogOf,
  countWords,
  diagnostic,
  readCatalog,
  type UniqueId,
  type WarehouseCatalog,
} from '@tfm/core';
import {
  metadataOf,
  openTargetFolder,
  writeCompiled,
  writeDocument,
  writeParsed,
} from '../session/artifacts.ts';
import type { CommandContext } from '../session/command-context.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { lazyConnection } from '../session/lazy-connection.ts';
import { openProject } from '../session/open-project.ts';
import { select } from '../session/select.ts';
import { compiledNodes } from './compile.ts';

export async function docsGenerate(context: CommandContext): Promise<number> {
  const { flags } = context;
  const project = await openProject(context);
  const { graph, adapter } = project;
  const selected = select(project, context).ids;
  const folder = await openTargetFolder(project, context);
  const connection = lazyConnection(project, context);
  try {
    if (flags.is('no-compile')) await writeParsed(project, context, folder);
    else {
      const compiled = await compiledNodes(project, context, { selected, connection });
      await writeCompiled(project, context, { folder, compiled });
    }
    const catalog = flags.is('empty-catalog')
      ? { relations: [], errors: [] }
      : await readCatalog({
          graph,
          connection,
          dialect: adapter.dialect,
          selected: asksForNodes(context) ? selected : undefined,
        });
    const text = JSON.stringify(catalogOf(catalog, metadataOf(context)));
    await writeDocument(context, folder, { path: 'catalog.json', text });
    return tell(catalog, context, folder.shown);
  } finally {
    await connection.close();
  }
}

/** Without a selection the catalog holds what no selection can name too. */
function asksForNodes({ flags }: CommandContext): boolean {
  return (
    flags.list('select').length + flags.list('exclude').length > 0 || flags.get('selector') !== undefined
  );
}

function tell({ relations, errors }: WarehouseCatalog, { output }: CommandContext, shown: string): number {
  const count = countWords(new Set<UniqueId>(relations.map(({ id }) => id)).size, 'relation');
  output.complain(errors.map((problem) => diagnostic('catalog-incomplete', { problem })));
  output.say({
    name: 'CatalogWritten',
    code: 'E042',
    text: `Catalog of ${count} written to ${shown}/catalog.json`,
  });
  return errors.length === 0 ? exitCodes.good : exitCodes.failed;
}
