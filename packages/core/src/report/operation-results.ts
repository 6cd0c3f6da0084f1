import type { UniqueId } from '../project/unique-id.ts';
import { type ArtifactMetadata, metadataOf } from './artifact-metadata.ts';
import type { PlainObject } from './plain-json.ts';

/** How a macro that was called for what it does came to its end. */
export interface OperationOutcome {
  /** Of the macro. */
  readonly id: UniqueId;
  readonly isGood: boolean;
  /** ISO times, UTC. */
  readonly startedAt: string;
  readonly completedAt: string;
  /** Seconds. */
  readonly executionTime: number;
}

/** `run_results.json` of an operation: one result, under the macro's id. */
export function operationResultsOf(
  { id, isGood, startedAt, completedAt, executionTime }: OperationOutcome,
  { metadata, args }: { readonly metadata: ArtifactMetadata; readonly args: PlainObject },
): PlainObject {
  return {
    metadata: metadataOf('run-results/v6', metadata),
    results: [
      {
        status: isGood ? 'success' : 'error',
        timing: [
          // A macro is compiled while it runs.
          { name: 'compile', started_at: startedAt, completed_at: startedAt },
          { name: 'execute', started_at: startedAt, completed_at: completedAt },
        ],
        thread_id: 'MainThread',
        execution_time: executionTime,
        adapter_response: {},
        message: null,
        failures: isGood ? 0 : 1,
        unique_id: id,
        compiled: false,
        compiled_code: null,
        relation_name: null,
        batch_results: null,
        overload_results: null,
      },
    ],
    elapsed_time: executionTime,
    args,
  };
}
