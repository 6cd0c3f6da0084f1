import type { Capture } from '../../context/capture.ts';
import { toJson } from '../../context/values/json-values.ts';
import type { SourceText, Span } from '../../diagnostics/source-text.ts';
import type { JsonValue } from '../../project/json-value.ts';
import type { ParseContext } from '../parse-context.ts';
import type { Strictness } from '../schema/validate.ts';
import type { ConfigKind } from '../schema/validators.ts';
import { checkConfigKeys, checkConfigValues } from './check-config.ts';
import { type ConfigEntry, type ConfigLayer, configKey } from './config-layer.ts';
import { mergeKey } from './merge-config.ts';

/** `config(…)` calls of a template as layers, in the order of the calls. */
export function callLayers(
  context: ParseContext,
  { configs: calls, writtenConfig }: Pick<Capture, 'configs' | 'writtenConfig'>,
  configKind: ConfigKind,
  check: { readonly called: string; readonly strictness: Strictness } | undefined,
): readonly ConfigLayer[] {
  const merged = new Map<string, JsonValue>();
  const layers = calls.map((call): ConfigLayer => {
    const entries = new Map<string, ConfigEntry>();
    for (const [key, value] of call.options) {
      const config = configKey(key);
      entries.set(config, { value: toJson(value), at: new ArgumentSpan(call.at, key) });
      merged.set(config, mergeKey(config, merged.get(config), toJson(value)));
    }
    if (check !== undefined) {
      context.report(
        ...checkConfigKeys(configKind, entries, `in config() of ${check.called}`, check.strictness),
      );
      context.report(
        ...checkConfigValues(configKind, entries, `config() of ${check.called}`, check.strictness),
      );
    }
    return { entries, unrendered: new Map() };
  });
  // dbt: what is written in the text's first call, or else what all calls came to.
  const written = [...writtenConfig].map(([key, text]): [string, JsonValue] => [configKey(key), text]);
  const last = layers.pop();
  return last === undefined
    ? []
    : [...layers, { ...last, unrendered: written.length > 0 ? new Map(written) : merged }];
}

/**
 * Where an argument's name stands in its call; the whole call when it is not written there. Looked for when somebody
 * asks: the place of a call in YAML costs the reading of its file.
 */
class ArgumentSpan implements Span {
  readonly source: SourceText;
  readonly #call: Span;
  readonly #name: string;

  constructor(call: Span, name: string) {
    this.source = call.source;
    this.#call = call;
    this.#name = name;
  }

  get start(): number {
    return this.#found()?.[0] ?? this.#call.start;
  }

  get end(): number {
    return this.#found()?.[1] ?? this.#call.end;
  }

  #found(): readonly [number, number] | undefined {
    if (!/^\w+$/.test(this.#name)) return undefined;
    const { start, end, source } = this.#call;
    const found = new RegExp(`\\b${this.#name}\\b(?=['"]?\\s*[=:])`).exec(source.text.slice(start, end));
    return found === null ? undefined : [start + found.index, start + found.index + this.#name.length];
  }
}
