import { type Diagnostic, diagnostic, hasErrors, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import type { PackagePin, PackageRequirement, ResolvedPackage } from './package-requirement.ts';
import { type RequirementSettings, readPackageList, renderMap, topMapOf } from './read-requirements.ts';
import { versionNumber } from './version.ts';
import { yamlScalarText } from './yaml-scalar-text.ts';

export interface LockFile {
  /** Null: it was written by a dbt that knew none. */
  readonly hash: string | null;
  readonly packages: readonly LockedPackage[];
}

export interface LockedPackage {
  readonly pin: PackagePin;
  readonly name: string | null;
}

/** The text of package-lock.yml, byte by byte as dbt writes it. */
export function lockFileText(packages: readonly ResolvedPackage[], hash: string): string {
  const entries = packages.map(({ name, pin }) => {
    const fields = [...pinFields(pin), ['name', name] as const].sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = fields.map(([key, value], index) => {
      const head = `${index === 0 ? '  - ' : '    '}${key}: `;
      return `${head}${yamlScalarText(value, head.length)}\n`;
    });
    return lines.join('');
  });
  const list = entries.length === 0 ? 'packages: []\n' : `packages:\n${entries.join('')}`;
  return `${list}sha1_hash: ${yamlScalarText(hash, 'sha1_hash: '.length)}\n`;
}

function pinFields(pin: PackagePin): readonly (readonly [string, string])[] {
  switch (pin.kind) {
    case 'hub':
      return [
        ['package', pin.package],
        ['version', pin.version],
      ];
    case 'git':
      return [
        ['git', pin.written],
        ['revision', pin.revision ?? 'HEAD'],
        ...(pin.subdirectory === null ? [] : [['subdirectory', pin.subdirectory] as const]),
      ];
    case 'local':
      return [['local', pin.path]];
    case 'tarball':
      return [['tarball', pin.written]];
  }
}

/** What is locked; without a value, the file must be made anew. */
export function readLockFile(
  source: SourceText,
  settings: Omit<RequirementSettings, 'strictness'>,
): Outcome<LockFile | undefined> {
  const diagnostics: Diagnostic[] = [];
  const top = topMapOf(source, 'package-lock.yml', diagnostics);
  if (top === undefined) return broken(diagnostics);
  const hash = top.map.get('sha1_hash');
  const list = readPackageList(top, renderMap(top, settings, diagnostics), 'package', diagnostics);
  if (hasErrors(diagnostics)) return broken(diagnostics);
  const packages: LockedPackage[] = [];
  for (const wanted of list) {
    const pin = lockedPin(wanted);
    if (pin === undefined) {
      const problem = 'an entry does not say which version or revision is locked';
      return {
        value: undefined,
        diagnostics: [diagnostic('package-lock-broken', { problem }, { at: wanted.at })],
      };
    }
    const name = wanted.entry.get('name');
    packages.push({ pin, name: typeof name === 'string' ? name : null });
  }
  return { value: { hash: typeof hash === 'string' ? hash : null, packages }, diagnostics: [] };
}

function broken(diagnostics: readonly Diagnostic[]): Outcome<undefined> {
  const first = diagnostics.find(({ severity }) => severity === 'error');
  const problem =
    first === undefined ? 'it is empty' : `${first.message.charAt(0).toLowerCase()}${first.message.slice(1)}`;
  const place = first?.at === undefined ? {} : { at: first.at };
  return { value: undefined, diagnostics: [diagnostic('package-lock-broken', { problem }, place)] };
}

function lockedPin(wanted: PackageRequirement): PackagePin | undefined {
  switch (wanted.kind) {
    case 'hub': {
      const [version, other] = wanted.versions;
      if (version === undefined || other !== undefined || version.matcher !== '=') return undefined;
      return { kind: 'hub', package: wanted.package, version: versionNumber(version), latest: null };
    }
    case 'private':
      return undefined;
    case 'git':
      return wanted.revision === null ? undefined : pinOf(wanted);
    default:
      return pinOf(wanted);
  }
}

/** What is taken of a package that has no versions to choose from. */
export function pinOf(
  wanted: Exclude<PackageRequirement, { readonly kind: 'hub' | 'private' }>,
): Exclude<PackagePin, { readonly kind: 'hub' }> {
  const writtenAs = (key: string, rendered: string): string => {
    const written = wanted.unrendered.get(key);
    return typeof written === 'string' ? written : rendered;
  };
  switch (wanted.kind) {
    case 'git': {
      const { url, revision, subdirectory, warnUnpinned } = wanted;
      return { kind: 'git', url, written: writtenAs('git', url), revision, subdirectory, warnUnpinned };
    }
    case 'local':
      return { kind: 'local', path: wanted.path };
    case 'tarball':
      return {
        kind: 'tarball',
        url: wanted.url,
        written: writtenAs('tarball', wanted.url),
        name: wanted.name,
      };
  }
}
