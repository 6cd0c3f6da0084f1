import { diagnostic } from '../diagnostics/diagnostic.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { NodeConfig, ParsedSource } from '../project/node.ts';
import { uniqueId } from '../project/unique-id.ts';
import { checkConfigKeys } from './config/check-config.ts';
import type { ConfigEntry } from './config/config-layer.ts';
import { mapOr, textOrNull, uniqueTexts } from './config/merge-config.ts';
import { describe, parseColumns } from './describe.ts';
import { externalLocation } from './external-location.ts';
import { loadBlock } from './load-block.ts';
import { folderParts, type ParseContext, treeLayers } from './parse-context.ts';
import { parseColumnTests, parseTestsOf } from './parse-described-tests.ts';
import type { TestTarget } from './parse-generic-tests.ts';
import type { ParsedProjectFile } from './project-file.ts';
import type { PropertyEntry } from './property-files.ts';
import { register } from './register.ts';
import { checkResourceName } from './resource-name.ts';

/** All source tables of a package, with their tests. */
export function parseSources(context: ParseContext, owner: ParsedProjectFile): void {
  for (const entry of context.properties.list(owner.settings.name, 'sources')) {
    context.properties.take(owner.settings.name, 'sources', entry.name);
    const tables = entry.value.get('tables');
    if (!isJsonList(tables)) continue;
    tables.forEach((table, index) => {
      const name = isJsonMap(table) ? table.get('name') : undefined;
      if (!isJsonMap(table) || name === undefined || name === null) return;
      parseTable(context, { owner, entry, table, name: String(name), path: ['tables', index] });
    });
  }
}

interface TableRequest {
  readonly owner: ParsedProjectFile;
  readonly entry: PropertyEntry;
  readonly table: JsonMap;
  readonly name: string;
  readonly path: readonly (string | number)[];
}

function parseTable(context: ParseContext, request: TableRequest): void {
  const { owner, entry, name, path } = request;
  const packageName = owner.settings.name;
  const renderer = context.renderer(packageName);
  const place: PropertyEntry['place'] = (inner, part) => entry.place([...path, ...inner], part);
  const at = place(['name']);
  if (
    !checkResourceName(context, owner, 'source', name, at) ||
    !checkResourceName(context, owner, 'source', entry.name, entry.place(['name']))
  )
    return;
  const table = renderer.deep(request.table, place, isLate) as JsonMap;
  const source = renderer.deep(withoutTables(entry.value), entry.place, isLate) as JsonMap;
  const id = uniqueId('source', packageName, entry.name, name);
  const fqn = [packageName, ...folderParts(entry.file.path), entry.name, name];
  const config = sourceConfig(context, request, source, table, fqn);
  const target = context.environment.parts.target;
  const text = (value: JsonValue | undefined): string | null =>
    value === undefined || value === null || isJsonMap(value) || isJsonList(value) ? null : String(value);
  const identifier = text(table.get('identifier')) ?? name;
  const relation = {
    database: text(source.get('database')) ?? text(config.all.get('database')) ?? target.database,
    schema: text(source.get('schema')) ?? text(config.all.get('schema')) ?? entry.name,
    identifier,
  };
  if (relation.schema.toLowerCase() === '_tfm')
    context.report(diagnostic('reserved-schema', { schema: relation.schema, name }, { at }));
  const described = describe(context, packageName, request.table.get('description'), () =>
    place(['description']),
  );
  const loaderName = text(table.get('loader')) ?? text(source.get('loader')) ?? '';
  const load = loadBlock(context, {
    entry,
    path,
    source,
    table,
    loader: loaderName,
    name: `${entry.name}.${name}`,
    config: config.all,
  });
  const external = externalLocation({
    source,
    table,
    values: {
      name,
      identifier,
      schema: relation.schema,
      database: relation.database ?? '',
      source_name: entry.name,
    },
  });
  if (load !== null && external !== null)
    context.report(diagnostic('load-and-external', { name: `${entry.name}.${name}` }, { at: load.at }));
  const parsed: ParsedSource = {
    resourceType: 'source',
    uniqueId: id,
    name,
    packageName,
    path: entry.file.originalFilePath,
    originalFilePath: entry.file.originalFilePath,
    fqn,
    ...described,
    at,
    sourceName: entry.name,
    sourceDescription: describe(context, packageName, entry.value.get('description'), () =>
      entry.place(['description']),
    ).description,
    identifier,
    relation,
    loader: loaderName,
    load,
    externalLocation: external,
    config,
    columns: parseColumns(context, {
      packageName,
      name: `${entry.name}.${name}`,
      columns: request.table.get('columns'),
      place: (inner, part) => place(['columns', ...inner], part),
    }),
    quoting: quotingOf(source, table),
    freshness: config.all.get('freshness') ?? null,
    loadedAtField: textOrNull(config.all.get('loaded_at_field')),
    loadedAtQuery: textOrNull(config.all.get('loaded_at_query')),
    meta: config.meta,
    sourceMeta: new Map([...mapOr(source.get('meta')), ...mapOr(mapOr(source.get('config')).get('meta'))]),
    tags: config.tags,
    patchPath: null,
    unrenderedDatabase: textOrNull(entry.value.get('database')),
    unrenderedSchema: textOrNull(entry.value.get('schema')),
  };
  register(context, parsed);
  const tags = uniqueTexts([...uniqueTexts(source.get('tags')), ...uniqueTexts(table.get('tags'))]);
  parseTableTests(context, request, parsed, tags);
}

