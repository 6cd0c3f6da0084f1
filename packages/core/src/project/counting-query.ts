import type { ParsedTest } from './node.ts';

/** dbt's form: one row with the number and what the thresholds make of it. */
export function countingQuery(
  test: Pick<ParsedTest, 'failCalc' | 'warnIf' | 'errorIf' | 'limit'>,
  query: string,
): string {
  const limit = test.limit === null ? '' : `\nlimit ${test.limit}`;
  return [
    'select',
    `  ${test.failCalc} as failures,`,
    `  ${test.failCalc} ${test.warnIf} as should_warn,`,
    `  ${test.failCalc} ${test.errorIf} as should_error`,
    'from (',
    `${query}${limit}`,
    ') dbt_internal_test',
  ].join('\n');
}
