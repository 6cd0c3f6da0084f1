import type { JsonMap } from './json-value.ts';

/** One call of tfm, as templates can see it. */
export interface Invocation {
  readonly id: string;
  /** ISO, UTC. */
  readonly startedAt: string;
  /** `build`, `run` …: `flags.WHICH`. */
  readonly command: string;
  /** Options of the command line and the project's flags, in snake case. */
  readonly flags: JsonMap;
  /** `--vars`. */
  readonly vars: JsonMap;
  readonly env: ReadonlyMap<string, string>;
}
