import { envVarFunction, VarFunction } from '../context/functions/variables.ts';
import { createYamlRenderer } from '../context/render-yaml.ts';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { Value } from '../template/template.ts';
import { readYaml, type YamlFile, yamlSpan } from '../yaml/read-yaml.ts';
import type { PackageRequirement } from './package-requirement.ts';
import { readRequirement, type Strictness } from './read-requirement.ts';

/** The files of one package that say what it needs. */
export interface RequirementFiles {
  readonly packages: SourceText | null;
  readonly dependencies: SourceText | null;
}

export interface RequirementSettings {
  readonly env: ReadonlyMap<string, string>;
  /** Of `--vars`. */
  readonly vars: JsonMap;
  readonly strictness: Strictness;
}

export interface Requirements {
  /** Which of the files holds them; null when there is none. */
  readonly file: SourceText | null;
  readonly list: readonly PackageRequirement[];
}

/**
 * What packages.yml asks for, rendered with `env_var` (secret ones, too) and `var`; or dependencies.yml, which is
 * taken as it is.
 */
export function readRequirements(
  files: RequirementFiles,
  settings: RequirementSettings,
): Outcome<Requirements> {
  const diagnostics: Diagnostic[] = [];
  const packages = topMapOf(files.packages, 'packages.yml', diagnostics);
  const dependencies = topMapOf(files.dependencies, 'dependencies.yml', diagnostics);
  if (packages !== undefined) diagnostics.push(...checkTopKeys(packages, settings.strictness));
  if (dependencies?.map.has('packages')) {
    if (packages?.map.has('packages'))
      diagnostics.push(
        diagnostic('packages-twice', {}, { at: yamlSpan(dependencies.file, ['packages'], 'key') }),
      );
    else return finish(dependencies, dependencies.map);
  }
  if (packages === undefined) return { value: { file: null, list: [] }, diagnostics };
  return finish(packages, renderMap(packages, settings, diagnostics));

  function finish(top: TopMap, rendered: JsonMap): Outcome<Requirements> {
    const list = readPackageList(top, rendered, settings.strictness, diagnostics);
    return { value: { file: top.file.source, list }, diagnostics };
  }
}

/** A file whose top is a map. */
export interface TopMap {
  readonly file: YamlFile;
  readonly map: JsonMap;
}

/** Undefined: there is none, or it cannot be read. An empty file is an empty map. */
export function topMapOf(
  source: SourceText | null,
  name: string,
  diagnostics: Diagnostic[],
): TopMap | undefined {
  if (source === null) return undefined;
  const yaml = readYaml(source);
  diagnostics.push(...yaml.diagnostics);
  if (yaml.value === undefined) return undefined;
  const { value } = yaml.value;
  if (isJsonMap(value)) return { file: yaml.value, map: value };
  if (value === null) return { file: yaml.value, map: new Map() };
  const at = { source, start: 0, end: 1 };
  const hint = 'begin with the line "packages:"';
  diagnostics.push(diagnostic('file-not-a-map', { what: name }, { at, hint }));
  return undefined;
}

function checkTopKeys({ file, map }: TopMap, strictness: Strictness): readonly Diagnostic[] {
  return [...map.keys()]
    .filter((key) => key !== 'packages')
    .map((key) => {
      const parameters = { key, where: 'in packages.yml', nearest: undefined };
      return diagnostic('unknown-key', parameters, {
        at: yamlSpan(file, [key], 'key'),
        ...(key === 'projects' ? { hint: 'move it to dependencies.yml' } : {}),
        ...(strictness === 'package' ? { severity: 'warning' } : {}),
      });
    });
}

export function renderMap(
  { file, map }: TopMap,
  settings: Omit<RequirementSettings, 'strictness'>,
  diagnostics: Diagnostic[],
): JsonMap {
  const vars = { values: settings.vars, owner: 'the command line' };
  const names = new Map<string, Value>([
    ['env_var', envVarFunction(settings.env, { secrets: true })],
    ['var', new VarFunction(vars, { lenient: false, render: (text) => text })],
  ]);
  const renderer = createYamlRenderer({
    scope: { lookup: (name) => names.get(name) },
    report: (problem) => diagnostics.push(problem),
  });
  return renderer.deep(map, (path) => yamlSpan(file, path)) as JsonMap;
}

export function readPackageList(
  { file, map: unrendered }: TopMap,
  rendered: JsonMap,
  strictness: Strictness,
  diagnostics: Diagnostic[],
): readonly PackageRequirement[] {
  const value: JsonValue = rendered.get('packages') ?? null;
  if (value === null) return [];
  if (!isJsonList(value)) {
    const parameters = { what: 'Key "packages"', expected: 'a list', found: 'something else' };
    diagnostics.push(diagnostic('wrong-type', parameters, { at: yamlSpan(file, ['packages']) }));
    return [];
  }
  const originals = unrendered.get('packages');
  return value.flatMap((entry, index) => {
    const original = isJsonList(originals) ? originals[index] : undefined;
    const place = (key?: string | number, part?: 'key' | 'value') =>
      yamlSpan(file, key === undefined ? ['packages', index] : ['packages', index, key], part);
    const read = readRequirement({ entry, original: original ?? entry, place, strictness });
    diagnostics.push(...read.diagnostics);
    return read.value === undefined ? [] : [read.value];
  });
}
