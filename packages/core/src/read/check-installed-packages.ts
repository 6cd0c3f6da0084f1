import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import { lockedNames, requirementCount } from '../packages/count-requirements.ts';
import { readPackageLists } from './read-package-lists.ts';
import { placeOf } from './read-text.ts';
import { isInside } from './walk-folder.ts';

const projectFileNames = ['tfm.yml', 'dbt_project.yml'];

export interface InstalledCheck {
  /** Absolute. */
  readonly projectDir: string;
  /** `packages-install-path` */
  readonly folder: string;
}

/**
 * Whether what packages.yml asks for is there: a missing package would show as a hundred unknown macros. A project
 * without a list may have packages that nobody asked for; what is wrong with a list is said by `tfm deps`.
 */
export function checkInstalledPackages({ projectDir, folder }: InstalledCheck): readonly Diagnostic[] {
  const { packages, dependencies, lock } = readPackageLists(projectDir, '').value;
  const asked = requirementCount({ packages, dependencies });
  if (asked === undefined) return [];
  const locked = asked.count === 0 || lock === null ? undefined : lockedNames(lock);
  const installed = installedNames(projectDir, folder);
  const at = placeOf(asked.file.path);
  if (locked === undefined) {
    // What packages ask for in turn is known only after `tfm deps`.
    if (installed.length >= asked.count) return [];
    return [
      notInstalled(
        `${asked.file.path} asks for ${packageWords(asked.count)}, ${folder} holds ${installed.length}`,
        at,
      ),
    ];
  }
  const missing = locked.filter((name) => !installed.includes(name));
  const unknown = installed.filter((name) => !locked.includes(name));
  if (missing.length > 0) {
    const names = missing.map((name) => `"${name}"`).join(', ');
    return [
      notInstalled(
        `${missing.length === 1 ? 'Package' : 'Packages'} ${names} of package-lock.yml ${missing.length === 1 ? 'is' : 'are'} not in ${folder}`,
        at,
      ),
    ];
  }
  if (unknown.length > 0) {
    const names = unknown.map((name) => `"${name}"`).join(', ');
    return [notInstalled(`${folder} holds ${names}, which package-lock.yml does not know`, at)];
  }
  return asked.hash === undefined || asked.hash === lockedHash(lock)
    ? []
    : [diagnostic('packages-lock-outdated', { file: asked.file.path }, { at })];
}

/** The folders that hold a package and lie where the next stages may read. */
function installedNames(projectDir: string, folder: string): readonly string[] {
  const directory = join(projectDir, folder);
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const root = realpathSync(projectDir);
  return readdirSync(directory).filter((name) => {
    try {
      const packageDir = realpathSync(join(directory, name));
      return (
        isInside(packageDir, root) && projectFileNames.some((file) => existsSync(join(packageDir, file)))
      );
    } catch {
      return false;
    }
  });
}

function lockedHash(lock: SourceText | null): string | undefined {
  return /^sha1_hash: ['"]?([0-9a-f]{40})/m.exec(lock?.text ?? '')?.[1];
}

function packageWords(count: number): string {
  return count === 1 ? '1 package' : `${count} packages`;
}

function notInstalled(problem: string, at: ReturnType<typeof placeOf>): Diagnostic {
  return diagnostic('packages-not-installed', { problem }, { at });
}
