import type { CompiledNode } from '../compile/compiled-project.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { JsonMap } from '../project/json-value.ts';
import type {
  ColumnConstraint,
  DeclaredColumnProperties,
  Hook,
  NodeConfig,
  ParsedModel,
  ParsedNode,
  ParsedSeed,
  ParsedTest,
  TemplateUse,
} from '../project/node.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { nodeFilePath } from './artifact-paths.ts';
import { contractChecksum } from './contract-checksum.ts';
import { type PlainJson, type PlainObject, plainJson, plainObject } from './plain-json.ts';
import { primaryKeyOf } from './primary-key.ts';

/** What the entries of a manifest are made with. */
export interface ManifestContext {
  readonly graph: ProjectGraph;
  /** SQL with published names, of nodes that were compiled. */
  readonly compiledNode: (id: UniqueId) => Pick<CompiledNode, 'sql' | 'ctes'> | undefined;
  /** The statement of this run lies below `target/run`. */
  readonly hasRunFile: (id: UniqueId) => boolean;
  /** A relation's quoted full name. */
  readonly relationText: (name: RelationName) => string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly testsOf: (id: UniqueId) => readonly ParsedTest[];
}

/** An entry of `nodes`, or of `disabled`: dbt's keys in dbt's order. */
export function manifestNode(node: ParsedNode, context: ManifestContext): PlainObject {
  const common = commonFields(node, context);
  if (node.resourceType === 'seed') {
    // dbt writes the folder of the project here: an absolute path, of no use on another machine.
    return { ...common, root_path: null, depends_on: { macros: [] } };
  }
  const templated = { ...common, ...templatedFields(node, context) };
  if (node.resourceType === 'model') return { ...templated, ...modelFields(node, context) };
  if (node.resourceType === 'test' && node.kind === 'generic')
    return { ...templated, ...genericTestFields(node) };
  return templated;
}

function commonFields(node: ParsedNode, context: ManifestContext): PlainObject {
  const { config } = node;
  const relation = 'relation' in node ? node.relation : null;
  return {
    database: (relation === null ? context.graph.project.target : relation).database,
    schema: (relation === null ? context.graph.project.target : relation).schema ?? '',
    name: node.name,
    resource_type: node.resourceType,
    package_name: node.packageName,
    path: node.path,
    original_file_path: node.originalFilePath,
    unique_id: node.uniqueId,
    fqn: node.fqn,
    alias: relation?.identifier ?? node.name,
    checksum: { name: node.checksum.name, checksum: node.checksum.checksum },
    config: configOf(config),
    tags: config.tags,
    description: node.description,
    columns: columnsOf(node.columns),
    meta: plainObject(config.meta),
    group: groupOf(node, context.graph),
    docs: docsOf(config.all),
    patch_path: node.patchPath,
    build_path: context.hasRunFile(node.uniqueId) ? runPath(node, context) : null,
    unrendered_config: plainObject(config.unrendered),
    created_at: context.createdAt,
    relation_name: relationNameOf(node, context),
    raw_code: node.resourceType === 'seed' ? '' : node.template.text,
    doc_blocks: node.docBlocks ?? [],
  };
}

type TemplatedNode = Exclude<ParsedNode, ParsedSeed>;

function templatedFields(node: TemplatedNode, context: ManifestContext): PlainObject {
  const compiled = context.compiledNode(node.uniqueId);
  return {
    language: node.resourceType === 'model' ? node.language : 'sql',
    ...usesOf(node.uses),
    metrics: [],
    functions: [],
    depends_on: dependsOn(node.uniqueId, node.uses, context.graph),
    compiled_path: compiled == null || compiled.sql === null ? null : compiledPath(node, context),
    ...(compiled == null || compiled.sql === null ? {} : compiledFields(compiled.sql, compiled.ctes)),
    contract: contractOf(node),
  };
}

/** These keys are there only once a node is compiled. */
function compiledFields(sql: string, ctes: CompiledNode['ctes']): PlainObject {
  return {
    compiled: true,
    compiled_code: sql,
    extra_ctes_injected: true,
    extra_ctes: ctes.map(({ id, sql: cte }) => ({ id, sql: cte })),
  };
}

function modelFields(model: ParsedModel, context: ManifestContext): PlainObject {
  return {
    access: model.access,
    constraints: model.constraints.map((one) => ({ ...constraintOf(one), columns: one.columns ?? [] })),
    version: model.version,
    latest_version: model.latestVersion,
    deprecation_date: model.deprecationDate,
    primary_key: primaryKeyOf(model, context.testsOf(model.uniqueId)),
    time_spine: null,
  };
}

