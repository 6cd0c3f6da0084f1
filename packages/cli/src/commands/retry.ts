import { resolve } from 'node:path';
import {
  diagnostic,
  loadProject,
  type PlainJson,
  type PlainObject,
  type Resource,
  type RunCommand,
  type UniqueId,
} from '@tfm/core';
import { type Flag, type FlagName, FlagValues, flags, globalFlags } from '../command-line/flags.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { readArtifact } from '../session/earlier-state.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { findProject } from '../session/find-project.ts';
import type { OpenProject } from '../session/open-project.ts';
import { settingsOf } from '../session/settings.ts';
import { runCommand } from './run-commands.ts';
import { runOperation } from './run-operation.ts';

const retried = ['build', 'run', 'test', 'seed', 'run-operation'] as const;

/** What is done again; what only warned stands. */
const failed: ReadonlySet<PlainJson | undefined> = new Set([
  'error',
  'fail',
  'skipped',
  'runtime error',
  'partial success',
]);

export async function retry(context: CommandContext): Promise<number> {
  const earlier = await earlierRun(context);
  const results = listOf(earlier.results);
  const args = objectOf(earlier.args);
  const command = retried.find((name) => name === args.which);
  if (command === undefined)
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('retry-command', { command: String(args.which), known: retried }),
    ]);
  if (!results.some(({ status }) => failed.has(status))) {
    context.output.say({
      name: 'NothingToRetry',
      text: 'Nothing to retry: nothing failed and nothing was skipped',
    });
    return exitCodes.good;
  }
  const again: CommandContext = { ...context, command, flags: flagsAgain(args, context) };
  if (command === 'run-operation') return runOperation({ ...again, argument: String(args.macro) });
  return runCommand(again, command, (project) => idsAgain(project, { command, results, args }));
}

async function earlierRun(context: CommandContext): Promise<PlainObject> {
  const { flags: given, workingDir } = context;
  const state = given.get('state');
  const shown = state ?? given.get('target-path') ?? (await targetPath(context));
  const folder = state === undefined ? resolve(findProject(context), shown) : resolve(workingDir, state);
  const file = `${shown}/run_results.json`;
  const found = readArtifact(folder, 'run_results.json', file);
  if (found === undefined)
    throw new CommandFailure(exitCodes.mistake, [diagnostic('retry-without-run', { file })]);
  return found;
}

/** Where the project keeps its artifacts. What else is wrong with it is told when it is opened as it was then. */
async function targetPath(context: CommandContext): Promise<string> {
  const { read, parse } = settingsOf(context, findProject(context));
  const loaded = await loadProject(read, parse);
  return loaded.value?.project.settings.paths.target ?? 'target';
}

/** What the command line of the retry says for itself: where things are, and how much is said. */
const ownFlags: ReadonlySet<FlagName> = new Set<FlagName>([
  ...globalFlags.filter((name) => name !== 'profile' && name !== 'target'),
  'threads',
  'lock-timeout',
]);

/** Ids take the place of these. */
const selecting: ReadonlySet<FlagName> = new Set<FlagName>([
  'select',
  'exclude',
  'selector',
  'resource-type',
  'exclude-resource-type',
  'indirect-selection',
  'state',
]);

/** The options of the earlier command, and of this one those that may change. */
function flagsAgain(args: PlainObject, context: CommandContext): FlagValues {
  const given = new Map(context.flags.entries());
  const recorded = new Map<FlagName, boolean | string | readonly string[]>();
  for (const name of Object.keys(flags) as FlagName[]) {
    if (selecting.has(name)) continue;
    const value = valueAgain(name, args[name.replaceAll('-', '_')]);
    if (value !== undefined && (!ownFlags.has(name) || repeated.has(name))) recorded.set(name, value);
  }
  for (const name of ['target', 'profile'] as const) {
    if (given.has(name) && given.get(name) !== recorded.get(name))
      throw new CommandFailure(exitCodes.mistake, [diagnostic('retry-flag', { flag: `--${name}` })]);
  }
  const own = [...given].filter(([name]) => ownFlags.has(name));
  const all = new Map([...recorded, ...own]);
  if (String(all.get('vars') ?? '').includes('*****'))
    throw new CommandFailure(exitCodes.mistake, [diagnostic('retry-secret', {})]);
  return new FlagValues(all);
}

/** Own flags that the earlier command decides when this one is silent. */
const repeated: ReadonlySet<FlagName> = new Set<FlagName>(['vars', 'threads']);

/** A recorded value as the command line gives it; dbt records maps as maps. */
function valueAgain(name: FlagName, value: PlainJson | undefined): boolean | string | undefined {
  const { takes, choices }: Flag = flags[name];
  if (value === undefined || value === null || takes === 'many') return undefined;
  if (takes === 'nothing') return value === true ? true : undefined;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return choices?.includes(text) === false ? undefined : text;
}

interface EarlierResults {
  readonly command: RunCommand;
  readonly results: readonly PlainObject[];
  readonly args: PlainObject;
}

function idsAgain({ graph }: OpenProject, { command, results, args }: EarlierResults): ReadonlySet<UniqueId> {
  const resources: ReadonlyMap<string, Resource> = graph.resources;
  const known = results.flatMap(({ unique_id: id, status }) => {
    const resource = resources.get(String(id));
    return resource === undefined ? [] : [{ resource, hasFailed: failed.has(status) }];
  });
  const ids = new Set(known.filter(({ hasFailed }) => hasFailed).map(({ resource }) => resource.uniqueId));
  const parentsOf = (id: UniqueId) => graph.parents.get(id) ?? [];
  if (command === 'build') {
    // A model that is built again has new rows: what its tests said of the earlier ones does not hold for them.
    for (const { resource } of known)
      if (resource.resourceType === 'test' && parentsOf(resource.uniqueId).some((id) => ids.has(id)))
        ids.add(resource.uniqueId);
  }
  // Loads have no results of their own; one that failed has left its readers behind.
  if (command !== 'test' && args.no_load !== true)
    for (const parent of [...ids].flatMap(parentsOf)) {
      const source = graph.project.sources.get(parent);
      if (source !== undefined && source.load !== null) ids.add(parent);
    }
  return ids;
}

function listOf(value: PlainJson | undefined): readonly PlainObject[] {
  const list: readonly PlainJson[] = Array.isArray(value) ? value : [];
  return list.map(objectOf);
}

function objectOf(value: PlainJson | undefined): PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainObject) : {};
}
