import type { UniqueId } from '../project/unique-id.ts';
import type { NodeResult, NodeStatus } from './run-report.ts';
import type { RunState } from './run-state.ts';

/** A node's result as far as it is known: `success` only once it is published. */
export function nodeResult(state: RunState, id: UniqueId): NodeResult {
  const { planned, outcome, timing, seconds, threadId } = state.of(id);
  const { status, message } = verdict(state, id);
  return {
    id,
    status,
    message,
    failures: outcome?.kind === 'tested' ? outcome.failures : null,
    rows: outcome?.kind === 'staged' ? (outcome.rows ?? null) : null,
    relation: planned.published,
    compiledSql: null,
    timing,
    executionTime: seconds,
    threadId,
    diagnostics: outcome?.kind === 'failed' ? outcome.diagnostics : [],
  };
}

function verdict(
  state: RunState,
  id: UniqueId,
): { readonly status: NodeStatus; readonly message: string | null } {
  const { state: phase, outcome, skipReason, published } = state.of(id);
  if (phase === 'skipped' || outcome === undefined)
    return { status: 'skipped', message: skipReason ?? 'not started' };
  switch (outcome.kind) {
    case 'failed':
      return { status: 'error', message: outcome.diagnostics[0]?.message ?? 'failed' };
    case 'nothing':
      return { status: 'no-op', message: outcome.reason };
    case 'tested':
      return { status: outcome.status, message: outcome.message };
    case 'staged':
      if (published) return { status: 'success', message: null };
      return unpublished(state, id);
  }
}

/** Staged well and yet not visible: whose fault is it? */
function unpublished(
  state: RunState,
  id: UniqueId,
): { readonly status: NodeStatus; readonly message: string } {
  const failedTests = state.failedGuards(id);
  if (failedTests.length > 0) {
    const names = failedTests.map((test) => state.resource(test).name);
    const tests =
      names.length === 1
        ? `test ${names[0]}`
        : `${names.length} tests (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`;
    return { status: 'error', message: `rejected by ${tests}; the published version stays` };
  }
  const untested = state.guardsOf(id).find((test) => !state.wentWell(test));
  if (untested !== undefined)
    return { status: 'skipped', message: `not published: test ${state.resource(untested).name} did not run` };
  const view = state.heldBackBy(id);
  if (view !== undefined) {
    return {
      status: 'skipped',
      message: `not published: the view ${state.resource(view).name} reads it and was not published`,
    };
  }
  const bad = state.of(id).planned.waitsFor.find((parent) => {
    const progress = state.of(parent);
    return !state.isTest(parent) && !progress.published && progress.outcome?.kind !== 'nothing';
  });
  const reason =
    bad === undefined
      ? state.interrupted
        ? 'the run was interrupted'
        : 'something else of this run failed'
      : `${state.resource(bad).resourceType} ${state.resource(bad).name} was not published`;
  return { status: 'skipped', message: `not published: ${reason}` };
}
