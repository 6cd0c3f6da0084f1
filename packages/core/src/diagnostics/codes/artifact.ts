import { entry } from '../entry.ts';

/** Mistakes about the target folder, where artifacts are written. */
export const artifactCodes = {
  'target-outside-project': entry<{ folder: string }>(
    'error',
    ({ folder }) => `The target folder "${folder}" leads out of the project folder`,
    () => 'name a folder inside the project, or pass it on the command line: --target-path <folder>',
  ),
  'target-not-writable': entry<{ folder: string; reason: string }>(
    'error',
    ({ folder, reason }) => `The target folder "${folder}" cannot be written: ${reason}`,
    () => 'make the folder writable, or name another: --target-path <folder>',
  ),
  'artifact-not-written': entry<{ file: string; reason: string; others?: number }>(
    'error',
    ({ file, reason, others = 0 }) =>
      `"${file}"${others === 0 ? '' : ` and ${others === 1 ? 'another file' : `${others} other files`}`} could not be written: ${reason}`,
    () => 'make room or make the folder writable, then run the same command again',
  ),
  'state-missing': entry<{ file: string }>(
    'error',
    ({ file }) => `The selection needs "${file}", which does not exist`,
    () => 'name the folder of an earlier run: --state path/to/its/target',
  ),
  'state-unreadable': entry<{ file: string }>(
    'error',
    ({ file }) => `"${file}" is not an artifact: it holds no JSON object`,
    () => 'make it again with tfm parse or dbt parse',
  ),
};
