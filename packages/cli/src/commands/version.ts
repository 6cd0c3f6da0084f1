import type { CommandContext } from '../session/command-context.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { version } from '../version.ts';

export async function printVersion({ output }: CommandContext): Promise<number> {
  output.result(`tfm ${version}`, { name: 'Version', data: { version } });
  return exitCodes.good;
}
