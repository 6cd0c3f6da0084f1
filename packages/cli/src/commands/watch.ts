import { diagnostic } from '@tfm/core';
import type { CommandContext } from '../session/command-context.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { findProject } from '../session/find-project.ts';
import { FileWatch } from '../watch/watch-files.ts';
import { watchKeys } from '../watch/watch-keys.ts';
import { Watch } from '../watch/watch-loop.ts';

export async function watch(context: CommandContext): Promise<number> {
  const { flags, interruption, output } = context;
  const projectDir = findProject(context);
  let files: FileWatch | undefined;
  const loop = new Watch(context, interruption.begin(), (folders) => {
    void files?.close();
    files = new FileWatch({
      projectDir,
      folders,
      poll: flags.is('poll'),
      onChange: (paths) => loop.lookAgain(paths),
      onLimit: (reason) => output.complain([diagnostic('watch-limit', { reason })]),
    });
  });
  const stopKeys = watchKeys({ all: () => loop.buildAll(), quit: () => interruption.stop() });
  try {
    await loop.untilStopped();
    return interruption.exitCode ?? exitCodes.good;
  } finally {
    stopKeys();
    await files?.close();
    await loop.close();
  }
}
