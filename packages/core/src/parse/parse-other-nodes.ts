import { diagnostic } from '../diagnostics/diagnostic.ts';
import { wholeText } from '../diagnostics/source-text.ts';
import type { JsonMap, JsonValue } from '../project/json-value.ts';
import type { ParsedAnalysis, ParsedSeed, ParsedSnapshot } from '../project/node.ts';
import { uniqueId } from '../project/unique-id.ts';
import { scanBlocks } from '../template/template.ts';
import { seedChecksum, textChecksum } from './checksum.ts';
import { textOrNull } from './config/merge-config.ts';
import { propertyLayer } from './config/property-layer.ts';
import { describe, parseColumns } from './describe.ts';
import { nameRelation } from './name-relation.ts';
import { folderParts, type ParseContext, stem, treeLayers } from './parse-context.ts';
import { patchPathOf } from './parse-models.ts';
import { parseTemplated, stripped, type TemplatedNode, type TemplatedRequest } from './parse-templated.ts';
import type { ParsedProjectFile } from './project-file.ts';
import type { PropertyEntry } from './property-files.ts';
import { register } from './register.ts';
import { checkResourceName } from './resource-name.ts';

/** Seeds of a package. `isLoadFile` tells the CSV files that belong to a source. */
export function parseSeeds(
  context: ParseContext,
  owner: ParsedProjectFile,
  isLoadFile: (path: string) => boolean,
): void {
  const packageName = owner.settings.name;
  for (const file of owner.files.seeds) {
    const name = stem(file.path);
    const fqn = [packageName, ...folderParts(file.path), name];
    // Looked up for load files too: configs of their folder speak of the seeds they are when nothing loads them.
    const { weak, strong } = treeLayers(context, packageName, 'seeds', fqn);
    if (isLoadFile(`${owner.files.prefix}${file.originalFilePath}`)) continue;
    const source = file.source ?? { path: `${owner.files.prefix}${file.originalFilePath}`, text: '' };
    const at = wholeText(source);
    if (!checkResourceName(context, owner, 'seed', name, at)) continue;
    const called = `seed "${name}"`;
    const entry = context.properties.take(packageName, 'seeds', name);
    const layers =
      entry === undefined ? [] : [propertyLayer(context, { entry, configKind: 'seedConfig', name: called })];
    const config = context.merger.merge('seed', [...weak, ...layers, ...strong], at);
    const id = uniqueId('seed', packageName, name);
    const node = (): JsonMap =>
      new Map<string, JsonValue>([
        ['name', name],
        ['resource_type', 'seed'],
        ['package_name', packageName],
        ['path', file.path],
        ['original_file_path', file.originalFilePath],
        ['unique_id', id],
        ['fqn', fqn],
        ['config', config.all],
        ['tags', config.tags],
      ]);
    const seed: ParsedSeed = {
      resourceType: 'seed',
      uniqueId: id,
      name,
      packageName,
      path: file.path,
      originalFilePath: file.originalFilePath,
      fqn,
      ...describedBy(context, packageName, entry),
      at,
      config,
      columns: columnsBy(context, packageName, entry),
      patchPath: patchPathOf(entry),
      checksum:
        file.source === null
          ? { name: 'path', checksum: file.originalFilePath }
          : { name: 'sha256', checksum: seedChecksum(file.source.text) },
      relation: nameRelation(context, { packageName, name, version: null, config: config.all, node, at }),
      file: `${owner.files.prefix}${file.originalFilePath}`,
    };
    register(context, seed);
  }
}

/** Analyses: compiled, never run. */
export function parseAnalyses(context: ParseContext, owner: ParsedProjectFile): void {
  const packageName = owner.settings.name;
  for (const file of owner.files.analyses) {
    if (file.source.text.trim() === '') continue;
    const name = stem(file.path);
    const at = wholeText(file.source);
    if (!checkResourceName(context, owner, 'analysis', name, at)) continue;
    const entry = context.properties.take(packageName, 'analyses', name);
    const { template, body } = stripped(file.source);
    const base = {
      uniqueId: uniqueId('analysis', packageName, name),
      name,
      packageName,
      path: `analysis/${file.path}`,
      originalFilePath: file.originalFilePath,
      fqn: [packageName, 'analysis', ...folderParts(file.path), name],
      template,
      body,
    };
    const called = `analysis "${name}"`;
    const { config, capture } = parseTemplated(context, {
      ...base,
      resourceType: 'analysis',
      called,
      version: null,
      // dbt configures analyses by the tree of models.
      tree: 'models',
      configKind: 'modelConfig',
      strictness: owner.strictness,
      propertyLayers:
        entry === undefined
          ? []
          : [propertyLayer(context, { entry, configKind: 'modelConfig', name: called })],
    });
    const analysis: ParsedAnalysis = {
      ...base,
      resourceType: 'analysis',
      ...describedBy(context, packageName, entry),
      at,
      config,
      columns: columnsBy(context, packageName, entry),
      patchPath: patchPathOf(entry),
      checksum: { name: 'sha256', checksum: textChecksum(template.text) },
      uses: usesOf(capture),
    };
    register(context, analysis);
  }
}

