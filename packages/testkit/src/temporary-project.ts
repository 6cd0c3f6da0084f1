import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A project folder that exists for one test. */
export interface TemporaryProject {
  /** Absolute, with symlinks resolved. */
  readonly dir: string;
  path(name: string): string;
  write(files: { readonly [path: string]: string }): void;
  remove(): void;
}

/** Makes a folder with these files (path → content; folders as needed). The test removes it. */
export function temporaryProject(files: { readonly [path: string]: string }): TemporaryProject {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'tfm-test-')));
  const project: TemporaryProject = {
    dir,
    path: (name) => join(dir, name),
    write: (more) => {
      for (const [path, content] of Object.entries(more)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        writeFileSync(join(dir, path), content);
      }
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
  project.write(files);
  return project;
}
