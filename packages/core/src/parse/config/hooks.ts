import type { Span } from '../../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../../project/json-value.ts';
import type { Hook } from '../../project/node.ts';

type Path = readonly (string | number)[];

/** Hooks as they may be written: a text, a map `{sql, transaction}`, the JSON of such a map, or a list of these. */
export function hooksOf(value: JsonValue | undefined, place: (path: Path) => Span): readonly Hook[] {
  if (value === undefined || value === null) return [];
  if (isJsonList(value)) return value.flatMap((item, index) => hookOf(item, place([index])));
  return hookOf(value, place([]));
}

function hookOf(value: JsonValue, at: Span): readonly Hook[] {
  if (isJsonMap(value)) {
    const sql = value.get('sql');
    return typeof sql === 'string' ? [{ sql, transaction: value.get('transaction') !== false, at }] : [];
  }
  if (typeof value !== 'string' || value.trim() === '') return [];
  return [fromJson(value, at) ?? { sql: value, transaction: true, at }];
}

/** What the macros `before_begin()`, `in_transaction()` and `after_commit()` make. */
function fromJson(text: string, at: Span): Hook | undefined {
  if (!/^\s*\{\s*"/.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as { sql?: unknown; transaction?: unknown };
    return typeof value.sql === 'string'
      ? { sql: value.sql, transaction: value.transaction !== false, at }
      : undefined;
  } catch {
    return undefined;
  }
}

/** As the manifest and `config.get` show a hook. */
export function hookAsConfig(hook: Hook): JsonMap {
  return new Map<string, JsonValue>([
    ['sql', hook.sql],
    ['transaction', hook.transaction],
    ['index', null],
  ]);
}
