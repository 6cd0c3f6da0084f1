import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import { mostTextBytes, readText } from './read-text.ts';

const fileName = 'profiles.yml';

/** In the order in which they win. */
const variables = ['TFM_PROFILES_DIR', 'DBT_ENGINE_PROFILES_DIR', 'DBT_PROFILES_DIR'];

interface ProfilesRequest {
  readonly projectDir: string;
  readonly profilesDir: string | undefined;
  readonly env: ReadonlyMap<string, string>;
}

/**
 * `profiles.yml`: of the folder that the command line or the environment names; else of the project folder; else of
 * `~/.dbt`. The user's own word wins over what lies in the project, as in dbt.
 */
export function findProfiles({
  projectDir,
  profilesDir,
  env,
}: ProfilesRequest): Outcome<SourceText | undefined> {
  const named =
    profilesDir ??
    variables.map((name) => env.get(name)).find((value) => value !== undefined && value !== '');
  if (named !== undefined) {
    const folder = absolute(named, projectDir, env);
    const file = join(folder, fileName);
    if (isThere(file))
      return readText({ file, path: `${named.replace(/\/$/, '')}/${fileName}`, mostBytes: mostTextBytes });
    return { value: undefined, diagnostics: [diagnostic('profiles-dir-without-file', { folder: named })] };
  }
  const own = join(projectDir, fileName);
  if (isThere(own)) return readText({ file: own, path: fileName, mostBytes: mostTextBytes });
  const home = env.get('HOME') ?? env.get('USERPROFILE');
  const file = home === undefined || home === '' ? undefined : join(home, '.dbt', fileName);
  if (file !== undefined && isThere(file))
    return readText({ file, path: `~/.dbt/${fileName}`, mostBytes: mostTextBytes });
  return { value: undefined, diagnostics: [] };
}

function absolute(folder: string, projectDir: string, env: ReadonlyMap<string, string>): string {
  const home = env.get('HOME');
  if (home !== undefined && (folder === '~' || folder.startsWith('~/'))) return join(home, folder.slice(1));
  return isAbsolute(folder) ? folder : join(projectDir, folder);
}

function isThere(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}
