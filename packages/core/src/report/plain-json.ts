import { isJsonList, isJsonMap, type JsonMap, type JsonValue, WholeFloat } from '../project/json-value.ts';

/** What artifacts are made of: values that `JSON.stringify` writes as they are. */
export type PlainJson = null | boolean | number | string | readonly PlainJson[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: PlainJson;
}

// Every supported Node has it; TypeScript's library does not list it yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): PlainObject };

/**
 * A value of the project's files as plain JSON. Integers beyond 2^53 keep all their digits. `fromEntries` defines
 * keys instead of assigning them, so that `__proto__` is a key like any other.
 */
export function plainJson(value: JsonValue): PlainJson {
  if (isJsonMap(value)) return plainObject(value);
  if (isJsonList(value)) return value.map(plainJson);
  if (typeof value === 'bigint') return rawJSON(String(value));
  return value instanceof WholeFloat ? value.value : value;
}

export function plainObject(map: JsonMap): PlainObject {
  return Object.fromEntries([...map].map(([key, value]) => [key, plainJson(value)]));
}

/** An object with its keys in order, so that equal input gives equal bytes. */
export function sortedObject<T extends PlainJson>(entries: Iterable<readonly [string, T]>): PlainObject {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
