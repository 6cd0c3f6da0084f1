import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { LoadBlock } from '../project/node.ts';
import { mapOr } from './config/merge-config.ts';
import type { ParseContext } from './parse-context.ts';
import type { PropertyEntry } from './property-files.ts';

/** tfm's own loaders; in a dbt project `loader` may also be any text about another tool. */
const ownLoaders = new Set(['rest', 'database', 'files', 'generate']);

export interface LoadRequest {
  readonly entry: PropertyEntry;
  /** Of the table in the source's entry. */
  readonly path: readonly (string | number)[];
  /** Both rendered. */
  readonly source: JsonMap;
  readonly table: JsonMap;
  readonly loader: string;
  /** `raw.orders` */
  readonly name: string;
  readonly config: JsonMap;
}

/**
 * The `load:` block of a source table: the source's and the table's merged, maps deeply, lists and texts replaced. It
 * may also stand under `config.meta.load`, where dbt does not mind it.
 */
export function loadBlock(context: ParseContext, request: LoadRequest): LoadBlock | null {
  const { entry, path, source, table, loader, name } = request;
  const merging = new Merging();
  for (const [level, at] of [
    [source, []],
    [table, path],
  ] as const) {
    for (const inner of [['load'], ['config', 'load'], ['config', 'meta', 'load'], ['meta', 'load']]) {
      const value = lookUp(level, inner);
      const span = (rest: readonly string[]): Span =>
        entry.place([...at, ...inner, ...rest], rest.length === 0 ? 'key' : 'value');
      if (isJsonMap(value)) merging.add(value, span);
      // An explicit null switches off what the source says.
      else if (value === null && has(level, inner)) merging.clear();
    }
  }
  const { settings, places, at } = merging;
  if (at === undefined) {
    if (ownLoaders.has(loader) && !merging.cleared) {
      context.report(
        diagnostic('loader-without-load', { loader, name }, { at: entry.place([...path, 'name']) }),
      );
    }
    return null;
  }
  if (loader === '') {
    context.report(diagnostic('load-without-loader', { name }, { at }));
    return null;
  }
  return { loader, settings, places, at };
}

function lookUp(map: JsonMap, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = map;
  for (const key of path) value = isJsonMap(value) ? value.get(key) : undefined;
  return value;
}

function has(map: JsonMap, path: readonly string[]): boolean {
  const owner = path.length === 1 ? map : lookUp(map, path.slice(0, -1));
  return mapOr(owner).has(path.at(-1) ?? '');
}

class Merging {
  settings: JsonMap = new Map();
  readonly places = new Map<string, Span>();
  at: Span | undefined;
  cleared = false;

  add(value: JsonMap, span: (path: readonly string[]) => Span): void {
    this.settings = this.#merge(this.settings, value, [], span);
    this.at = span([]);
    this.cleared = false;
  }

  clear(): void {
    this.settings = new Map();
    this.places.clear();
    this.at = undefined;
    this.cleared = true;
  }

  #merge(
    before: JsonMap,
    value: JsonMap,
    path: readonly string[],
    span: (path: readonly string[]) => Span,
  ): JsonMap {
    const merged = new Map(before);
    for (const [key, item] of value) {
      const inner = [...path, key];
      this.places.set(inner.join('.'), span(inner));
      const old = merged.get(key);
      merged.set(
        key,
        isJsonMap(item) ? this.#merge(isJsonMap(old) ? old : new Map(), item, inner, span) : item,
      );
    }
    return merged;
  }
}
