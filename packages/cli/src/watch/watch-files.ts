import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

export interface FileWatchOptions {
  /** Absolute. */
  readonly projectDir: string;
  /** Resource folders, relative to the project folder. */
  readonly folders: readonly string[];
  /** Look at the files once a second instead of being told. */
  readonly poll: boolean;
  /** Something may have changed: the paths are hints, the disk is the truth. */
  readonly onChange: (paths: readonly string[]) => void;
  /** The system cannot watch so many files; polling goes on. */
  readonly onLimit: (reason: string) => void;
}

/** A single save is one burst of events; a branch switch is hundreds of them. */
const quietMs = 50;
const stormQuietMs = 250;
const stormSize = 20;
const pollMs = 1000;

/** Tells of changes in the project's files, burst by burst. */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #dirty = new Set<string>();
  #watcher: FSWatcher | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;
  #lastSweep = '';

  constructor(options: FileWatchOptions) {
    this.#options = options;
    if (options.poll) this.#startPolling();
    else this.#startWatching();
  }

  async close(): Promise<void> {
    clearTimeout(this.#quiet);
    clearInterval(this.#polling);
    await this.#watcher?.close();
  }

  #startWatching(): void {
    const { projectDir, folders } = this.#options;
    const isWanted = (path: string) => this.#isWanted(relative(projectDir, path), folders);
    const watcher = watch(projectDir, {
      ignoreInitial: true,
      atomic: false,
      followSymlinks: false,
      ignored: (path, stats) =>
        path !== projectDir &&
        !isWanted(path) &&
        (stats === undefined || !isParentOfWanted(relative(projectDir, path), folders)),
    });
    watcher.on('all', (_, path) => this.#markDirty(relative(projectDir, path)));
    watcher.on('error', (error) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOSPC' && code !== 'EMFILE') return;
      void watcher.close();
      this.#watcher = undefined;
      if (this.#polling !== undefined) return;
      this.#options.onLimit(
        code === 'ENOSPC' ? 'fs.inotify.max_user_watches is reached' : 'too many open files',
      );
      this.#startPolling();
    });
    // What changed between the first reading of the project and this moment would be missed.
    watcher.on('ready', () => this.#markDirty(''));
    this.#watcher = watcher;
  }

  #startPolling(): void {
    this.#lastSweep = this.#sweep();
    this.#polling = setInterval(() => {
      const sweep = this.#sweep();
      if (sweep === this.#lastSweep) return;
      this.#lastSweep = sweep;
      this.#markDirty('');
    }, pollMs);
  }

  #markDirty(path: string): void {
    this.#dirty.add(path);
    clearTimeout(this.#quiet);
    const isStorm =
      this.#dirty.size > stormSize || existsSync(join(this.#options.projectDir, '.git', 'index.lock'));
    this.#quiet = setTimeout(() => this.#tell(), isStorm ? stormQuietMs : quietMs);
  }

  #tell(): void {
    // Git is at work: the state in between is nobody's wish.
    if (existsSync(join(this.#options.projectDir, '.git', 'index.lock'))) {
      this.#quiet = setTimeout(() => this.#tell(), stormQuietMs);
      return;
    }
    const paths = [...this.#dirty].filter((path) => path !== '');
    this.#dirty.clear();
    this.#options.onChange(paths);
  }

  /** Files of the project, and nothing that a build itself writes. */
  #isWanted(path: string, folders: readonly string[]): boolean {
    const name = basename(path);
    if (/^(4913|\.#.*|.*~|.*\.(sw[a-z]|tmp)|___jb_.*)$/.test(name)) return false;
    if (folders.some((folder) => path === folder || path.startsWith(`${folder}${sep}`)))
      return !name.startsWith('.') && (!name.includes('.') || /\.(sql|py|csv|ya?ml|md)$/i.test(name));
    return !path.includes(sep) && (/\.ya?ml$/i.test(name) || name === '.env' || name === '.dbtignore');
  }

  /** Names, sizes and times of all wanted files, as one text. */
  #sweep(): string {
    const { projectDir, folders } = this.#options;
    const marks: string[] = [];
    const look = (path: string, deep: boolean) => {
      for (const entry of entriesOf(join(projectDir, path))) {
        const each = path === '' ? entry.name : `${path}${sep}${entry.name}`;
        if (entry.isDirectory()) {
          if (deep && this.#isWanted(each, folders)) look(each, true);
        } else if (this.#isWanted(each, folders)) {
          const status = statSync(join(projectDir, each), { throwIfNoEntry: false });
          if (status !== undefined) marks.push(`${each}:${status.size}:${status.mtimeMs}:${status.ino}`);
        }
      }
    };
    look('', false);
    for (const folder of folders) look(folder, true);
    return marks.sort().join('\n');
  }
}

/** A folder on the way to a wanted one. */
function isParentOfWanted(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => folder.startsWith(`${path}${sep}`));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
