/** Between a project's plain data and templates' values. */
import {
  floatValue,
  isJsonList,
  isJsonMap,
  type JsonMap,
  type JsonValue,
  WholeFloat,
} from '../../project/json-value.ts';
import {
  Dict,
  Float,
  HostObject,
  hostError,
  iterate,
  List,
  Markup,
  Range,
  str,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
  ValueSet,
} from '../../template/template.ts';

/** Deeper than any data a project means to hold. */
const mostLevels = 200;

export function toValue(data: JsonValue): Value {
  if (isJsonMap(data)) return toDict(data);
  if (isJsonList(data)) return new List(data.map(toValue));
  if (data instanceof WholeFloat) return new Float(data.value);
  if (typeof data === 'number') return Number.isSafeInteger(data) ? data : new Float(data);
  return data;
}

export function toDict(map: JsonMap): Dict {
  const dict = new Dict();
  for (const [key, item] of map) dict.set(key, toValue(item));
  return dict;
}

/** What a template gave, as data that is kept. Undefined becomes `null`; what is no data becomes its text. */
export function toJson(value: Value, level = 0): JsonValue {
  if (level > mostLevels)
    throw hostError(`A value nested more than ${mostLevels} levels deep cannot be kept`);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Float) return floatValue(value.value);
  if (value instanceof Markup) return value.text;
  if (value instanceof Undefined) return null;
  if (value instanceof List || value instanceof Tuple)
    return value.items.map((item) => toJson(item, level + 1));
  if (value instanceof Dict) {
    const map = new Map<string, JsonValue>();
    for (const { key, value: item } of value.entries.values())
      map.set(textOf(key) ?? str(key), toJson(item, level + 1));
    return map;
  }
  if (value instanceof ValueSet || value instanceof Range) {
    const items: JsonValue[] = [];
    const next = iterate(value);
    for (let item = next(); item !== undefined; item = next()) items.push(toJson(item, level + 1));
    return items;
  }
  if (value instanceof HostObject) return str(value);
  throw hostError(`A ${typeName(value)} cannot be kept as data`);
}
