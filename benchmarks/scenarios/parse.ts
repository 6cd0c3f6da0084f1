import type { Scenario } from '../measure/scenario.ts';
import { tfm } from '../peers/tfm.ts';
import { workspace } from '../project/workspace.ts';
import { readFiles, type ScenarioContext, toolStep } from './scenario-context.ts';

/** Files to graph, of a large project. */
export function parse({ tools, models, seed }: ScenarioContext): Scenario {
  const shape = { models, tests: 2 * models, seed, raw: 'sources' } as const;
  const floor = readFiles(workspace(tfm, shape).dir);
  return {
    name: 'parse',
    title: `${models} models, ${2 * models} tests`,
    steps: ['parse, nothing cached', 'parse, unchanged', 'parse, one file edited', 'ls, unchanged'],
    contenders: [
      { name: 'read and hash all files', steps: [floor, floor, floor, floor] },
      ...tools.map((tool) => {
        const { dir, clear, edit } = workspace(tool, shape);
        return {
          name: tool.name,
          steps: [
            toolStep(tool, 'parse', { dir, nodes: shape, prepare: clear }),
            toolStep(tool, 'parse', { dir, nodes: shape }),
            toolStep(tool, 'parse', { dir, nodes: shape, prepare: edit }),
            toolStep(tool, 'ls', { dir, nodes: shape }),
          ],
        };
      }),
    ],
  };
}
