import type { CommandContext } from './command-context.ts';

/** Milliseconds. Somebody who looks can wait a moment; a job that is started again soon should not. */
export function lockTimeoutOf({ flags, environment, output }: CommandContext): number {
  const given = flags.number('lock-timeout');
  if (given !== undefined) return given * 1000;
  const isWatched = output.cutAt !== undefined && (environment.CI ?? '') === '';
  return isWatched ? 30_000 : 0;
}
