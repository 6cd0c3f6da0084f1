import type { JsonMap } from './json-value.ts';

/** Where a run goes: one output of a profile, resolved. */
export interface Target {
  readonly profileName: string;
  readonly name: string;
  /** The adapter's name. */
  readonly type: string;
  readonly threads: number;
  readonly database: string | null;
  readonly schema: string;
  /** All keys of the output as written, secrets included: for the adapter only, never for templates or output. */
  readonly settings: JsonMap;
}
