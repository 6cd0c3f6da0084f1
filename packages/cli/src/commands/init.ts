import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { diagnostic } from '@tfm/core';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { newProjectFiles } from './new-project-files.ts';

export async function init({ argument, workingDir, output }: CommandContext): Promise<number> {
  const folder = resolve(workingDir, argument ?? '');
  const name = folder.split(/[\\/]/).at(-1) ?? '';
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('project-name-invalid', {
        name,
        suggestion: join(dirname(argument ?? ''), projectName(name)),
      }),
    ]);
  }
  const shown = relative(workingDir, folder) || '.';
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new CommandFailure(exitCodes.mistake, [diagnostic('folder-not-empty', { folder: shown })]);
  const files = newProjectFiles(name);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // `wx`: what somebody put there this very moment stays.
    writeFileSync(join(folder, path), text, { flag: 'wx' });
  }
  const { palette } = output;
  output.say({
    name: 'ProjectCreated',
    text: [
      `Made the project ${palette.bold(name)} in ${shown}:`,
      ...[...files.keys()].map((path) => `  ${path}`),
      '',
      'Next:',
      `  ${palette.cyan(`cd ${shown}`)}`,
      `  ${palette.cyan('tfm build')}`,
      `  ${palette.cyan('tfm show customer_orders')}`,
    ].join('\n'),
    data: { files: [...files.keys()] },
  });
  return exitCodes.good;
}

function projectName(text: string): string {
  const name = text
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/_+$/, '');
  return name === '' ? 'my_project' : name;
}
