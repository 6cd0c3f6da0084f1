import {
  countWords,
  durationWords,
  type NodeResult,
  type Plan,
  planWords,
  type Resource,
  type RunEvent,
  type RunReport,
  runCounts,
  runVerdict,
  statsLine,
  type UniqueId,
} from '@tfm/core';
import { version } from '../version.ts';
import type { Output, Saying } from './output.ts';

/** A run for programs: dbt's event names and codes, one JSON object a line. */
export class RunLog {
  readonly #output: Output;
  readonly #relationText: (id: UniqueId) => string | null;
  #plan: Plan | undefined;
  readonly #startedAt = new Map<UniqueId, string>();
  readonly #now: () => string;

  constructor(
    output: Output,
    options: { readonly now: () => string; readonly relationText: (id: UniqueId) => string | null },
  ) {
    this.#output = output;
    this.#now = options.now;
    this.#relationText = options.relationText;
  }

  hear(event: RunEvent): void {
    switch (event.type) {
      case 'run-planned':
        this.#planned(event.plan, event.threads);
        return;
      case 'lock-waiting':
        this.#say({
          name: 'LockWaiting',
          text: `Waiting for the run of ${event.holder.who} on ${event.holder.host}`,
          data: { ...event.holder },
        });
        return;
      case 'lock-taken-over':
        this.#say({
          name: 'LockTakenOver',
          level: 'warn',
          text: `The run of process ${event.from.pid} has died`,
          data: { ...event.from },
        });
        return;
      case 'healed':
        this.#say({
          name: 'Healed',
          text: `Run ${event.runId} had died; cleaned up`,
          data: { run_id: event.runId, dropped: event.dropped },
        });
        return;
      case 'node-started':
        this.#started(event);
        return;
      case 'node-staged':
        this.#say({
          name: 'NodeStaged',
          level: 'debug',
          text: `${event.index} of ${event.total} STAGED ${this.#nameOf(event.id)}`,
          data: {
            node_info: this.#nodeInfo(event.id, 'staged'),
            rows: event.rows,
            execution_time: event.seconds,
          },
        });
        return;
      case 'node-finished':
        this.#finished(event.result, event.index, event.total);
        return;
      case 'node-progress':
        this.#say({
          name: 'NodeProgress',
          level: 'debug',
          text: `${this.#nameOf(event.id)}: ${event.rows} rows`,
          data: { unique_id: event.id, rows: event.rows },
        });
        return;
      case 'retrying':
        this.#say({
          name: 'Retrying',
          level: 'warn',
          text: event.reason,
          data: { unique_id: event.id, attempt: event.attempt, wait_ms: event.waitMs },
        });
        return;
      case 'publish-started':
        this.#say({
          name: 'PublishStarted',
          text: `Publishing ${countWords(event.ids.length, 'relation')}`,
          data: { unique_ids: event.ids },
        });
        return;
      case 'publish-finished':
        this.#say({
          name: 'PublishFinished',
          text: `Published ${countWords(event.ids.length, 'relation')}`,
          data: { unique_ids: event.ids, execution_time: event.seconds },
        });
        return;
      case 'message':
        this.#say({
          name: 'JinjaLogInfo',
          code: 'I062',
          level: event.level,
          text: event.text,
          data: { unique_id: event.id },
        });
        return;
      case 'run-finished':
        return;
    }
  }

  verdict({ report }: Extract<RunEvent, { readonly type: 'run-finished' }>): void {
    const plan = this.#plan;
    if (plan === undefined) return;
    const { pass, warn, error, skip, noOp, total } = runCounts(report);
    const seconds = report.elapsed;
    this.#say({
      name: 'FinishedRunningStats',
      code: 'E047',
      text: `Finished running ${planWords(plan)} in ${durationWords(seconds)}.`,
      data: { stat_line: planWords(plan), execution: durationWords(seconds), execution_time: seconds },
    });
    this.#say({
      name: 'EndOfRunSummary',
      code: 'Z030',
      level: error > 0 ? 'error' : 'info',
      text: runVerdict(report, plan),
      data: {
        num_errors: error,
        num_warnings: warn,
        num_partial_success: 0,
        keyboard_interrupt: report.end === 'interrupted',
      },
    });
    this.#errors(report);
    this.#say({
      name: 'StatsLine',
      code: 'Z023',
      text: `Done. ${statsLine({ pass, warn, error, skip, noOp, total })}`,
      data: { stats: { pass, warn, error, skip, 'no-op': noOp, reused: 0, total } },
    });
  }

  #planned(plan: Plan, threads: number): void {
    this.#plan = plan;
    const target = plan.graph.project.target.name;
    this.#say({
      name: 'MainReportVersion',
      code: 'A001',
      text: `Running with tfm=${version}`,
      data: { version: `=${version}`, log_version: 3 },
    });
    this.#say({
      name: 'FoundStats',
      code: 'W006',
      text: `Found ${planWords(plan)}`,
      data: { stat_line: planWords(plan) },
    });
    this.#say({
      name: 'ConcurrencyLine',
      code: 'Q027',
      text: `Concurrency: ${countWords(threads, 'thread')} (target='${target}')`,
      data: { num_threads: threads, target_name: target, node_count: plan.nodes.length },
    });
  }

  #started(event: Extract<RunEvent, { readonly type: 'node-started' }>): void {
    const { id, index, total } = event;
    this.#startedAt.set(id, this.#now());
    const node_info = this.#nodeInfo(id, 'started');
    const description = `${this.#resource(id)?.resourceType ?? 'node'} ${this.#nameOf(id)}`;
    this.#say({
      name: 'LogStartLine',
      code: 'Q011',
      text: `${index} of ${total} START ${description}`,
      data: { description, index, total, node_info },
    });
    this.#say({
      name: 'NodeStart',
      code: 'Q024',
      level: 'debug',
      text: `Began running node ${id}`,
      data: { node_info },
    });
  }

  #finished(result: NodeResult, index: number, total: number): void {
    const { id, status } = result;
    const node_info = { ...this.#nodeInfo(id, status), node_finished_at: this.#now() };
    const words = `${index} of ${total} ${statusWord(status)} ${this.#nameOf(id)}`;
    const level = status === 'error' || status === 'fail' ? 'error' : status === 'warn' ? 'warn' : 'info';
    this.#say({
      ...lineName(status, this.#resource(id)),
      level,
      text: `${words} [${statusWord(status)}${result.failures === null || result.failures === 0 ? '' : ` ${result.failures}`} in ${durationWords(result.executionTime)}]`,
      data: {
        description: this.#nameOf(id),
        status,
        index,
        total,
        execution_time: result.executionTime,
        num_failures: result.failures ?? 0,
        message: result.message,
        rows: result.rows,
        node_info,
      },
    });
    this.#say({
      name: 'NodeFinished',
      code: 'Q025',
      level: 'debug',
      text: `Finished running node ${id}`,
      data: {
        node_info,
        run_result: {
          status,
          message: result.message,
          execution_time: result.executionTime,
          num_failures: result.failures ?? 0,
        },
      },
    });
  }

  #errors({ results }: RunReport): void {
    for (const { id, status, message } of results) {
      if (status !== 'error' && status !== 'fail') continue;
      this.#say({
        name: 'RunResultError',
        code: 'Z024',
        level: 'error',
        text: `  ${message ?? status}`,
        data: { msg: message ?? status, node_info: this.#nodeInfo(id, status) },
      });
    }
  }

  #nodeInfo(id: UniqueId, status: string): Readonly<Record<string, unknown>> {
    const resource = this.#resource(id);
    const materialized = resource !== undefined && 'config' in resource ? resource.config.materialized : '';
    return {
      unique_id: id,
      node_name: resource?.name ?? '',
      node_path: resource?.path ?? '',
      resource_type: resource?.resourceType ?? '',
      materialized,
      node_status: status,
      node_started_at: this.#startedAt.get(id) ?? '',
      node_finished_at: '',
      node_checksum: resource !== undefined && 'checksum' in resource ? resource.checksum.checksum : '',
      node_relation: relationRecord(resource, this.#relationText(id)),
      meta: {},
    };
  }

  #nameOf(id: UniqueId): string {
    const resource = this.#resource(id);
    return resource?.resourceType === 'source'
      ? `${resource.sourceName}.${resource.name}`
      : (resource?.name ?? id);
  }

  #resource(id: UniqueId): Resource | undefined {
    return this.#plan?.graph.resources.get(id);
  }

  #say(saying: Saying): void {
    this.#output.say(saying);
  }
}

function relationRecord(
  resource: Resource | undefined,
  text: string | null,
): Readonly<Record<string, unknown>> {
  if (resource === undefined || resource.resourceType === 'test' || !('relation' in resource)) return {};
  const { database, schema, identifier } = resource.relation;
  return { database: database ?? '', schema: schema ?? '', alias: identifier, relation_name: text ?? '' };
}

function lineName(
  status: NodeResult['status'],
  resource: Resource | undefined,
): { readonly name: string; readonly code: string } {
  if (status === 'skipped') return { name: 'SkippingDetails', code: 'Q034' };
  switch (resource?.resourceType) {
    case 'test':
      return { name: 'LogTestResult', code: 'Q007' };
    case 'seed':
      return { name: 'LogSeedResult', code: 'Q016' };
    case 'snapshot':
      return { name: 'LogSnapshotResult', code: 'Q015' };
    default:
      return { name: 'LogModelResult', code: 'Q012' };
  }
}

function statusWord(status: NodeResult['status']): string {
  const words = {
    success: 'OK',
    error: 'ERROR',
    skipped: 'SKIP',
    'no-op': 'NO-OP',
    pass: 'PASS',
    warn: 'WARN',
    fail: 'FAIL',
  };
  return words[status];
}
