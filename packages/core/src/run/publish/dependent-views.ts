import type { Connection } from '../../adapter/connection.ts';
import type { Dialect } from '../../adapter/dialect.ts';
import { WarehouseError } from '../../adapter/warehouse-error.ts';
import type { ProjectGraph } from '../../project/graph.ts';
import type { RelationName } from '../../project/relation-name.ts';
import type { UniqueId } from '../../project/unique-id.ts';

/** A published view of the project that this publication leaves as it is. */
export interface DependentView {
  readonly id: UniqueId;
  readonly relation: RelationName;
  /** What it reads, directly or through other views, of what is published now. */
  readonly reads: UniqueId;
}

/**
 * The views that read what is about to be published and are not published with it. A column that one of them names may
 * be gone afterwards, and its next reader would get an error. One that cannot be read now is nobody's loss: it is left out.
 */
export async function dependentViews(
  graph: ProjectGraph,
  published: readonly UniqueId[],
  { connection, dialect }: { readonly connection: Connection; readonly dialect: Dialect },
): Promise<readonly DependentView[]> {
  const found = new Map<UniqueId, DependentView>();
  const together = new Set(published);
  for (const reads of published) {
    const waiting = [...(graph.children.get(reads) ?? [])];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const child = graph.resources.get(id);
      if (child?.resourceType !== 'model' || child.config.materialized !== 'view') continue;
      if (together.has(id) || found.has(id)) continue;
      found.set(id, { id, relation: child.relation, reads });
      waiting.push(...(graph.children.get(id) ?? []));
    }
  }
  const readable: DependentView[] = [];
  for (const view of found.values()) {
    if (await canBeRead(connection, dialect, view.relation)) readable.push(view);
  }
  return readable;
}

async function canBeRead(connection: Connection, dialect: Dialect, view: RelationName): Promise<boolean> {
  try {
    await connection.describe(`select * from ${dialect.relation(view)}`);
    return true;
  } catch (error) {
    if (error instanceof WarehouseError && error.kind === 'statement') return false;
    throw error;
  }
}
