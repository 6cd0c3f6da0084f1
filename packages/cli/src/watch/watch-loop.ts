import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Connection,
  carryOut,
  countWords,
  hasErrors,
  type ProjectGraph,
  prepareRun,
  type RunReport,
  type UniqueId,
} from '@tfm/core';
import { RunLines } from '../output/run-lines.ts';
import { openTargetFolder, writeRun } from '../session/artifacts.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { connect } from '../session/connect.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { failureOf } from '../session/failure-of.ts';
import { lockTimeoutOf } from '../session/lock-timeout.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { runDiagnostics } from '../session/run-diagnostics.ts';
import { runRequest, runServices } from '../session/run-request.ts';
import { select } from '../session/select.ts';
import { affectedBy, changedNodes } from './changed-nodes.ts';
import { showPreview } from './show-preview.ts';

/** A file that is being written may be read half: so often, and so long, it is read again before it is believed. */
const halfSaved = { times: 6, pauseMs: 50 };
const usualFolders = ['models', 'seeds', 'snapshots', 'tests', 'macros', 'analyses'];

interface Work {
  readonly ids: ReadonlySet<UniqueId> | 'all';
  readonly because: string;
  /** The one node that was saved: its rows are shown. */
  readonly edited: UniqueId | undefined;
}

/**
 * The project stays parsed and the connection open. One build at a time; a save that touches what is being built
 * cancels it, others wait their turn. The last state of the files wins.
 */
export class Watch {
  readonly #context: CommandContext;
  readonly #signal: AbortSignal;
  readonly #onFolders: (folders: readonly string[]) => void;
  #folders = '';
  #project: OpenProject | undefined;
  #connection: { readonly target: unknown; readonly connection: Connection } | undefined;
  /** Not built since they were last changed. */
  readonly #pending = new Set<UniqueId>();
  readonly #rows = new Map<UniqueId, number>();
  #next: Work | undefined;
  #running: { readonly ids: ReadonlySet<UniqueId>; readonly abort: AbortController } | undefined;
  #looking: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #isBroken = false;

  /** `onFolders` is told which folders to watch, now and whenever the project names others. */
  constructor(context: CommandContext, signal: AbortSignal, onFolders: (folders: readonly string[]) => void) {
    this.#context = context;
    this.#signal = signal;
    this.#onFolders = onFolders;
    signal.addEventListener('abort', () => {
      this.#running?.abort.abort();
      this.#wake();
    });
  }

  buildAll(): void {
    this.#order({ ids: 'all', because: 'asked for', edited: undefined });
  }

  /** The files may have changed. Looks one after another: the last look sees the last state. */
  lookAgain(paths: readonly string[]): void {
    this.#looking = this.#looking.then(() => this.#look(paths)).catch((error) => this.#showMistakes(error));
  }

