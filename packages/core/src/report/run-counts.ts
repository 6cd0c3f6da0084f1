import type { RunReport } from '../run/run-report.ts';

/** dbt's counts, in dbt's order. */
export interface RunCounts {
  readonly pass: number;
  readonly warn: number;
  readonly error: number;
  readonly skip: number;
  readonly noOp: number;
  readonly total: number;
}

/** A failed test counts as an error, a built node as a pass: as dbt prints them. */
export function runCounts({ results }: Pick<RunReport, 'results'>): RunCounts {
  const of = (...statuses: readonly string[]) =>
    results.filter(({ status }) => statuses.includes(status)).length;
  return {
    pass: of('success', 'pass'),
    warn: of('warn'),
    error: of('error', 'fail'),
    skip: of('skipped'),
    noOp: of('no-op'),
    total: results.length,
  };
}

/** `PASS=9 WARN=0 ERROR=1 SKIP=5 NO-OP=0 TOTAL=15` */
export function statsLine({ pass, warn, error, skip, noOp, total }: RunCounts): string {
  return `PASS=${pass} WARN=${warn} ERROR=${error} SKIP=${skip} NO-OP=${noOp} TOTAL=${total}`;
}