/** Snapshots: blocks in SQL files, and entries of property files with a `relation`. */
export function parseSnapshots(context: ParseContext, owner: ParsedProjectFile): void {
  for (const file of owner.files.snapshots) {
    const blocks = scanBlocks(file.source, ['snapshot']);
    context.report(...blocks.diagnostics);
    if (blocks.value.length === 0 && blocks.diagnostics.length === 0 && file.source.text.trim() !== '') {
      context.report(diagnostic('no-snapshot-block', {}, { at: wholeText(file.source) }));
    }
    for (const block of blocks.value) {
      const body = { source: file.source, start: block.bodyStart, end: block.bodyEnd };
      const nameAt = {
        source: file.source,
        start: block.nameStart,
        end: block.nameStart + block.name.length,
      };
      const text = file.source.text.slice(block.bodyStart, block.bodyEnd);
      parseSnapshot(context, owner, {
        name: block.name,
        path: file.path,
        originalFilePath: file.originalFilePath,
        folders: [...folderParts(file.path), stem(file.path)],
        template: { path: file.source.path, text },
        body,
        at: nameAt,
        checksum: textChecksum(file.source.text),
        entry: context.properties.take(owner.settings.name, 'snapshots', block.name),
      });
    }
  }
  for (const entry of context.properties.list(owner.settings.name, 'snapshots')) {
    const relation = entry.value.get('relation');
    if (typeof relation !== 'string') continue;
    context.properties.take(owner.settings.name, 'snapshots', entry.name);
    const template = { path: entry.file.source.path, text: `select * from {{ ${relation} }}` };
    parseSnapshot(context, owner, {
      name: entry.name,
      path: `${entry.name}.sql`,
      originalFilePath: entry.file.originalFilePath,
      folders: folderParts(entry.file.path),
      template,
      body: { source: template, start: 0, end: template.text.length },
      at: entry.place(['relation']),
      checksum: textChecksum(entry.file.source.text),
      entry,
    });
  }
}

interface SnapshotRequest
  extends Pick<TemplatedRequest, 'name' | 'path' | 'originalFilePath' | 'template' | 'body'> {
  readonly folders: readonly string[];
  readonly at: ParsedSnapshot['at'];
  readonly checksum: string;
  readonly entry: PropertyEntry | undefined;
}

function parseSnapshot(context: ParseContext, owner: ParsedProjectFile, request: SnapshotRequest): void {
  const { name, path, originalFilePath, folders, template, body, at, entry } = request;
  const packageName = owner.settings.name;
  if (!checkResourceName(context, owner, 'snapshot', name, at)) return;
  const called = `snapshot "${name}"`;
  const base = {
    uniqueId: uniqueId('snapshot', packageName, name),
    name,
    packageName,
    path,
    originalFilePath,
    fqn: [packageName, ...folders, name],
    template,
    body,
  };
  const made = parseTemplated(context, {
    ...base,
    resourceType: 'snapshot',
    called,
    version: null,
    tree: 'snapshots',
    configKind: 'snapshotConfig',
    strictness: owner.strictness,
    propertyLayers:
      entry === undefined
        ? []
        : [propertyLayer(context, { entry, configKind: 'snapshotConfig', name: called })],
  });
  const { config, capture } = made;
  for (const key of ['strategy', 'unique_key']) {
    const value = config.all.get(key);
    if (config.enabled && (value === null || value === undefined))
      context.report(diagnostic('snapshot-config', { name, key }, { at }));
  }
  const snapshot: ParsedSnapshot = {
    ...base,
    resourceType: 'snapshot',
    ...describedBy(context, packageName, entry),
    at,
    config,
    columns: columnsBy(context, packageName, entry),
    patchPath: patchPathOf(entry),
    checksum: { name: 'sha256', checksum: request.checksum },
    uses: usesOf(capture),
    relation: snapshotRelation(made),
  };
  register(context, snapshot);
}

/** `target_schema` and `target_database` name the place themselves, without the naming macros. */
function snapshotRelation({ config, relation }: TemplatedNode): ParsedSnapshot['relation'] {
  return {
    ...relation,
    database: textOrNull(config.all.get('target_database')) ?? relation.database,
    schema: textOrNull(config.all.get('target_schema')) ?? relation.schema,
  };
}

/** Only what a node keeps of what was captured. */
export function usesOf({ refs, sources, macros }: TemplatedNode['capture']): ParsedAnalysis['uses'] {
  return { refs, sources, macros };
}

export function describedBy(
  context: ParseContext,
  packageName: string,
  entry: PropertyEntry | undefined,
): ReturnType<typeof describe> {
  return describe(context, packageName, entry?.value.get('description'), () =>
    (entry as PropertyEntry).place(['description']),
  );
}

export function columnsBy(
  context: ParseContext,
  packageName: string,
  entry: PropertyEntry | undefined,
): ReturnType<typeof parseColumns> {
  if (entry === undefined) return [];
  const place: PropertyEntry['place'] = (path, part) => entry.place(['columns', ...path], part);
  return parseColumns(context, { packageName, name: entry.name, columns: entry.value.get('columns'), place });
}
