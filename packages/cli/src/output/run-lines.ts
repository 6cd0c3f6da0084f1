import {
  countWords,
  durationWords,
  type NodeResult,
  type ParsedTest,
  type Plan,
  type PlannedNode,
  publishedWords,
  type RunEvent,
  runCounts,
  runVerdict,
  statsLine,
  type UniqueId,
} from '@tfm/core';
import { type NodeLine, nodeLine } from './node-line.ts';
import type { Output } from './output.ts';
import { StatusLine } from './status-line.ts';
import { TestGroups } from './test-groups.ts';

/** A run for people: a line a node as it finishes, tests by the node they test, one line for the publication. */
export class RunLines {
  readonly #output: Output;
  readonly #header: string;
  readonly #lockTimeout: number;
  readonly #status: StatusLine;
  /** Nodes that already have their line: they were staged. */
  readonly #shown = new Set<UniqueId>();
  readonly #unpublished: NodeLine[] = [];
  readonly #notBuilt = new Set<UniqueId>();
  readonly #nodes = new Map<UniqueId, PlannedNode>();
  #plan: Plan | undefined;
  #groups: TestGroups | undefined;

  constructor(
    output: Output,
    { header, lockTimeout }: { readonly header: string; readonly lockTimeout: number },
  ) {
    this.#output = output;
    this.#header = header;
    this.#lockTimeout = lockTimeout;
    this.#status = new StatusLine(output);
  }

  /** Takes the line at the bottom away, however the run ends. */
  stop(): void {
    this.#status.stop();
  }

  hear(event: RunEvent): void {
    switch (event.type) {
      case 'run-planned':
        this.#plan = event.plan;
        for (const node of event.plan.nodes) this.#nodes.set(node.id, node);
        this.#groups = new TestGroups(event.plan);
        this.#status.start(event.plan.nodes.length);
        this.#output.gap();
        this.#print(this.#output.palette.bold(this.#header), '');
        return;
      case 'lock-waiting': {
        if (this.#lockTimeout === 0) return;
        const { who, host, pid, takenAt } = event.holder;
        this.#print(`Waiting for the run of ${who} on ${host} (process ${pid}), which began ${takenAt}`);
        return;
      }
      case 'lock-taken-over':
        this.#print(`The run of process ${event.from.pid} has died; its lock is taken over`);
        return;
      case 'healed':
        this.#print(
          `Run ${event.runId.slice(0, 8)} had died; ${countWords(event.dropped, 'relation')} of it cleaned up`,
        );
        return;
      case 'node-started':
        this.#status.nodeStarted(event.id, this.#nameOf(event.id));
        return;
      case 'node-progress':
        return;
      case 'node-staged':
        this.#status.nodeEnded(event.id);
        this.#shown.add(event.id);
        this.#printNode({
          status: 'ok',
          ...this.#who(event.id),
          detail: this.#rowsText(event.id, event.rows),
          seconds: event.seconds,
        });
        return;
      case 'node-finished':
        this.#finished(event.result);
        return;
      case 'retrying': {
        const { reason, attempt } = event;
        const what = event.id === null ? 'the publication' : this.#nameOf(event.id);
        this.#output.say({
          name: 'Retrying',
          level: 'warn',
          text: `Trying ${what} again (${attempt}): ${reason}`,
        });
        return;
      }
      case 'publish-started':
        this.#status.note('publishing');
        return;
      case 'publish-finished':
        this.#status.note(undefined);
        this.#published(event.ids, event.seconds);
        return;
      case 'message':
        this.#output.say({ name: 'Message', level: event.level, text: event.text });
        return;
      case 'run-finished':
        this.#status.stop();
        // Of a run that did not come to its end, the verdict says all.
        if (event.report.end !== 'finished') this.#unpublished.length = 0;
        if (this.#unpublished.length > 0) this.#output.gap();
        for (const line of this.#unpublished) this.#printNode(line);
        this.#output.gap();
        return;
    }
  }

  /** After the mistakes: the last lines of a run. */
  verdict(event: Extract<RunEvent, { readonly type: 'run-finished' }>): void {
    if (this.#plan === undefined) return;
    const { report } = event;
    const { palette } = this.#output;
    const text = runVerdict(report, this.#plan);
    const good = /^Done/.test(text);
    this.#output.gap();
    this.#print(palette.bold(good ? palette.green(text) : palette.red(text)));
    if (report.end !== 'locked') this.#print(palette.dim(statsLine(runCounts(report))));
  }

  #finished(result: NodeResult): void {
    this.#status.nodeEnded(result.id);
    const { id, status, executionTime: seconds } = result;
    if (this.#node(id)?.step.kind === 'check-test') {
      for (const line of this.#groups?.finished(result, this.#notBuilt) ?? []) this.#printNode(line);
      return;
    }
    if (status === 'success') return;
    if (status !== 'no-op') this.#notBuilt.add(id);
    const reason = result.message ?? '';
    if (this.#shown.has(id)) {
      this.#unpublished.push({ status: 'kept', ...this.#who(id), reason });
    } else if (status === 'error') {
      this.#printNode({ status: 'error', ...this.#who(id), seconds });
    } else if (status === 'no-op') {
      this.#printNode({ status: 'same', ...this.#who(id), reason });
    } else {
      this.#printNode({ status: 'skip', ...this.#who(id), reason });
    }
  }

  #published(ids: readonly UniqueId[], seconds: number): void {
    if (this.#plan === undefined) return;
    const words = publishedWords(ids, this.#plan);
    if (words === undefined || this.#plan.policy === 'each') return;
    this.#output.gap();
    this.#print(`Published ${words} in one transaction (${durationWords(seconds)})`);
  }

  #rowsText(id: UniqueId, rows: number | null): string {
    if (rows === null) return '';
    const sign = this.#node(id)?.step.kind === 'stage-increment' ? '+' : '';
    return `${sign}${countWords(rows, 'row')}`;
  }

  #who(id: UniqueId): { readonly kind: string; readonly name: string } {
    return { kind: kindWord(this.#node(id)), name: this.#nameOf(id) };
  }

  #nameOf(id: UniqueId): string {
    const resource = this.#plan?.graph.resources.get(id);
    if (resource === undefined) return id;
    return resource.resourceType === 'source' ? `${resource.sourceName}.${resource.name}` : resource.name;
  }

  #node(id: UniqueId): PlannedNode | undefined {
    return this.#nodes.get(id);
  }

  #printNode(line: NodeLine): void {
    const { width, cutAt, palette } = this.#output;
    this.#print(nodeLine(line, { width, cutAt, palette }));
  }

  #print(...lines: readonly string[]): void {
    for (const text of lines) this.#output.say({ name: 'Line', text });
  }
}

/** What a node is to people. */
export function kindWord(node: PlannedNode | undefined): string {
  if (node === undefined) return '';
  switch (node.step.kind) {
    case 'load-source':
      return 'source';
    case 'load-seed':
      return 'seed';
    case 'build-table':
      return 'table';
    case 'build-view':
      return 'view';
    case 'stage-increment':
      return 'increment';
    case 'check-test':
      return 'test';
    case 'none':
    case 'blocked':
      return node.id.slice(0, node.id.indexOf('.'));
  }
}

/** The test of a plan. */
export function plannedTest(plan: Plan, id: UniqueId): ParsedTest | undefined {
  const resource = plan.graph.resources.get(id);
  return resource?.resourceType === 'test' ? resource : undefined;
}
