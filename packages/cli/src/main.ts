import { commandTable } from './command-line/commands.ts';
import { commandHelp, generalHelp } from './command-line/help.ts';
import { type CommandLine, parseArguments } from './command-line/parse-arguments.ts';
import { createOutput } from './output/create-output.ts';
import type { Output } from './output/output.ts';
import type { CommandContext } from './session/command-context.ts';
import { exitCodes } from './session/exit-codes.ts';
import { failureOf } from './session/failure-of.ts';
import { Interruption } from './session/interruption.ts';
import { systemClock } from './session/system-clock.ts';

/** Runs one command; the number is the exit code of the process. */
export async function main(words: readonly string[]): Promise<number> {
  const commandLine = parseArguments(words, process.env);
  const invocationId = crypto.randomUUID();
  const output = createOutput({ flags: commandLine.flags, invocationId, now: () => systemClock.now() });
  const interruption = new Interruption(() => output.note('\nStopping in order. Once more leaves at once.'));
  stayQuietWithoutReader(output, interruption);
  const { command, flags, diagnostics } = commandLine;
  if (diagnostics.length > 0) {
    output.complain(diagnostics);
    return exitCodes.mistake;
  }
  if (flags.is('help') || command === undefined) return help(commandLine, output);
  const context: CommandContext = {
    command,
    flags,
    argument: commandLine.argument,
    environment: process.env,
    workingDir: process.cwd(),
    output,
    interruption,
    clock: systemClock,
    invocationId,
    startedAt: systemClock.now(),
  };
  // Thrown where nobody waits for it: a bug of ours as well, and told like one.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      const failure = failureOf(error, context);
      output.status('');
      output.complain(failure.diagnostics);
      process.exit(failure.exitCode);
    });
  }
  try {
    const execute = await commandTable[command].load();
    return await execute(context);
  } catch (error) {
    const failure = failureOf(error, context);
    output.complain(failure.diagnostics);
    return interruption.exitCode ?? failure.exitCode;
  }
}

function help({ command }: CommandLine, output: Output): number {
  output.result(command === undefined ? generalHelp(output.palette) : commandHelp(command, output.palette));
  return exitCodes.good;
}

/** `tfm ls | head -1` ends without a word; a run stops in order, as by Ctrl-C. */
function stayQuietWithoutReader(output: Output, interruption: Interruption): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      output.close();
      if (interruption.hasBegun) interruption.stop();
      else process.exit(exitCodes.good);
    });
  }
}
