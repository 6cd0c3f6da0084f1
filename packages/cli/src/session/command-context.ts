import type { Clock } from '@tfm/core';
import type { Environment } from '../command-line/environment.ts';
import type { FlagValues } from '../command-line/flags.ts';
import type { Output } from '../output/output.ts';
import type { Interruption } from './interruption.ts';

/** What every command gets. */
export interface CommandContext {
  /** Its name: `build`. */
  readonly command: string;
  readonly flags: FlagValues;
  /** The word beside the flags. */
  readonly argument: string | undefined;
  readonly environment: Environment;
  /** Absolute. */
  readonly workingDir: string;
  readonly output: Output;
  readonly interruption: Interruption;
  readonly clock: Clock;
  /** A UUID: of the run, of all artifacts and of all log lines. */
  readonly invocationId: string;
  readonly startedAt: string;
}
