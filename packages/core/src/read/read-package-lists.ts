import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import { mostTextBytes, placeOf, readText, unreadable } from './read-text.ts';
import { isInside } from './walk-folder.ts';

/** The files of a package that say what it is and which packages it needs. */
export interface PackageLists {
  /** `tfm.yml`, or `dbt_project.yml`. */
  readonly projectFile: SourceText | null;
  readonly packages: SourceText | null;
  readonly dependencies: SourceText | null;
  readonly lock: SourceText | null;
}

/** Reads them from a folder, which may also be one that is not installed yet. `prefix` stands before their names in messages. */
export function readPackageLists(folder: string, prefix: string): Outcome<PackageLists> {
  const diagnostics: Diagnostic[] = [];
  const read = (name: string): SourceText | null => {
    const outcome = readInside(folder, name, prefix);
    diagnostics.push(...outcome.diagnostics);
    return outcome.value ?? null;
  };
  const value = {
    projectFile: read('tfm.yml') ?? read('dbt_project.yml'),
    packages: read('packages.yml'),
    dependencies: read('dependencies.yml'),
    lock: read('package-lock.yml'),
  };
  return { value, diagnostics };
}

function readInside(folder: string, name: string, prefix: string): Outcome<SourceText | undefined> {
  const path = `${prefix}${name}`;
  let file = join(folder, name);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return { value: undefined, diagnostics: [] };
  try {
    file = realpathSync(file);
    if (isInside(file, realpathSync(folder))) return readText({ file, path, mostBytes: mostTextBytes });
  } catch (error) {
    return { value: undefined, diagnostics: [unreadable(path, error)] };
  }
  return {
    value: undefined,
    diagnostics: [diagnostic('path-escapes', { what: 'Symbolic link', path }, { at: placeOf(path) })],
  };
}
