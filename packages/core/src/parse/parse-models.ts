import { diagnostic } from '../diagnostics/diagnostic.ts';
import { wholeText } from '../diagnostics/source-text.ts';
import type { JsonMap, JsonValue } from '../project/json-value.ts';
import type { DeclaredColumnProperties, ParsedModel } from '../project/node.ts';
import { type UniqueId, uniqueId } from '../project/unique-id.ts';
import type { ResourceFile } from '../read/project-files.ts';
import { capturePython } from './capture-python.ts';
import { textChecksum } from './checksum.ts';
import type { ConfigLayer } from './config/config-layer.ts';
import { mapOr, textOrNull } from './config/merge-config.ts';
import { propertyLayer } from './config/property-layer.ts';
import { describe, parseColumns, parseConstraints } from './describe.ts';
import { folderParts, type ParseContext, stem } from './parse-context.ts';
import { parseTemplated, stripped } from './parse-templated.ts';
import type { ParsedProjectFile } from './project-file.ts';
import type { PropertyEntry } from './property-files.ts';
import { register } from './register.ts';
import { checkResourceName } from './resource-name.ts';
import { type ModelVersion, versionColumns, versionsOf } from './versions.ts';

/** All models of a package. */
export function parseModels(context: ParseContext, owner: ParsedProjectFile): void {
  const packageName = owner.settings.name;
  const versions = versionsOf(context, owner);
  for (const file of owner.files.models) {
    if (file.source.text.trim() === '') continue;
    const fileName = stem(file.path);
    const version = versions.get(fileName);
    const entry = version?.entry ?? context.properties.take(packageName, 'models', fileName);
    const model = parseModel(context, { owner, file, entry, version });
    if (model !== undefined) register(context, model);
  }
}

interface ModelRequest {
  readonly owner: ParsedProjectFile;
  readonly file: ResourceFile;
  readonly entry: PropertyEntry | undefined;
  readonly version: ModelVersion | undefined;
}

function parseModel(context: ParseContext, request: ModelRequest): ParsedModel | undefined {
  const { owner, file, entry, version } = request;
  const packageName = owner.settings.name;
  const name = version?.entry.name ?? stem(file.path);
  const at = wholeText(file.source);
  if (!checkResourceName(context, owner, 'model', name, at)) return undefined;
  const isPython = /\.py$/i.test(file.path);
  const called = `model "${name}"`;
  const suffix = version === undefined ? [] : [`v${version.v}`];
  const id = uniqueId('model', packageName, name, ...suffix);
  const { template, body } = stripped(file.source);
  const propertyLayers =
    entry === undefined ? [] : [propertyLayer(context, { entry, configKind: 'modelConfig', name: called })];
  if (version !== undefined) {
    propertyLayers.push(
      propertyLayer(context, {
        entry: version.entry,
        configKind: 'modelConfig',
        name: called,
        value: version.value,
        path: version.path,
      }),
    );
  }
  const { config, capture, relation } = parseTemplated(context, {
    uniqueId: id,
    resourceType: 'model',
    called,
    name,
    version: version?.v ?? null,
    packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    fqn: [packageName, ...folderParts(file.path), name, ...suffix],
    template,
    body,
    tree: 'models',
    configKind: 'modelConfig',
    strictness: owner.strictness,
    propertyLayers,
    // dbt builds Python models as tables unless they say otherwise. Compiling one is refused, its place is known.
    ...(isPython ? { baseLayers: [pythonLayer(body)], known: capturePython(body) } : {}),
  });
  const columns = columnsOf(context, packageName, name, entry, version);
  const described = describe(
    context,
    packageName,
    version?.value.get('description') ?? entry?.value.get('description'),
    () => (entry as PropertyEntry).place(['description']),
  );
  const model: ParsedModel = {
    resourceType: 'model',
    uniqueId: id,
    name,
    packageName,
    path: file.path,
    originalFilePath: file.originalFilePath,
    fqn: [packageName, ...folderParts(file.path), name, ...suffix],
    ...described,
    at,
    config,
    columns,
    patchPath: patchPathOf(entry),
    checksum: { name: 'sha256', checksum: textChecksum(template.text) },
    template,
    body,
    uses: { refs: capture.refs, sources: capture.sources, macros: capture.macros },
    relation,
    language: isPython ? 'python' : 'sql',
    version: version?.v ?? null,
    latestVersion: version?.latest ?? null,
    access: accessOf(config.all.get('access')),
    group: textOrNull(config.all.get('group')),
    deprecationDate: textOrNull(
      version?.value.get('deprecation_date') ?? entry?.value.get('deprecation_date'),
    ),
    constraints: parseConstraints(
      version?.value.get('constraints') ?? entry?.value.get('constraints') ?? config.all.get('constraints'),
    ),
  };
  checkContract(context, model, config.places.get('contract'));
  return model;
}

function pythonLayer(at: ParsedModel['at']): ConfigLayer {
  return { entries: new Map([['materialized', { value: 'table', at }]]), unrendered: new Map() };
}

function columnsOf(
  context: ParseContext,
  packageName: string,
  name: string,
  entry: PropertyEntry | undefined,
  version: ModelVersion | undefined,
): readonly DeclaredColumnProperties[] {
  if (entry === undefined) return [];
  const base = parseColumns(context, {
    packageName,
    name,
    columns: entry.value.get('columns'),
    place: (path, part) => entry.place(['columns', ...path], part),
  });
  return version === undefined ? base : versionColumns(context, version, base);
}

export function patchPathOf(entry: PropertyEntry | undefined): string | null {
  return entry === undefined ? null : `${entry.file.package.settings.name}://${entry.file.originalFilePath}`;
}

function accessOf(value: JsonValue | undefined): ParsedModel['access'] {
  return value === 'private' || value === 'public' ? value : 'protected';
}

function checkContract(
  context: ParseContext,
  model: ParsedModel,
  place: ParsedModel['at'] | undefined,
): void {
  const contract: JsonMap = mapOr(model.config.all.get('contract'));
  if (contract.get('enforced') !== true) return;
  const at = place ?? model.at;
  const change = model.config.all.get('on_schema_change');
  if (model.config.materialized === 'incremental' && change !== 'append_new_columns' && change !== 'fail') {
    context.report(
      diagnostic('contract-needs-schema-change', { model: model.name, found: String(change) }, { at }),
    );
  }
  const missing = model.columns
    .filter((column) => column.dataType === null)
    .map((column) => `"${column.name}"`);
  if (missing.length > 0 || model.columns.length === 0) {
    const columns = model.columns.length === 0 ? 'any column' : missing.join(', ');
    context.report(diagnostic('contract-needs-types', { model: model.name, columns }, { at }));
  }
}

/** The ids of a package's models by file name and by name, for what is written about them. */
export function modelId(
  context: ParseContext,
  packageName: string,
  name: string,
  version: string | number | null,
): UniqueId | undefined {
  const id =
    version === null
      ? uniqueId('model', packageName, name)
      : uniqueId('model', packageName, name, `v${version}`);
  return context.collected.nodes.has(id) || context.collected.disabled.has(id) ? id : undefined;
}
