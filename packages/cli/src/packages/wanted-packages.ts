import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AddedPackage,
  addRequirement,
  type Diagnostic,
  hasErrors,
  type JsonMap,
  type LockFile,
  type PackageLists,
  type Requirements,
  readLockFile,
  readPackageLists,
  readRequirements,
  requirementsHash,
} from '@tfm/core';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';

export interface WantedSettings {
  /** Absolute. */
  readonly projectDir: string;
  readonly env: ReadonlyMap<string, string>;
  readonly vars: JsonMap;
  /** Of `--add-package`. */
  readonly added: AddedPackage | null;
  /** False: the lock file does not count (`--upgrade`). */
  readonly readLock: boolean;
}

/** What the project asks for, and what is locked. */
export interface WantedPackages {
  readonly requirements: Requirements;
  readonly hash: string;
  /** Null: there is none, or it was made from another list. */
  readonly lock: LockFile | null;
  readonly hasLock: boolean;
  /** The list with the package that is added: written when all is well. */
  readonly edited: {
    readonly file: string;
    readonly text: string;
    readonly replaced: readonly string[];
  } | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function readWantedPackages(settings: WantedSettings): WantedPackages {
  const { projectDir, added } = settings;
  const read = readPackageLists(projectDir, '');
  stopAtErrors(read.diagnostics);
  const first = requirementsOf(read.value, settings);
  if (added === null) return finish(first, read.value, null, settings);
  const file = first.value.file?.path ?? 'packages.yml';
  const key = file === 'dependencies.yml' ? 'dependencies' : 'packages';
  const { text, replaced } = addRequirement(read.value[key]?.text ?? '', added);
  const lists = { ...read.value, [key]: { path: file, text } };
  return finish(
    requirementsOf(lists, settings),
    lists,
    { file: join(projectDir, file), text, replaced },
    settings,
  );
}

type Read = ReturnType<typeof requirementsOf>;

function requirementsOf(lists: PackageLists, { env, vars }: WantedSettings) {
  const requirements = readRequirements(lists, { env, vars, strictness: 'own' });
  stopAtErrors(requirements.diagnostics);
  return requirements;
}

function finish(
  { value, diagnostics }: Read,
  lists: PackageLists,
  edited: WantedPackages['edited'],
  settings: WantedSettings,
): WantedPackages {
  const hash = requirementsHash(value.list);
  const hasLock = lists.lock !== null && existsSync(join(settings.projectDir, 'package-lock.yml'));
  const lock = lists.lock === null || !settings.readLock ? null : lockOf(lists.lock, settings);
  return { requirements: value, hash, lock: lock?.hash === hash ? lock : null, hasLock, edited, diagnostics };
}

function lockOf(source: NonNullable<PackageLists['lock']>, { env, vars }: WantedSettings): LockFile | null {
  const lock = readLockFile(source, { env, vars });
  stopAtErrors(lock.diagnostics);
  return lock.value ?? null;
}

function stopAtErrors(diagnostics: readonly Diagnostic[]): void {
  if (hasErrors(diagnostics)) throw new CommandFailure(exitCodes.mistake, diagnostics);
}
