import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
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
 * calls are synchronous, since asynchronous ones cost more than the work itself, and a folder that is not there yet
 * (`compiled`, `run`) is filled under another name, to be put in its place as a whole instead of file by file.
 */
export class CompiledFileWriter {
  readonly #root: string;
  readonly #folders = new Map<string, OwnFolder>();
  /** Folder below the root → where it is filled; undefined: it was there before. */
  readonly #fillings = new Map<string, string | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  write(file: TargetFile): void {
    const filling = this.#filling(file.path);
    const root = filling ?? this.#root;
    const path = join(root, file.path);
    const folder = this.#folder(root, dirname(path));
    const destination = join(folder.path, basename(path));
    if (filling !== undefined) fill(destination, file.text);
    // Untouched files keep their time: editors and watchers see only what changed.
    else if (folder.isNew || !holds(destination, file.text)) replace(this.#root, destination, file.text);
  }

  /** Folders that were filled and have to be put in their places. */
  filled(): readonly string[] {
    return [...this.#fillings].flatMap(([name, filling]) => (filling === undefined ? [] : [name]));
  }

  place(name: string): void {
    const filling = this.#fillings.get(name);
    if (filling === undefined) return;
    try {
      moveInto(this.#root, { from: join(filling, name), to: join(this.#root, name) });
    } finally {
      rmSync(filling, { recursive: true, force: true });
      forgetTemporary(filling);
    }
  }

  #filling(path: string): string | undefined {
    const [name = '', ...rest] = path.split('/');
    if (rest.length === 0) return undefined;
    if (!this.#fillings.has(name)) this.#fillings.set(name, this.#startFilling(name));
    return this.#fillings.get(name);
  }

  #startFilling(name: string): string | undefined {
    if (lstatSync(join(this.#root, name), { throwIfNoEntry: false }) !== undefined) return undefined;
    const filling = newTemporary(this.#root);
    mkdirSync(filling);
    return filling;
  }

  #folder(root: string, path: string): OwnFolder {
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      folder = makeOwnFolder(root, path);
      this.#folders.set(path, folder);
    }
    return folder;
  }
}

/** A file that cannot be written whole is none. */
function fill(destination: string, text: string): void {
  try {
    writeFileSync(destination, text);
  } catch (error) {
    rmSync(destination, { force: true });
    throw error;
  }
}

/** A peer may have made the same folder meanwhile: then its files are replaced one by one. */
function moveInto(root: string, { from, to }: { readonly from: string; readonly to: string }): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR') throw error;
    for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const folder = makeOwnFolder(root, join(to, entry.parentPath.slice(from.length)));
      renameSync(join(entry.parentPath, entry.name), join(folder.path, entry.name));
    }
  }
}

/** A peer that took the temporary file for litter is answered by a second attempt. */
function replace(root: string, destination: string, text: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      replaceOnce(root, destination, text);
      return;
    } catch (error) {
      if (attempt === 3 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function replaceOnce(root: string, destination: string, text: string): void {
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
