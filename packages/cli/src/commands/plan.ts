import {
  countWords,
  hasErrors,
  type ParsedTest,
  type Plan,
  type PlannedNode,
  prepareRun,
  publishedWords,
  textTable,
  type UniqueId,
} from '@tfm/core';
import { kindWord } from '../output/run-lines.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { connectOrEmpty, withConnection } from '../session/connect.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { runHeader } from '../session/run-header.ts';
import { runRequest } from '../session/run-request.ts';
import { select } from '../session/select.ts';

export async function plan(context: CommandContext): Promise<number> {
  const { flags, output } = context;
  const project = await openProject(context);
  const selection = select(project, context, ['source', 'seed', 'model', 'snapshot', 'test', 'exposure']);
  if (selection.ids.size === 0) return exitCodes.good;
  return withConnection(connectOrEmpty(project, context), context, async (connection) => {
    const request = runRequest(project, context, { command: 'build', selected: selection.ids, connection });
    const prepared = await prepareRun(project.graph, request);
    if (prepared.value === undefined || hasErrors(prepared.diagnostics))
      throw new CommandFailure(exitCodes.mistake, prepared.diagnostics);
    output.complain(prepared.diagnostics);
    const made = prepared.value.plan;
    if (flags.get('output') === 'json')
      output.result(JSON.stringify(planRecord(made, project), undefined, 2), { name: 'Plan' });
    else {
      output.say({ name: 'Line', text: `${output.palette.bold(runHeader(project, context, connection))}\n` });
      output.result(planText(made, context), { name: 'Plan' });
    }
    return exitCodes.good;
  });
}

function planText(made: Plan, { output }: CommandContext): string {
  const { palette } = output;
  const testCounts = countTests(made);
  const nodes = made.nodes.filter(({ step }) => step.kind !== 'check-test');
  const { lines } = textTable(
    [
      { header: 'step', align: 'left', cells: nodes.map(stepWord) },
      { header: 'node', align: 'left', cells: nodes.map(({ id }) => nameOf(made, id)) },
      { header: 'tests', align: 'right', cells: nodes.map(({ id }) => testsText(testCounts.get(id))) },
      { header: 'because', align: 'left', cells: nodes.map(because) },
    ],
    { width: output.cutAt, paintHeader: palette.bold, paintNull: palette.dim },
  );
  return [...(nodes.length === 0 ? [] : [...lines, '']), summary(made)].join('\n');
}

function summary(made: Plan): string {
  const staged = made.nodes
    .filter(({ step }) => !['check-test', 'none', 'blocked'].includes(step.kind))
    .map(({ id }) => id);
  const tests = made.nodes.filter(({ step }) => step.kind === 'check-test').length;
  const blocked = made.nodes.filter(({ step }) => step.kind === 'blocked').length;
  const unchanged = made.nodes.filter(({ step }) => step.kind === 'none').length;
  const policies = {
    together: 'what passes is published in one transaction',
    all: 'published in one transaction, or not at all',
    each: 'each is published as soon as it passes',
  };
  const parts = [
    publishedWords(staged, made) ?? 'nothing to build',
    ...(tests > 0 ? [countWords(tests, 'test')] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ...(blocked > 0 ? [`${blocked} that cannot work`] : []),
  ];
  return `${parts.join(', ')}${staged.length > 0 ? `; ${policies[made.policy]}` : ''}.`;
}

/** The tests written on each node. */
function countTests(made: Plan): ReadonlyMap<UniqueId, number> {
  const counts = new Map<UniqueId, number>();
  for (const { id, step } of made.nodes) {
    if (step.kind !== 'check-test') continue;
    const test = made.graph.resources.get(id) as ParsedTest;
    for (const node of test.testedNode === null ? (made.rejects.get(id) ?? []) : [test.testedNode])
      counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

function testsText(count: number | undefined): string {
  return count === undefined ? '' : String(count);
}

function stepWord(node: PlannedNode): string {
  switch (node.step.kind) {
    case 'load-source':
    case 'load-seed':
      return 'load';
    case 'stage-increment':
      return node.step.strategy;
    case 'none':
      return 'nothing';
    case 'blocked':
      return 'cannot';
    default:
      return kindWord(node);
  }
}

function because({ reason, late }: PlannedNode): string {
  return late ? `${reason}; its SQL is known at its turn` : reason;
}

function nameOf(made: Plan, id: UniqueId): string {
  const resource = made.graph.resources.get(id);
  return resource?.resourceType === 'source'
    ? `${resource.sourceName}.${resource.name}`
    : (resource?.name ?? id);
}

/** The plan for programs. */
function planRecord(made: Plan, { graph, adapter }: OpenProject): object {
  const { target, settings } = graph.project;
  return {
    project: settings.name,
    target: target.name,
    adapter: adapter.name,
    command: made.command,
    publish: made.policy,
    full_refresh: made.fullRefresh,
    nodes: made.nodes.map((node) => ({
      unique_id: node.id,
      name: nameOf(made, node.id),
      step: node.step.kind,
      ...(node.step.kind === 'stage-increment'
        ? { strategy: node.step.strategy, unique_key: node.step.uniqueKey }
        : {}),
      reason: node.reason,
      late: node.late,
      relation_name: node.published === null ? null : adapter.dialect.relation(node.published),
      existing: node.existing,
      waits_for: node.waitsFor,
      rejects: made.rejects.get(node.id) ?? [],
    })),
  };
}
