import { HostRecord, hostError, hostFunction, str, type Value } from '../../template/template.ts';

/** Functions that end the rendering with the given message. */
const raising = [
  'raise_compiler_error',
  'raise_not_implemented',
  'raise_database_error',
  'raise_dependency_error',
  'raise_parsing_error',
  'raise_fail_fast_error',
  'raise_cache_inconsistent',
  'raise_dataclass_not_dict',
  'raise_invalid_property_yml_version',
];

/** Functions of dbt's own macros; the message is made of what they are given. */
const describing: Readonly<Record<string, string>> = {
  missing_config: 'Model needs a config',
  missing_materialization: 'There is no such materialization',
  missing_relation: 'The relation is missing',
  relation_wrong_type: 'The relation is of the wrong type',
  raise_contract_error: 'The contract is not kept',
  column_type_missing: 'A column type is missing',
  raise_ambiguous_alias: 'Two nodes have the same alias',
  raise_ambiguous_catalog_match: 'Two relations fit one node',
  raise_dep_not_found: 'A dependency is missing',
  raise_duplicate_patch_name: 'Two descriptions of one resource',
  raise_duplicate_resource_name: 'Two resources of one name',
};

/** The same for every node. */
const shared: ReadonlyMap<string, Value> = new Map([
  ...raising.map((name): [string, Value] => [
    name,
    hostFunction(name, ['msg?', '*others', '**names'], ([message]) => {
      throw hostError(message === undefined ? name : str(message));
    }),
  ]),
  ...Object.entries(describing).map(([name, problem]): [string, Value] => [
    name,
    hostFunction(name, ['*args', '**names'], (_values, args, names) => {
      const details = [...args, ...names.values()].map(str).filter((text) => text !== '');
      throw hostError(details.length === 0 ? problem : `${problem}: ${details.join(', ')}`);
    }),
  ]),
  [
    'warn_snapshot_timestamp_data_types',
    hostFunction('warn_snapshot_timestamp_data_types', ['*args', '**names'], () => ''),
  ],
]);

/** `exceptions`. `warn` gets the messages that only warn. */
export function exceptionsValue(warn: (message: string) => void): Value {
  const members = new Map(shared);
  members.set(
    'warn',
    hostFunction('warn', ['msg'], ([message]) => {
      warn(str(message ?? null));
      return '';
    }),
  );
  return new HostRecord('exceptions', members);
}
