// Builds a dbt project with dbt and with tfm, on copies, and prints side by side what came out. See README.md.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ToolOutcome } from '../packages/testkit/src/compare/tool-outcome.ts';
import { type Comparison, compareWithDbt } from '../packages/testkit/src/compare-with-dbt.ts';

const usage = `node benchmarks/compare-with-dbt.ts PROJECT [options] [-- arguments of both tools]
  --dbt <file>              the dbt of a Python environment (default: beside TFM_TEST_DBT_PYTHON)
  --package <name>=<folder> a package that deps would fetch; may be given more than once
  --keep                    keeps the copies and says where they are`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dbt: { type: 'string' },
    package: { type: 'string', multiple: true, default: [] },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [project, ...buildArguments] = positionals;
const python = process.env.TFM_TEST_DBT_PYTHON;
const dbt = values.dbt ?? (python === undefined ? '' : join(dirname(python), 'dbt'));

if (values.help || project === undefined) console.log(usage);
else if (!existsSync(dbt)) {
  console.log(
    'Skipped: dbt is not installed here. Name it with --dbt, or its Python with TFM_TEST_DBT_PYTHON.',
  );
} else {
  const packages = new Map(
    values.package.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
  print(await compareWithDbt({ project, dbt, packages, buildArguments, keep: values.keep }));
}

function print({ dbt: theirs, tfm, differences }: Comparison): void {
  const rows: readonly (readonly [string, (tool: ToolOutcome) => string | number])[] = [
    ['build, exit code', ({ build }) => build.code ?? 'killed'],
    ['build, seconds', ({ build }) => build.seconds.toFixed(2)],
    ['ls, seconds', ({ list }) => list.seconds.toFixed(2)],
    ['relations', ({ relations }) => relations.length],
    ['rows', ({ relations }) => relations.reduce((sum, { rows: count }) => sum + Number(count), 0)],
    ['results', ({ results }) => results.size],
    ...['success', 'pass', 'warn', 'fail', 'error', 'skipped'].map(
      (status) =>
        [
          `  ${status}`,
          ({ results }: ToolOutcome) =>
            [...results.values()].filter((result) => result.status === status).length,
        ] as const,
    ),
    ['listed by ls', ({ list }) => list.stdout.split('\n').filter((line) => line !== '').length],
  ];
  console.log(`${''.padEnd(20)}${'dbt'.padStart(12)}${'tfm'.padStart(12)}`);
  for (const [name, of] of rows) {
    console.log(`${name.padEnd(20)}${String(of(theirs)).padStart(12)}${String(of(tfm)).padStart(12)}`);
  }
  console.log(differences.length === 0 ? '\nno differences' : `\n${differences.length} differences`);
  for (const line of differences) console.log(`  ${line}`);
  if (values.keep) console.log(`\ncopies: ${theirs.folder} (dbt), ${tfm.folder} (tfm)`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}
