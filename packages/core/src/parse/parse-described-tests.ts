import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import { type UniqueId, uniqueId } from '../project/unique-id.ts';
import { mapOr, uniqueTexts } from './config/merge-config.ts';
import type { ParseContext } from './parse-context.ts';
import { parseTestList, type TestTarget } from './parse-generic-tests.ts';
import type { ParsedProjectFile } from './project-file.ts';
import type { PropertyEntry } from './property-files.ts';
import type { ModelVersion } from './versions.ts';
import { versionsOf } from './versions.ts';

/** Generic tests that property files write on models, seeds and snapshots; those on sources come with the sources. */
export function parseDescribedTests(context: ParseContext, owner: ParsedProjectFile): void {
  const packageName = owner.settings.name;
  const versions = new Map<PropertyEntry, ModelVersion[]>();
  for (const version of versionsOf({ ...context, report: () => {} }, owner).values()) {
    const list = versions.get(version.entry);
    if (list === undefined) versions.set(version.entry, [version]);
    else list.push(version);
  }
  const kinds = { models: 'model', seeds: 'seed', snapshots: 'snapshot' } as const;
  for (const list of ['models', 'seeds', 'snapshots'] as const) {
    for (const entry of context.properties.list(packageName, list)) {
      const kind = kinds[list];
      if (list === 'models' && isJsonList(entry.value.get('versions'))) {
        for (const version of versions.get(entry) ?? []) parseVersionTests(context, entry, version);
        continue;
      }
      const id = uniqueId(kind, packageName, entry.name);
      if (!exists(context, id)) continue;
      const target: TestTarget = {
        entry,
        kind,
        id,
        nameInTests: entry.name,
        call: `ref('${entry.name}')`,
        refersTo: { package: null, name: entry.name, version: null },
        tags: [],
        fileKeyName: `${list}.${entry.name}`,
      };
      parseTestsOf(context, target, entry.value, []);
      parseColumnTests(context, target, entry.value.get('columns'), ['columns'], false);
    }
  }
}

function exists(context: ParseContext, id: UniqueId): boolean {
  return context.collected.nodes.has(id) || context.collected.disabled.has(id);
}

function parseVersionTests(context: ParseContext, entry: PropertyEntry, version: ModelVersion): void {
  const packageName = entry.file.package.settings.name;
  const id = uniqueId('model', packageName, entry.name, `v${version.v}`);
  if (!exists(context, id)) return;
  const target: TestTarget = {
    entry,
    kind: 'model',
    id,
    nameInTests: `${entry.name}_v${version.v}`,
    call: `ref('${entry.name}', version='${version.v}')`,
    refersTo: { package: null, name: entry.name, version: version.v },
    tags: [],
    fileKeyName: `models.${entry.name}`,
  };
  const hasOwn = version.value.has('data_tests') || version.value.has('tests');
  parseTestsOf(context, target, hasOwn ? version.value : entry.value, hasOwn ? version.path : []);
  const columns = version.value.get('columns');
  const base = entry.value.get('columns');
  if (!isJsonList(columns)) {
    parseColumnTests(context, target, base, ['columns'], false);
    return;
  }
  const rule = columns.find(
    (item): item is JsonMap => isJsonMap(item) && (item.has('include') || item.has('exclude')),
  );
  const own = new Set(columns.flatMap((column) => (isJsonMap(column) ? [column.get('name')] : [])));
  if (rule !== undefined && isJsonList(base)) {
    const include = rule.get('include') ?? 'all';
    const excluded = new Set(uniqueTexts(rule.get('exclude')));
    const kept = base.map((column) => {
      const name = isJsonMap(column) ? column.get('name') : undefined;
      const isIncluded = include === 'all' || include === '*' || uniqueTexts(include).includes(String(name));
      return isIncluded && !excluded.has(String(name)) && !own.has(name) ? column : null;
    });
    parseColumnTests(context, target, kept, ['columns'], false);
  }
  parseColumnTests(context, target, columns, [...version.path, 'columns'], false);
}

type Path = readonly (string | number)[];

/** `data_tests:` (or `tests:`) of a resource itself. */
export function parseTestsOf(context: ParseContext, target: TestTarget, value: JsonMap, path: Path): void {
  for (const key of ['data_tests', 'tests']) {
    const list = value.get(key);
    parseTestList(context, target, {
      value: list,
      place: (index) => target.entry.place([...path, key, index]),
      column: null,
    });
  }
}

/** The tests of its columns. */
export function parseColumnTests(
  context: ParseContext,
  target: TestTarget,
  columns: JsonValue | undefined,
  path: Path,
  quoteColumns: boolean,
): void {
  if (!isJsonList(columns)) return;
  columns.forEach((column, index) => {
    if (!isJsonMap(column)) return;
    const name = column.get('name');
    if (name === undefined || name === null) return;
    const quote = column.get('quote');
    const tags = uniqueTexts([
      ...uniqueTexts(column.get('tags')),
      ...uniqueTexts(mapOr(column.get('config')).get('tags')),
    ]);
    for (const key of ['data_tests', 'tests']) {
      parseTestList(context, target, {
        value: column.get(key),
        place: (position) => target.entry.place([...path, index, key, position]),
        column: { name: String(name), quote: quote === true || (quote !== false && quoteColumns), tags },
      });
    }
  });
}
