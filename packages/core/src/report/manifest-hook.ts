import { createHash } from 'node:crypto';
import type { Hook } from '../project/node.ts';
import type { ProjectSettings } from '../project/project.ts';
import type { Target } from '../project/target.ts';
import type { PlainObject } from './plain-json.ts';

export type RunHookKind = 'on-run-start' | 'on-run-end';

/** dbt shows each hook of a run as a node of its own, an `operation`. */
export function manifestHooks(
  settings: ProjectSettings,
  target: Target,
  createdAt: number,
): readonly (readonly [string, PlainObject])[] {
  const entry = (kind: RunHookKind) => (hook: Hook, index: number) =>
    hookEntry({ settings, target, createdAt, kind, hook, index });
  return [...settings.onRunStart.map(entry('on-run-start')), ...settings.onRunEnd.map(entry('on-run-end'))];
}

interface HookRequest {
  readonly settings: ProjectSettings;
  readonly target: Target;
  readonly createdAt: number;
  readonly kind: RunHookKind;
  readonly hook: Hook;
  /** From 0. */
  readonly index: number;
}

function hookEntry(request: HookRequest): readonly [string, PlainObject] {
  const { settings, target, createdAt, kind, hook, index } = request;
  const name = `${settings.name}-${kind}-${index}`;
  const id = `operation.${settings.name}.${name}`;
  const file = settings.file.path;
  // As in dbt, of the file that the hook is written in.
  const checksum = createHash('sha256').update(oneSpaced(settings.file.text)).digest('hex');
  const node = {
    database: target.database,
    schema: target.schema,
    name,
    resource_type: 'operation',
    package_name: settings.name,
    path: `hooks/${name}.sql`,
    original_file_path: `./${file.slice(file.lastIndexOf('/') + 1)}`,
    unique_id: id,
    fqn: [settings.name, 'hooks', name],
    alias: name,
    checksum: { name: 'sha256', checksum },
    config: hookConfig,
    tags: [kind],
    description: '',
    columns: {},
    meta: {},
    group: null,
    docs: { show: true, node_color: null },
    patch_path: null,
    build_path: null,
    unrendered_config: {},
    created_at: createdAt,
    relation_name: null,
    raw_code: hook.sql,
    doc_blocks: [],
    language: 'sql',
    refs: [],
    sources: [],
    metrics: [],
    functions: [],
    depends_on: { macros: [], nodes: [] },
    compiled_path: null,
    contract: { enforced: false, alias_types: true, checksum: null },
    index: index + 1,
  };
  return [id, node];
}

/** Reformatting does not change a checksum. */
function oneSpaced(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(' ');
}

/** A hook has no configuration of its own; dbt writes that of a node about which nothing is said. */
const hookConfig: PlainObject = {
  enabled: true,
  alias: null,
  schema: null,
  database: null,
  tags: [],
  meta: {},
  group: null,
  static_analysis: null,
  materialized: 'view',
  incremental_strategy: null,
  batch_size: null,
  lookback: 1,
  begin: null,
  persist_docs: {},
  'post-hook': [],
  'pre-hook': [],
  quoting: {},
  column_types: {},
  full_refresh: null,
  unique_key: null,
  on_schema_change: 'ignore',
  on_configuration_change: 'apply',
  grants: {},
  packages: [],
  docs: { show: true, node_color: null },
  contract: { enforced: false, alias_types: true },
  event_time: null,
  concurrent_batches: null,
};
