import { posix } from 'node:path';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { isJsonList, isJsonMap, type JsonValue } from '../project/json-value.ts';
import type { ProjectPaths } from '../project/project.ts';
import { type YamlFile, yamlSpan } from '../yaml/read-yaml.ts';

type ListKey = 'models' | 'seeds' | 'snapshots' | 'tests' | 'macros' | 'analyses' | 'functions';

const listKeys: readonly (readonly [ListKey, readonly string[], readonly string[]])[] = [
  // The second name is dbt's old one.
  ['models', ['model-paths', 'source-paths'], ['models']],
  ['seeds', ['seed-paths', 'data-paths'], ['seeds']],
  ['snapshots', ['snapshot-paths'], ['snapshots']],
  ['tests', ['test-paths'], ['tests']],
  ['macros', ['macro-paths'], ['macros']],
  ['analyses', ['analysis-paths'], ['analyses']],
  ['functions', ['function-paths'], ['functions']],
];

/** Renders a text of the project file that holds a template; undefined (and a diagnostic of its own) on a mistake. */
export type RenderText = (text: string, key: string) => JsonValue | undefined;

/**
 * The folders a project file names. What leads out of the project is reported and left out; what has the wrong type
 * is left to the schema.
 */
export function readProjectPaths(
  file: YamlFile,
  render: RenderText,
): { readonly paths: ProjectPaths; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const top = isJsonMap(file.value) ? file.value : new Map<string, JsonValue>();
  const rendered = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
    typeof value === 'string' && /\{[{%#]/.test(value) ? render(value, key) : value;

  const check = (path: string, key: string, index: number | undefined): string | undefined => {
    const at = yamlSpan(file, index === undefined ? [key] : [key, index]);
    const what = `Path in "${key}":`;
    if (posix.isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path)) {
      diagnostics.push(diagnostic('path-absolute', { what, path }, { at }));
      return undefined;
    }
    const normal = posix.normalize(path.replaceAll('\\', '/')).replace(/\/$/, '');
    if (normal === '..' || normal.startsWith('../') || normal.includes('\0')) {
      diagnostics.push(diagnostic('path-escapes', { what, path }, { at }));
      return undefined;
    }
    return normal;
  };
  const listOf = (keys: readonly string[], fallback: readonly string[]): readonly string[] => {
    const key = keys.find((name) => top.has(name));
    if (key === undefined) return fallback;
    const value = rendered(top.get(key), key);
    const items = isJsonList(value) ? value : [value];
    const folders = items.flatMap((item, index) => {
      const path = isJsonList(value) ? rendered(item, key) : item;
      return typeof path === 'string' ? [check(path, key, isJsonList(value) ? index : undefined)] : [];
    });
    return [...new Set(folders.filter((folder) => folder !== undefined))];
  };
  const single = (key: string, fallback: string): string => {
    const value = rendered(top.get(key), key);
    return (typeof value === 'string' ? check(value, key, undefined) : undefined) ?? fallback;
  };

  const lists = Object.fromEntries(
    listKeys.map(([name, keys, fallback]) => [name, listOf(keys, fallback)]),
  ) as Record<ListKey, readonly string[]>;
  const target = single('target-path', 'target');
  const allSources = [
    ...lists.models,
    ...lists.seeds,
    ...lists.snapshots,
    ...lists.analyses,
    ...lists.macros,
  ];
  const paths: ProjectPaths = {
    ...lists,
    docs: listOf(['docs-paths'], [...new Set([...allSources, ...lists.tests])]),
    target,
    logs: single('log-path', 'logs'),
    packagesInstall: single('packages-install-path', 'dbt_packages'),
    cleanTargets: listOf(['clean-targets'], [target]),
  };
  return { paths, diagnostics };
}
