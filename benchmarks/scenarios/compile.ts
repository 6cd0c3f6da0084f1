import type { Scenario } from '../measure/scenario.ts';
import { tfm } from '../peers/tfm.ts';
import { workspace } from '../project/workspace.ts';
import { readFiles, type ScenarioContext, toolStep } from './scenario-context.ts';

/** Files to SQL, of a large project. */
export function compile({ tools, models, seed }: ScenarioContext): Scenario {
  const shape = { models, tests: 2 * models, seed, raw: 'sources' } as const;
  const floor = readFiles(workspace(tfm, shape).dir);
  return {
    name: 'compile',
    title: `${models} models, ${2 * models} tests`,
    steps: ['compile, nothing cached', 'compile, one file edited'],
    contenders: [
      { name: 'read and hash all files', steps: [floor, floor] },
      ...tools.map((tool) => {
        const { dir, clear, edit } = workspace(tool, shape);
        return {
          name: tool.name,
          steps: [
            toolStep(tool, 'compile', { dir, nodes: shape, prepare: clear }),
            toolStep(tool, 'compile', { dir, nodes: shape, prepare: edit }),
          ],
        };
      }),
    ],
  };
}
