import { entry } from '../entry.ts';

/** Mistakes about files and folders themselves. */
export const fileCodes = {
  'project-not-found': entry<{ folder: string }>(
    'error',
    ({ folder }) => `There is no project in folder "${folder}": neither tfm.yml nor dbt_project.yml`,
    () => 'go to the project folder, or name it: --project-dir <folder>',
  ),
  'project-file-twice': entry<object>(
    'error',
    () => 'The folder holds both tfm.yml and dbt_project.yml; one of them must be the project file',
    () => 'remove one of them',
  ),
  'path-escapes': entry<{ what: string; path: string }>(
    'error',
    ({ what, path }) => `${what} "${path}" leads out of the project folder`,
    () => 'use a path inside the project folder',
  ),
  'path-absolute': entry<{ what: string; path: string }>(
    'error',
    ({ what, path }) => `${what} "${path}" is an absolute path; it must be relative to the project folder`,
    () => 'write it from the project folder on: models',
  ),
  'not-a-file': entry<{ path: string; found: string }>(
    'error',
    ({ path, found }) => `"${path}" is ${found}; a file was expected`,
    () => 'remove it, or give it another name',
  ),
  'not-a-folder': entry<{ path: string }>(
    'error',
    ({ path }) => `"${path}" is a file; a folder was expected`,
    ({ path }) => `make a folder of it: mv ${path} ${path}.old && mkdir ${path}`,
  ),
  'file-unreadable': entry<{ path: string; reason: string }>(
    'error',
    ({ path, reason }) => `"${path}" cannot be read: ${reason}`,
    ({ path }) => `chmod u+r ${path}`,
  ),
  'file-too-large': entry<{ path: string; bytes: number; most: number }>(
    'error',
    ({ path, bytes, most }) => `"${path}" has ${bytes} bytes; at most ${most} are read`,
    () => 'split the file, or load it as a source: load: {path: <file>}',
  ),
  'folder-too-deep': entry<{ path: string; most: number }>(
    'error',
    ({ path, most }) => `Folder "${path}" lies deeper than ${most} levels`,
    () => 'move it up, or list it in .dbtignore',
  ),
  'too-many-files': entry<{ folder: string; most: number }>(
    'error',
    ({ folder, most }) => `Folder "${folder}" holds more than ${most} files`,
    () => 'list what does not belong to the project in .dbtignore',
  ),
  'invalid-utf8': entry<{ path: string; byte: string }>(
    'error',
    ({ path, byte }) => `"${path}" is not UTF-8: byte ${byte} does not belong here`,
    () => 'save the file as UTF-8',
  ),
  'profiles-dir-without-file': entry<{ folder: string }>(
    'error',
    ({ folder }) => `There is no profiles.yml in the folder "${folder}"`,
    () => 'name the folder that holds it: --profiles-dir <folder>',
  ),
  'dotenv-line': entry<object>(
    'warning',
    () => 'A line of .env is neither KEY=value nor a comment; it is ignored',
    () => 'KEY=value',
  ),
};
