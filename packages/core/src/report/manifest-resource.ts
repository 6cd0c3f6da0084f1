import type { JsonMap, JsonValue } from '../project/json-value.ts';
import type { ParsedDoc, ParsedExposure, ParsedGroup, ParsedMacro, ParsedSource } from '../project/node.ts';
import type { YamlSelector } from '../project/project.ts';
import { columnsOf, configOf, dependsOn, docsOf, type ManifestContext, usesOf } from './manifest-node.ts';
import { type PlainJson, type PlainObject, plainJson, plainObject } from './plain-json.ts';

/** Entries of the manifest's other maps: dbt's keys in dbt's order. */
export function manifestSource(source: ParsedSource, context: ManifestContext): PlainObject {
  return {
    database: source.relation.database,
    schema: source.relation.schema ?? '',
    name: source.name,
    resource_type: 'source',
    package_name: source.packageName,
    path: source.path,
    original_file_path: source.originalFilePath,
    unique_id: source.uniqueId,
    fqn: source.fqn,
    source_name: source.sourceName,
    source_description: source.sourceDescription,
    loader: source.loader,
    identifier: source.identifier,
    quoting: quotingOf(source.quoting),
    loaded_at_field: source.loadedAtField,
    loaded_at_query: source.loadedAtQuery,
    freshness: plainJson(source.freshness),
    external: null,
    description: source.description,
    columns: columnsOf(source.columns),
    meta: plainObject(source.meta),
    source_meta: plainObject(source.sourceMeta),
    tags: source.tags,
    config: configOf(source.config),
    patch_path: source.patchPath,
    unrendered_config: plainObject(source.config.unrendered),
    relation_name: context.relationText(source.relation),
    created_at: context.createdAt,
    unrendered_database: source.unrenderedDatabase,
    unrendered_schema: source.unrenderedSchema,
    doc_blocks: source.docBlocks ?? [],
  };
}

export function manifestExposure(exposure: ParsedExposure, context: ManifestContext): PlainObject {
  return {
    name: exposure.name,
    resource_type: 'exposure',
    package_name: exposure.packageName,
    path: exposure.path,
    original_file_path: exposure.originalFilePath,
    unique_id: exposure.uniqueId,
    fqn: exposure.fqn,
    type: exposure.type,
    owner: { email: null, name: null, ...plainObject(exposure.owner) },
    description: exposure.description,
    label: exposure.label,
    maturity: exposure.maturity,
    meta: plainObject(exposure.meta),
    tags: exposure.tags,
    config: configOf(exposure.config),
    unrendered_config: plainObject(exposure.config.unrendered),
    url: exposure.url,
    depends_on: dependsOn(exposure.uniqueId, exposure.uses, context.graph),
    ...usesOf(exposure.uses),
    metrics: [],
    created_at: context.createdAt,
  };
}

export function manifestMacro(macro: ParsedMacro, context: ManifestContext): PlainObject {
  const meta = plainObject(macro.meta);
  const docs = docsOf(new Map([['docs', macro.docs ?? null]]));
  return {
    name: macro.name,
    resource_type: 'macro',
    package_name: macro.packageName,
    path: macro.originalFilePath,
    original_file_path: macro.originalFilePath,
    unique_id: macro.uniqueId,
    macro_sql: macro.source.text.slice(macro.at.start, macro.at.end),
    depends_on: { macros: macro.calls ?? [] },
    description: macro.description,
    meta,
    docs,
    config: { meta, docs },
    patch_path: macro.patchPath,
    arguments: macro.arguments.map(({ name, type, description }) => ({ name, type, description })),
    created_at: context.createdAt,
    supported_languages: macro.supportedLanguages ?? null,
  };
}

export function manifestDoc(doc: ParsedDoc): PlainObject {
  return {
    name: doc.name,
    resource_type: 'doc',
    package_name: doc.packageName,
    path: doc.path,
    original_file_path: doc.originalFilePath,
    unique_id: doc.uniqueId,
    block_contents: doc.blockContents,
  };
}

export function manifestGroup(group: ParsedGroup): PlainObject {
  return {
    name: group.name,
    resource_type: 'group',
    package_name: group.packageName,
    path: group.path,
    original_file_path: group.originalFilePath,
    unique_id: group.uniqueId,
    owner: { email: null, name: null, ...plainObject(group.owner) },
    description: group.description,
    config: { meta: plainObject(group.meta) },
  };
}

export function manifestSelector(selector: YamlSelector): PlainObject {
  return {
    name: selector.name,
    ...(selector.description === '' ? {} : { description: selector.description }),
    ...(selector.isDefault ? { default: true } : {}),
    definition: plainJson(selector.definition),
  };
}

/** All four switches; null where nothing is said. */
export function quotingOf(quoting: JsonMap, otherwise: JsonValue = null): PlainObject {
  const value = (key: string): PlainJson =>
    plainJson(quoting.get(key) ?? (key === 'column' ? null : otherwise));
  return {
    database: value('database'),
    schema: value('schema'),
    identifier: value('identifier'),
    column: value('column'),
  };
}
