import type { Connection } from '../adapter/connection.ts';
import type { Dialect } from '../adapter/dialect.ts';
import type { WarehouseState } from '../plan/plan.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { StateStore } from './state/state-store.ts';

/** What the warehouse holds now, in all schemas that the project speaks of. Reads only. */
export async function inspectWarehouse(
  graph: ProjectGraph,
  connection: Connection,
  dialect: Dialect,
): Promise<WarehouseState> {
  const schemas = new Map<string, { readonly database: string | null; readonly schema: string }>();
  for (const resource of graph.resources.values()) {
    if (resource.resourceType === 'test' || !('relation' in resource) || resource.relation.schema === null)
      continue;
    const { database, schema } = resource.relation;
    schemas.set(JSON.stringify([database, schema]), { database, schema });
  }
  const relations = await connection.inspect([...schemas.values()]);
  const store = new StateStore(dialect, connection.info);
  const loads = (await store.exists(connection)) ? await store.loads(connection) : new Map();
  return { relations, loads };
}
