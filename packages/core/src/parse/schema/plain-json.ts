import { isJsonList, isJsonMap, type JsonValue, WholeFloat } from '../../project/json-value.ts';

/** As ajv sees data: objects without a prototype, so that `__proto__` is a key like others. */
export function plainJson(value: JsonValue): unknown {
  if (isJsonMap(value)) {
    const object = Object.create(null) as Record<string, unknown>;
    for (const [key, item] of value) object[key] = plainJson(item);
    return object;
  }
  if (isJsonList(value)) return value.map(plainJson);
  if (value instanceof WholeFloat) return value.value;
  return typeof value === 'bigint' ? Number(value) : value;
}
