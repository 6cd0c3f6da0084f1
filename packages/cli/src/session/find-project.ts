import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { diagnostic } from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';

const projectFiles = ['tfm.yml', 'dbt_project.yml'];

/** The project's folder, absolute: the one that `--project-dir` names, else this one or the nearest above. */
export function findProject({ flags, workingDir }: Pick<CommandContext, 'flags' | 'workingDir'>): string {
  const named = flags.get('project-dir');
  if (named !== undefined) {
    const folder = resolve(workingDir, named);
    if (holdsProject(folder)) return folder;
    throw new CommandFailure(exitCodes.mistake, [diagnostic('project-not-found', { folder: named })]);
  }
  for (let folder = workingDir; ; folder = dirname(folder)) {
    if (holdsProject(folder)) return folder;
    if (folder === dirname(folder)) break;
  }
  throw new CommandFailure(exitCodes.mistake, [
    diagnostic(
      'project-not-found',
      { folder: workingDir },
      { hint: 'go to a project folder, or start a project: tfm init my_project' },
    ),
  ]);
}

function holdsProject(folder: string): boolean {
  return projectFiles.some((name) => existsSync(join(folder, name)));
}
