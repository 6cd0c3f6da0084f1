import type { PlainJson, PlainObject } from './plain-json.ts';
import { isPlainObject, sameJson } from './same-json.ts';

/** In what a node of the manifest differs from the same node of an earlier one: dbt's parts of `state:modified`. */
export type ModifiedPart = 'body' | 'configs' | 'persisted_descriptions' | 'relation' | 'contract';

export function differsIn(part: ModifiedPart, now: PlainObject, before: PlainObject): boolean {
  return !same[part](now, before);
}

/** Whether anything counts that dbt counts for this kind of resource. */
export function isModified(now: PlainObject, before: PlainObject): boolean {
  switch (now.resource_type) {
    case 'source':
      return !(same.relation(now, before) && same.configs(now, before) && sameKeys(now, before, sourceKeys));
    case 'exposure':
      return !(same.configs(now, before) && sameKeys(now, before, exposureKeys));
    case 'test':
      if (now.test_metadata !== undefined)
        return !(same.configs(now, before) && sameKeys(now, before, ['fqn']));
      return !sameNode(now, before);
    case 'model':
      return !(
        sameNode(now, before) && sameKeys(now, before, ['latest_version', 'access', 'deprecation_date'])
      );
    default:
      return !sameNode(now, before);
  }
}

const sourceKeys = ['fqn', 'quoting', 'freshness', 'loaded_at_field', 'external'];
const exposureKeys = ['fqn', 'type', 'owner', 'maturity', 'url', 'description', 'label', 'depends_on'];

function sameNode(now: PlainObject, before: PlainObject): boolean {
  return sameKeys(now, before, ['fqn']) && Object.values(same).every((compare) => compare(now, before));
}

type Compare = (now: PlainObject, before: PlainObject) => boolean;

const same: { readonly [P in ModifiedPart]: Compare } = {
  body: (now, before) =>
    now.resource_type === 'seed' ? sameJson(now.checksum, before.checksum) : now.raw_code === before.raw_code,
  configs: sameConfigs,
  persisted_descriptions: sameDescriptions,
  // What is written, not what it became: the same project in another target is not modified.
  relation: (now, before) =>
    now.resource_type === 'source'
      ? sameKeys(now, before, ['unrendered_database', 'unrendered_schema', 'identifier'])
      : sameKeys(objectAt(now, 'unrendered_config'), objectAt(before, 'unrendered_config'), [
          'database',
          'schema',
          'alias',
        ]),
  contract: (now, before) =>
    sameJson(objectAt(now, 'contract').checksum, objectAt(before, 'contract').checksum),
};

/** Where a node lies, its group and its tags are compared elsewhere or not at all. */
const notCompared = new Set(['alias', 'schema', 'database', 'tags', 'group']);
const testConfigs = [
  'severity',
  'where',
  'limit',
  'fail_calc',
  'warn_if',
  'error_if',
  'store_failures',
  'store_failures_as',
];

function sameConfigs(now: PlainObject, before: PlainObject): boolean {
  const [one, other] = [objectAt(now, 'unrendered_config'), objectAt(before, 'unrendered_config')];
  if (now.resource_type === 'test') return sameKeys(one, other, testConfigs);
  const isSource = now.resource_type === 'source';
  // dbt writes the meta of sources even where there is none, and does not compare it.
  const isCompared = (key: string): boolean => !notCompared.has(key) && !(isSource && key === 'meta');
  const keys = [...Object.keys(one), ...Object.keys(other)].filter(isCompared);
  return sameKeys(one, other, keys);
}

/** Descriptions count only where the warehouse shows them. */
function sameDescriptions(now: PlainObject, before: PlainObject): boolean {
  const persisted = objectAt(objectAt(now, 'config'), 'persist_docs');
  if (persisted.relation === true && now.description !== before.description) return false;
  return persisted.columns !== true || sameJson(columnDescriptions(now), columnDescriptions(before));
}

function columnDescriptions(node: PlainObject): PlainObject {
  const columns = Object.entries(objectAt(node, 'columns'));
  return Object.fromEntries(
    columns.map(([name, column]) => [name, isPlainObject(column) ? (column.description ?? null) : null]),
  );
}

function sameKeys(now: PlainObject, before: PlainObject, keys: readonly string[]): boolean {
  return keys.every((key) => sameJson(now[key], before[key]));
}

export function objectAt(value: PlainJson | undefined, key: string): PlainObject {
  const found = isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isPlainObject(found) ? found : {};
}
