import { posix } from 'node:path';
import { type ImportOf, type ScannedSource, scanSource } from './scan-source.ts';

/** A file under `packages/<name>/src`. */
export interface SourceFile {
  /** `core/src/plan/plan.ts` */
  readonly path: string;
  /** `core` */
  readonly package: string;
  /** Below `src`: `plan/plan.ts`. */
  readonly inside: string;
  readonly isTest: boolean;
  readonly scanned: ScannedSource;
}

/** A file's import with the place it leads to: a path as of `SourceFile`, or null when it names a package. */
export interface ResolvedImport extends ImportOf {
  readonly target: string | null;
}

export function sourceFile(path: string, text: string): SourceFile {
  const [name = '', , ...inside] = path.split('/');
  return {
    path,
    package: name,
    inside: inside.join('/'),
    isTest: /\.test\.ts$/.test(path),
    scanned: scanSource(text),
  };
}

export function resolveImport(file: SourceFile, one: ImportOf): ResolvedImport {
  const target = one.from.startsWith('.') ? posix.join(posix.dirname(file.path), one.from) : null;
  return { ...one, target };
}

/** `plan/plan.ts` lies in `plan`; a file beside the folders lies in ''. */
export function folderOf(inside: string): string {
  return inside.includes('/') ? inside.slice(0, inside.indexOf('/')) : '';
}
