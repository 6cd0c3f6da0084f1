import type { JsonObjectSchema } from '../adapter/adapter.ts';
import type { JsonMap } from '../project/json-value.ts';

/** What parsing must know that no file of the project says. */
export interface ParseSettings {
  /** `--target`. */
  readonly targetName?: string | undefined;
  /** `--profile`. */
  readonly profileName?: string | undefined;
  /** `--vars`. */
  readonly vars: JsonMap;
  readonly env: ReadonlyMap<string, string>;
  /** By name: what is known of a warehouse without connecting. */
  readonly adapters: ReadonlyMap<string, AdapterProfile>;
  /** `--threads`. */
  readonly threads?: number | undefined;
  /** ISO, UTC. */
  readonly runStartedAt: string;
  readonly invocationId: string;
  /** Options of the command line by their name in snake case, as templates' `flags` show them. */
  readonly flags: JsonMap;
  /** `build`, `run` …: templates' `flags.WHICH`. */
  readonly command: string;
}

export interface AdapterProfile {
  readonly profileSchema: JsonObjectSchema;
  defaultNames(
    settings: JsonMap,
    projectName: string,
  ): { readonly database: string | null; readonly schema: string };
}
