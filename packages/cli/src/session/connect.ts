import { type Connection, WarehouseError } from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { connectFailure, isMissingDatabase } from './command-failure.ts';
import { emptyWarehouse } from './empty-warehouse.ts';
import { lockTimeoutOf } from './lock-timeout.ts';
import type { OpenProject } from './open-project.ts';

/** How many nodes run side by side. */
export function threadsOf({ graph, adapter }: OpenProject): number {
  return Math.max(1, Math.min(graph.project.target.threads, adapter.capabilities.maxParallelStatements));
}

type Access = 'read' | 'write';

/** Opens the warehouse; a failure ends the command with words, not with a trace. */
export async function connect(
  project: OpenProject,
  context: CommandContext,
  access: Access,
): Promise<Connection> {
  try {
    return await openWhenFree(project, context, access);
  } catch (error) {
    if (error instanceof WarehouseError) throw connectFailure(error, project.graph.project.target.name);
    throw error;
  }
}

/** For commands that only look: a database that does not exist yet is an empty one, and is not made. */
export async function connectOrEmpty(project: OpenProject, context: CommandContext): Promise<Connection> {
  const { target } = project.graph.project;
  try {
    return await openWhenFree(project, context, 'read');
  } catch (error) {
    if (isMissingDatabase(error)) return emptyWarehouse(target);
    if (error instanceof WarehouseError) throw connectFailure(error, target.name);
    throw error;
  }
}

/** An embedded database belongs to one process at a time: as long as the lock may be waited for, so may the file. */
async function openWhenFree(
  project: OpenProject,
  context: CommandContext,
  access: Access,
): Promise<Connection> {
  const { adapter, graph, dir } = project;
  const { clock, interruption, output } = context;
  const options = { projectDir: dir, threads: threadsOf(project), readOnly: access === 'read' };
  const deadline = clock.monotonic() + lockTimeoutOf(context);
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await adapter.connect(graph.project.target, options);
    } catch (error) {
      const mayWait =
        error instanceof WarehouseError && error.kind === 'locked' && clock.monotonic() < deadline;
      if (!mayWait || interruption.isStopped) throw error;
      if (isFirst) output.note(`${error.message}; waiting for it`);
      await clock.sleep(250, interruption.begin());
    }
  }
}

/** Does the work with an open warehouse and closes it, however the work ends. */
export async function withConnection<T>(
  opening: Promise<Connection>,
  { interruption }: CommandContext,
  work: (connection: Connection, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const connection = await opening;
  try {
    return await work(connection, interruption.begin());
  } finally {
    await connection.close();
  }
}
