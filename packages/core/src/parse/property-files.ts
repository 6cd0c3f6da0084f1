import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { ResourceFile } from '../read/project-files.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type YamlPart, type YamlPath, YamlSpan } from '../yaml/yaml-span.ts';
import type { ParsedProjectFile } from './project-file.ts';
import { validate } from './schema/validate.ts';

/** The lists a property file can hold. */
export const propertyLists = [
  'models',
  'seeds',
  'snapshots',
  'sources',
  'data_tests',
  'macros',
  'analyses',
  'exposures',
  'groups',
  'unit_tests',
  'metrics',
  'semantic_models',
  'saved_queries',
  'functions',
] as const;
export type PropertyList = (typeof propertyLists)[number];

/** One entry of such a list: as written, with its place. */
export interface PropertyEntry {
  readonly list: PropertyList;
  readonly name: string;
  readonly value: JsonMap;
  readonly file: PropertyFile;
  /** Where the entry stands in its file. */
  readonly path: YamlPath;
  readonly place: (path: YamlPath, part?: YamlPart) => Span;
}

export interface PropertyFile {
  readonly package: ParsedProjectFile;
  readonly folder: string;
  /** Relative to the folder. */
  readonly path: string;
  readonly originalFilePath: string;
  readonly source: SourceText;
}

export interface ReadProperties {
  readonly entries: ReadonlyMap<PropertyList, readonly PropertyEntry[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** All property files of a package, checked against the schema. */
export function readPropertyFiles(owner: ParsedProjectFile): ReadProperties {
  const entries = new Map<PropertyList, PropertyEntry[]>(propertyLists.map((list) => [list, []]));
  const diagnostics: Diagnostic[] = [];
  for (const file of owner.files.properties) {
    const read = readYaml(file.source);
    diagnostics.push(...read.diagnostics);
    if (read.value === undefined || read.value.value === null) continue;
    const { value } = read.value;
    const at = new YamlSpan(file.source, [], 'value');
    if (!isJsonMap(value)) {
      diagnostics.push(diagnostic('file-not-a-map', { what: 'A property file' }, { at }));
      continue;
    }
    const problems = checkFile(value, file, owner);
    diagnostics.push(...problems);
    for (const entry of entriesOf(value, file, owner)) entries.get(entry.list)?.push(entry);
  }
  return { entries, diagnostics };
}

function checkFile(value: JsonMap, file: ResourceFile, owner: ParsedProjectFile): readonly Diagnostic[] {
  const place = (path: YamlPath, part: YamlPart): Span => new YamlSpan(file.source, path, part);
  const problems = [...validate('properties', { value, name: '', place, strictness: owner.strictness })];
  if (value.has('tests') && value.has('data_tests'))
    problems.push(diagnostic('both-test-keys', {}, { at: place(['tests'], 'key') }));
  return problems;
}

function entriesOf(top: JsonMap, file: ResourceFile, owner: ParsedProjectFile): readonly PropertyEntry[] {
  const found: PropertyEntry[] = [];
  const propertyFile: PropertyFile = {
    package: owner,
    folder: file.folder,
    path: file.path,
    originalFilePath: file.originalFilePath,
    source: file.source,
  };
  for (const [key, list] of top) {
    const name = key === 'tests' ? 'data_tests' : key;
    if (!isPropertyList(name) || !isJsonList(list)) continue;
    list.forEach((value: JsonValue, index) => {
      const entryName = isJsonMap(value) ? value.get('name') : undefined;
      if (
        !isJsonMap(value) ||
        entryName === undefined ||
        entryName === null ||
        isJsonMap(entryName) ||
        isJsonList(entryName)
      )
        return;
      const path = [key, index];
      const place = (inner: YamlPath, part: YamlPart = 'value'): Span =>
        new YamlSpan(file.source, [...path, ...inner], part);
      found.push({ list: name, name: String(entryName), value, file: propertyFile, path, place });
    });
  }
  return found;
}

function isPropertyList(name: string): name is PropertyList {
  return (propertyLists as readonly string[]).includes(name);
}
