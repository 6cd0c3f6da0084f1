import {
  askThrough,
  diagnostic,
  findOperation,
  hasErrors,
  type JsonMap,
  nearest,
  type ParsedMacro,
  renderOperation,
  WarehouseError,
} from '@tfm/core';
import { openTargetFolder, writeOperation } from '../session/artifacts.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure, queryFailure } from '../session/command-failure.ts';
import { connect, withConnection } from '../session/connect.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { mapOf } from '../session/settings.ts';
import { templateMessages } from '../session/template-messages.ts';

export async function runOperation(context: CommandContext): Promise<number> {
  const { flags, clock } = context;
  const args = mapOf(flags.get('args'), '--args');
  const project = await openProject(context);
  const macro = macroCalled(project, context);
  const folder = await openTargetFolder(project, context);
  const startedAt = clock.now();
  const start = clock.monotonic();
  const finish = async (isGood: boolean): Promise<void> => {
    const executionTime = (clock.monotonic() - start) / 1000;
    const outcome = { id: macro.uniqueId, isGood, startedAt, completedAt: clock.now(), executionTime };
    await writeOperation(project, context, { folder, macro, args, outcome });
  };
  try {
    await call(project, context, { macro, args });
  } catch (error) {
    if (error instanceof CommandFailure) await finish(false);
    throw error;
  }
  await finish(true);
  return exitCodes.good;
}

function macroCalled(project: OpenProject, { argument = '' }: CommandContext): ParsedMacro {
  const macro = findOperation(project.graph, argument);
  if (macro !== undefined) return macro;
  const names = [...project.graph.project.macros.values()].flatMap(({ name, packageName }) =>
    argument.includes('.') ? [`${packageName}.${name}`] : [name],
  );
  throw new CommandFailure(exitCodes.mistake, [
    diagnostic('unknown-macro', { name: argument, nearest: nearest(argument, names) }),
  ]);
}

async function call(
  project: OpenProject,
  context: CommandContext,
  { macro, args }: { readonly macro: ParsedMacro; readonly args: JsonMap },
): Promise<void> {
  const { graph, adapter } = project;
  const { output, interruption } = context;
  await withConnection(connect(project, context, 'write'), context, async (connection, signal) => {
    const cancel = () => void connection.cancel();
    signal.addEventListener('abort', cancel);
    try {
      const called = await renderOperation({
        graph,
        adapter,
        macro,
        args,
        ask: askThrough({ connection, executor: connection, dialect: adapter.dialect }),
        sink: templateMessages(output),
      });
      if (hasErrors(called.diagnostics)) throw new CommandFailure(exitCodes.failed, called.diagnostics);
      output.complain(called.diagnostics);
    } catch (error) {
      if (!(error instanceof WarehouseError)) throw error;
      const failure = queryFailure(error, `macro "${macro.name}"`);
      throw interruption.exitCode === undefined
        ? failure
        : new CommandFailure(interruption.exitCode, failure.diagnostics);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  });
}
