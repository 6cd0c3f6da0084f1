import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { TargetFile } from '../compiled-files.ts';
import { forgetTemporary, newTemporary } from './temporary-file.ts';

/** A folder below the target. */
interface OwnFolder {
  readonly path: string;
  /** Made by this command: there is nothing in it to look at. */
  readonly isNew: boolean;
}

/**
 * Writes compiled files, each the old one or the complete new one at any instant. There are thousands of them: the
 * calls are synchronous, since asynchronous ones cost more than the work itself.
 */
export class CompiledFileWriter {
  readonly #root: string;
  readonly #folders = new Map<string, OwnFolder>();

  constructor(root: string) {
    this.#root = root;
  }

  write(file: TargetFile): void {
    const path = join(this.#root, file.path);
    const folder = this.#folder(dirname(path));
    const destination = join(folder.path, basename(path));
    // Untouched files keep their time: editors and watchers see only what changed.
    if (!folder.isNew && holds(destination, file.text)) return;
    for (let attempt = 1; ; attempt += 1) {
      try {
        replace(this.#root, destination, file.text);
        return;
      } catch (error) {
        // A peer that took the temporary file for litter is answered by a second attempt.
        if (attempt === 3 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  #folder(path: string): OwnFolder {
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      folder = makeOwnFolder(this.#root, path);
      this.#folders.set(path, folder);
    }
    return folder;
  }
}

function replace(root: string, destination: string, text: string): void {
  const temporary = newTemporary(root);
  let renamed = false;
  try {
    // `wx`: never through a symlink that somebody has laid there.
    const descriptor = openSync(temporary, 'wx', 0o666);
    try {
      writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, destination);
    renamed = true;
  } finally {
    if (!renamed) rmSync(temporary, { force: true });
    forgetTemporary(temporary);
  }
}

function holds(path: string, text: string): boolean {
  try {
    const info = lstatSync(path, { throwIfNoEntry: false });
    // A model may have taken the name of what was a folder of snapshots; the folder is ours to remove.
    if (info?.isDirectory()) rmSync(path, { recursive: true });
    return (
      info?.isFile() === true && info.size === Buffer.byteLength(text) && readFileSync(path, 'utf8') === text
    );
  } catch {
    return false;
  }
}

/** A file that is in its way was once a node of that name. */
function makeOwnFolder(root: string, path: string): OwnFolder {
  let folder = root;
  let isNew = false;
  for (const part of path.slice(root.length).split(sep).filter(Boolean)) {
    folder = join(folder, part);
    const info = lstatSync(folder, { throwIfNoEntry: false });
    // A symlink could lead anywhere: what lies below the target is tfm's own and never one.
    if (info !== undefined && !info.isDirectory()) rmSync(folder);
    isNew = info?.isDirectory() !== true && make(folder);
  }
  return { path: folder, isNew };
}

/** False: another process made it in the same instant. */
function make(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}
