import type { Span } from '../../diagnostics/source-text.ts';
import type { JsonValue } from '../../project/json-value.ts';

/** One key of a config, and where it is written. */
export interface ConfigEntry {
  readonly value: JsonValue;
  readonly at: Span;
}

/** What one place says about a node's config: a level of the project file's tree, a property file, a `config()` call. */
export interface ConfigLayer {
  readonly entries: ReadonlyMap<string, ConfigEntry>;
  /** The same as written, for `state:modified`. */
  readonly unrendered: ReadonlyMap<string, JsonValue>;
}

export const emptyLayer: ConfigLayer = { entries: new Map(), unrendered: new Map() };

/** Spellings of one key. */
const otherSpellings: ReadonlyMap<string, string> = new Map([
  ['pre_hook', 'pre-hook'],
  ['post_hook', 'post-hook'],
]);

export function configKey(key: string): string {
  return otherSpellings.get(key) ?? key;
}
