import { type Connection, WarehouseError } from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { connectFailure, isMissingDatabase } from './command-failure.ts';
import { emptyWarehouse } from './empty-warehouse.ts';
import type { OpenProject } from './open-project.ts';

/** How many nodes run side by side. */
export function threadsOf({ graph, adapter }: OpenProject): number {
  return Math.max(
    1,
    Math.min(graph.project.target.threads, Math.max(adapter.capabilities.maxParallelStatements, 1)),
  );
}

/** Opens the warehouse; a failure ends the command with words, not with a trace. */
export async function connect(project: OpenProject, access: 'read' | 'write'): Promise<Connection> {
  const { adapter, graph, dir } = project;
  const { target } = graph.project;
  try {
    return await adapter.connect(target, {
      projectDir: dir,
      threads: threadsOf(project),
      readOnly: access === 'read',
    });
  } catch (error) {
    if (error instanceof WarehouseError) throw connectFailure(error, target.name);
    throw error;
  }
}

/** For commands that only look: a database that does not exist yet is an empty one, and is not made. */
export async function connectOrEmpty(project: OpenProject): Promise<Connection> {
  const { adapter, graph, dir } = project;
  const { target } = graph.project;
  try {
    return await adapter.connect(target, { projectDir: dir, threads: threadsOf(project), readOnly: true });
  } catch (error) {
    if (isMissingDatabase(error)) return emptyWarehouse(target);
    if (error instanceof WarehouseError) throw connectFailure(error, target.name);
    throw error;
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
