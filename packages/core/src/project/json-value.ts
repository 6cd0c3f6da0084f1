/**
 * Plain data as YAML, JSON and `config()` calls give it. Integers beyond 2^53 are `bigint`.
 * Maps are `Map`s, so that keys such as `__proto__` are nothing special and order is kept.
 */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonMap;
export type JsonMap = ReadonlyMap<string, JsonValue>;

export function isJsonMap(value: JsonValue | undefined): value is JsonMap {
  return value instanceof Map;
}
