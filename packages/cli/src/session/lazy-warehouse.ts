import type { Connection, Executor } from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { connectOrEmpty } from './connect.ts';
import type { OpenProject } from './open-project.ts';

/** A warehouse that is opened by the first question: most templates ask none, and then no driver is loaded. */
export class LazyWarehouse implements Executor {
  readonly #project: OpenProject;
  readonly #context: CommandContext;
  #connection: Promise<Connection> | undefined;

  constructor(project: OpenProject, context: CommandContext) {
    this.#project = project;
    this.#context = context;
  }

  open(): Promise<Connection> {
    this.#connection ??= connectOrEmpty(this.#project, this.#context);
    return this.#connection;
  }

  async execute(...statement: Parameters<Executor['execute']>): ReturnType<Executor['execute']> {
    return (await this.open()).execute(...statement);
  }

  async query(...statement: Parameters<Executor['query']>): ReturnType<Executor['query']> {
    return (await this.open()).query(...statement);
  }

  async describe(...statement: Parameters<Executor['describe']>): ReturnType<Executor['describe']> {
    return (await this.open()).describe(...statement);
  }

  async close(): Promise<void> {
    // What could not be opened need not be closed; whoever asked has heard of it.
    const connection = await this.#connection?.catch(() => undefined);
    await connection?.close();
  }
}
