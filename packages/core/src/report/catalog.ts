import type { CatalogRelation, WarehouseCatalog } from '../run/read-catalog.ts';
import { type ArtifactMetadata, metadataOf } from './artifact-metadata.ts';
import type { PlainObject } from './plain-json.ts';

/** `catalog.json` (version 1): what the warehouse holds of the project, and nothing that it holds besides. */
export function catalogOf({ relations, errors }: WarehouseCatalog, metadata: ArtifactMetadata): PlainObject {
  const entries = (isSource: boolean): PlainObject =>
    Object.fromEntries(
      relations.filter((one) => one.isSource === isSource).map((one) => [one.id, entryOf(one)]),
    );
  return {
    metadata: metadataOf('catalog/v1', metadata),
    nodes: entries(false),
    sources: entries(true),
    errors: errors.length === 0 ? null : errors,
  };
}

function entryOf({ id, name, kind, columns }: CatalogRelation): PlainObject {
  return {
    metadata: {
      type: kind === 'view' ? 'VIEW' : 'BASE TABLE',
      schema: name.schema,
      name: name.identifier,
      database: name.database,
      comment: null,
      owner: null,
    },
    columns: Object.fromEntries(
      columns.map(({ name: column, type }, position) => [
        column,
        { type, index: position + 1, name: column, comment: null },
      ]),
    ),
    stats: { has_stats: noStatistics },
    unique_id: id,
  };
}

/** What readers look for before they show statistics. */
const noStatistics = {
  id: 'has_stats',
  label: 'Has Stats?',
  value: false,
  include: false,
  description: 'Indicates whether there are statistics for this table',
};
