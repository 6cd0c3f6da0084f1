import { diagnostic } from '../../diagnostics/diagnostic.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../../project/json-value.ts';
import type { ParseContext } from '../parse-context.ts';
import type { PropertyEntry } from '../property-files.ts';
import type { ConfigKind } from '../schema/validators.ts';
import { checkConfigKeys } from './check-config.ts';
import { type ConfigEntry, type ConfigLayer, configKey } from './config-layer.ts';

/** Configs that dbt once took beside `config`, and still does. */
const besideConfig = ['tags', 'meta', 'docs', 'access', 'group', 'freshness'];

/** Lists whose entries dbt takes no `tags` from but under `config`. */
const tagsIgnored = new Set(['models', 'seeds', 'snapshots', 'analyses']);

export interface PropertyLayerRequest {
  readonly entry: PropertyEntry;
  readonly configKind: ConfigKind;
  /** How the resource is called: `model "fct"`. */
  readonly name: string;
  /** The map that holds `config`: the entry's own, or one of its versions. */
  readonly value?: JsonMap;
  readonly path?: readonly (string | number)[];
}

/** What a property file says about a node's config, rendered. */
export function propertyLayer(context: ParseContext, request: PropertyLayerRequest): ConfigLayer {
  const { entry, configKind, name, value = entry.value, path = [] } = request;
  const owner = entry.file.package;
  const renderer = context.renderer(owner.settings.name);
  const entries = new Map<string, ConfigEntry>();
  const unrendered = new Map<string, JsonValue>();
  const add = (key: string, item: JsonValue, at: readonly (string | number)[]): void => {
    const config = configKey(key);
    const isLate = config === 'pre-hook' || config === 'post-hook' || config === 'loaded_at_query';
    const rendered = isLate ? item : renderer.deep(item, (inner) => entry.place([...at, ...inner]));
    entries.set(config, { value: rendered, at: entry.place(at) });
    unrendered.set(config, item);
  };
  for (const key of besideConfig) {
    const item = value.get(key);
    if (item === undefined) continue;
    if (key === 'tags' && tagsIgnored.has(entry.list)) {
      context.report(
        diagnostic(
          'ignored-key',
          { key, where: `beside "config" of ${name}` },
          { at: entry.place([...path, key], 'key') },
        ),
      );
    } else add(key, item, [...path, key]);
  }
  const config = value.get('config');
  if (isJsonMap(config)) {
    const beside = new Map(entries);
    for (const [key, item] of config) {
      add(key, item, [...path, 'config', key]);
      const before = beside.get(configKey(key));
      const after = entries.get(configKey(key));
      // Both places add up where the merge does.
      if (key === 'meta' && isJsonMap(before?.value) && isJsonMap(after?.value)) {
        entries.set(key, { value: new Map([...before.value, ...after.value]), at: after.at });
      }
    }
  }
  context.report(...checkConfigKeys(configKind, entries, `in the config of ${name}`, owner.strictness));
  // A quirk of dbt's: it merges what is written under `config` of an entry with itself, which doubles lists.
  if (path.length === 0 && tagsIgnored.has(entry.list) && isJsonMap(config)) {
    for (const key of config.keys())
      unrendered.set(configKey(key), doubled(unrendered.get(configKey(key)) ?? null));
  }
  return { entries, unrendered };
}

function doubled(value: JsonValue): JsonValue {
  if (isJsonList(value)) return [...value, ...value];
  return isJsonMap(value) ? new Map([...value].map(([key, item]) => [key, doubled(item)])) : value;
}
