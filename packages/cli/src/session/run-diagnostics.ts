import { type Diagnostic, diagnostic, type NodeResult, type Plan, type RunReport } from '@tfm/core';

/** What a run has to complain about: errors of nodes with their places, failed tests at the line that asks for them. */
export function runDiagnostics(report: RunReport, plan: Plan): readonly Diagnostic[] {
  const rejected = new Set(report.rejected);
  const warnings = report.results.filter(({ status }) => status === 'warn');
  const failures = report.results.filter(({ status }) => status === 'fail');
  const hint = (result: NodeResult) => {
    const guarded = plan.rejects.get(result.id) ?? [];
    const name = plan.graph.resources.get(result.id)?.name ?? result.id;
    return guarded.some((id) => rejected.has(id)) ? `tfm show --rejected ${name}` : `tfm show ${name}`;
  };
  return [
    ...report.results.flatMap(({ diagnostics }) => diagnostics).filter(isNews(report)),
    ...warnings.flatMap((result) => testDiagnostic('test-warned', result, plan, hint(result))),
    ...failures.flatMap((result) => testDiagnostic('test-failed', result, plan, hint(result))),
    ...report.diagnostics,
  ];
}

function testDiagnostic(
  code: 'test-failed' | 'test-warned',
  result: NodeResult,
  plan: Plan,
  hint: string,
): readonly Diagnostic[] {
  const test = plan.graph.resources.get(result.id);
  if (test?.resourceType !== 'test') return [];
  const condition = code === 'test-failed' ? test.errorIf : test.warnIf;
  return [
    diagnostic(code, { test: test.name, failures: result.failures ?? 0, condition }, { at: test.at, hint }),
  ];
}

/** Whoever pressed Ctrl-C knows that what ran was cancelled. */
function isNews(report: RunReport): (diagnostic: Diagnostic) => boolean {
  return ({ code }) => report.end !== 'interrupted' || code !== 'interrupted';
}
