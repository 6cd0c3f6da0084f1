import { closeSync, copyFileSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { escapeControl } from '@tfm/core';
import { ArchiveError, type TarEntry, tarEntries } from './tar-entries.ts';

export interface UnpackLimits {
  readonly bytes: number;
  readonly entries: number;
}

/** No package comes near; a bomb stops here. */
export const unpackLimits: UnpackLimits = { bytes: 512 * 1024 * 1024, entries: 50_000 };

/**
 * Unpacks a `.tar.gz` into an empty folder. Names stay inside of it, links become copies of what they point to inside
 * the archive, and everything that is neither file, folder nor such a link makes the whole archive be refused.
 */
export async function unpackArchive(
  archive: Buffer,
  folder: string,
  limits: UnpackLimits = unpackLimits,
): Promise<void> {
  if (archive[0] !== 0x1f || archive[1] !== 0x8b) throw new ArchiveError('it is not compressed with gzip');
  const unpacker = new Unpacker(folder, limits);
  try {
    for await (const entry of tarEntries(gunzipped(archive, limits.bytes))) await unpacker.take(entry);
    unpacker.placeLinks();
  } catch (error) {
    throw archiveError(error);
  }
}

async function* gunzipped(archive: Buffer, mostBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of Readable.from([archive]).pipe(createGunzip()) as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Headers and padding count, too: an archive of nothing but empty entries is also one.
    if (size > mostBytes * 1.5) throw new ArchiveError(tooLarge(mostBytes));
    yield chunk;
  }
}

class Unpacker {
  readonly #folder: string;
  readonly #limits: UnpackLimits;
  readonly #links = new Map<string, string>();
  #entries = 0;
  #bytes = 0;

  constructor(folder: string, limits: UnpackLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  async take(entry: TarEntry): Promise<void> {
    this.#entries += 1;
    if (this.#entries > this.#limits.entries)
      throw new ArchiveError(`it holds more than ${this.#limits.entries} files`);
    this.#bytes += entry.size;
    if (this.#bytes > this.#limits.bytes) throw new ArchiveError(tooLarge(this.#limits.bytes));
    const path = safePath(entry.path);
    switch (entry.kind) {
      case 'folder':
        if (path !== '') mkdirSync(join(this.#folder, path), { recursive: true });
        return;
      case 'file':
        if (path === '') throw new ArchiveError('it holds a file without a name');
        return this.#writeFile(path, entry);
      case 'link':
        this.#links.set(path, linkTarget(path, entry));
        return;
      case 'other':
        throw new ArchiveError(`"${shown(entry.path)}" is ${entry.kindWords}`);
    }
  }

  async #writeFile(path: string, entry: TarEntry): Promise<void> {
    const file = join(this.#folder, path);
    mkdirSync(dirname(file), { recursive: true });
    // No link is ever made in this folder, so that no path can lead out of it.
    const descriptor = openSync(file, 'w', 0o644);
    try {
      for await (const piece of entry.content()) writeSync(descriptor, piece);
    } finally {
      closeSync(descriptor);
    }
  }

  /** Links may point to files that come later, or to other links. */
  placeLinks(): void {
    for (const path of this.#links.keys()) {
      const target = this.#follow(path);
      const source = join(this.#folder, target);
      const status = statSync(source, { throwIfNoEntry: false });
      // A link to a folder, or to nothing, is left out: no package needs one.
      if (status?.isFile() !== true) continue;
      this.#bytes += status.size;
      if (this.#bytes > this.#limits.bytes) throw new ArchiveError(tooLarge(this.#limits.bytes));
      const file = join(this.#folder, path);
      mkdirSync(dirname(file), { recursive: true });
      copyFileSync(source, file);
    }
  }

  #follow(path: string): string {
    let at = path;
    for (let steps = 0; steps < 20; steps += 1) {
      const next = this.#links.get(at);
      if (next === undefined) return at;
      at = next;
    }
    throw new ArchiveError(`the links of "${shown(path)}" go in a circle`);
  }
}

/** Relative, with `/`, and nowhere above; empty for the folder itself. */
function safePath(path: string): string {
  const problem = pathProblem(path);
  if (problem !== undefined) throw new ArchiveError(`"${shown(path)}" ${problem}`);
  const normal = posix.normalize(path).replace(/\/+$/, '');
  return normal === '.' ? '' : normal;
}

function pathProblem(path: string): string | undefined {
  if (path.length > 1000) return 'is too long a name';
  if (/^[\\/]|^[A-Za-z]:/.test(path)) return 'is an absolute path';
  if (path.split(/[\\/]/).includes('..')) return 'leads out of its folder';
  if (path.includes('\\')) return 'holds a backslash';
  return /\p{Cc}/u.test(path) ? 'holds control characters' : undefined;
}

/** Of a symbolic link relative to its own folder, of a hard link to the top. */
function linkTarget(path: string, entry: TarEntry): string {
  const isSymbolic = entry.kindWords === 'a symbolic link';
  const target = posix.normalize(isSymbolic ? posix.join(posix.dirname(path), entry.target) : entry.target);
  if (
    posix.isAbsolute(entry.target) ||
    target === '..' ||
    target.startsWith('../') ||
    /[\\\p{Cc}]/u.test(target)
  )
    throw new ArchiveError(`link "${shown(path)}" leads out of its folder, to "${shown(entry.target)}"`);
  return target.replace(/\/+$/, '');
}

function shown(path: string): string {
  const text = escapeControl(path);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function tooLarge(bytes: number): string {
  return `it holds more than ${Math.floor(bytes / 1024 / 1024)} MiB`;
}

function archiveError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_'))
    return new ArchiveError(code === 'Z_BUF_ERROR' ? 'it ends too early' : 'its compression is broken');
  if (['EISDIR', 'ENOTDIR', 'EEXIST'].includes(code))
    return new ArchiveError('one name is both a file and a folder');
  if (['ENAMETOOLONG', 'EINVAL'].includes(code)) return new ArchiveError('one of its names is too long');
  return error;
}
