import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  diagnostic,
  type PlainObject,
  parseArtifact,
  type SelectionState,
  selectionStateOf,
} from '@tfm/core';
import { manifestContent } from './artifacts.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import type { OpenProject } from './open-project.ts';

/** What `state:`, `result:` and `source_status:` compare with: the artifacts in the folder of `--state`. */
export function earlierState(project: OpenProject, context: CommandContext): SelectionState | undefined {
  const { flags, workingDir } = context;
  const folder = flags.get('state');
  if (folder === undefined) return undefined;
  const read = (file: string) => readArtifact(resolve(workingDir, folder), file, `${folder}/${file}`);
  const target = flags.get('target-path') ?? project.graph.project.settings.paths.target;
  const make = (): SelectionState => {
    const [manifest, runResults, sources] = ['manifest.json', 'run_results.json', 'sources.json'].map(read);
    const sourcesNow = readArtifact(resolve(project.dir, target), 'sources.json', `${target}/sources.json`);
    return selectionStateOf(manifestContent(project, context, {}), {
      folder,
      ...(manifest === undefined ? {} : { manifest }),
      ...(runResults === undefined ? {} : { runResults }),
      ...(sources === undefined ? {} : { sources }),
      target,
      ...(sourcesNow === undefined ? {} : { sourcesNow }),
    });
  };
  // Files are read when a term asks for them: the folder may be set for all commands, by the environment.
  let made: SelectionState | undefined;
  return {
    find(method, value) {
      made ??= make();
      return made.find(method, value);
    },
  };
}

/** Undefined: the file is not there. */
export function readArtifact(folder: string, file: string, shown: string): PlainObject | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw new CommandFailure(exitCodes.mistake, [diagnostic('state-unreadable', { file: shown })]);
  }
  const { value, diagnostics } = parseArtifact(text, shown);
  if (value === undefined) throw new CommandFailure(exitCodes.mistake, diagnostics);
  return value;
}
