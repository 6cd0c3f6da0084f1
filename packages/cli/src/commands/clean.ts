import { lstatSync, realpathSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type Diagnostic, diagnostic, type ProjectPaths, readProject } from '@tfm/core';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { findProject } from '../session/find-project.ts';
import { settingsOf } from '../session/settings.ts';

/** Works on broken projects too: only the project file is needed. */
export async function clean(context: CommandContext): Promise<number> {
  const dir = findProject(context);
  const files = await readProject(settingsOf(context, dir).read);
  if (files.value === undefined) throw new CommandFailure(exitCodes.mistake, files.diagnostics);
  const { paths } = files.value.root;
  const diagnostics: Diagnostic[] = files.diagnostics.filter(
    ({ code }) => code === 'path-escapes' || code === 'path-absolute',
  );
  let deleted = 0;
  for (const path of paths.cleanTargets) {
    const problem = whatSpeaksAgainst(path, dir, paths);
    if (problem !== undefined) diagnostics.push(problem);
    else if (remove(join(dir, path), path, diagnostics)) {
      deleted += 1;
      context.output.say({ name: 'CleanedPath', text: `Deleted ${path}`, data: { path } });
    }
  }
  if (deleted === 0 && diagnostics.length === 0)
    context.output.say({ name: 'NothingToClean', text: 'Nothing to delete' });
  context.output.complain(diagnostics);
  return diagnostics.length > 0 ? exitCodes.mistake : exitCodes.good;
}

/** A folder of the project's own files, or one that is not inside the project, is never deleted. */
function whatSpeaksAgainst(path: string, dir: string, paths: ProjectPaths): Diagnostic | undefined {
  const root = realpathSync(dir);
  const folder = resolve(root, path);
  const isInside = (inner: string, outer: string) => inner === outer || inner.startsWith(outer + sep);
  if (folder === root || !isInside(folder, root)) return diagnostic('clean-outside-project', { path });
  if (!isInside(realParent(folder, root), root)) return diagnostic('clean-outside-project', { path });
  const own = [paths.models, paths.seeds, paths.snapshots, paths.tests, paths.macros, paths.analyses].flat();
  const holds = own.some(
    (each) => isInside(resolve(root, each), folder) || isInside(folder, resolve(root, each)),
  );
  return holds || /^\.git($|[\\/])/.test(relative(root, folder))
    ? diagnostic('clean-of-sources', { path })
    : undefined;
}

/** Where the folder's parent really is: a symlink on the way may lead out. */
function realParent(folder: string, root: string): string {
  const parent = resolve(folder, '..');
  try {
    return realpathSync(parent);
  } catch {
    return root;
  }
}

/** A symlink is deleted itself, never what it points to. */
function remove(folder: string, path: string, diagnostics: Diagnostic[]): boolean {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return false;
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch (error) {
    diagnostics.push(
      diagnostic('clean-failed', { path, reason: (error as NodeJS.ErrnoException).code ?? 'unknown' }),
    );
    return false;
  }
}
