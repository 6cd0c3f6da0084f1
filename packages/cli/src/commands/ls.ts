import {
  manifestOf,
  type PlainJson,
  type PlainObject,
  type Resource,
  type ResourceType,
  textTable,
  type UniqueId,
} from '@tfm/core';
import type { CommandContext } from '../session/command-context.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { select } from '../session/select.ts';

/** As dbt: analyses only on demand. */
const listed: readonly ResourceType[] = ['model', 'source', 'seed', 'snapshot', 'test', 'exposure'];

export async function ls(context: CommandContext): Promise<number> {
  const { flags, output } = context;
  const project = await openProject(context);
  const asksForTypes = flags.list('resource-type').length > 0;
  const selection = select(project, context, asksForTypes ? undefined : listed);
  const ids = [...selection.ids].sort();
  const form = flags.get('output') ?? 'selector';
  if (form === 'json') {
    for (const line of jsonLines(ids, project, context, flags.is('explain') ? selection.why : undefined))
      output.result(line, { name: 'ListCmdOut' });
    return exitCodes.good;
  }
  const names = ids.flatMap((id) => {
    const resource = project.graph.resources.get(id);
    return resource === undefined ? [] : [nameAs(form, resource)];
  });
  if (flags.is('explain')) {
    const why = ids.map((id) => selection.why.get(id) ?? '');
    for (const line of explained(names, why, context)) output.result(line, { name: 'ListCmdOut' });
  } else for (const name of names) output.result(name, { name: 'ListCmdOut' });
  return exitCodes.good;
}

function nameAs(form: string, resource: Resource): string {
  if (form === 'path') return resource.originalFilePath;
  if (form === 'name') return searchName(resource);
  switch (resource.resourceType) {
    case 'source':
      return `source:${resource.packageName}.${resource.sourceName}.${resource.name}`;
    case 'exposure':
      return `exposure:${resource.packageName}.${resource.name}`;
    default:
      return resource.fqn.join('.');
  }
}

function searchName(resource: Resource): string {
  if (resource.resourceType === 'source') return `${resource.sourceName}.${resource.name}`;
  if (resource.resourceType === 'model' && resource.version !== null)
    return `${resource.name}.v${resource.version}`;
  return resource.name;
}

function explained(
  names: readonly string[],
  why: readonly string[],
  { output }: CommandContext,
): readonly string[] {
  const columns = [
    { header: 'node', align: 'left', cells: names },
    { header: 'because', align: 'left', cells: why },
  ] as const;
  const { lines } = textTable(columns, {
    width: output.cutAt,
    paintHeader: output.palette.bold,
    paintNull: output.palette.dim,
  });
  // A list needs no header.
  return lines.slice(2);
}

/** The keys that dbt prints when none are named. */
const usualKeys = [
  'alias',
  'name',
  'package_name',
  'depends_on',
  'tags',
  'config',
  'resource_type',
  'source_name',
  'original_file_path',
  'unique_id',
];

function jsonLines(
  ids: readonly UniqueId[],
  { graph, adapter }: OpenProject,
  { flags, invocationId, startedAt }: CommandContext,
  why: ReadonlyMap<UniqueId, string> | undefined,
): readonly string[] {
  const manifest = manifestOf({
    graph,
    metadata: { invocationId, generatedAt: startedAt, startedAt, env: new Map() },
    adapterType: adapter.name,
    relationText: (name) => adapter.dialect.relation(name),
  });
  const maps = [manifest.nodes, manifest.sources, manifest.exposures].filter(isObject);
  const keys = flags
    .list('output-keys')
    .flatMap((word) => word.split(/[\s,]+/))
    .filter((word) => word !== '');
  return ids.flatMap((id) => {
    const entry = maps.map((map) => map[id]).find(isObject);
    if (entry === undefined) return [];
    const shown: Record<string, PlainJson> = keys.length > 0 ? pick(entry, keys) : usual(entry);
    if (why !== undefined) shown.why = why.get(id) ?? null;
    return [JSON.stringify(shown)];
  });
}

function usual(entry: PlainObject): Record<string, PlainJson> {
  return Object.fromEntries(
    usualKeys.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])),
  );
}

/** `config.materialized` is a key inside a key, and called so in the result; keys that are not there are left out. */
function pick(entry: PlainObject, keys: readonly string[]): Record<string, PlainJson> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      let value: PlainJson | undefined = entry;
      for (const part of key.split('.')) value = isObject(value) ? value[part] : undefined;
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function isObject(value: PlainJson | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
