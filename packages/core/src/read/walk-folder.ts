import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { IsIgnored } from './ignore-file.ts';
import { describeFile, placeOf, unreadable } from './read-text.ts';

const mostFiles = 200_000;
const mostLevels = 64;

export interface WalkOptions {
  /** The folder that nothing may lie outside of, with symbolic links resolved. */
  readonly confinement: string;
  /** The package's folder. */
  readonly packageDir: string;
  /** Before a package's own paths when they are shown. */
  readonly prefix: string;
  /** Relative to the package. */
  readonly folder: string;
  readonly isIgnored: IsIgnored;
  /** Whether a file of this name is wanted; all others are not looked at. */
  readonly wanted: (name: string) => boolean;
}

export interface FoundFile {
  /** Relative to the walked folder. */
  readonly path: string;
  readonly file: string;
}

/**
 * All wanted files below a folder, sorted by path. Symbolic links are followed as long as they stay inside the
 * project. A folder that does not exist holds nothing.
 */
export function walkFolder(options: WalkOptions): {
  readonly files: readonly FoundFile[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const walk = new Walk(options);
  walk.enter(join(options.packageDir, options.folder), '', 0);
  walk.files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return walk;
}

class Walk {
  readonly files: FoundFile[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #options: WalkOptions;
  /** Real paths of the folders that are open: a link to one of them would never end. */
  readonly #open = new Set<string>();
  #full = false;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  enter(directory: string, path: string, level: number): void {
    if (this.#full) return;
    const shown = this.#shown(path);
    let entries: ReturnType<typeof listFolder>;
    try {
      entries = listFolder(directory);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === 'ENOENT' && level === 0) return;
      this.diagnostics.push(
        code === 'ENOTDIR'
          ? diagnostic('not-a-folder', { path: shown }, { at: placeOf(shown) })
          : unreadable(shown, error),
      );
      return;
    }
    if (level > mostLevels) {
      this.diagnostics.push(
        diagnostic('folder-too-deep', { path: shown, most: mostLevels }, { at: placeOf(shown) }),
      );
      return;
    }
    for (const entry of entries) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      const file = join(directory, entry.name);
      if (entry.isSymbolicLink()) this.#link(file, inner, level);
      else if (entry.isDirectory()) this.#folder(file, inner, level);
      else this.#file(file, inner, entry.isFile() ? undefined : describeFile(entry));
    }
  }

  #folder(file: string, path: string, level: number): void {
    // The version control's and tools' own folders hold thousands of files and never a resource.
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name === '.git' || name === 'node_modules') return;
    if (this.#isIgnored(`${path}/`)) return;
    if (this.#options.wanted(name)) this.#wrongKind(path, 'a folder');
    this.enter(file, path, level + 1);
  }

  #link(file: string, path: string, level: number): void {
    const name = path.slice(path.lastIndexOf('/') + 1);
    let real: string;
    let isFolder: boolean;
    let found: string | undefined;
    try {
      real = realpathSync(file);
      const status = statSync(real);
      isFolder = status.isDirectory();
      found = status.isFile() ? undefined : describeFile(status);
    } catch (error) {
      // A dangling link matters only where a file is expected.
      if (this.#options.wanted(name) && !this.#isIgnored(path))
        this.diagnostics.push(unreadable(this.#shown(path), error));
      return;
    }
    if (!isFolder && !this.#options.wanted(name)) return;
    if (this.#isIgnored(path)) return;
    if (!isInside(real, this.#options.confinement)) {
      const shown = this.#shown(path);
      this.diagnostics.push(
        diagnostic('path-escapes', { what: 'Symbolic link', path: shown }, { at: placeOf(shown) }),
      );
    } else if (!isFolder) this.#file(real, path, found);
    else if (!this.#open.has(real)) {
      this.#open.add(real);
      this.enter(real, path, level + 1);
      this.#open.delete(real);
    }
  }

  #file(file: string, path: string, wrongKind: string | undefined): void {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!this.#options.wanted(name) || this.#isIgnored(path)) return;
    if (wrongKind !== undefined) {
      this.#wrongKind(path, wrongKind);
      return;
    }
    if (this.files.length >= mostFiles) {
      if (!this.#full) {
        const folder = this.#shown('');
        this.diagnostics.push(
          diagnostic('too-many-files', { folder, most: mostFiles }, { at: placeOf(folder) }),
        );
      }
      this.#full = true;
      return;
    }
    this.files.push({ path, file });
  }

  #wrongKind(path: string, found: string): void {
    const shown = this.#shown(path);
    this.diagnostics.push(diagnostic('not-a-file', { path: shown, found }, { at: placeOf(shown) }));
  }

  #isIgnored(path: string): boolean {
    return this.#options.isIgnored(`${this.#options.folder}/${path}`);
  }

  #shown(path: string): string {
    const { prefix, folder } = this.#options;
    return `${prefix}${folder}${path === '' ? '' : `/${path}`}`;
  }
}

function listFolder(directory: string) {
  return readdirSync(directory, { withFileTypes: true });
}

/** Both with symbolic links resolved. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}
