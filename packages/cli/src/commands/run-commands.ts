import {
  type Connection,
  carryOut,
  hasErrors,
  prepareRun,
  type RunCommand,
  type RunEvent,
  type RunReport,
  type UniqueId,
  wentWell,
} from '@tfm/core';
import { RunLines } from '../output/run-lines.ts';
import { RunLog } from '../output/run-log.ts';
import { openTargetFolder, writeRun } from '../session/artifacts.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { connect, withConnection } from '../session/connect.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { lockTimeoutOf } from '../session/lock-timeout.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { reachFailpoint } from '../session/reach-failpoint.ts';
import { runDiagnostics } from '../session/run-diagnostics.ts';
import { runHeader } from '../session/run-header.ts';
import { runRequest, runServices } from '../session/run-request.ts';
import { select } from '../session/select.ts';

export function build(context: CommandContext): Promise<number> {
  return runCommand(context, 'build');
}

export function run(context: CommandContext): Promise<number> {
  return runCommand(context, 'run');
}

export function test(context: CommandContext): Promise<number> {
  return runCommand(context, 'test');
}

export function seed(context: CommandContext): Promise<number> {
  return runCommand(context, 'seed');
}

/** What each command works on. */
const resourceTypes = {
  build: ['source', 'seed', 'model', 'snapshot', 'test', 'exposure'],
  run: ['source', 'model'],
  test: ['test'],
  seed: ['seed'],
} as const;

/** `ids`: instead of what the selection holds. */
export async function runCommand(
  context: CommandContext,
  command: RunCommand,
  ids?: (project: OpenProject) => ReadonlySet<UniqueId>,
): Promise<number> {
  const reach = reachFailpoint(context.environment.TFM_FAILPOINT);
  const project = await openProject(context);
  const selected = ids?.(project) ?? select(project, context, resourceTypes[command]).ids;
  if (selected.size === 0) return exitCodes.good;
  const folder = await openTargetFolder(project, context);
  const access = command === 'test' ? 'read' : 'write';
  return withConnection(connect(project, context, access), context, async (connection, signal) => {
    const request = runRequest(project, context, { command, selected, connection });
    const prepared = await prepareRun(project.graph, request);
    if (prepared.value === undefined || hasErrors(prepared.diagnostics))
      throw new CommandFailure(exitCodes.mistake, prepared.diagnostics);
    context.output.complain(prepared.diagnostics);
    const listener = listenerOf(project, context, connection);
    const services = runServices(project, context, {
      connection,
      signal,
      reach,
      emit: (event) => listener.hear(event),
    });
    const report = await carryOut(prepared.value, project.adapter, services).finally(() => listener.stop());
    context.output.complain(runDiagnostics(report, prepared.value.plan));
    listener.verdict(report);
    await reach('before-artifacts');
    // The run that holds the lock writes its own.
    if (report.end !== 'locked')
      await writeRun(project, context, { folder, prepared: prepared.value, report, reach });
    await reach('after-artifacts');
    return exitCodeOf(report, context);
  });
}

interface Listener {
  hear(event: RunEvent): void;
  stop(): void;
  verdict(report: RunReport): void;
}

/** Who tells the world about the run. */
export function listenerOf(project: OpenProject, context: CommandContext, connection: Connection): Listener {
  const { output, clock } = context;
  if (output.format === 'json') {
    const relationText = (id: Parameters<ConstructorParameters<typeof RunLog>[1]['relationText']>[0]) => {
      const resource = project.graph.resources.get(id);
      return resource !== undefined && 'relation' in resource
        ? project.adapter.dialect.relation(resource.relation)
        : null;
    };
    const log = new RunLog(output, { now: () => clock.now(), relationText });
    return {
      hear: (event) => log.hear(event),
      stop: () => {},
      verdict: (report) => log.verdict({ type: 'run-finished', report }),
    };
  }
  const header = runHeader(project, context, connection);
  const lines = new RunLines(output, { header, lockTimeout: lockTimeoutOf(context) });
  return {
    hear: (event) => lines.hear(event),
    stop: () => lines.stop(),
    verdict: (report) => lines.verdict({ type: 'run-finished', report }),
  };
}

export function exitCodeOf(report: RunReport, { interruption }: CommandContext): number {
  switch (report.end) {
    case 'locked':
      return exitCodes.locked;
    case 'warehouse-failed':
      return exitCodes.warehouse;
    case 'interrupted':
      return interruption.exitCode ?? exitCodes.failed;
    case 'finished':
      return wentWell(report) ? exitCodes.good : exitCodes.failed;
  }
}
