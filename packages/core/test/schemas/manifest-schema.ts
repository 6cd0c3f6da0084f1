import {
  anyMap,
  emptyMap,
  exactly,
  id,
  listOf,
  mapOf,
  metadata,
  nothing,
  oneOf,
  only,
  orNull,
  path,
  type Schema,
  text,
  textOrNull,
  truth,
  truthOrNull,
} from './schema-words.ts';

type Properties = { readonly [key: string]: Schema };

const ids = listOf(id);
const number: Schema = { type: 'number' };
const version: Schema = { type: ['string', 'number', 'null'] };
const docs = exactly({ show: truth, node_color: textOrNull });
const quoting = exactly({
  database: truthOrNull,
  schema: truthOrNull,
  identifier: truthOrNull,
  column: truthOrNull,
});
const config: Schema = { type: 'object', required: ['enabled'] };
const dependsOn = exactly({ macros: ids, nodes: ids });
const dependsOnMacros = exactly({ macros: ids });

const constraint = {
  type: oneOf('not_null', 'unique', 'primary_key', 'foreign_key', 'check', 'custom'),
  name: textOrNull,
  expression: textOrNull,
  warn_unenforced: truth,
  warn_unsupported: truth,
  to: textOrNull,
  to_columns: listOf(text),
};

const columns = mapOf(
  exactly({
    name: text,
    description: text,
    meta: anyMap,
    data_type: textOrNull,
    constraints: listOf(exactly(constraint)),
    quote: truthOrNull,
    config: exactly({ meta: anyMap, tags: listOf(text) }),
    tags: listOf(text),
    granularity: textOrNull,
    dimension: nothing,
    entity: nothing,
    doc_blocks: ids,
  }),
);

const identity = (type: string): Properties => ({
  name: text,
  resource_type: only(type),
  package_name: text,
  path,
  original_file_path: path,
  unique_id: id,
});

const common = (type: string): Properties => ({
  database: textOrNull,
  schema: text,
  ...identity(type),
  fqn: listOf(text),
  alias: text,
  checksum: exactly({ name: oneOf('sha256', 'none', 'path'), checksum: text }),
  config,
  tags: listOf(text),
  description: text,
  columns,
  meta: anyMap,
  group: textOrNull,
  docs,
  patch_path: { type: ['string', 'null'], pattern: '^[^/]+://' },
  build_path: orNull(path),
  unrendered_config: anyMap,
  created_at: number,
  relation_name: textOrNull,
  raw_code: text,
  doc_blocks: ids,
});

const uses: Properties = {
  refs: listOf(exactly({ name: text, package: textOrNull, version })),
  sources: listOf({ type: 'array', items: text, minItems: 2, maxItems: 2 }),
};

/** These four come with the SQL. */
const whenCompiled: Properties = {
  compiled: only(true),
  compiled_code: text,
  extra_ctes_injected: only(true),
  extra_ctes: listOf(exactly({ id, sql: text })),
};

function templated(type: string, more: Properties = {}): Schema {
  const properties: Properties = {
    ...common(type),
    language: oneOf('sql', 'python'),
    ...uses,
    metrics: listOf(listOf(text)),
    functions: listOf(listOf(text)),
    depends_on: dependsOn,
    compiled_path: orNull(path),
    ...whenCompiled,
    contract: exactly({ enforced: truth, alias_types: truth, checksum: textOrNull }),
    ...more,
  };
  return exactly(properties, Object.keys(whenCompiled));
}

/** One schema for each kind of node, by the name that tests give it. */
export const nodeSchemas = {
  model: templated('model', {
    access: oneOf('private', 'protected', 'public'),
    constraints: listOf(exactly({ ...constraint, columns: listOf(text) })),
    version,
    latest_version: version,
    deprecation_date: textOrNull,
    primary_key: listOf(text),
    time_spine: nothing,
  }),
  seed: exactly({ ...common('seed'), root_path: nothing, depends_on: dependsOnMacros }),
  snapshot: templated('snapshot'),
  analysis: templated('analysis'),
  singularTest: templated('test'),
  genericTest: templated('test', {
    column_name: textOrNull,
    file_key_name: textOrNull,
    attached_node: orNull(id),
    test_metadata: exactly({ name: text, kwargs: anyMap, namespace: textOrNull }),
  }),
  operation: templated('operation', { index: { type: 'integer', minimum: 1 } }),
};

const anyNode: Schema = { oneOf: Object.values(nodeSchemas) };

export const sourceSchema = exactly({
  database: textOrNull,
  schema: text,
  ...identity('source'),
  fqn: listOf(text),
  source_name: text,
  source_description: text,
  loader: text,
  identifier: text,
  quoting,
  loaded_at_field: textOrNull,
  loaded_at_query: textOrNull,
  freshness: { type: ['object', 'null'] },
  external: nothing,
  description: text,
  columns,
  meta: anyMap,
  source_meta: anyMap,
  tags: listOf(text),
  config,
  patch_path: textOrNull,
  unrendered_config: anyMap,
  relation_name: textOrNull,
  created_at: number,
  unrendered_database: textOrNull,
  unrendered_schema: textOrNull,
  doc_blocks: ids,
});

export const exposureSchema = exactly({
  ...identity('exposure'),
  fqn: listOf(text),
  type: oneOf('dashboard', 'notebook', 'analysis', 'ml', 'application'),
  owner: { type: 'object', required: ['email', 'name'] },
  description: text,
  label: textOrNull,
  maturity: oneOf('low', 'medium', 'high', null),
  meta: anyMap,
  tags: listOf(text),
  config,
  unrendered_config: anyMap,
  url: textOrNull,
  depends_on: dependsOn,
  ...uses,
  metrics: listOf(text),
  created_at: number,
});

export const macroSchema = exactly({
  ...identity('macro'),
  macro_sql: text,
  depends_on: dependsOnMacros,
  description: text,
  meta: anyMap,
  docs,
  config: exactly({ meta: anyMap, docs }),
  patch_path: textOrNull,
  arguments: listOf(exactly({ name: text, type: textOrNull, description: text })),
  created_at: number,
  supported_languages: orNull(listOf(text)),
});

const doc = exactly({ ...identity('doc'), block_contents: text });
const group = exactly({
  ...identity('group'),
  owner: { type: 'object', required: ['email', 'name'] },
  description: textOrNull,
  config: exactly({ meta: anyMap }),
});
const selector = exactly({ name: text, description: text, default: truth, definition: {} }, [
  'description',
  'default',
]);

/** `manifest.json`, version 12, as tfm writes it: stricter than dbt's own schema, every key is there. */
export const manifestSchema = exactly({
  metadata: exactly({
    ...metadata('manifest/v12'),
    project_name: text,
    project_id: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    user_id: nothing,
    send_anonymous_usage_stats: only(false),
    adapter_type: text,
    quoting,
    run_started_at: { type: 'string', pattern: '\\.\\d{6}\\+00:00$' },
  }),
  nodes: mapOf(anyNode),
  sources: mapOf(sourceSchema),
  macros: mapOf(macroSchema),
  docs: mapOf(doc),
  exposures: mapOf(exposureSchema),
  metrics: emptyMap,
  groups: mapOf(group),
  selectors: mapOf(selector),
  disabled: mapOf(listOf({ anyOf: [anyNode, sourceSchema, exposureSchema] })),
  parent_map: mapOf(ids),
  child_map: mapOf(ids),
  group_map: mapOf(ids),
  saved_queries: emptyMap,
  semantic_models: emptyMap,
  unit_tests: emptyMap,
  functions: emptyMap,
});
