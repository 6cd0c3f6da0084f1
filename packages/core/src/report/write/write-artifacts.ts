import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Diagnostic, diagnostic, type Outcome } from '../../diagnostics/diagnostic.ts';
import { addTo } from '../../project/multi-map.ts';
import type { TargetFile } from '../compiled-files.ts';
import { forgetTemporary, isInUse, newTemporary, ownerOfTemporary } from './temporary-file.ts';
import { CompiledFileWriter } from './write-compiled-files.ts';

export interface TargetOptions {
  /** Absolute. */
  readonly projectDir: string;
  /** As the project names it, relative to the project folder. */
  readonly targetPath: string;
  /** The command line named it: then it may lie anywhere. */
  readonly named?: boolean;
}

/** A target folder that has been proven to be writable. */
export interface TargetFolder {
  /** Absolute, symlinks resolved. */
  readonly dir: string;
  /** As people know it. */
  readonly shown: string;
}

/** Points of a write at which a test lets it die. */
export type WriteStep = 'opened' | 'half-written' | 'written' | 'renamed';

export interface Artifacts {
  /** `manifest.json` and the like: other programs wait for them, so they survive a power cut too. */
  readonly documents: readonly TargetFile[];
  /** Compiled files: made again by the next command, so they are not flushed one by one. */
  readonly files?: readonly TargetFile[];
  readonly reach?: (step: WriteStep, path: string) => Promise<void> | void;
}

/** Of a process that is dead, or older than this, a temporary file is litter. */
const staleAfterMs = 3_600_000;
const filesAtOnce = 100;

/**
 * Makes the target folder and proves that it can be written, before the first write to the warehouse: a run whose
 * artifacts cannot be written must not change data. Removes what dead processes left behind.
 */
export async function checkTargetWritable(
  options: TargetOptions,
): Promise<Outcome<TargetFolder | undefined>> {
  const shown = options.targetPath;
  try {
    const project = await realpath(options.projectDir);
    const wanted = resolve(project, shown);
    const dir = options.named === true ? await makeFolder(wanted) : await makeFolderInside(project, wanted);
    if (dir === undefined) return failure(diagnostic('target-outside-project', { folder: shown }));
    for (const document of ['manifest.json', 'run_results.json']) await refuseFolder(join(dir, document));
    const probe = await openTemporary(dir);
    try {
      // Ages are told by the file system's own clock, which may be another machine's.
      await removeLitter(dir, (await probe.handle.stat()).mtimeMs);
    } finally {
      await probe.handle.close();
      await discard(probe.path);
    }
    return { value: { dir, shown }, diagnostics: [] };
  } catch (error) {
    return failure(diagnostic('target-not-writable', { folder: shown, reason: reasonOf(error) }));
  }
}

/**
 * Writes the compiled files, then the documents in their order. Each is the old file or the complete new one at any
 * instant, also when several processes write the same. Goes on after a failure; a full disk is told once.
 */
export async function writeArtifacts(
  target: TargetFolder,
  artifacts: Artifacts,
): Promise<readonly Diagnostic[]> {
  const { documents, files = [], reach = () => undefined } = artifacts;
  /** Reason → files. */
  const failed = new Map<string, string[]>();
  const attempt = async (path: string, write: () => Promise<void> | void): Promise<void> => {
    try {
      await write();
    } catch (error) {
      const file = `${target.shown}/${path}`;
      addTo(failed, reasonOf(error), file);
    }
  };
  const writer = new CompiledFileWriter(target.dir);
  for (const [i, file] of files.entries()) {
    // Ctrl-C is heard in between.
    if (i % filesAtOnce === 0) await setImmediate();
    await attempt(file.path, () => writer.write(file));
  }
  for (const name of writer.filled()) await attempt(name, () => writer.place(name));
  for (const { path, text } of documents) {
    await attempt(path, () => replaceFile(join(target.dir, path), text, { temporaryIn: target.dir, reach }));
  }
  return [...failed].map(([reason, [file = '', ...others]]) =>
    diagnostic('artifact-not-written', { file, reason, others: others.length }),
  );
}

/** An artifact of an earlier command; undefined when there is none. */
export async function readArtifact(target: TargetFolder, path: string): Promise<string | undefined> {
  try {
    return await readFile(join(target.dir, path), 'utf8');
  } catch {
    return undefined;
  }
}

type Reach = NonNullable<Artifacts['reach']>;

interface ReplaceOptions {
  /** On the same file system as the file itself. */
  readonly temporaryIn: string;
  readonly reach: Reach;
}

/** Writes a file of another name and renames it. A peer that took it for litter is answered by a second attempt. */
async function replaceFile(path: string, text: string, options: ReplaceOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await replaceFileOnce(path, text, options);
    } catch (error) {
      if (attempt === 3 || codeOf(error) !== 'ENOENT') throw error;
    }
  }
}

async function replaceFileOnce(
  path: string,
  text: string,
  { temporaryIn, reach }: ReplaceOptions,
): Promise<void> {
  const temporary = await openTemporary(temporaryIn);
  try {
    try {
      await reach('opened', path);
      const bytes = Buffer.from(text);
      const half = bytes.length >> 1;
      await temporary.handle.writeFile(bytes.subarray(0, half));
      await reach('half-written', path);
      await temporary.handle.writeFile(bytes.subarray(half));
      await temporary.handle.sync();
    } finally {
      await temporary.handle.close();
    }
    await reach('written', path);
    await rename(temporary.path, path);
    await flushFolder(dirname(path));
    await reach('renamed', path);
  } finally {
    await discard(temporary.path);
  }
}

/** The rename itself must survive a power cut. Some systems cannot flush a folder; there the file is all we have. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

async function openTemporary(dir: string): Promise<{ readonly path: string; readonly handle: FileHandle }> {
  const path = newTemporary(dir);
  try {
    // `wx`: never through a symlink that somebody has laid there.
    return { path, handle: await open(path, 'wx', 0o666) };
  } catch (error) {
    forgetTemporary(path);
    throw error;
  }
}

async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
  forgetTemporary(path);
}

async function removeLitter(dir: string, now: number): Promise<void> {
  for (const name of await readdir(dir)) {
    const owner = ownerOfTemporary(name);
    const path = join(dir, name);
    if (owner === undefined || isInUse(path)) continue;
    const written = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    const age = now - written;
    if (age > staleAfterMs || owner === process.pid || !isAlive(owner)) await discard(path);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true });
  return realpath(path);
}

/** Part by part, so that no symlink on the way has a folder made outside. undefined: it leads out. */
async function makeFolderInside(root: string, path: string): Promise<string | undefined> {
  let folder = root;
  if (!isInside(root, path)) return undefined;
  for (const part of path.slice(root.length).split(sep).filter(Boolean)) {
    const next = join(folder, part);
    await mkdir(next).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    folder = await realpath(next);
    if (!isInside(root, folder)) return undefined;
    // A file in the way fails here, with its name.
    await readdir(folder);
  }
  return folder;
}

async function refuseFolder(path: string): Promise<void> {
  const info = await lstat(path).catch(() => undefined);
  if (info?.isDirectory()) throw new Error(`"${basename(path)}" in it is a folder`);
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function failure(one: Diagnostic): Outcome<undefined> {
  return { value: undefined, diagnostics: [one] };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

const reasons: { readonly [code: string]: string } = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a file is in its place',
  EISDIR: 'a folder is in its place',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  ELOOP: 'a symlink leads back to itself',
};

/** In words, and without the absolute paths that the system's messages carry. */
function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined) return reasons[code] ?? code;
  return error instanceof Error ? error.message : 'unknown';
}
