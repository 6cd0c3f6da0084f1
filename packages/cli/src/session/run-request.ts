import { randomUUID } from 'node:crypto';
import {
  type Connection,
  type carryOut,
  type Emit,
  type Loader,
  type ParsedSeed,
  type PublishPolicy,
  type ReachFailpoint,
  type RunCommand,
  type RunRequest,
  readSeed,
  type UniqueId,
} from '@tfm/core';
import { filesLoader } from '@tfm/loaders/files';
import type { CommandContext } from './command-context.ts';
import { threadsOf } from './connect.ts';
import { lockTimeoutOf } from './lock-timeout.ts';
import type { OpenProject } from './open-project.ts';
import { runOwner } from './run-owner.ts';
import { foldersNamedIn, varsOf } from './settings.ts';

const loaders: ReadonlyMap<string, Loader> = new Map([filesLoader].map((loader) => [loader.name, loader]));

export interface RunWish {
  readonly command: RunCommand;
  readonly selected: ReadonlySet<UniqueId>;
  readonly connection: Connection;
}

/** The command line as the pipeline takes it. */
export function runRequest(project: OpenProject, context: CommandContext, wish: RunWish): RunRequest {
  const { flags, invocationId } = context;
  return {
    ...wish,
    adapter: project.adapter,
    loaders,
    loadPlace: loadPlace(project, context),
    load: !flags.is('no-load'),
    runId: invocationId,
    policy: policyOf(project, context),
    fullRefresh: flags.is('full-refresh'),
  };
}

export interface RunMeans {
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly reach: ReachFailpoint;
  readonly emit: Emit;
}

/** Everything else that a run needs from outside. */
export function runServices(
  project: OpenProject,
  context: CommandContext,
  means: RunMeans,
): Parameters<typeof carryOut>[2] {
  return {
    ...means,
    loaders,
    loadPlace: loadPlace(project, context),
    readSeed: (seed) => readSeed({ projectDir: project.dir, file: seedFile(seed, project) }),
    threads: threadsOf(project),
    failFast: context.flags.is('fail-fast'),
    lockTimeout: lockTimeoutOf(context),
    clock: context.clock,
    owner: runOwner(),
    newDatabaseId: randomUUID(),
  };
}

function policyOf({ graph }: OpenProject, { flags }: CommandContext): PublishPolicy {
  if (flags.is('all-or-nothing')) return 'all';
  return (flags.get('publish') as PublishPolicy | undefined) ?? graph.project.settings.publish;
}

function loadPlace({ dir }: OpenProject, { flags }: CommandContext): RunRequest['loadPlace'] {
  return { projectDir: dir, allowedRoots: foldersNamedIn(varsOf(flags.get('vars')), dir) };
}

/** Of an installed package, the file lies in the package's folder. */
function seedFile(seed: ParsedSeed, { graph }: OpenProject): string {
  const { settings } = graph.project;
  if (seed.packageName === settings.name) return seed.originalFilePath;
  // The place of a seed is shown with the package's folder in front.
  return seed.at.source.path;
}
