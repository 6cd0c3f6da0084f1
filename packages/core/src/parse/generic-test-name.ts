import { toValue } from '../context/values/json-values.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import { Dict, List, repr, str, type Value } from '../template/template.ts';
import { md5 } from './checksum.ts';

/** dbt's limit for names of files and relations. */
const longestName = 63;

/**
 * The name dbt makes of a test's kind, what it is written on and its arguments. Names and ids of artifacts depend on
 * every character of it.
 */
export function synthesizeTestName(test: string, target: string, kwargs: JsonMap): { readonly short: string; readonly full: string } {
  const parts: string[] = [];
  for (const key of [...kwargs.keys()].sort()) {
    const value = kwargs.get(key) ?? null;
    if (key === 'model') continue;
    const items = isJsonMap(value) ? [...value.values()] : isJsonList(value) ? value : [value];
    parts.push(...items.map((item) => str(toValue(item)).replaceAll(/[^0-9a-zA-Z_]+/g, '_')));
  }
  const identifier = `${test}_${target}`;
  const full = `${identifier}_${parts.join('__')}`;
  return { full, short: full.length > longestName ? `${identifier.slice(0, 30)}_${md5(full)}` : full };
}

/** The last part of a generic test's id. */
export function testHash(name: string, metadata: { readonly name: string; readonly namespace: string | null; readonly kwargs: JsonMap }): string {
  const hashable = new Map<string, JsonValue>([
    ['namespace', metadata.namespace],
    ['name', metadata.name],
    ['kwargs', metadata.kwargs],
  ]);
  return md5(name + repr(hashableValue(hashable))).slice(-10);
}

/** Keys sorted, every leaf as text: what Python then prints is the same for equal data. */
function hashableValue(value: JsonValue): Value {
  if (isJsonMap(value)) {
    const dict = new Dict();
    for (const key of [...value.keys()].sort()) dict.set(key, hashableValue(value.get(key) ?? null));
    return dict;
  }
  if (isJsonList(value)) return new List(value.map(hashableValue));
  return str(toValue(value));
}

/** The `config(…)` that dbt writes behind a generic test's call. */
export function configAsCall(config: JsonMap): string {
  if (config.size === 0) return '';
  const entries = [...config].map(([key, value]) => {
    const text = typeof value === 'string' ? `"${value.replaceAll('"', '\\"')}"` : str(toValue(value));
    return `${key}=${text}`;
  });
  return `{{ config(${entries.join(',')}) }}`;
}
