import type { Connection } from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { connectOrEmpty } from './connect.ts';
import { emptyWarehouse } from './empty-warehouse.ts';
import type { OpenProject } from './open-project.ts';

/** A warehouse that is opened by the first question: most templates ask none, and then no driver is loaded. */
export function lazyConnection(project: OpenProject, context: CommandContext): Connection {
  let opened: Promise<Connection> | undefined;
  const open = (): Promise<Connection> => {
    opened ??= connectOrEmpty(project, context);
    return opened;
  };
  return {
    info: emptyWarehouse(project.graph.project.target).info,
    execute: async (...call) => (await open()).execute(...call),
    query: async (...call) => (await open()).query(...call),
    describe: async (...call) => (await open()).describe(...call),
    stream: async (...call) => (await open()).stream(...call),
    append: async (...call) => (await open()).append(...call),
    transaction: async (work, options) => (await open()).transaction(work, options),
    inspect: async (...call) => (await open()).inspect(...call),
    columns: async (...call) => (await open()).columns(...call),
    acquireLock: async (...call) => (await open()).acquireLock(...call),
    holdsLock: async (...call) => (await open()).holdsLock(...call),
    releaseLock: async (...call) => (await open()).releaseLock(...call),
    settle: async () => (await opened)?.settle(),
    cancel: async () => (await opened)?.cancel(),
    // What could not be opened need not be closed; whoever asked has heard of it.
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}
