import {
  askThrough,
  type Connection,
  checkFreshness,
  type FreshnessRequest,
  type FreshnessResult,
  type ParsedSource,
  renderText,
  sourcesOf,
  sourcesWithThreshold,
  WarehouseError,
} from '@tfm/core';
import { type LineStatus, nodeLine } from '../output/node-line.ts';
import { metadataOf, openTargetFolder, writeDocument, writeParsed } from '../session/artifacts.ts';
import type { CommandContext } from '../session/command-context.ts';
import { queryFailure } from '../session/command-failure.ts';
import { connect, withConnection } from '../session/connect.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { select } from '../session/select.ts';
import { templateMessages } from '../session/template-messages.ts';

export async function sourceFreshness(context: CommandContext): Promise<number> {
  const { output, clock, interruption } = context;
  const project = await openProject(context);
  const { graph, adapter } = project;
  const selected = select(project, context, ['source']).ids;
  const total = sourcesWithThreshold(graph).filter(({ uniqueId }) => selected.has(uniqueId)).length;
  const folder = await openTargetFolder(project, context);
  const start = clock.monotonic();
  const results =
    total === 0
      ? []
      : await withConnection(connect(project, context, 'read'), context, async (connection, signal) => {
          let index = 0;
          const told = (result: FreshnessResult) => {
            index += 1;
            tell(result, context, { index, total });
          };
          const render = renderer(project, context, connection);
          const request = {
            graph,
            selected,
            connection,
            dialect: adapter.dialect,
            clock,
            signal,
            render,
            told,
          };
          return checked(request);
        });
  await writeParsed(project, context, folder);
  const elapsed = (clock.monotonic() - start) / 1000;
  const text = JSON.stringify(sourcesOf(results, { metadata: metadataOf(context), elapsed }));
  await writeDocument(context, folder, { path: 'sources.json', text });
  if (total === 0) output.note('No source that is selected has thresholds of freshness');
  output.say({
    name: 'FreshnessCheckComplete',
    code: 'Q003',
    text: `Written to ${folder.shown}/sources.json`,
  });
  const isBad = results.some(({ status }) => status === 'error' || status === 'runtime error');
  return interruption.exitCode ?? (isBad ? exitCodes.failed : exitCodes.good);
}

async function checked(request: FreshnessRequest): Promise<readonly FreshnessResult[]> {
  try {
    return await checkFreshness(request);
  } catch (error) {
    if (error instanceof WarehouseError) throw queryFailure(error, 'the sources');
    throw error;
  }
}

function renderer(
  { graph, adapter }: OpenProject,
  { output }: CommandContext,
  connection: Connection,
): FreshnessRequest['render'] {
  return (source: ParsedSource, text: string) =>
    renderText({
      graph,
      adapter,
      template: { path: source.at.source.path, text },
      packageName: source.packageName,
      thisRelation: source.relation,
      ask: askThrough({ connection, executor: connection, dialect: adapter.dialect }),
      sink: templateMessages(output),
    });
}

const lineStatus = {
  pass: 'ok',
  warn: 'warn',
  error: 'fail',
  'runtime error': 'error',
} as const satisfies Record<FreshnessResult['status'], LineStatus>;

function tell(
  { source, status, age, executionTime, diagnostics }: FreshnessResult,
  { output }: CommandContext,
  { index, total }: { readonly index: number; readonly total: number },
): void {
  const { width, cutAt, palette } = output;
  const name = `${source.sourceName}.${source.name}`;
  const detail = age === undefined ? {} : { detail: ageWords(age.seconds) };
  const line = { status: lineStatus[status], kind: 'source', name, ...detail, seconds: executionTime };
  output.say({
    name: 'LogFreshnessResult',
    code: 'Q018',
    level: status === 'pass' ? 'info' : status === 'warn' ? 'warn' : 'error',
    text: nodeLine(line, { width, cutAt, palette }),
    data: {
      status,
      source_name: source.sourceName,
      table_name: source.name,
      index,
      total,
      execution_time: executionTime,
    },
  });
  output.complain(diagnostics);
}

/** `3 days old`, in the largest unit of which there are two. */
function ageWords(seconds: number): string {
  if (seconds > 3650 * 86_400 * 20) return 'no rows';
  const units: readonly (readonly [string, number])[] = [
    ['days', 86_400],
    ['hours', 3600],
    ['minutes', 60],
  ];
  const unit = units.find(([, length]) => seconds >= 2 * length);
  return unit === undefined
    ? `${Math.max(0, Math.round(seconds))}s old`
    : `${Math.floor(seconds / unit[1])} ${unit[0]} old`;
}
