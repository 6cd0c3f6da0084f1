import type { JsonMap, JsonValue } from '../../project/json-value.ts';

/** Resources with a config of their own kind. */
export type ConfiguredType = 'model' | 'seed' | 'snapshot' | 'test' | 'analysis';

type Entries = readonly (readonly [string, JsonValue])[];

const emptyMap: JsonMap = new Map();
const docs: JsonMap = new Map<string, JsonValue>([
  ['show', true],
  ['node_color', null],
]);
const contract: JsonMap = new Map<string, JsonValue>([
  ['enforced', false],
  ['alias_types', true],
]);

function head(materialized: string): Entries {
  return [
    ['enabled', true],
    ['alias', null],
    ['schema', null],
    ['database', null],
    ['tags', []],
    ['meta', emptyMap],
    ['group', null],
    ['static_analysis', null],
    ['materialized', materialized],
  ];
}

/** What every resource with a relation has. */
function relational(materialized: string): Entries {
  return [
    ...head(materialized),
    ['incremental_strategy', null],
    ['batch_size', null],
    ['lookback', 1],
    ['begin', null],
    ['persist_docs', emptyMap],
    ['post-hook', []],
    ['pre-hook', []],
    ['quoting', emptyMap],
    ['column_types', emptyMap],
    ['full_refresh', null],
    ['unique_key', null],
    ['on_schema_change', 'ignore'],
    ['on_configuration_change', 'apply'],
    ['grants', emptyMap],
    ['packages', []],
    ['docs', docs],
    ['contract', contract],
    ['event_time', null],
    ['concurrent_batches', null],
  ];
}

const defaults = new Map<ConfiguredType, JsonMap>();

/** dbt's defaults in dbt's order: the manifest and `config.get` show them. */
export function defaultConfig(type: ConfiguredType): JsonMap {
  let made = defaults.get(type);
  if (made === undefined) {
    made = makeDefaults(type);
    defaults.set(type, made);
  }
  return made;
}

function makeDefaults(type: ConfiguredType): JsonMap {
  switch (type) {
    case 'model':
      return new Map<string, JsonValue>([
        ...relational('view'),
        ['access', 'protected'],
        ['freshness', null],
        ['on_error', null],
        [
          'latest_version_pointer',
          new Map<string, JsonValue>([
            ['enabled', null],
            ['alias', null],
          ]),
        ],
      ]);
    case 'analysis':
      return new Map(relational('view'));
    case 'seed':
      return new Map<string, JsonValue>([...relational('seed'), ['delimiter', ','], ['quote_columns', null]]);
    case 'snapshot':
      return new Map<string, JsonValue>([
        ...relational('snapshot'),
        ['strategy', null],
        ['target_schema', null],
        ['target_database', null],
        ['updated_at', null],
        ['check_cols', null],
        [
          'snapshot_meta_column_names',
          new Map<string, JsonValue>(snapshotColumns.map((name) => [name, null])),
        ],
        ['dbt_valid_to_current', null],
      ]);
    case 'test':
      return new Map<string, JsonValue>([
        ...head('test'),
        ['schema', 'dbt_test__audit'],
        ['severity', 'ERROR'],
        ['store_failures', null],
        ['store_failures_as', null],
        ['sql_header', null],
        ['where', null],
        ['limit', null],
        ['fail_calc', 'count(*)'],
        ['warn_if', '!= 0'],
        ['error_if', '!= 0'],
      ]);
  }
}

const snapshotColumns = ['dbt_valid_to', 'dbt_valid_from', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'];
