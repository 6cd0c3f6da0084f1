import { isJsonMap, type JsonValue } from '../project/json-value.ts';
import type { Resource } from '../project/node.ts';

/** `config.a.b:value`: text equals, a list contains, `true` and `false` are booleans too. */
export function configMatcher(path: readonly string[], value: JsonValue): (resource: Resource) => boolean {
  const ignoreCase = path.length === 1 && path[0] === 'severity';
  const truth = String(value).toLowerCase();
  const isSame = (found: JsonValue): boolean => {
    if (found === value) return true;
    if (typeof found === 'boolean') return truth === String(found);
    if (typeof found === 'bigint' || typeof value === 'bigint')
      return String(found) === String(value) && typeof value !== 'string';
    return ignoreCase && typeof found === 'string' && found.toUpperCase() === String(value).toUpperCase();
  };
  return (resource) => {
    if (resource.resourceType === 'exposure') return false;
    const found = configAt(resource, path);
    if (found === undefined) return false;
    return Array.isArray(found) ? found.some(isSame) : isSame(found);
  };
}

export function configAt(resource: Resource, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = resource.config.all;
  for (const key of path)
    value = isJsonMap(value) ? (value.get(key) ?? value.get(otherSpelling(key))) : undefined;
  return value;
}

/** Hooks are `pre-hook` in files and `pre_hook` in Python. */
function otherSpelling(key: string): string {
  return key.includes('_') ? key.replaceAll('_', '-') : key.replaceAll('-', '_');
}
