import type { Scenario } from '../measure/scenario.ts';
import { emptyNode, type ScenarioContext, toolStep } from './scenario-context.ts';

/** How long one waits for nothing. */
export function startup({ tools }: ScenarioContext): Scenario {
  return {
    name: 'startup',
    title: 'Start-up',
    steps: ['--version', '--help'],
    contenders: [
      { name: 'empty Node', steps: [emptyNode(), emptyNode()] },
      ...tools.map((tool) => ({
        name: tool.name,
        steps: [
          toolStep(tool, 'version', { dir: process.cwd() }),
          toolStep(tool, 'help', { dir: process.cwd() }),
        ],
      })),
    ],
  };
}
