import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { diagnostic, type ProjectPaths } from '@tfm/core';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';

/**
 * The folder of the installed packages. All are laid out beside it first, and then the folders change places: what
 * was installed before stays whole until everything is there, and comes back after a crash in between.
 */
export class InstallFolder {
  readonly #folder: string;
  readonly #shown: string;

  constructor(projectDir: string, paths: ProjectPaths) {
    const root = realpathSync(projectDir);
    this.#folder = resolve(root, paths.packagesInstall);
    this.#shown = paths.packagesInstall;
    const problem = whatSpeaksAgainst(this.#folder, root, paths);
    if (problem !== undefined) {
      const parameters = { path: this.#shown, problem };
      throw new CommandFailure(exitCodes.mistake, [diagnostic('packages-install-path', parameters)]);
    }
  }

  /** As the project file calls it. */
  get path(): string {
    return this.#shown;
  }

  /** What a crash left behind. */
  recover(): void {
    const parent = dirname(this.#folder);
    if (!existsSync(parent)) return;
    for (const name of readdirSync(parent)) {
      const left = join(parent, name);
      // What was put aside is the only copy until the new folder has its place.
      if (name.startsWith(this.#prefix('old')) && !isThere(this.#folder)) renameSync(left, this.#folder);
      else if (
        name.startsWith(this.#prefix('old')) ||
        (name.startsWith(this.#prefix('new')) && isStale(left))
      )
        rmSync(left, { recursive: true, force: true });
    }
  }

  /** Has all packages laid out in an empty folder, and then puts it in the place of the old one. */
  async replace(layOut: (folder: string) => Promise<void>): Promise<void> {
    const parent = dirname(this.#folder);
    mkdirSync(parent, { recursive: true });
    const fresh = mkdtempSync(join(parent, this.#prefix('new')));
    try {
      await layOut(fresh);
      this.#keepLooseFiles(fresh);
      this.#swap(fresh);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }

  /** A `.gitkeep` or a note of the user's. */
  #keepLooseFiles(fresh: string): void {
    if (lstatSync(this.#folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
    for (const entry of readdirSync(this.#folder, { withFileTypes: true }))
      if (entry.isFile()) copyFileSync(join(this.#folder, entry.name), join(fresh, entry.name));
  }

  /** Another `tfm deps` may do the same at this moment: the last one wins, and never half of each. */
  #swap(fresh: string): void {
    for (let attempt = 0; ; attempt += 1) {
      const old = join(dirname(this.#folder), `${this.#prefix('old')}${crypto.randomUUID()}`);
      const isAside = isThere(this.#folder);
      if (isAside) renameSync(this.#folder, old);
      try {
        renameSync(fresh, this.#folder);
        rmSync(old, { recursive: true, force: true });
        return;
      } catch (error) {
        const isTaken = ['ENOTEMPTY', 'EEXIST'].includes(String((error as NodeJS.ErrnoException).code));
        if (isTaken && attempt < 5) rmSync(old, { recursive: true, force: true });
        else {
          if (isAside && !isThere(this.#folder)) renameSync(old, this.#folder);
          throw error;
        }
      }
    }
  }

  /** Beside it and hidden: on the same file system, and no package for anybody who reads the folder. */
  #prefix(kind: 'new' | 'old'): string {
    return `.${basename(this.#folder)}.tfm-${kind}-`;
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A process that was killed cannot clean up; one that works does not take a day. */
function isStale(path: string): boolean {
  return Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 86_400_000;
}

/** What is in the folder is replaced as a whole: it may hold nothing of the project's own, and lie nowhere else. */
function whatSpeaksAgainst(folder: string, root: string, paths: ProjectPaths): string | undefined {
  if (folder === root || !isInside(folder, root)) return 'it is not a folder inside the project';
  if (!isInside(realAncestor(dirname(folder)), root))
    return 'a symbolic link on the way leads out of the project';
  const own = [
    paths.models,
    paths.seeds,
    paths.snapshots,
    paths.tests,
    paths.macros,
    paths.analyses,
    [paths.target],
  ].flat();
  const met = own.find(
    (path) => isInside(resolve(root, path), folder) || isInside(folder, resolve(root, path)),
  );
  if (met !== undefined) return `the project has files of its own in "${met}"`;
  if (/(?:^|[\\/])\.git(?:$|[\\/])/.test(relative(root, folder))) return 'git keeps its own files there';
  const status = lstatSync(folder, { throwIfNoEntry: false });
  if (status !== undefined && !status.isDirectory() && !status.isSymbolicLink()) return 'it is a file';
  const holdsProject = ['tfm.yml', 'dbt_project.yml'].some((name) => existsSync(join(folder, name)));
  return holdsProject ? 'it holds a project itself' : undefined;
}

/** Where the nearest folder that exists really is. */
function realAncestor(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at) || at === dirname(at)) return realpathSync(at);
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
