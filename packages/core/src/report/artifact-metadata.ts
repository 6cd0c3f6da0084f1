import type { PlainObject } from './plain-json.ts';

/** The dbt whose artifacts these are in shape: tools choose their reader by it. */
export const dbtVersion = '1.12.6';

/** What all artifacts of one command share. */
export interface ArtifactMetadata {
  /** A UUID. */
  readonly invocationId: string;
  /** ISO time, UTC, microseconds. */
  readonly generatedAt: string;
  readonly startedAt: string;
  /** From `DBT_ENV_CUSTOM_ENV_<X>`, by X. */
  readonly env: ReadonlyMap<string, string>;
}

export function metadataOf(
  schema: 'manifest/v12' | 'run-results/v6' | 'catalog/v1' | 'sources/v3',
  metadata: ArtifactMetadata,
): PlainObject {
  return {
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${schema}.json`,
    dbt_version: dbtVersion,
    generated_at: metadata.generatedAt,
    invocation_id: metadata.invocationId,
    invocation_started_at: metadata.startedAt,
    env: Object.fromEntries(metadata.env),
  };
}
