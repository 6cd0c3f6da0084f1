import {
  type ArtifactMetadata,
  type CompiledProject,
  checkTargetWritable,
  compiledFilesOf,
  type JsonMap,
  manifestOf,
  type OperationOutcome,
  operationResultsOf,
  type ParsedMacro,
  type PlainObject,
  type PreparedRun,
  plainObject,
  type ReachFailpoint,
  type RunReport,
  runResultsOf,
  type TargetFile,
  type TargetFolder,
  writeArtifacts,
} from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import type { OpenProject } from './open-project.ts';
import { flagsMap } from './settings.ts';

/** Where artifacts go, proven to be writable: nothing of the warehouse is changed before. */
export async function openTargetFolder(
  project: OpenProject,
  { flags, environment, workingDir }: CommandContext,
): Promise<TargetFolder> {
  const named = flags.get('target-path');
  void environment;
  void workingDir;
  const target = await checkTargetWritable({
    projectDir: project.dir,
    targetPath: named ?? project.graph.project.settings.paths.target,
    named: named !== undefined,
  });
  if (target.value === undefined) throw new CommandFailure(exitCodes.warehouse, target.diagnostics);
  return target.value;
}

/** After `parse`: the project as it is, nothing compiled. */
export async function writeParsed(
  project: OpenProject,
  context: CommandContext,
  folder: TargetFolder,
): Promise<void> {
  await write(context, folder, [manifest(project, context, {})], []);
}

/** After `compile`: the SQL of every selected node. */
export async function writeCompiled(
  project: OpenProject,
  context: CommandContext,
  { folder, compiled }: { readonly folder: TargetFolder; readonly compiled: CompiledProject },
): Promise<void> {
  const files = compiledFilesOf({ compiled });
  await write(context, folder, [manifest(project, context, { compiled })], files);
}

/** After a run, however it ended. */
export async function writeRun(
  project: OpenProject,
  context: CommandContext,
  {
    folder,
    prepared,
    report,
    reach,
  }: {
    readonly folder: TargetFolder;
    readonly prepared: PreparedRun;
    readonly report: RunReport;
    readonly reach?: ReachFailpoint;
  },
): Promise<void> {
  const { compiled } = prepared;
  const { results } = report;
  const ran = new Set(
    results.filter(({ status }) => status !== 'skipped' && status !== 'no-op').map(({ id }) => id),
  );
  const runResults = runResultsOf(report, {
    graph: project.graph,
    compiled,
    metadata: metadataOf(context),
    args: plainObject(flagsMap(context)),
    relationText: (name) => project.adapter.dialect.relation(name),
  });
  const documents = [
    manifest(project, context, { compiled, results, ran }),
    { path: 'run_results.json', text: JSON.stringify(runResults) },
  ];
  await write(
    context,
    folder,
    documents,
    compiledFilesOf({ compiled, results, statements: prepared.statements }),
    reach,
  );
}

/** After `run-operation`, however it ended. */
export async function writeOperation(
  project: OpenProject,
  context: CommandContext,
  {
    folder,
    macro,
    args,
    outcome,
  }: {
    readonly folder: TargetFolder;
    readonly macro: ParsedMacro;
    readonly args: JsonMap;
    readonly outcome: OperationOutcome;
  },
): Promise<void> {
  const runResults = operationResultsOf(outcome, {
    metadata: metadataOf(context),
    args: plainObject(
      new Map([...flagsMap(context), ['macro', context.argument ?? macro.name], ['args', args]]),
    ),
  });
  const documents = [
    manifest(project, context, {}),
    { path: 'run_results.json', text: JSON.stringify(runResults) },
  ];
  await write(context, folder, documents, []);
}

/** A document that a command makes besides the manifest. */
export async function writeDocument(
  context: CommandContext,
  folder: TargetFolder,
  document: TargetFile,
): Promise<void> {
  await write(context, folder, [document], []);
}

type MadeOfNodes = Pick<Parameters<typeof manifestOf>[0], 'compiled' | 'results' | 'ran'>;

function manifest(project: OpenProject, context: CommandContext, made: MadeOfNodes): TargetFile {
  return { path: 'manifest.json', text: JSON.stringify(manifestContent(project, context, made)) };
}

/** The project as artifacts show it. */
export function manifestContent(
  { graph, adapter }: OpenProject,
  context: CommandContext,
  made: MadeOfNodes,
): PlainObject {
  return manifestOf({
    graph,
    ...made,
    metadata: metadataOf(context),
    adapterType: adapter.name,
    relationText: (name) => adapter.dialect.relation(name),
  });
}

async function write(
  { flags, output }: CommandContext,
  folder: TargetFolder,
  documents: readonly TargetFile[],
  files: readonly TargetFile[],
  reach?: ReachFailpoint,
): Promise<void> {
  const clean = ({ path, text }: TargetFile): TargetFile => ({ path, text: output.redact(text) });
  const diagnostics = await writeArtifacts(folder, {
    documents: flags.is('no-write-json') ? [] : documents.map(clean),
    files: files.map(clean),
    reach: async (step, path) => {
      if (step === 'half-written' && path.endsWith('manifest.json')) await reach?.('artifact-half-written');
    },
  });
  if (diagnostics.length > 0) throw new CommandFailure(exitCodes.warehouse, diagnostics);
}

const customVariable = /^DBT_ENV_CUSTOM_ENV_(.+)$/;

export function metadataOf({
  invocationId,
  startedAt,
  clock,
  environment,
}: CommandContext): ArtifactMetadata {
  const env = Object.entries(environment).flatMap(([name, value]) => {
    const custom = customVariable.exec(name)?.[1];
    return custom === undefined || value === undefined ? [] : [[custom, value] as const];
  });
  return { invocationId, generatedAt: clock.now(), startedAt, env: new Map(env.sort()) };
}
