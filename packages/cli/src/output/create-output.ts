import type { FlagValues } from '../command-line/flags.ts';
import { type LogLevel, logLevels } from './log-line.ts';
import { Output } from './output.ts';
import { wantsColours } from './palette.ts';
import { secretsOfEnvironment } from './redactor.ts';

export interface OutputWish {
  readonly flags: FlagValues;
  readonly invocationId: string;
  readonly now: () => string;
}

/** The output of this process, as the flags and the environment ask for it. */
export function createOutput({ flags, invocationId, now }: OutputWish): Output {
  const { stdout, stderr, env } = process;
  const wanted = flags.is('no-color') ? false : flags.is('use-colors') ? true : undefined;
  const colours = (isTerminal: boolean) => wantsColours({ isTerminal, environment: env, wanted });
  const level = logLevels.find((known) => known === flags.get('log-level'));
  const output = new Output({
    stdout,
    stderr,
    colours: { stdout: colours(stdout.isTTY), stderr: colours(stderr.isTTY) },
    format: flags.get('log-format') === 'json' ? 'json' : 'text',
    level: flags.is('debug') ? 'debug' : ((level satisfies LogLevel | undefined) ?? 'info'),
    quiet: flags.is('quiet'),
    live: stdout.isTTY && (env.CI ?? '') === '' && env.TERM !== 'dumb',
    invocationId,
    now,
  });
  output.hide(secretsOfEnvironment(env));
  return output;
}
