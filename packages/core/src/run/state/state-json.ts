import type { JsonValue } from '../../project/json-value.ts';

/** Plain data as text for a state table; integers beyond 2^53 keep every digit. */
export function toStateJson(value: JsonValue): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return { bigint: item.toString() };
    if (item instanceof Map) return { map: [...item] };
    return item;
  });
}

export function fromStateJson(text: string): JsonValue {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item === 'object' && item !== null && 'bigint' in item) return BigInt(String(item.bigint));
    if (typeof item === 'object' && item !== null && 'map' in item)
      return new Map(item.map as [string, JsonValue][]);
    return item;
  }) as JsonValue;
}
