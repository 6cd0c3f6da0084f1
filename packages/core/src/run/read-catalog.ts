import type { ResultColumn } from '../adapter/cell.ts';
import type { Connection } from '../adapter/connection.ts';
import type { Dialect } from '../adapter/dialect.ts';
import { WarehouseError } from '../adapter/warehouse-error.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { Resource } from '../project/node.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import { isEphemeral } from '../project/relation-parents.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { endsTheRun } from './warehouse-diagnostic.ts';

/** A relation of the warehouse that the project knows. */
export interface CatalogRelation {
  readonly id: UniqueId;
  readonly isSource: boolean;
  /** In the warehouse's spelling. */
  readonly name: RelationName;
  readonly kind: RelationKind;
  readonly columns: readonly ResultColumn[];
}

export interface WarehouseCatalog {
  readonly relations: readonly CatalogRelation[];
  /** What the warehouse would not tell. */
  readonly errors: readonly string[];
}

export interface CatalogRequest {
  readonly graph: ProjectGraph;
  readonly connection: Connection;
  readonly dialect: Dialect;
  /** Undefined: the whole project. */
  readonly selected?: ReadonlySet<UniqueId> | undefined;
}

type WithRelation = Extract<Resource, { readonly relation: RelationName }>;

/** The relations of a project that exist, with their columns. Reads only; one that cannot be read is an error among others. */
export async function readCatalog(request: CatalogRequest): Promise<WarehouseCatalog> {
  const { connection, dialect } = request;
  const wanted = wantedResources(request);
  const schemas = new Map(
    wanted.map(({ relation: { database, schema } }) => [
      JSON.stringify([database, schema]),
      { database, schema: schema ?? '' },
    ]),
  );
  const key = ({ database, schema, identifier }: RelationName): string =>
    JSON.stringify([database, dialect.foldIdentifier(schema ?? ''), dialect.foldIdentifier(identifier)]);
  const there = new Map(
    (await connection.inspect([...schemas.values()])).map((info) => [key(info.name), info]),
  );
  const errors: string[] = [];
  const relations = await Promise.all(
    wanted.map(async ({ uniqueId: id, resourceType, relation }): Promise<readonly CatalogRelation[]> => {
      const info = there.get(key(relation));
      if (info === undefined) return [];
      try {
        const columns = await connection.columns(info.name);
        return [{ id, isSource: resourceType === 'source', name: info.name, kind: info.kind, columns }];
      } catch (error) {
        if (!(error instanceof WarehouseError) || endsTheRun(error)) throw error;
        errors.push(`${dialect.relation(info.name)}: ${error.message}`);
        return [];
      }
    }),
  );
  return { relations: relations.flat(), errors: errors.sort() };
}

function wantedResources({ graph, selected }: CatalogRequest): readonly WithRelation[] {
  return [...graph.resources.values()].filter((resource): resource is WithRelation => {
    if (!('relation' in resource) || selected?.has(resource.uniqueId) === false) return false;
    if (resource.resourceType === 'test') return resource.storeFailures !== null;
    return !isEphemeral(graph, resource.uniqueId);
  });
}
