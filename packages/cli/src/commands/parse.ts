import { countWords, joinWords, type ProjectGraph, type ResourceType } from '@tfm/core';
import { openTargetFolder, writeParsed } from '../session/artifacts.ts';
import type { CommandContext } from '../session/command-context.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { openProject } from '../session/open-project.ts';

export async function parse(context: CommandContext): Promise<number> {
  const project = await openProject(context);
  const folder = await openTargetFolder(project, context);
  await writeParsed(project, context, folder);
  const text = `${project.graph.project.settings.name} is in order: ${contentWords(project.graph)}`;
  context.output.say({ name: 'ParsePerfInfo', text });
  return exitCodes.good;
}

const order: readonly ResourceType[] = [
  'source',
  'seed',
  'model',
  'snapshot',
  'test',
  'analysis',
  'exposure',
];

/** `2 seeds, 5 models and 12 tests` */
export function contentWords({ resources }: ProjectGraph): string {
  const counts = Map.groupBy(resources.values(), ({ resourceType }) => resourceType);
  const words = order.flatMap((type) => {
    const count = counts.get(type)?.length ?? 0;
    return count === 0 ? [] : [countWords(count, type, type === 'analysis' ? 'analyses' : `${type}s`)];
  });
  return words.length === 0 ? 'nothing in it yet' : joinWords(words);
}
