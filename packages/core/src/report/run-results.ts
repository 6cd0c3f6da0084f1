import type { CompiledProject } from '../compile/compiled-project.ts';
import type { DiagnosticCode } from '../diagnostics/catalogue.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { Resource } from '../project/node.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { NodeResult, NodeStatus, RunReport } from '../run/run-report.ts';
import { type ArtifactMetadata, metadataOf } from './artifact-metadata.ts';
import type { PlainObject } from './plain-json.ts';

export interface RunResultsContext {
  readonly graph: ProjectGraph;
  /** Absent when nothing was compiled. */
  readonly compiled?: CompiledProject;
  readonly metadata: ArtifactMetadata;
  /** The command's options with their final values, in snake case; secrets are gone already. */
  readonly args: PlainObject;
  /** The dialect's quoted full name. */
  readonly relationText: (name: RelationName) => string;
}

/**
 * `run_results.json` (version 6). Loads of sources are not among the results: dbt has no such nodes, and tools look
 * every id up in the manifest's nodes.
 */
export function runResultsOf(report: RunReport, context: RunResultsContext): PlainObject {
  const published = new Set(report.published);
  const results = report.results.flatMap((result) => {
    const resource = context.graph.resources.get(result.id);
    if (resource === undefined || resource.resourceType === 'source') return [];
    return [resultOf(onlyIfPublished(result, published), resource, context)];
  });
  return {
    metadata: metadataOf('run-results/v6', context.metadata),
    results,
    elapsed_time: report.elapsed,
    args: context.args,
  };
}

/** No artifact says success for work that was not committed, whatever the run believes of it. */
function onlyIfPublished(result: NodeResult, published: ReadonlySet<UniqueId>): NodeResult {
  if (result.status !== 'success' || published.has(result.id)) return result;
  return { ...result, status: 'skipped', message: result.message ?? 'not published' };
}

function resultOf(result: NodeResult, resource: Resource, context: RunResultsContext): PlainObject {
  const sql = result.compiledSql ?? context.compiled?.nodes.get(result.id)?.sql ?? null;
  const message = messageOf(result, resource);
  return {
    status: result.status,
    timing: result.timing.map(({ name, startedAt, completedAt }) => ({
      name,
      started_at: startedAt,
      completed_at: completedAt,
    })),
    thread_id: result.threadId,
    execution_time: result.executionTime,
    adapter_response: adapterResponse(result, resource),
    message,
    failures: result.failures,
    unique_id: result.id,
    compiled: hasTemplate(resource) ? sql !== null : null,
    compiled_code: sql,
    relation_name: relationNameOf(resource, context),
    batch_results: null,
    overload_results: null,
  };
}

function hasTemplate(resource: Resource): boolean {
  return resource.resourceType !== 'seed' && resource.resourceType !== 'exposure';
}

/** As dbt words it: errors begin with their kind and place, successes are what the database answered. */
function messageOf(result: NodeResult, resource: Resource): string | null {
  switch (result.status) {
    case 'error': {
      const problem = (result.message ?? 'failed').replaceAll('\n', '\n  ');
      const place = `${resource.resourceType} ${resource.name} (${resource.originalFilePath})`;
      return `${errorKind(result.diagnostics[0]?.code)} Error in ${place}\n  ${problem}`;
    }
    case 'success':
      return result.message ?? answerOf(result, resource);
    default:
      return result.message;
  }
}

function errorKind(code: DiagnosticCode | undefined): string {
  if (code === 'database-error') return 'Database';
  return code?.startsWith('template-') ? 'Compilation' : 'Runtime';
}

function answerOf(result: NodeResult, resource: Resource): string {
  return resource.resourceType === 'seed' && result.rows !== null ? `INSERT ${result.rows}` : 'OK';
}

const answered: ReadonlySet<NodeStatus> = new Set(['success', 'pass', 'warn', 'fail']);

function adapterResponse(result: NodeResult, resource: Resource): PlainObject {
  if (!answered.has(result.status)) return {};
  const answer = { _message: answerOf(result, resource) };
  if (result.rows === null) return answer;
  return resource.resourceType === 'seed'
    ? { ...answer, code: 'INSERT', rows_affected: result.rows }
    : { ...answer, rows_affected: result.rows };
}

/** dbt names a relation only for nodes with a query whose result is kept. */
function relationNameOf(resource: Resource, { relationText }: RunResultsContext): string | null {
  switch (resource.resourceType) {
    case 'model':
    case 'snapshot':
      return relationText(resource.relation);
    case 'test':
      return resource.storeFailures === null ? null : relationText(resource.relation);
    default:
      return null;
  }
}
