import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import type { JsonMap, JsonValue } from '../../project/json-value.ts';
import { YamlSpan } from '../../yaml/yaml-span.ts';
import { type Strictness, unknownKeySeverity, validate } from '../schema/validate.ts';
import { type ConfigKind, knownConfigs } from '../schema/validators.ts';
import type { ConfigEntry } from './config-layer.ts';

/** Wrong values of known configs, each at its own entry. `where` is how the config is called. */
export function checkConfigValues(
  kind: ConfigKind,
  entries: ReadonlyMap<string, ConfigEntry>,
  where: string,
  strictness: Strictness,
): readonly Diagnostic[] {
  if (entries.size === 0) return [];
  const value: JsonMap = new Map<string, JsonValue>([...entries].map(([key, entry]) => [key, entry.value]));
  const fallback = [...entries.values()][0]?.at;
  return validate(kind, {
    value,
    name: where,
    strictness,
    place: (path) => (entries.get(String(path[0]))?.at ?? fallback) as ConfigEntry['at'],
  });
}

/** Keys that are nearly a config that exists: never meant as a config of one's own. */
export function checkConfigKeys(
  kind: ConfigKind,
  entries: ReadonlyMap<string, ConfigEntry>,
  where: string,
  strictness: Strictness,
): readonly Diagnostic[] {
  const known = knownConfigs(kind);
  return [...entries].flatMap(([key, { at }]) => {
    if (known.has(key)) return [];
    const meant = nearest(key, known);
    if (meant === undefined) return [];
    return [
      diagnostic(
        'unknown-config',
        { key, where, nearest: meant },
        { at: keyPlace(at), severity: unknownKeySeverity(strictness, meant) },
      ),
    ];
  });
}

function keyPlace(at: ConfigEntry['at']): ConfigEntry['at'] {
  return at instanceof YamlSpan ? new YamlSpan(at.source, at.path, 'key') : at;
}