/** Rendered when they are used: descriptions, tests, `loaded_at_query`. */
function isLate(path: readonly (string | number)[]): boolean {
  const last = path.at(-1);
  return (
    last === 'description' ||
    last === 'loaded_at_query' ||
    path.includes('columns') ||
    path.includes('data_tests') ||
    path.includes('tests')
  );
}

function withoutTables(value: JsonMap): JsonMap {
  const copy = new Map(value);
  copy.delete('tables');
  return copy;
}

/** Tests get the tags that stand beside `config`, and not those under it, as in dbt. */
function parseTableTests(
  context: ParseContext,
  { entry, table, path }: TableRequest,
  source: ParsedSource,
  tags: readonly string[],
): void {
  const target: TestTarget = {
    entry,
    kind: 'source',
    id: source.uniqueId,
    nameInTests: `${source.sourceName}_${source.name}`,
    call: `source('${source.sourceName}', '${source.name}')`,
    refersTo: { source: source.sourceName, table: source.name },
    tags,
    fileKeyName: `sources.${source.sourceName}`,
  };
  const quoteColumns = source.quoting.get('column') === true;
  parseTestsOf(context, target, table, path);
  parseColumnTests(context, target, table.get('columns'), [...path, 'columns'], quoteColumns);
}

const quotingKeys = ['database', 'schema', 'identifier', 'column'];

function quotingOf(source: JsonMap, table: JsonMap): JsonMap {
  const merged = new Map([...mapOr(source.get('quoting')), ...mapOr(table.get('quoting'))]);
  return new Map(quotingKeys.map((key) => [key, merged.get(key) ?? null]));
}

/** A source's configs: the project file's trees, then the source, then the table. */
function sourceConfig(
  context: ParseContext,
  request: TableRequest,
  source: JsonMap,
  table: JsonMap,
  fqn: readonly string[],
): NodeConfig {
  const { owner, entry, path, name } = request;
  const { weak, strong } = treeLayers(context, owner.settings.name, 'sources', fqn);
  const levels: ReadonlyMap<string, JsonValue>[] = weak.map(
    (layer) => new Map([...layer.entries].map(([key, one]) => [key, one.value])),
  );
  for (const [level, at] of [
    [source, []],
    [table, path],
  ] as const) {
    const config = mapOr(level.get('config'));
    const entries = new Map<string, ConfigEntry>(
      [...config].map(([key, value]) => [key, { value, at: entry.place([...at, 'config', key]) }]),
    );
    context.report(
      ...checkConfigKeys(
        'sourceConfig',
        entries,
        `in the config of source "${entry.name}${at.length > 0 ? `.${name}` : ''}"`,
        owner.strictness,
      ),
    );
    checkLoadedAt(context, entry, at, level, config);
    levels.push(pick(level, ['tags', 'meta', 'freshness', 'loaded_at_field', 'loaded_at_query']), config);
  }
  for (const layer of strong) levels.push(new Map([...layer.entries].map(([key, one]) => [key, one.value])));
  return mergeSourceConfig(levels);
}

