import { toValue } from '../context/values/json-values.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import { str } from '../template/template.ts';
import { quoted } from '../template/value/print.ts';
import { md5 } from './checksum.ts';

/** dbt's limit for names of files and relations. */
const longestName = 63;

/**
 * The name dbt makes of a test's kind, what it is written on and its arguments. Names and ids of artifacts depend on
 * every character of it.
 */
export function synthesizeTestName(
  test: string,
  target: string,
  kwargs: JsonMap,
): { readonly short: string; readonly full: string } {
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
export function testHash(
  name: string,
  metadata: { readonly name: string; readonly namespace: string | null; readonly kwargs: JsonMap },
): string {
  const { kwargs, namespace } = metadata;
  const text = `{'kwargs': ${hashable(kwargs)}, 'name': ${quoted(metadata.name)}, 'namespace': ${quoted(namespace ?? 'None')}}`;
  return md5(name + text).slice(-10);
}

/** As Python prints it, keys sorted and every leaf as text: what is printed is the same for equal data. */
function hashable(value: JsonValue): string {
  if (typeof value === 'string') return quoted(value);
  if (isJsonMap(value)) {
    return `{${[...value.keys()]
      .sort()
      .map((key) => `${quoted(key)}: ${hashable(value.get(key) ?? null)}`)
      .join(', ')}}`;
  }
  if (isJsonList(value)) return `[${value.map(hashable).join(', ')}]`;
  return quoted(str(toValue(value)));
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
