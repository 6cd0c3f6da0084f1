import type { FreshnessResult } from '../run/check-freshness.ts';
import { type ArtifactMetadata, metadataOf } from './artifact-metadata.ts';
import { type PlainObject, plainJson } from './plain-json.ts';

/** `sources.json` (version 3). */
export function sourcesOf(
  results: readonly FreshnessResult[],
  { metadata, elapsed }: { readonly metadata: ArtifactMetadata; readonly elapsed: number },
): PlainObject {
  return {
    metadata: metadataOf('sources/v3', metadata),
    results: results.map(resultOf),
    elapsed_time: elapsed,
  };
}

function resultOf(result: FreshnessResult): PlainObject {
  const { source, status, age, startedAt, completedAt } = result;
  if (age === undefined) {
    const error = result.diagnostics.map(({ message }) => message).join('\n');
    return { unique_id: source.uniqueId, error, status: 'runtime error' };
  }
  return {
    unique_id: source.uniqueId,
    max_loaded_at: age.maxLoadedAt,
    snapshotted_at: age.snapshottedAt,
    max_loaded_at_time_ago_in_s: age.seconds,
    status,
    criteria: plainJson(source.freshness),
    adapter_response: { _message: 'OK' },
    timing: [
      { name: 'compile', started_at: startedAt, completed_at: startedAt },
      { name: 'execute', started_at: startedAt, completed_at: completedAt },
    ],
    thread_id: 'Thread-1 (worker)',
    execution_time: result.executionTime,
  };
}
