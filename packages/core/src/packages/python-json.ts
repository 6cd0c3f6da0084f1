import { isJsonList, isJsonMap, type JsonValue, WholeFloat } from '../project/json-value.ts';

/** `json.dumps(value, sort_keys=True)` of Python: what dbt hashes. */
export function pythonJson(value: JsonValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoted(value);
  if (value instanceof WholeFloat) return `${value.value}.0`;
  if (isJsonList(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (isJsonMap(value)) {
    const keys = [...value.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${keys.map((key) => `${quoted(key)}: ${pythonJson(value.get(key) ?? null)}`).join(', ')}}`;
  }
  return String(value);
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
