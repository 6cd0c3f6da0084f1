import { diagnostic } from '../diagnostics/diagnostic.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue, WholeFloat } from '../project/json-value.ts';
import type { DeclaredColumnProperties } from '../project/node.ts';
import { uniqueTexts } from './config/merge-config.ts';
import { parseColumns } from './describe.ts';
import { type ParseContext, stem } from './parse-context.ts';
import type { ParsedProjectFile } from './project-file.ts';
import type { PropertyEntry } from './property-files.ts';

/** One version of a model: `versions:` of a property file. */
export interface ModelVersion {
  readonly entry: PropertyEntry;
  readonly v: string | number;
  readonly latest: string | number;
  readonly value: JsonMap;
  readonly path: readonly (string | number)[];
}

/** Versions by the name of the file that holds them. */
export function versionsOf(
  context: ParseContext,
  owner: ParsedProjectFile,
): ReadonlyMap<string, ModelVersion> {
  const packageName = owner.settings.name;
  const files = new Set(owner.files.models.map((file) => stem(file.path)));
  const found = new Map<string, ModelVersion>();
  for (const entry of context.properties.list(packageName, 'models')) {
    const list = entry.value.get('versions');
    if (!isJsonList(list) || list.length === 0) continue;
    context.properties.take(packageName, 'models', entry.name);
    const versions = list.flatMap((value, index) => {
      const v = isJsonMap(value) ? versionOf(value.get('v')) : undefined;
      return isJsonMap(value) && v !== undefined ? [{ v, value, path: ['versions', index] }] : [];
    });
    const latest = versionOf(entry.value.get('latest_version')) ?? highest(versions.map((one) => one.v));
    if (latest === undefined) continue;
    for (const { v, value, path } of versions) {
      const definedIn = value.get('defined_in');
      const wanted = typeof definedIn === 'string' ? definedIn : `${entry.name}_v${v}`;
      const file =
        files.has(wanted) || String(v) !== String(latest) || !files.has(entry.name) ? wanted : entry.name;
      if (!files.has(file)) {
        const at = entry.place([...path, typeof definedIn === 'string' ? 'defined_in' : 'v']);
        context.report(
          diagnostic('unknown-version-file', { model: entry.name, version: String(v), file: wanted }, { at }),
        );
        continue;
      }
      found.set(file, { entry, v, latest, value, path });
    }
  }
  return found;
}

export function versionOf(value: JsonValue | undefined): string | number | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (value instanceof WholeFloat) return `${value.value}.0`;
  return typeof value === 'bigint' ? String(value) : undefined;
}

/** Numbers compare as numbers; as soon as one is none, all compare as text. */
function highest(versions: readonly (string | number)[]): string | number | undefined {
  const numbers = versions.map(Number);
  const byNumber = numbers.every((number) => !Number.isNaN(number));
  let best: string | number | undefined;
  for (const version of versions) {
    if (best === undefined || (byNumber ? Number(version) > Number(best) : String(version) > String(best)))
      best = version;
  }
  return best;
}

/** `columns:` of a version: `{include, exclude}` takes columns of the model, the others are its own. */
export function versionColumns(
  context: ParseContext,
  version: ModelVersion,
  base: readonly DeclaredColumnProperties[],
): readonly DeclaredColumnProperties[] {
  const list = version.value.get('columns');
  if (!isJsonList(list)) return base;
  const { entry, path } = version;
  const own = parseColumns(context, {
    packageName: entry.file.package.settings.name,
    name: entry.name,
    columns: list,
    place: (inner, part) => entry.place([...path, 'columns', ...inner], part),
  });
  const rule = list.find(
    (item): item is JsonMap => isJsonMap(item) && (item.has('include') || item.has('exclude')),
  );
  if (rule === undefined) return own.length === 0 ? base : own;
  const include = rule.get('include') ?? 'all';
  const excluded = new Set(uniqueTexts(rule.get('exclude')));
  const known = new Set(base.map((column) => column.name));
  const index = list.indexOf(rule);
  for (const name of [...(include === 'all' || include === '*' ? [] : uniqueTexts(include)), ...excluded]) {
    if (!known.has(name)) {
      const at = entry.place([...path, 'columns', index]);
      context.report(diagnostic('unknown-include-column', { column: name, model: entry.name }, { at }));
    }
  }
  const included =
    include === 'all' || include === '*'
      ? base
      : base.filter((column) => uniqueTexts(include).includes(column.name));
  const ownNames = new Set(own.map((column) => column.name));
  return [...included.filter((column) => !excluded.has(column.name) && !ownNames.has(column.name)), ...own];
}
