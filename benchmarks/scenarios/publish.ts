import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scenario } from '../measure/scenario.ts';
import { filesWorkspace } from '../project/workspace.ts';
import { bareDriver, type ScenarioContext, toolStep } from './scenario-context.ts';

const tables = 10;
const rows = 1_000_000;

/** Few large tables: what staging and publishing cost beside the making of the rows. */
export function publish({ tools }: ScenarioContext): Scenario {
  const dirOf = (name: string) =>
    fileURLToPath(new URL(join('../target/projects/publish', name), import.meta.url));
  const files = publishProject();
  const speakDbt = tools.filter(({ notation }) => notation === 'dbt');
  return {
    name: 'publish',
    title: `${tables} tables of ${rows.toLocaleString('en')} rows, 3 tests each, DuckDB`,
    steps: ['build from nothing'],
    contenders: [
      bareDriver('duckdb', filesWorkspace(files, dirOf('tfm'), 'models/table_1.sql'), 1),
      ...speakDbt.map((tool) => {
        const { dir, clear } = filesWorkspace(
          files,
          dirOf(tool.name.replaceAll(' ', '-')),
          'models/table_1.sql',
        );
        return {
          name: tool.name,
          steps: [
            toolStep(tool, 'build', { dir, nodes: { models: tables, tests: 3 * tables }, prepare: clear }),
          ],
        };
      }),
    ],
  };
}

function publishProject(): ReadonlyMap<string, string> {
  const files = new Map([
    [
      'dbt_project.yml',
      'name: publish\nversion: 1.0.0\nprofile: publish\nmodels: {publish: {+materialized: table}}\n',
    ],
    [
      'profiles.yml',
      'publish: {target: dev, outputs: {dev: {type: duckdb, path: synthetic.duckdb, threads: 4}}}\n',
    ],
  ]);
  const properties = Array.from({ length: tables }, (_, i) => {
    const name = `table_${i + 1}`;
    files.set(`models/${name}.sql`, tableSql(i));
    return `  - name: ${name}
    columns:
      - name: id
        data_tests: [unique, not_null]
      - name: status
        data_tests:
          - accepted_values:
              arguments: {values: [open, paid, overdue, void]}
`;
  });
  files.set('models/models.yml', `version: 2\nmodels:\n${properties.join('')}`);
  return files;
}

function tableSql(index: number): string {
  return `select
    i + ${index * rows} as id,
    i % 5003 as customer_id,
    case i % 4 when 0 then 'open' when 1 then 'paid' when 2 then 'overdue' else 'void' end as status,
    i * 7919 % 1000003 as amount,
    date '2025-01-01' + cast(i % 365 as integer) as created_on
from range(${rows}) as numbers(i)
`;
}
