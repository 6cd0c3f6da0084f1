import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Step } from '../../plan/plan.ts';
import { runHooks } from '../run-hooks.ts';
import { buildTable } from './build-table.ts';
import { buildView } from './build-view.ts';
import { checkTest } from './check-test.ts';
import { loadSeed } from './load-seed.ts';
import { loadSource } from './load-source.ts';
import { failed, type NodeWork, type WorkOutcome } from './node-work.ts';
import { stageIncrement } from './stage-increment.ts';

/** Step → its executor. A step without one does not compile. */
export async function executeStep(work: NodeWork): Promise<WorkOutcome> {
  const { step, services } = work;
  const stages = step.kind !== 'none' && step.kind !== 'blocked' && step.kind !== 'check-test';
  if (stages) await services.reach('before-stage');
  if (step.kind === 'check-test') await services.reach('before-test');
  const problems = stages ? await runPreHooks(work) : [];
  if (problems.length > 0) return failed(...problems);
  const outcome = await execute(work, step);
  if (stages) await services.reach('after-stage');
  if (step.kind === 'check-test') await services.reach('after-test');
  return outcome;
}

async function execute(work: NodeWork, step: Step): Promise<WorkOutcome> {
  switch (step.kind) {
    case 'load-source':
      return loadSource({ ...work, step });
    case 'load-seed':
      return loadSeed({ ...work, step });
    case 'build-table':
      return buildTable({ ...work, step });
    case 'build-view':
      return buildView({ ...work, step });
    case 'stage-increment':
      return stageIncrement({ ...work, step });
    case 'check-test':
      return checkTest({ ...work, step });
    case 'blocked':
      return failed(step.diagnostic);
    case 'none':
      return { kind: 'nothing', reason: step.reason };
    default: {
      const unknown: never = step;
      return unknown;
    }
  }
}

/** Before anything is staged; whether a pre-hook wants a transaction or not, it is one by itself. */
async function runPreHooks({ resource, services }: NodeWork): Promise<readonly Diagnostic[]> {
  if (resource.resourceType === 'source' || resource.resourceType === 'exposure') return [];
  const hooks = resource.config.preHooks;
  return runHooks({ hooks, node: resource, services, executor: services.connection });
}
