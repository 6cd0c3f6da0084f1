import type { Scenario } from '../measure/scenario.ts';
import { tfm } from '../peers/tfm.ts';
import { workspace } from '../project/workspace.ts';
import { bareDriver, emptyNode, type ScenarioContext, toolStep } from './scenario-context.ts';

/** A project of five models: what every day feels like. */
export function small({ tools, seed }: ScenarioContext): Scenario {
  const shape = { models: 5, tests: 10, seed, raw: 'models' } as const;
  const driver = bareDriver('duckdb', workspace(tfm, shape), 2);
  return {
    name: 'small',
    title: '5 models, 10 tests',
    steps: [
      'parse, nothing cached',
      'parse, unchanged',
      'ls',
      'compile',
      'build from nothing',
      'build, unchanged',
    ],
    contenders: [
      {
        ...driver,
        name: 'empty Node; bare driver',
        steps: [emptyNode(), emptyNode(), emptyNode(), emptyNode(), ...driver.steps],
      },
      ...tools.map((tool) => {
        const { dir, clear } = workspace(tool, shape);
        return {
          name: tool.name,
          steps: [
            toolStep(tool, 'parse', { dir, nodes: shape, prepare: clear }),
            toolStep(tool, 'parse', { dir, nodes: shape }),
            toolStep(tool, 'ls', { dir, nodes: shape }),
            toolStep(tool, 'compile', { dir, nodes: shape }),
            toolStep(tool, 'build', { dir, nodes: shape, prepare: clear }),
            toolStep(tool, 'build', { dir, nodes: shape }),
          ],
        };
      }),
    ],
  };
}
