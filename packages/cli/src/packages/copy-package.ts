import { copyFileSync, lstatSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Diagnostic, diagnostic } from '@tfm/core';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { unpackLimits } from './unpack-archive.ts';

export interface CopyRequest {
  /** How it is called. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Folders, relative to the package, that belong to no package: its own packages, its target. */
  readonly without: ReadonlySet<string>;
  /** Absolute: a folder that is left out wherever it is met, such as the project that asks. */
  readonly except: string;
}

const mostDepth = 64;
const neverCopied = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv']);

/**
 * Copies a package, so that nothing of what is installed leads elsewhere: symbolic links become what they point to
 * inside the package, and those that lead out are left out, with a warning. Pipes, sockets and devices are left out.
 */
export function copyPackage(request: CopyRequest): readonly Diagnostic[] {
  const copier = new Copier(request);
  copier.folder(realpathSync(request.from), '', []);
  const [example] = copier.skipped;
  if (example === undefined) return [];
  return [
    diagnostic('package-links-skipped', { package: request.name, count: copier.skipped.length, example }),
  ];
}

class Copier {
  readonly skipped: string[] = [];
  readonly #request: CopyRequest;
  readonly #root: string;
  #files = 0;
  #bytes = 0;

  constructor(request: CopyRequest) {
    this.#request = request;
    this.#root = realpathSync(request.from);
  }

  /** `above`: the real folders on the way here, so that a link to one of them makes no circle. */
  folder(folder: string, path: string, above: readonly string[]): void {
    if (above.length > mostDepth) this.#refuse(`folder "${path}" lies deeper than ${mostDepth} levels`);
    mkdirSync(join(this.#request.to, path), { recursive: true });
    for (const name of readdirSync(folder)) {
      const inner = path === '' ? name : join(path, name);
      if (neverCopied.has(name) || this.#request.without.has(inner)) continue;
      this.#entry(join(folder, name), inner, [...above, folder]);
    }
  }

  #entry(file: string, path: string, above: readonly string[]): void {
    let real = file;
    if (lstatSync(file).isSymbolicLink()) {
      const target = realOf(file);
      if (target === undefined || !isInside(target, this.#root)) {
        this.skipped.push(path);
        return;
      }
      // The exceptions count under their real name, too.
      const inside = relative(this.#root, target);
      if (inside.split(sep).some((part) => neverCopied.has(part)) || this.#request.without.has(inside))
        return;
      real = target;
    }
    const status = statSync(real);
    if (status.isDirectory()) {
      if (real !== this.#request.except && !above.includes(real)) this.folder(real, path, above);
    } else if (status.isFile()) this.#file(real, path, status.size);
  }

  #file(file: string, path: string, size: number): void {
    this.#files += 1;
    this.#bytes += size;
    if (this.#files > unpackLimits.entries) this.#refuse(`it holds more than ${unpackLimits.entries} files`);
    if (this.#bytes > unpackLimits.bytes)
      this.#refuse(`it holds more than ${unpackLimits.bytes / 1024 / 1024} MiB`);
    copyFileSync(file, join(this.#request.to, path));
  }

  #refuse(problem: string): never {
    const parameters = { package: this.#request.name, problem };
    throw new CommandFailure(exitCodes.mistake, [diagnostic('package-too-large', parameters)]);
  }
}

function realOf(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}
