import {
  type Adapter,
  diagnostic,
  hasErrors,
  loadProject,
  type ProjectGraph,
  templateMistakes,
} from '@tfm/core';
import { isTooShort, secretsIn } from '../output/redactor.ts';
import { adapters } from './adapters.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import { findProject } from './find-project.ts';
import { settingsOf } from './settings.ts';

export interface OpenProject {
  /** Absolute. */
  readonly dir: string;
  readonly graph: ProjectGraph;
  readonly adapter: Adapter;
}

/** Reads and parses the project. Says everything that is wrong with it, and ends the command when it cannot go on. */
export async function openProject(context: CommandContext): Promise<OpenProject> {
  const dir = findProject(context);
  const { read, parse } = settingsOf(context, dir);
  context.output.hide(secretsIn(parse.vars));
  const loaded = await loadProject(read, parse);
  const graph = loaded.value;
  if (graph !== undefined) hideSecretsOf(graph, context);
  if (graph === undefined) throw new CommandFailure(exitCodes.mistake, loaded.diagnostics);
  const adapter = adapters.get(graph.project.target.type);
  // Parsing has compared the type with the same table.
  if (adapter === undefined) throw new Error(`no adapter "${graph.project.target.type}"`);
  if (hasErrors(loaded.diagnostics)) {
    const further = await templateMistakes(graph, adapter, loaded.diagnostics);
    throw new CommandFailure(exitCodes.mistake, [...loaded.diagnostics, ...further]);
  }
  context.output.complain(loaded.diagnostics);
  return { dir, graph, adapter };
}

/** What the profile and the loads keep under names that look secret. */
function hideSecretsOf(graph: ProjectGraph, { output }: CommandContext): void {
  // `key` of a load is a column; what is secret stands under `auth`.
  const loads = [...graph.project.sources.values()].map(({ load }) => load?.settings.get('auth') ?? null);
  const secrets = [...secretsIn(graph.project.target.settings), ...secretsIn(loads, 'secret')];
  output.hide(secrets);
  const short = secrets.filter(isTooShort).length;
  if (short > 0) output.complain([diagnostic('short-secret', { count: short })]);
}
