import { type Connection, type UniqueId, WarehouseError } from '@tfm/core';
import { rowsAsText } from '../output/result-rows.ts';
import type { CommandContext } from '../session/command-context.ts';
import type { OpenProject } from '../session/open-project.ts';

const previewRows = 5;

/** The first rows of a node that was just saved and built. */
export async function showPreview(
  { graph, adapter }: OpenProject,
  { output }: CommandContext,
  { id, connection }: { readonly id: UniqueId; readonly connection: Connection },
): Promise<void> {
  const resource = graph.resources.get(id);
  if (resource === undefined || resource.resourceType === 'test' || !('relation' in resource)) return;
  const sql = adapter.dialect.limited(
    `select * from ${adapter.dialect.relation(resource.relation)}`,
    previewRows,
  );
  try {
    const result = await connection.query(sql);
    const { text } = rowsAsText({ result, limit: previewRows, hasMore: false }, output);
    output.say({ name: 'Preview', text: `\n${text}\n` });
  } catch (error) {
    // A look is not worth a failure: the build itself went well.
    if (!(error instanceof WarehouseError)) throw error;
  }
}
