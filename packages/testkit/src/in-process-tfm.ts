import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { duckdb } from '@tfm/adapters/duckdb';
import { sqlite } from '@tfm/adapters/sqlite';
import {
  type Adapter,
  type Connection,
  carryOut,
  type Emit,
  hasErrors,
  loadProject,
  type ParsedSeed,
  type ProjectGraph,
  type PublishPolicy,
  prepareRun,
  type ReachFailpoint,
  type RunCommand,
  type RunReport,
  readSeed,
  selectNodes,
} from '@tfm/core';
import { filesLoader } from '@tfm/loaders/files';

/** tfm without its command line, on one open connection: for tests that look on while it works. */
export interface InProcessTfm {
  readonly adapter: Adapter;
  readonly connection: Connection;
  run(command?: RunCommand, options?: InProcessOptions): Promise<RunReport>;
  close(): Promise<void>;
}

export interface InProcessOptions {
  readonly select?: readonly string[];
  readonly policy?: PublishPolicy;
  readonly fullRefresh?: boolean;
  readonly failFast?: boolean;
  readonly threads?: number;
  readonly emit?: Emit;
  readonly reach?: ReachFailpoint;
  readonly signal?: AbortSignal;
}

const adapters = new Map([duckdb, sqlite].map((adapter) => [adapter.name, adapter]));
const loaders = new Map([[filesLoader.name, filesLoader]]);
const globalProjectDir = fileURLToPath(new URL('../../core/global-project', import.meta.url));

export async function inProcessTfm(
  projectDir: string,
  targetName: string,
  wrap: (connection: Connection) => Connection = (connection) => connection,
): Promise<InProcessTfm> {
  const first = await loadGraph(projectDir, targetName);
  const { target } = first.project;
  const adapter = adapters.get(target.type);
  if (adapter === undefined) throw new Error(`no adapter ${target.type}`);
  const opened = await adapter.connect(target, { projectDir, threads: 4, readOnly: false });
  const connection = wrap(opened);
  return {
    adapter,
    connection,
    run: (command = 'build', options = {}) =>
      runOnce({ projectDir, targetName, adapter, connection, command, options }),
    close: () => opened.close(),
  };
}

async function loadGraph(projectDir: string, targetName: string): Promise<ProjectGraph> {
  const env = new Map<string, string>();
  const vars = new Map();
  const loaded = await loadProject(
    { projectDir, globalProjectDir, env, vars },
    {
      targetName,
      vars,
      env,
      adapters,
      runStartedAt: new Date().toISOString(),
      invocationId: randomUUID(),
      flags: new Map(),
      command: 'build',
    },
  );
  if (loaded.value === undefined || hasErrors(loaded.diagnostics)) {
    throw new Error(loaded.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  }
  return loaded.value;
}

interface Once {
  readonly projectDir: string;
  readonly targetName: string;
  readonly adapter: Adapter;
  readonly connection: Connection;
  readonly command: RunCommand;
  readonly options: InProcessOptions;
}

async function runOnce({
  projectDir,
  targetName,
  adapter,
  connection,
  command,
  options,
}: Once): Promise<RunReport> {
  const graph = await loadGraph(projectDir, targetName);
  const selection = selectNodes(graph, { select: options.select ?? [] });
  const loadPlace = { projectDir, allowedRoots: [] };
  const prepared = await prepareRun(graph, {
    command,
    selected: selection.value.ids,
    adapter,
    connection,
    loaders,
    loadPlace,
    load: true,
    runId: randomUUID(),
    policy: options.policy ?? 'together',
    fullRefresh: options.fullRefresh ?? false,
  });
  if (prepared.value === undefined)
    throw new Error(prepared.diagnostics.map(({ message }) => message).join('\n'));
  return carryOut(prepared.value, adapter, {
    connection,
    loaders,
    loadPlace,
    readSeed: (seed: ParsedSeed) => readSeed({ projectDir, file: seed.originalFilePath }),
    threads: options.threads ?? 2,
    failFast: options.failFast ?? false,
    lockTimeout: 0,
    emit: options.emit ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
    clock: {
      now: () => new Date().toISOString(),
      monotonic: () => performance.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    owner: { who: 'test', host: 'test', pid: process.pid, processStarted: '', toolVersion: 'test' },
    reach: options.reach ?? (() => undefined),
    newDatabaseId: randomUUID(),
  });
}
