import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import { isJsonMap, type JsonMap, type JsonValue } from '../../project/json-value.ts';
import type { YamlPath } from '../../yaml/yaml-span.ts';
import type { ParsedProjectFile } from '../project-file.ts';
import { unknownKeySeverity } from '../schema/validate.ts';
import { type ConfigKind, knownConfigs } from '../schema/validators.ts';
import { checkConfigValues } from './check-config.ts';
import { type ConfigEntry, type ConfigLayer, configKey } from './config-layer.ts';

/** One level of a tree of configs in the project file: `models:`, `models: shop:`, `models: shop: staging:` … */
interface Level {
  readonly layer: ConfigLayer;
  readonly children: ReadonlyMap<string, Level>;
  readonly path: YamlPath;
  /** Set once a node was found below it. */
  used: boolean;
}

/** The configs that a project file gives to resources of one kind, by their place in the project. */
export interface ConfigTree {
  /** The layers that hold for a node, weakest first. */
  layersFor(fqn: readonly string[]): readonly ConfigLayer[];
  /** Levels that no node lies under; to be asked when all nodes have been parsed. */
  unused(): readonly Diagnostic[];
}

export interface ConfigTreeRequest {
  readonly file: ParsedProjectFile;
  /** `models`; the second and third name mean the same. */
  readonly keys: readonly string[];
  readonly configKind: ConfigKind;
}

export function readConfigTree(request: ConfigTreeRequest): {
  readonly tree: ConfigTree;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { file, keys, configKind } = request;
  const key = keys.find((name) => file.top.has(name)) ?? keys[0] ?? '';
  const diagnostics: Diagnostic[] = [];
  const known = knownConfigs(configKind);

  const readLevel = (value: JsonMap, unrendered: JsonMap, path: YamlPath): Level => {
    const entries = new Map<string, ConfigEntry>();
    const written = new Map<string, JsonValue>();
    const children = new Map<string, Level>();
    for (const [name, item] of value) {
      const inner = [...path, name];
      const raw = unrendered.get(name);
      if (!name.startsWith('+') && isJsonMap(item)) {
        children.set(name, readLevel(item, isJsonMap(raw) ? raw : item, inner));
        continue;
      }
      // A folder without configs of its own.
      if (!name.startsWith('+') && item === null) continue;
      const config = configKey(name.replace(/^\++/, ''));
      const at = file.place(inner, 'key');
      const meant = known.has(config) ? undefined : nearest(config, known);
      if (meant !== undefined) {
        const severity = unknownKeySeverity(file.strictness, meant);
        diagnostics.push(
          diagnostic(
            'unknown-config',
            { key: config, where: `in "${key}" of the project file`, nearest: meant },
            { at, severity },
          ),
        );
      }
      entries.set(config, {
        value: typeof item === 'string' ? item.trim() : item,
        at: file.place(inner, 'value'),
      });
      written.set(config, raw ?? item);
    }
    diagnostics.push(
      ...checkConfigValues(configKind, entries, `"${path.join('.')}" of the project file`, file.strictness),
    );
    return { layer: { entries, unrendered: written }, children, path, used: false };
  };

  const top = file.top.get(key);
  const raw = file.unrendered.get(key);
  const root = isJsonMap(top) ? readLevel(top, isJsonMap(raw) ? raw : top, [key]) : undefined;
  return { tree: treeOf(root, file, key), diagnostics };
}

function treeOf(root: Level | undefined, file: ParsedProjectFile, key: string): ConfigTree {
  return {
    layersFor(fqn) {
      const layers: ConfigLayer[] = [];
      let level = root;
      for (let depth = 0; level !== undefined; depth += 1) {
        level.used = true;
        if (level.layer.entries.size > 0) layers.push(level.layer);
        const name = fqn[depth];
        level = name === undefined ? undefined : level.children.get(name);
      }
      return layers;
    },
    unused() {
      const found: Diagnostic[] = [];
      const walk = (level: Level): void => {
        for (const child of level.children.values()) {
          if (child.used) walk(child);
          else if (hasConfigs(child)) {
            found.push(
              diagnostic(
                'unused-config-path',
                { path: child.path.join('.'), kind: kindOf(key) },
                { at: file.place(child.path, 'key') },
              ),
            );
          }
        }
      };
      if (root !== undefined) walk(root);
      return found;
    },
  };
}

function hasConfigs(level: Level): boolean {
  return level.layer.entries.size > 0 || [...level.children.values()].some(hasConfigs);
}

function kindOf(key: string): string {
  if (key === 'analyses') return 'analysis';
  return key.replace(/s$/, '').replaceAll('_', ' ').replaceAll('-', ' ').replace(/ie$/, 'y');
}
