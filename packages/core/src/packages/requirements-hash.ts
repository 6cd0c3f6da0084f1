import { createHash } from 'node:crypto';
import type { JsonMap, JsonValue } from '../project/json-value.ts';
import type { PackageRequirement } from './package-requirement.ts';
import { pythonJson } from './python-json.ts';

/** dbt's `sha1_hash`: says whether a lock file was made from this list of packages. The order does not count. */
export function requirementsHash(requirements: readonly PackageRequirement[]): string {
  const texts = requirements.map((wanted) => pythonJson(hashed(wanted))).sort(byCodePoint);
  return createHash('sha1').update(texts.join('\n'), 'utf8').digest('hex');
}

/** All keys that the kind has in dbt, also those that are not given. */
function hashed({ kind, entry, unrendered }: PackageRequirement): JsonMap {
  const get = (key: string): JsonValue => entry.get(key) ?? null;
  const fields: [string, JsonValue][] = [['unrendered', unrendered]];
  const name = entry.get('name');
  if (name !== undefined && name !== null) fields.push(['name', name]);
  switch (kind) {
    case 'hub': {
      const prerelease = entry.get('install_prerelease') ?? entry.get('install-prerelease') ?? false;
      fields.push(['package', get('package')], ['version', version(get('version'))]);
      fields.push(['install_prerelease', prerelease]);
      break;
    }
    case 'private':
    case 'git':
      if (kind === 'private') fields.push(['provider', get('provider')]);
      fields.push([kind, get(kind)], ['revision', version(get('revision'))]);
      fields.push(['subdirectory', get('subdirectory')], ['warn-unpinned', get('warn-unpinned')]);
      break;
    case 'local':
    case 'tarball':
      fields.push([kind, get(kind)]);
  }
  return new Map(fields);
}

/** A whole number is text for dbt; a number with decimals stays one. */
function version(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => version(item));
  return Number.isInteger(value) || typeof value === 'bigint' ? String(value) : value;
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
