import type { Plan, PlannedNode } from '../plan/plan.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { NodeResult, RunReport } from '../run/run-report.ts';
import { countWords, durationWords, joinWords } from './count-words.ts';

/** One line that says how a run ended. */
export function runVerdict(report: RunReport, plan: Plan): string {
  const time = durationWords(report.elapsed);
  const published = publishedWords(report.published, plan);
  switch (report.end) {
    case 'locked':
      return 'Nothing was done: another run holds the lock.';
    case 'interrupted':
      return `Interrupted after ${time}: ${published ?? 'nothing'} published.`;
    case 'warehouse-failed':
      return `Stopped after ${time}: ${published ?? 'nothing'} published.`;
    case 'finished': {
      const bad = failures(report, plan);
      if (bad.length > 0) return `Failed in ${time}: ${bad.join(', ')}${publishedClause(report, plan)}.`;
      return `Done in ${time}: ${achievements(report, plan, published)}.`;
    }
  }
}

/** False when the run's exit code is 1. */
export function wentWell(report: RunReport): boolean {
  return (
    report.end === 'finished' &&
    report.results.every(({ status }) => !['error', 'fail', 'skipped'].includes(status)) &&
    report.diagnostics.every(({ severity }) => severity !== 'error')
  );
}

/** `3 tables and 1 view`; undefined when nothing was published. */
export function publishedWords(ids: readonly UniqueId[], plan: Plan): string | undefined {
  if (ids.length === 0) return undefined;
  const published = new Set(ids);
  const nodes = plan.nodes.filter(({ id }) => published.has(id));
  const views = nodes.filter(({ step }) => step.kind === 'build-view').length;
  const tables = nodes.length - views;
  return joinWords([
    ...(tables > 0 ? [countWords(tables, 'table')] : []),
    ...(views > 0 ? [countWords(views, 'view')] : []),
  ]);
}

/** `2 seeds, 5 models and 12 tests`: what a run is about. */
export function planWords(plan: Plan): string {
  const order = ['source', 'seed', 'model', 'snapshot', 'test'] as const;
  const counts = new Map<string, number>();
  for (const { id } of plan.nodes) {
    const type = plan.graph.resources.get(id)?.resourceType;
    if (type === undefined) continue;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return joinWords(
    order.flatMap((type) => {
      const count = counts.get(type);
      return count === undefined ? [] : [countWords(count, type)];
    }),
  );
}

function failures({ results, diagnostics }: RunReport, plan: Plan): readonly string[] {
  const kinds = new Map(plan.nodes.map((node) => [node.id, node]));
  const isTest = ({ id }: NodeResult) => kinds.get(id)?.step.kind === 'check-test';
  const of = (keep: (result: NodeResult, node: PlannedNode | undefined) => boolean) =>
    results.filter((result) => keep(result, kinds.get(result.id))).length;
  const failedTests = of((result) => result.status === 'fail');
  const brokenTests = of((result) => result.status === 'error' && isTest(result));
  const rejected = of(
    (result) => result.status === 'error' && !isTest(result) && result.diagnostics.length === 0,
  );
  const errors = of(
    (result) => result.status === 'error' && !isTest(result) && result.diagnostics.length > 0,
  );
  const skipped = of((result) => result.status === 'skipped');
  // Hooks of the run belong to no node.
  const hooks = diagnostics.filter(({ code }) => code === 'hook-failed').length;
  return [
    ...(hooks > 0 ? [`${countWords(hooks, 'hook')} failed`] : []),
    ...(failedTests > 0 ? [`${countWords(failedTests, 'test')} failed`] : []),
    ...(errors > 0 ? [`${countWords(errors, 'node')} with an error`] : []),
    ...(brokenTests > 0 ? [`${countWords(brokenTests, 'test')} with an error`] : []),
    ...(rejected > 0 ? [`${countWords(rejected, 'node')} rejected`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
}

function publishedClause({ published }: RunReport, plan: Plan): string {
  if (!plan.writes) return '';
  return `; ${published.length === 0 ? 'nothing' : published.length} published`;
}

function achievements({ results }: RunReport, plan: Plan, published: string | undefined): string {
  const of = (status: NodeResult['status']) => results.filter((result) => result.status === status).length;
  const parts = [
    ...(plan.writes ? [`${published ?? 'nothing'} published`] : []),
    ...(of('pass') > 0 ? [`${countWords(of('pass'), 'test')} passed`] : []),
    ...(of('warn') > 0 ? [`${countWords(of('warn'), 'test')} warned`] : []),
    ...(of('no-op') > 0 ? [`${of('no-op')} unchanged`] : []),
  ];
  return parts.length === 0 ? 'nothing to do' : parts.join(', ');
}
