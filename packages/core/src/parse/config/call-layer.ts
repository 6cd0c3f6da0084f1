import type { ConfigCall } from '../../context/capture.ts';
import { toJson } from '../../context/values/json-values.ts';
import type { JsonValue } from '../../project/json-value.ts';
import { repr } from '../../template/template.ts';
import type { ParseContext } from '../parse-context.ts';
import type { Strictness } from '../schema/validate.ts';
import type { ConfigKind } from '../schema/validators.ts';
import { checkConfigKeys, checkConfigValues } from './check-config.ts';
import { type ConfigEntry, configKey, type ConfigLayer } from './config-layer.ts';

/** `config(…)` calls of a template as layers, in the order of the calls. */
export function callLayers(
  context: ParseContext,
  calls: readonly ConfigCall[],
  configKind: ConfigKind,
  name: string,
  strictness: Strictness,
): readonly ConfigLayer[] {
  return calls.map((call) => {
    const entries = new Map<string, ConfigEntry>();
    const unrendered = new Map<string, JsonValue>();
    for (const [key, value] of call.options) {
      const config = configKey(key);
      entries.set(config, { value: toJson(value), at: call.at });
      unrendered.set(config, typeof value === 'string' ? value : repr(value));
    }
    context.report(...checkConfigKeys(configKind, entries, `in config() of ${name}`, strictness));
    context.report(...checkConfigValues(configKind, entries, `config() of ${name}`, strictness));
    return { entries, unrendered };
  });
}
