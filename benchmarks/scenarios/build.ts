import type { Scenario } from '../measure/scenario.ts';
import { tfm } from '../peers/tfm.ts';
import type { Tool } from '../peers/tool.ts';
import { workspace } from '../project/workspace.ts';
import { bareDriver, type ScenarioContext, toolStep } from './scenario-context.ts';

const steps = ['build from nothing', 'build, unchanged', 'build, one model edited'];

/** Many small tables on DuckDB: what a node costs beside its SQL. */
export function build({ tools, models, seed }: ScenarioContext): Scenario {
  const shape = executable(models, seed);
  return {
    name: 'build',
    title: `${shape.models} models, ${shape.tests} tests, DuckDB`,
    steps,
    contenders: [
      bareDriver('duckdb', workspace(tfm, shape), 2),
      ...tools.map((tool) => {
        const { dir, clear, edit } = workspace(tool, shape);
        return {
          name: tool.name,
          steps: [
            toolStep(tool, 'build', { dir, nodes: shape, prepare: clear }),
            toolStep(tool, 'build', { dir, nodes: shape }),
            toolStep(tool, 'build', { dir, nodes: shape, prepare: edit }),
          ],
        };
      }),
    ],
  };
}

/** The same on SQLite, which of these tools only tfm knows. */
export function buildSqlite({ models, seed }: ScenarioContext): Scenario {
  const shape = executable(models, seed);
  const onSqlite: Tool = { ...tfm, name: 'tfm on sqlite', command: sqliteCommand };
  const { dir, clear, edit } = workspace(onSqlite, shape);
  return {
    name: 'build-sqlite',
    title: `${shape.models} models, ${shape.tests} tests, SQLite`,
    steps,
    contenders: [
      bareDriver('sqlite', workspace(onSqlite, shape), 2),
      {
        name: tfm.name,
        steps: [
          toolStep(onSqlite, 'build', { dir, nodes: shape, prepare: clear }),
          toolStep(onSqlite, 'build', { dir, nodes: shape }),
          toolStep(onSqlite, 'build', { dir, nodes: shape, prepare: edit }),
        ],
      },
    ],
  };
}

const sqliteCommand: Tool['command'] = (operation) => [
  ...(tfm.command(operation) ?? []),
  '--target',
  'sqlite',
];

function executable(models: number, seed: number) {
  const built = Math.max(5, Math.round(models / 10));
  return { models: built, tests: 2 * built, seed, raw: 'models' } as const;
}