function checkLoadedAt(
  context: ParseContext,
  entry: PropertyEntry,
  at: readonly (string | number)[],
  level: JsonMap,
  config: JsonMap,
): void {
  const has = (key: string): boolean => textOrNull(config.get(key) ?? level.get(key)) !== null;
  if (!has('loaded_at_field') || !has('loaded_at_query')) return;
  const where = at.length > 0 ? 'of a table' : `of source "${entry.name}"`;
  context.report(
    diagnostic(
      'both-given',
      { first: 'loaded_at_field', second: 'loaded_at_query', where },
      { at: entry.place([...at, 'name']) },
    ),
  );
}

function pick(map: JsonMap, keys: readonly string[]): JsonMap {
  return new Map(keys.flatMap((key) => (map.has(key) ? [[key, map.get(key) ?? null] as const] : [])));
}

function mergeSourceConfig(levels: readonly ReadonlyMap<string, JsonValue>[]): NodeConfig {
  const all = new Map<string, JsonValue>([
    ['enabled', true],
    ['event_time', null],
    ['freshness', freshnessMap(null)],
    ['loaded_at_field', null],
    ['loaded_at_query', null],
    ['meta', new Map()],
    ['tags', []],
    ['static_analysis', null],
  ]);
  const unrendered = new Map<string, JsonValue>([
    ['loaded_at_field', null],
    ['loaded_at_query', null],
  ]);
  for (const level of levels) {
    for (const [key, value] of level) {
      unrendered.set(key, mergeUnrendered(key, unrendered.get(key), value));
      if (key === 'tags')
        all.set(key, uniqueTexts([...uniqueTexts(all.get('tags')), ...uniqueTexts(value)]).toSorted());
      else if (key === 'meta') all.set(key, new Map([...mapOr(all.get('meta')), ...mapOr(value)]));
      else if (key === 'freshness')
        all.set(key, value === null ? null : mergeFreshness(all.get('freshness'), value));
      else if (value !== null || key === 'enabled') all.set(key, value);
    }
  }
  return {
    enabled: all.get('enabled') !== false,
    materialized: 'source',
    tags: uniqueTexts(all.get('tags')),
    meta: mapOr(all.get('meta')),
    preHooks: [],
    postHooks: [],
    all,
    unrendered,
  };
}

function mergeUnrendered(key: string, before: JsonValue | undefined, value: JsonValue): JsonValue {
  if (key === 'tags') return uniqueTexts([...uniqueTexts(before), ...uniqueTexts(value)]).toSorted();
  return isJsonMap(value) && isJsonMap(before) ? new Map([...before, ...value]) : value;
}

/** With all its keys, as artifacts show it. */
function freshnessMap(value: JsonValue): JsonMap {
  const given = mapOr(value);
  const time = (key: string): JsonMap => {
    const one = mapOr(given.get(key));
    return new Map<string, JsonValue>([
      ['count', one.get('count') ?? null],
      ['period', one.get('period') ?? null],
    ]);
  };
  return new Map<string, JsonValue>([
    ['warn_after', time('warn_after')],
    ['error_after', time('error_after')],
    ['filter', given.get('filter') ?? null],
  ]);
}

/** Thresholds of the inner level win one by one; an explicit null switches one off. */
function mergeFreshness(before: JsonValue | undefined, value: JsonValue): JsonValue {
  return freshnessMap(new Map([...mapOr(before), ...mapOr(value)]));
}
