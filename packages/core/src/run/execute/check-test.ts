import { askThrough } from '../../context/ask-warehouse.ts';
import { diagnostic } from '../../diagnostics/diagnostic.ts';
import { countingQuery } from '../../project/counting-query.ts';
import type { ParsedTest } from '../../project/node.ts';
import { failed, type NodeWork, type WorkOutcome } from './node-work.ts';

/** Counts failing rows on what this run staged, and judges the count as the test's configuration says. */
export async function checkTest(work: NodeWork<{ readonly kind: 'check-test' }>): Promise<WorkOutcome> {
  const { services, signal } = work;
  const test = work.resource as ParsedTest;
  const rendered = await services.renderer.node(test, {
    staged: work.staged,
    ask: askThrough({ ...services, executor: services.connection }),
  });
  if (rendered.value === undefined) return failed(...rendered.diagnostics);
  const { rows, columns } = await services.connection.query(countingQuery(test, rendered.value), { signal });
  const [row] = rows;
  if (rows.length !== 1 || row === undefined || columns.length !== 3) {
    return failed(
      diagnostic(
        'test-result-shape',
        { test: test.name, rows: rows.length, columns: columns.length },
        { at: test.at },
      ),
    );
  }
  const [count, shouldWarn, shouldError] = row;
  const failures = Number(count ?? 0);
  if (!Number.isFinite(failures)) {
    return failed(
      diagnostic('test-result-number', { test: test.name, value: String(count) }, { at: test.at }),
    );
  }
  const status =
    test.severity === 'error' && isTrue(shouldError) ? 'fail' : isTrue(shouldWarn) ? 'warn' : 'pass';
  const limit = status === 'fail' ? test.errorIf : test.warnIf;
  const message =
    status === 'pass'
      ? null
      : `Got ${failures} ${failures === 1 ? 'result' : 'results'}, configured to ${status} if ${limit}`;
  return { kind: 'tested', status, failures: status === 'pass' ? 0 : failures, message, sql: rendered.value };
}

/** Warehouses without booleans answer 1 and 0. */
function isTrue(cell: unknown): boolean {
  return cell === true || cell === 1n || cell === 1;
}
