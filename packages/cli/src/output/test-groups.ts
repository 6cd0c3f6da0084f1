import { countWords, type NodeResult, type Plan, type UniqueId } from '@tfm/core';
import type { NodeLine } from './node-line.ts';

interface Group {
  /** What is tested: the node, or a singular test itself. */
  readonly node: UniqueId;
  readonly name: string;
  readonly ids: readonly UniqueId[];
  readonly results: NodeResult[];
}

/**
 * Tests by the node they are written on: those that pass share one line when the last of them is done, those that
 * fail have a line each, at once.
 */
export class TestGroups {
  readonly #names = new Map<UniqueId, string>();
  readonly #groupOf = new Map<UniqueId, Group>();

  constructor(plan: Plan) {
    const byNode = new Map<UniqueId, UniqueId[]>();
    for (const { id, step } of plan.nodes) {
      const test = plan.graph.resources.get(id);
      if (step.kind !== 'check-test' && step.kind !== 'blocked') continue;
      if (test?.resourceType !== 'test') continue;
      this.#names.set(id, test.name);
      const node = test.testedNode ?? id;
      byNode.set(node, [...(byNode.get(node) ?? []), id]);
    }
    for (const [node, ids] of byNode) {
      const tested = plan.graph.resources.get(node);
      const isSource = tested?.resourceType === 'source';
      const name = isSource ? `${tested.sourceName}.${tested.name}` : (tested?.name ?? node);
      const group: Group = { node, name, ids, results: [] };
      for (const id of ids) this.#groupOf.set(id, group);
    }
  }

  /** The lines that a finished test makes. `notBuilt`: nodes that failed or were skipped. */
  finished(result: NodeResult, notBuilt: ReadonlySet<UniqueId>): readonly NodeLine[] {
    const group = this.#groupOf.get(result.id);
    if (group === undefined) return [];
    group.results.push(result);
    const own = this.#ownLine(result);
    const isComplete = group.results.length === group.ids.length;
    return [
      ...(own === undefined ? [] : [own]),
      ...(isComplete ? groupLines(group, this.#names, notBuilt) : []),
    ];
  }

  #ownLine({ id, status, failures, executionTime: seconds }: NodeResult): NodeLine | undefined {
    if (status !== 'fail' && status !== 'warn' && status !== 'error') return undefined;
    const name = this.#names.get(id) ?? id;
    const detail = status === 'error' || failures === null ? '' : countWords(failures, 'bad row');
    return { status, kind: 'test', name, detail, seconds };
  }
}

function groupLines(
  { node, name, ids, results }: Group,
  names: ReadonlyMap<UniqueId, string>,
  notBuilt: ReadonlySet<UniqueId>,
): readonly NodeLine[] {
  const passed = results.filter(({ status }) => status === 'pass');
  const skipped = results.filter(({ status }) => status === 'skipped');
  const seconds = passed.reduce((sum, result) => sum + result.executionTime, 0);
  const lines: NodeLine[] = [];
  const [only] = ids;
  if (ids.length === 1 && only !== undefined && passed.length === 1) {
    lines.push({ status: 'ok', kind: 'test', name: names.get(only) ?? only, seconds });
  } else if (passed.length > 0) {
    const detail =
      passed.length === ids.length ? `${passed.length} passed` : `${passed.length} of ${ids.length} passed`;
    lines.push({ status: 'ok', kind: 'tests', name, detail, seconds });
  }
  // That the tests of a node cannot run that is not there goes without saying.
  if (notBuilt.has(node)) return lines;
  for (const [reason, some] of Map.groupBy(skipped, ({ message }) => message ?? 'not started')) {
    const [first] = some;
    if (some.length === 1 && first !== undefined)
      lines.push({ status: 'skip', kind: 'test', name: names.get(first.id) ?? first.id, reason });
    else lines.push({ status: 'skip', kind: 'tests', name, reason: `${some.length} tests: ${reason}` });
  }
  return lines;
}
