import type { Span } from '../diagnostics/source-text.ts';
import type { JsonMap } from '../project/json-value.ts';
import type { VersionSpecifier } from './version.ts';

/** One entry of `packages:`, as it was asked for. */
export type PackageRequirement =
  | HubRequirement
  | GitRequirement
  | LocalRequirement
  | TarballRequirement
  | PrivateRequirement;

interface Entry {
  /** Rendered, key by key; with `unrendered` it makes the hash of the list. */
  readonly entry: JsonMap;
  readonly unrendered: JsonMap;
  readonly at: Span;
}

export interface HubRequirement extends Entry {
  readonly kind: 'hub';
  /** `org/name` */
  readonly package: string;
  readonly versions: readonly VersionSpecifier[];
  readonly installPrerelease: boolean;
}

export interface GitRequirement extends Entry {
  readonly kind: 'git';
  readonly url: string;
  readonly revision: string | null;
  readonly subdirectory: string | null;
  readonly warnUnpinned: boolean;
}

export interface LocalRequirement extends Entry {
  readonly kind: 'local';
  /** As written: relative to the project that is built, whoever asks. */
  readonly path: string;
}

export interface TarballRequirement extends Entry {
  readonly kind: 'tarball';
  readonly url: string;
  readonly name: string;
}

export interface PrivateRequirement extends Entry {
  readonly kind: 'private';
  readonly repository: string;
}

/** A package of which it is decided what is taken. */
export type PackagePin =
  | {
      readonly kind: 'hub';
      readonly package: string;
      readonly version: string;
      readonly latest: string | null;
    }
  | {
      readonly kind: 'git';
      readonly url: string;
      /** As written, with its templates: what the lock file keeps, so that no secret gets into it. */
      readonly written: string;
      /** Null: the default branch. */
      readonly revision: string | null;
      readonly subdirectory: string | null;
      readonly warnUnpinned: boolean;
    }
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'tarball'; readonly url: string; readonly written: string; readonly name: string };

/** A pinned package, and what it was found to be. */
export interface ResolvedPackage {
  /** Of its project file (of a tarball: of its entry): the folder it is installed in. */
  readonly name: string;
  readonly pin: PackagePin;
}

/** Two entries with the same text mean the same package. */
export function packageKey(wanted: PackageRequirement): string {
  switch (wanted.kind) {
    case 'hub':
      return `hub ${wanted.package}`;
    case 'git':
      return `git ${wanted.url.replace(/\.git$/, '')} ${wanted.subdirectory ?? ''}`;
    case 'local':
      return `local ${wanted.path}`;
    case 'tarball':
      return `tarball ${wanted.url}`;
    case 'private':
      return `private ${wanted.repository}`;
  }
}

/** How people call it. */
export function packageTitle(wanted: PackageRequirement | PackagePin): string {
  switch (wanted.kind) {
    case 'hub':
      return wanted.package;
    case 'git':
      return wanted.subdirectory === null ? wanted.url : `${wanted.url} (${wanted.subdirectory})`;
    case 'local':
      return wanted.path;
    case 'tarball':
      return wanted.url;
    case 'private':
      return wanted.repository;
  }
}

/** `version 1.1.1`, `revision 27632…`, as dbt says it. */
export function pinText(pin: PackagePin): string {
  switch (pin.kind) {
    case 'hub':
      return `version ${pin.version}`;
    case 'git':
      return pin.revision === null ? 'the default branch' : `revision ${pin.revision}`;
    case 'local':
      return `local ${pin.path}`;
    case 'tarball':
      return `tarball ${pin.url}`;
  }
}
