import type { SourceText } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonValue } from '../project/json-value.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type RequirementFiles, readRequirements } from './read-requirements.ts';
import { requirementsHash } from './requirements-hash.ts';

/** How long a list of packages is. */
export interface RequirementCount {
  readonly file: SourceText;
  readonly count: number;
  /** Undefined: the list holds templates, which can mean something else each time. */
  readonly hash: string | undefined;
}

/** Undefined: nothing is asked for, or the list cannot be read. Nothing is rendered: a run needs no secrets of `deps`. */
export function requirementCount(files: RequirementFiles): RequirementCount | undefined {
  const dependencies = packagesIn(files.dependencies);
  const file = dependencies === undefined ? files.packages : files.dependencies;
  const list = dependencies ?? packagesIn(files.packages);
  if (file === null || list === undefined) return undefined;
  if (/\{[{%#]/.test(file.text)) return { file, count: list.length, hash: undefined };
  const read = readRequirements(files, { env: new Map(), vars: new Map(), strictness: 'own' });
  const isWrong = read.diagnostics.some(({ severity }) => severity === 'error');
  return { file, count: list.length, hash: isWrong ? undefined : requirementsHash(read.value.list) };
}

/** The names of what is locked; undefined when not all have one. */
export function lockedNames(lock: SourceText): readonly string[] | undefined {
  const list = packagesIn(lock);
  const names = list?.flatMap((entry) => {
    const name = isJsonMap(entry) ? entry.get('name') : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  return names?.length === list?.length ? names : undefined;
}

function packagesIn(source: SourceText | null): readonly JsonValue[] | undefined {
  const value = source === null ? undefined : readYaml(source).value?.value;
  const list = isJsonMap(value) ? value.get('packages') : undefined;
  return isJsonList(list) ? list : undefined;
}
