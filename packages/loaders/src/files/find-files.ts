import { type BigIntStats, constants } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Diagnostic, diagnostic, type LoadRequest, nearest, type Outcome, type Span } from '@tfm/core';
import { type FilesSettings, placeOf, sourceLabel } from './files-settings.ts';

/** A file that may be read: it lies inside of an allowed folder, all links followed. */
export interface FoundFile {
  /** As messages show it: from the project folder, or as written. */
  readonly shown: string;
  readonly real: string;
  readonly size: bigint;
  /** Nanoseconds. */
  readonly modified: bigint;
}

interface Search {
  readonly request: LoadRequest;
  readonly label: string;
  readonly at: Span;
  readonly roots: readonly string[];
}

/** The files of a path, in the order of their names. */
export async function findFiles(
  request: LoadRequest,
  settings: FilesSettings,
): Promise<Outcome<readonly FoundFile[] | undefined>> {
  const at = placeOf(request.source, 'path');
  const label = sourceLabel(request.source);
  const roots = await realRoots(request);
  const search: Search = { request, label, at, roots };
  const written = settings.path;
  const absolute = resolve(request.projectDir, written);
  const exact = await findOne(search, absolute, written);
  // A name with a star in it may really be there.
  if (exact.value !== undefined || !/[*?]/.test(written)) {
    return exact.value === undefined
      ? { value: undefined, diagnostics: exact.diagnostics }
      : { value: [exact.value], diagnostics: [] };
  }
  if (exact.diagnostics[0]?.code !== 'load-file-missing')
    return { value: undefined, diagnostics: exact.diagnostics };
  const paths = await expand(absolute);
  const files: FoundFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const found = await findOne(
      search,
      path,
      isAbsolute(written) ? path : relative(request.projectDir, path),
    );
    diagnostics.push(...found.diagnostics);
    if (found.value !== undefined) files.push(found.value);
  }
  if (paths.length === 0) diagnostics.push(...exact.diagnostics);
  return { value: diagnostics.length > 0 ? undefined : files, diagnostics };
}

/** Folders that do not exist allow nothing. */
async function realRoots({ projectDir, allowedRoots }: LoadRequest): Promise<readonly string[]> {
  const roots = await Promise.all(
    [projectDir, ...allowedRoots].map((root) => realpath(root).catch(() => undefined)),
  );
  return roots.filter((root) => root !== undefined);
}

async function findOne(
  search: Search,
  absolute: string,
  written: string,
): Promise<Outcome<FoundFile | undefined>> {
  const { request, label, at, roots } = search;
  const shown = written.split(sep).join('/').replace(/^\.\//, '');
  const failed = (problem: Diagnostic) => ({ value: undefined, diagnostics: [problem] });
  const escapes = () => failed(diagnostic('load-path-escapes', { source: label, path: shown }, { at }));
  try {
    const real = await realpath(absolute);
    if (!isInside(real, roots)) return escapes();
    const found = await stat(real, { bigint: true });
    const what = kindOf(found);
    if (what !== undefined)
      return failed(diagnostic('load-not-a-file', { source: label, path: shown, what }, { at }));
    await access(real, constants.R_OK);
    return { value: { shown, real, size: found.size, modified: found.mtimeNs }, diagnostics: [] };
  } catch (error) {
    // Whether a file outside exists is nobody's business.
    if (!isInside(absolute, [...roots, request.projectDir, ...request.allowedRoots])) return escapes();
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      return failed(
        diagnostic('load-unreadable', { source: label, path: shown, reason: reasonOf(error) }, { at }),
      );
    }
    const near = await nearestFile(search, absolute, shown);
    return failed(diagnostic('load-file-missing', { source: label, path: shown, nearest: near }, { at }));
  }
}

function isInside(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep));
}

/** Undefined for a plain file. Reading anything else might never end. */
export function kindOf(found: BigIntStats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

/** What the system says, in words. Its own text would show absolute paths. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    ELOOP: 'too many symbolic links',
    EMFILE: 'too many open files',
    ENAMETOOLONG: 'its name is too long',
    EIO: 'the disk failed',
    ENOENT: 'it is gone',
  };
  return reasons[code] ?? (code === '' ? 'unknown reason' : code);
}

async function nearestFile(search: Search, absolute: string, shown: string): Promise<string | undefined> {
  const folder = await realpath(join(absolute, '..')).catch(() => undefined);
  if (folder === undefined || !isInside(folder, search.roots)) return undefined;
  const names = await readdir(folder).catch(() => []);
  const cut = shown.lastIndexOf('/') + 1;
  const near = nearest(shown.slice(cut), names);
  return near === undefined ? undefined : shown.slice(0, cut) + near;
}

/** `*` and `?` within names, folder by folder; in the order of code points. */
async function expand(absolute: string): Promise<readonly string[]> {
  let paths: string[] = [sep];
  for (const segment of absolute.split(sep).filter((part) => part !== '')) {
    if (!/[*?]/.test(segment)) {
      paths = paths.map((path) => join(path, segment));
      continue;
    }
    const matches = new RegExp(
      `^${segment
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll(/\*+/g, '.*')
        .replaceAll('?', '.')}$`,
      'su',
    );
    const next: string[] = [];
    for (const path of paths) {
      const names = await readdir(path).catch(() => []);
      next.push(
        ...names
          .filter((name) => !name.startsWith('.') && matches.test(name))
          .map((name) => join(path, name)),
      );
    }
    paths = next;
  }
  const existing = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => path,
        () => undefined,
      ),
    ),
  );
  return existing.filter((path) => path !== undefined).sort(byCodePoint);
}

function byCodePoint(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
