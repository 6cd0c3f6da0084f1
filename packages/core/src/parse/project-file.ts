import type { YamlRenderer } from '../context/render-yaml.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { Hook } from '../project/node.ts';
import type { ProjectSettings, PublishPolicy } from '../project/project.ts';
import type { PackageFiles } from '../read/project-files.ts';
import { type YamlPart, type YamlPath, YamlSpan } from '../yaml/yaml-span.ts';
import { hooksOf } from './config/hooks.ts';
import { knownFlags } from './known-flags.ts';
import { type Strictness, unknownKeySeverity, validate } from './schema/validate.ts';

/** The project file of one package, checked; the trees of configs are read by `config/config-tree.ts`. */
export interface ParsedProjectFile {
  readonly settings: ProjectSettings;
  readonly files: PackageFiles;
  /** Rendered, but for what is rendered late. */
  readonly top: JsonMap;
  /** As written. */
  readonly unrendered: JsonMap;
  readonly strictness: Strictness;
  readonly place: (path: YamlPath, part?: YamlPart) => Span;
}

/** Names a template has for other things. */
const contextNames = new Set([
  'ref',
  'source',
  'var',
  'env_var',
  'config',
  'target',
  'this',
  'model',
  'graph',
  'adapter',
  'api',
  'builtins',
  'context',
  'execute',
  'exceptions',
  'flags',
  'log',
  'print',
  'modules',
  'return',
  'run_query',
  'statement',
  'load_result',
  'schemas',
  'results',
  'sql',
  'doc',
  'invocation_id',
  'run_started_at',
  'dbt_version',
  'project_name',
  'tojson',
  'fromjson',
  'toyaml',
  'fromyaml',
]);

/** Keys that only tfm knows: in a `dbt_project.yml` they would make dbt complain. */
const ownKeys = ['publish', 'target', 'targets'];

/** Texts under these keys are rendered when they are used. */
const lateKeys = new Set(['on-run-start', 'on-run-end', 'query-comment', 'vars']);

/** `strictness` is `package` for all but the user's own project. */
export function parseProjectFile(
  files: PackageFiles,
  isPackage: boolean,
  renderer: YamlRenderer,
): { readonly file: ParsedProjectFile; readonly diagnostics: readonly Diagnostic[] } {
  const strictness: Strictness = isPackage ? 'package' : files.flavour;
  const source = files.projectFile.source;
  const place = (path: YamlPath, part: YamlPart = 'value'): Span => new YamlSpan(source, path, part);
  const unrendered = isJsonMap(files.projectFile.value)
    ? files.projectFile.value
    : new Map<string, JsonValue>();
  const diagnostics = [
    ...validate('project', { value: unrendered, name: 'the project file', place, strictness }),
  ];
  const isLate = (path: YamlPath): boolean =>
    lateKeys.has(String(path[0])) || path.some((step) => /^\+?(?:pre|post)[-_]hook$/.test(String(step)));
  const top = renderer.deep(unrendered, place, isLate) as JsonMap;

  if (top.has('tests') && top.has('data_tests'))
    diagnostics.push(diagnostic('both-test-keys', {}, { at: place(['tests'], 'key') }));
  if (strictness === 'dbt') {
    for (const key of ownKeys)
      if (top.has(key)) diagnostics.push(diagnostic('key-in-tfm-only', { key }, { at: place([key], 'key') }));
  }
  diagnostics.push(...checkName(top, place), ...checkFlags(top, place, strictness));
  const settings = settingsOf(files, top, place);
  return { file: { settings, files, top, unrendered, strictness, place }, diagnostics };
}

function checkName(top: JsonMap, place: ParsedProjectFile['place']): readonly Diagnostic[] {
  const name = top.get('name');
  if (typeof name !== 'string') return [];
  const at = place(['name']);
  if (!/^[^\d\W]\w*$/.test(name)) return [diagnostic('project-name', { name }, { at })];
  if (contextNames.has(name)) return [diagnostic('project-name-reserved', { name }, { at })];
  if (name.startsWith('__tfm_')) return [diagnostic('reserved-name', { kind: 'Project', name }, { at })];
  return [];
}

function checkFlags(
  top: JsonMap,
  place: ParsedProjectFile['place'],
  strictness: Strictness,
): readonly Diagnostic[] {
  const flags = top.get('flags');
  if (!isJsonMap(flags)) return [];
  return [...flags.keys()].flatMap((key) => {
    if (knownFlags.has(key.toLowerCase())) return [];
    const meant = nearest(key, knownFlags);
    return [
      diagnostic(
        'unknown-project-flag',
        { key, nearest: meant },
        { at: place(['flags', key], 'key'), severity: unknownKeySeverity(strictness, meant) },
      ),
    ];
  });
}

function settingsOf(files: PackageFiles, top: JsonMap, place: ParsedProjectFile['place']): ProjectSettings {
  const textOf = (key: string): string | null => {
    const value = top.get(key);
    return typeof value === 'string' ? value : null;
  };
  const mapOf = (key: string): JsonMap => {
    const value = top.get(key);
    return isJsonMap(value) ? value : new Map();
  };
  const hooks = (key: string): readonly Hook[] => hooksOf(top.get(key), (path) => place([key, ...path]));
  const publish = textOf('publish');
  const required = top.get('require-dbt-version');
  const version = top.get('version');
  return {
    name: textOf('name') ?? 'unnamed',
    version: version === undefined || version === null ? null : String(version),
    flavour: files.flavour,
    profile: textOf('profile'),
    file: files.projectFile.source,
    paths: files.paths,
    quoting: mapOf('quoting'),
    dispatch: dispatchOf(top.get('dispatch')),
    vars: mapOf('vars'),
    onRunStart: hooks('on-run-start'),
    onRunEnd: hooks('on-run-end'),
    flags: mapOf('flags'),
    publish: publish === 'all' || publish === 'each' ? (publish satisfies PublishPolicy) : 'together',
    queryComment: top.get('query-comment') ?? null,
    restrictAccess: top.get('restrict-access') === true,
    requireDbtVersion: (isJsonList(required) ? required : [required]).filter(
      (one) => typeof one === 'string',
    ),
  };
}

function dispatchOf(value: JsonValue | undefined): ProjectSettings['dispatch'] {
  if (!isJsonList(value)) return [];
  return value.flatMap((item) => {
    const namespace = isJsonMap(item) ? item.get('macro_namespace') : undefined;
    const order = isJsonMap(item) ? item.get('search_order') : undefined;
    if (typeof namespace !== 'string' || !isJsonList(order)) return [];
    return [{ macroNamespace: namespace, searchOrder: order.filter((name) => typeof name === 'string') }];
  });
}
