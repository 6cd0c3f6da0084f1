import type { Capture, ConfigCall } from '../../context/capture.ts';
import { toJson } from '../../context/values/json-values.ts';
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
      entries.set(config, { value: toJson(value), at: argumentPlace(call.at, key) });
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

/** Where an argument's name stands in its call; the whole call when it is not written there. */
function argumentPlace(call: ConfigCall['at'], key: string): ConfigCall['at'] {
  const text = call.source.text.slice(call.start, call.end);
  const found = /^\w+$/.test(key) ? new RegExp(`\\b${key}\\b(?=['"]?\\s*[=:])`).exec(text) : null;
  if (found === null) return call;
  const start = call.start + found.index;
  return { source: call.source, start, end: start + key.length };
}
