import type { Span } from '../../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../../project/json-value.ts';
import type { Hook, NodeConfig } from '../../project/node.ts';
import type { ConfigLayer } from './config-layer.ts';
import { type ConfiguredType, defaultConfig } from './default-configs.ts';
import { hookAsConfig, hooksOf } from './hooks.ts';

export interface MergedConfig extends NodeConfig {
  /** Where the value that won was written; absent for defaults. */
  readonly places: ReadonlyMap<string, Span>;
}

/** Keys whose maps are merged, key by key. */
const updated = new Set([
  'meta',
  'quoting',
  'column_types',
  'docs',
  'contract',
  'latest_version_pointer',
  'snapshot_meta_column_names',
]);

const layerNumbers = new WeakMap<ConfigLayer, number>();
let lastNumber = 0;

function numberOf(layer: ConfigLayer): number {
  let number = layerNumbers.get(layer);
  if (number === undefined) {
    lastNumber += 1;
    number = lastNumber;
    layerNumbers.set(layer, number);
  }
  return number;
}

/** Merges each list of layers once: most nodes of a project are configured by the same few levels of a tree. */
export class ConfigMerger {
  readonly #merged = new Map<string, MergedConfig>();

  merge(type: ConfiguredType, layers: readonly ConfigLayer[], fallback: Span): MergedConfig {
    const present = layers.filter((layer) => layer.entries.size > 0);
    const key = `${type}:${present.map(numberOf).join(',')}`;
    let merged = this.#merged.get(key);
    if (merged === undefined) {
      merged = mergeConfig(type, present, fallback);
      this.#merged.set(key, merged);
    }
    return merged;
  }
}

/** All layers of a node's config as one, weakest first. */
export function mergeConfig(
  type: ConfiguredType,
  layers: readonly ConfigLayer[],
  fallback: Span,
): MergedConfig {
  const all = new Map(defaultConfig(type));
  const unrendered = new Map<string, JsonValue>();
  const places = new Map<string, Span>();
  const hooks: Record<'pre-hook' | 'post-hook', Hook[]> = { 'pre-hook': [], 'post-hook': [] };
  for (const layer of layers) {
    for (const [key, { value, at }] of layer.entries) {
      places.set(key, at);
      if (key === 'pre-hook' || key === 'post-hook') {
        const added = hooksOf(value, () => at);
        hooks[key].push(...added);
        all.set(key, hooks[key].map(hookAsConfig));
      } else all.set(key, mergeKey(key, all.get(key), value));
    }
    for (const [key, value] of layer.unrendered) unrendered.set(key, value);
  }
  fixDerived(type, all);
  return {
    enabled: all.get('enabled') !== false,
    materialized: textOr(
      all.get('materialized'),
      type === 'test' || type === 'seed' || type === 'snapshot' ? type : 'view',
    ),
    tags: uniqueTexts(all.get('tags')),
    meta: mapOr(all.get('meta')),
    preHooks: hooks['pre-hook'],
    postHooks: hooks['post-hook'],
    all,
    unrendered,
    places: places.size === 0 ? new Map([['', fallback]]) : places,
  };
}

/** One key of a weaker and a stronger layer as one. */
export function mergeKey(key: string, before: JsonValue | undefined, value: JsonValue): JsonValue {
  if (key === 'tags' || key === 'packages') return [...listOf(before), ...listOf(value)];
  if (key === 'grants') return mergeGrants(before, value);
  if (updated.has(key)) return mergeMaps(before, value);
  return value;
}

/** A key replaces its list of roles; with `+` it adds to it. */
function mergeGrants(before: JsonValue | undefined, value: JsonValue): JsonValue {
  if (!isJsonMap(value)) return value === null ? mapOr(before) : value;
  const grants = new Map(mapOr(before));
  for (const [key, roles] of value) {
    const name = key.replace(/^\+/, '');
    grants.set(name, key.startsWith('+') ? [...listOf(grants.get(name)), ...listOf(roles)] : listOf(roles));
  }
  return grants;
}

function mergeMaps(before: JsonValue | undefined, value: JsonValue): JsonValue {
  if (!isJsonMap(value)) return value === null && isJsonMap(before) ? before : value;
  return isJsonMap(before) ? new Map([...before, ...value]) : value;
}

/** Configs that follow from others. */
function fixDerived(type: ConfiguredType, all: Map<string, JsonValue>): void {
  if (type !== 'test') return;
  // dbt: `store_failures_as` decides when it is given; else `store_failures` does.
  const as = all.get('store_failures_as');
  if (as === null || as === undefined) {
    const store = all.get('store_failures');
    if (store === true) all.set('store_failures_as', 'table');
    else if (store === false) all.set('store_failures_as', 'ephemeral');
  } else all.set('store_failures', as !== 'ephemeral');
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null) return [];
  return isJsonList(value) ? value : [value];
}

export function uniqueTexts(value: JsonValue | undefined): readonly string[] {
  return [...new Set(listOf(value).filter((item) => typeof item === 'string'))];
}

export function mapOr(value: JsonValue | undefined): JsonMap {
  return isJsonMap(value) ? value : new Map();
}

export function textOr(value: JsonValue | undefined, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

export function textOrNull(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