function genericTestFields(test: ParsedTest): PlainObject {
  const { testMetadata, testedNode } = test;
  return {
    column_name: test.columnName,
    file_key_name: test.fileKeyName,
    attached_node: testedNode === null || testedNode.startsWith('source.') ? null : testedNode,
    test_metadata:
      testMetadata === null
        ? null
        : {
            name: testMetadata.name,
            kwargs: plainObject(testMetadata.kwargs),
            namespace: testMetadata.namespace,
          },
  };
}

/** `refs` and `sources` as they were called, repeats kept. */
export function usesOf(uses: TemplateUse): PlainObject {
  return {
    refs: uses.refs.map(({ name, package: from, version }) => ({ name, package: from, version })),
    sources: uses.sources.map(({ source, table }) => [source, table]),
  };
}

/** dbt lists sources first. */
export function dependsOn(id: UniqueId, uses: TemplateUse, graph: ProjectGraph): PlainObject {
  const parents = graph.parents.get(id) ?? [];
  const isSource = (parent: UniqueId) => parent.startsWith('source.');
  return {
    macros: uses.macros,
    nodes: [...parents.filter(isSource), ...parents.filter((parent) => !isSource(parent))],
  };
}

export function columnsOf(columns: readonly DeclaredColumnProperties[]): PlainObject {
  return Object.fromEntries(columns.map((column) => [column.name, columnOf(column)]));
}

function columnOf(column: DeclaredColumnProperties): PlainObject {
  const meta = plainObject(column.meta);
  return {
    name: column.name,
    description: column.description,
    meta,
    data_type: column.dataType,
    constraints: column.constraints.map(constraintOf),
    quote: column.quote,
    config: { meta, tags: column.tags },
    tags: column.tags,
    granularity: null,
    dimension: null,
    entity: null,
    doc_blocks: column.docBlocks ?? [],
  };
}

function constraintOf(constraint: ColumnConstraint): PlainObject {
  return {
    type: constraint.type,
    name: constraint.name ?? null,
    expression: constraint.expression ?? null,
    warn_unenforced: constraint.warnUnenforced ?? true,
    warn_unsupported: constraint.warnUnsupported ?? true,
    to: constraint.to ?? null,
    to_columns: constraint.toColumns ?? [],
  };
}

/** Every key as merged; hooks in dbt's form. */
export function configOf(config: NodeConfig): PlainObject {
  const hooks = { 'post-hook': config.postHooks, 'pre-hook': config.preHooks };
  const all = plainObject(config.all);
  const written = Object.entries(hooks).filter(([key, list]) => key in all || list.length > 0);
  return { ...all, ...Object.fromEntries(written.map(([key, list]) => [key, list.map(hookOf)])) };
}

function hookOf(hook: Hook): PlainObject {
  return { sql: hook.sql, transaction: hook.transaction, index: null };
}

/** A test belongs to the group of what it tests. */
export function groupOf(node: ParsedNode, graph: ProjectGraph): string | null {
  if (node.resourceType === 'model') return node.group;
  const own = node.config.all.get('group');
  if (typeof own === 'string') return own;
  if (node.resourceType !== 'test' || node.testedNode === null) return null;
  const tested = graph.resources.get(node.testedNode);
  return tested?.resourceType === 'model' ? tested.group : null;
}

export function docsOf(properties: JsonMap): PlainJson {
  const docs = properties.get('docs');
  return docs === undefined || docs === null ? { show: true, node_color: null } : plainJson(docs);
}

function contractOf(node: TemplatedNode): PlainObject {
  const written = node.config.all.get('contract');
  const contract = written instanceof Map ? written : new Map<string, never>();
  const enforced = contract.get('enforced') === true;
  return {
    enforced,
    alias_types: contract.get('alias_types') !== false,
    checksum: enforced && node.resourceType === 'model' ? contractChecksum(node) : null,
  };
}

function relationNameOf(node: ParsedNode, context: ManifestContext): string | null {
  if (!('relation' in node)) return null;
  if (node.resourceType === 'model' && node.config.materialized === 'ephemeral') return null;
  if (node.resourceType === 'test' && node.storeFailures === null) return null;
  return context.relationText(node.relation);
}

function compiledPath(node: ParsedNode, { graph }: ManifestContext): string {
  return `${graph.project.settings.paths.target}/compiled/${nodeFilePath(node)}`;
}

function runPath(node: ParsedNode, { graph }: ManifestContext): string {
  return `${graph.project.settings.paths.target}/run/${nodeFilePath(node)}`;
}
