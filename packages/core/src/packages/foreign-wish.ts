import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { JsonValue } from '../project/json-value.ts';
import type { PackageRequirement } from './package-requirement.ts';
import { urlPlace } from './package-url.ts';

/**
 * What a package that was fetched from elsewhere may not ask for: its author is not the user. It may name nothing of
 * this machine, and a template of its list may send what it reads from the environment only to hosts that the user's
 * own list names.
 */
export function foreignProblem(
  wanted: PackageRequirement,
  asker: string,
  ownHosts: ReadonlySet<string>,
): Diagnostic | undefined {
  const { at } = wanted;
  if (wanted.kind === 'local')
    return diagnostic('package-local-of-remote', { package: asker, path: wanted.path }, { at });
  if (wanted.kind !== 'git' && wanted.kind !== 'tarball') return undefined;
  const { scheme, host } = urlPlace(wanted.url);
  if (scheme === 'file')
    return diagnostic('package-local-of-remote', { package: asker, path: wanted.url }, { at });
  if (!holdsTemplate(wanted.unrendered) || ownHosts.has(host)) return undefined;
  return diagnostic('package-variable-elsewhere', { package: asker, host }, { at });
}

/** Where a package is fetched from; undefined for the hub and for folders. */
export function hostOf(wanted: PackageRequirement): string | undefined {
  return wanted.kind === 'git' || wanted.kind === 'tarball' ? urlPlace(wanted.url).host : undefined;
}

function holdsTemplate(value: PackageRequirement['unrendered']): boolean {
  return [...value.values()].some((item: JsonValue) => typeof item === 'string' && /\{[{%]/.test(item));
}