  /** A project that cannot be read yet is watched until it can; a database that cannot be opened ends the command. */
  async untilStopped(): Promise<void> {
    const first = await this.#read();
    if (first instanceof CommandFailure) {
      this.#showMistakes(first);
      this.#watchFolders(usualFolders);
    } else {
      this.#adopt(first);
      this.#next = { ids: 'all', because: 'the first build', edited: undefined };
    }
    while (!this.#signal.aborted) {
      const work = this.#next;
      this.#next = undefined;
      if (work !== undefined && this.#project !== undefined) await this.#build(work, this.#project);
      if (this.#next !== undefined || this.#signal.aborted) continue;
      this.#sayIdle();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async close(): Promise<void> {
    await this.#connection?.connection.close();
  }

  async #look(paths: readonly string[]): Promise<void> {
    const before = this.#project;
    let after = await this.#read();
    for (let attempt = 1; attempt <= halfSaved.times && isSuspicious(before, after); attempt += 1) {
      await sleep(halfSaved.pauseMs);
      after = await this.#read();
    }
    if (after instanceof CommandFailure) {
      this.#isBroken = true;
      this.#showMistakes(after);
      this.#sayIdle();
      return;
    }
    this.#adopt(after);
    const wasBroken = this.#isBroken;
    this.#isBroken = false;
    if (before === undefined) {
      this.#order({ ids: 'all', because: 'the first build', edited: undefined });
      return;
    }
    const { changed, removed, everything } = changedNodes(before.graph, after.graph);
    for (const { resourceType, name } of removed) {
      if (resourceType === 'test' || resourceType === 'exposure') continue;
      this.#say(`${resourceType} ${name} is no longer in the project; what it built stays in the database`);
    }
    if (changed.size === 0 && !everything) {
      if (wasBroken) this.#say('The mistakes are gone; nothing else has changed.');
      return;
    }
    const [only] = changed.size === 1 ? changed : [];
    this.#order({ ids: everything ? 'all' : changed, because: becauseOf(paths), edited: only });
  }

  async #read(): Promise<OpenProject | CommandFailure> {
    try {
      return await openProject(this.#context);
    } catch (error) {
      if (error instanceof CommandFailure) return error;
      throw error;
    }
  }

  #adopt(project: OpenProject): void {
    this.#project = project;
    const { models, seeds, snapshots, tests, macros, analyses, docs } = project.graph.project.settings.paths;
    this.#watchFolders([...new Set([models, seeds, snapshots, tests, macros, analyses, docs].flat())]);
  }

  #watchFolders(folders: readonly string[]): void {
    const key = folders.join('\n');
    if (key === this.#folders) return;
    this.#folders = key;
    this.#onFolders(folders);
  }

  #order(work: Work): void {
    const earlier = this.#next;
    this.#next =
      earlier === undefined
        ? work
        : {
            ids: earlier.ids === 'all' || work.ids === 'all' ? 'all' : new Set([...earlier.ids, ...work.ids]),
            because: work.because,
            edited: undefined,
          };
    const running = this.#running;
    if (running !== undefined && (work.ids === 'all' || this.#touches(running.ids, work.ids)))
      running.abort.abort();
    this.#wake();
  }

  #touches(running: ReadonlySet<UniqueId>, changed: ReadonlySet<UniqueId>): boolean {
    if (this.#project === undefined) return true;
    return [...affectedBy(this.#project.graph, changed)].some((id) => running.has(id));
  }

  async #build(work: Work, project: OpenProject): Promise<void> {
    const context = {
      ...this.#context,
      invocationId: crypto.randomUUID(),
      startedAt: this.#context.clock.now(),
    };
    const abort = new AbortController();
    try {
      const selected = this.#selected(work, project, context);
      if (selected.size === 0) return;
      for (const id of selected) this.#pending.add(id);
      this.#running = { ids: selected, abort };
      const report = await this.#run(project, context, { selected, work, signal: abort.signal });
      this.#remember(report, project.graph);
      const connection = this.#connection?.connection;
      if (work.edited !== undefined && connection !== undefined && report.published.includes(work.edited))
        await showPreview(project, context, { id: work.edited, connection });
    } catch (error) {
      // A database that cannot be opened at the start will not become ours by waiting.
      if (this.#connection === undefined && !isMistake(error)) throw error;
      this.#showMistakes(error);
    } finally {
      this.#running = undefined;
    }
  }

  #selected(work: Work, project: OpenProject, context: CommandContext): ReadonlySet<UniqueId> {
    const all = select(project, context, ['source', 'seed', 'model', 'snapshot', 'test']).ids;
    if (work.ids === 'all') return all;
    const affected = affectedBy(project.graph, [...work.ids, ...this.#pending]);
    return new Set([...all].filter((id) => affected.has(id)));
  }

  async #run(
    project: OpenProject,
    context: CommandContext,
    {
      selected,
      work,
      signal,
    }: { readonly selected: ReadonlySet<UniqueId>; readonly work: Work; readonly signal: AbortSignal },
  ): Promise<RunReport> {
    const { output } = context;
    const folder = await openTargetFolder(project, context);
    const connection = await this.#connect(project, context);
    const request = runRequest(project, context, { command: 'build', selected, connection });
    // Sources are loaded by the first build and on demand: a save changes no data.
    const load = request.load && work.ids === 'all';
    const prepared = await prepareRun(project.graph, { ...request, load });
    if (prepared.value === undefined || hasErrors(prepared.diagnostics))
      throw new CommandFailure(exitCodes.mistake, prepared.diagnostics);
    output.complain(prepared.diagnostics);
    const header = `${clockTime()}  ${work.because}`;
    const lines = new RunLines(output, { header, lockTimeout: lockTimeoutOf(context) });
    const services = runServices(project, context, {
      connection,
      signal,
      reach: () => undefined,
      emit: (event) => lines.hear(event),
    });
    const report = await carryOut(prepared.value, project.adapter, services).finally(() => lines.stop());
    output.complain(runDiagnostics(report, prepared.value.plan));
    lines.verdict({ type: 'run-finished', report });
    await writeRun(project, context, { folder, prepared: prepared.value, report });
    return report;
  }

  /** The same connection for as long as the target is the same. */
  async #connect(project: OpenProject, context: CommandContext): Promise<Connection> {
    const target = JSON.stringify(
      [...project.graph.project.target.settings].map(([key, value]) => [key, String(value)]),
    );
    if (this.#connection?.target === target) return this.#connection.connection;
    await this.#connection?.connection.close();
    this.#connection = undefined;
    const connection = await connect(project, context, 'write');
    this.#connection = { target, connection };
    return connection;
  }

  /** What went well is done; the rest is tried again with the next save. */
  #remember({ results }: RunReport, graph: ProjectGraph): void {
    for (const { id, status, rows } of results) {
      if (['success', 'pass', 'warn', 'no-op'].includes(status)) this.#pending.delete(id);
      const earlier = this.#rows.get(id);
      if (status === 'success' && rows !== null) {
        this.#rows.set(id, rows);
        if (earlier !== undefined && earlier !== rows) {
          const name = graph.resources.get(id)?.name ?? id;
          this.#say(
            `${name}: ${countWords(rows, 'row')}, ${rows > earlier ? '+' : '−'}${Math.abs(rows - earlier)} since the last build`,
          );
        }
      }
    }
    // Nodes without a result of their own have nothing that could be tried again.
    const known = new Set(results.map(({ id }) => id));
    for (const id of this.#pending) if (!known.has(id)) this.#pending.delete(id);
  }

  #showMistakes(error: unknown): void {
    const failure = failureOf(error, this.#context);
    this.#context.output.gap();
    this.#context.output.complain(failure.diagnostics);
  }

  #sayIdle(): void {
    if (this.#signal.aborted) return;
    this.#context.output.gap();
    const keys = process.stdin.isTTY ? ' Keys: r builds everything, q quits.' : '';
    this.#say(this.#context.output.palette.dim(`Watching for saves.${keys}`));
  }

  #say(text: string): void {
    this.#context.output.say({ name: 'Watch', text });
  }
}

function isMistake(error: unknown): boolean {
  return error instanceof CommandFailure && error.exitCode === exitCodes.mistake;
}

/** An empty or broken file, or a node that is gone, may be a save in two steps. */
function isSuspicious(before: OpenProject | undefined, after: OpenProject | CommandFailure): boolean {
  if (before === undefined) return false;
  if (after instanceof CommandFailure) return true;
  return [...before.graph.resources.keys()].some((id) => !after.graph.resources.has(id));
}

function becauseOf(paths: readonly string[]): string {
  const [first, ...others] = paths;
  if (first === undefined) return 'files have changed';
  return others.length === 0
    ? `${first} was saved`
    : `${first} and ${countWords(others.length, 'other file')} were saved`;
}

function clockTime(): string {
  return new Date().toTimeString().slice(0, 8);
}
