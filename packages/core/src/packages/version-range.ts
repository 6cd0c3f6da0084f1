import {
  compareVersions,
  isLower,
  isUpper,
  parseVersion,
  type VersionSpecifier,
  versionNumber,
  versionText,
} from './version.ts';

/** Null: unbounded on that side. An exact version is both its own start and end. */
export interface VersionRange {
  readonly start: VersionSpecifier | null;
  readonly end: VersionSpecifier | null;
}

const anyVersion: VersionRange = { start: null, end: null };

/** What all of them have in common; undefined when that is nothing. */
export function intersectVersions(versions: readonly VersionSpecifier[]): VersionRange | undefined {
  // The last one first, as dbt does: it matters where two bounds are equal.
  const last = versions.at(-1);
  if (last === undefined) return anyVersion;
  let range: VersionRange | undefined = rangeOf(last);
  for (const version of versions.slice(0, -1)) {
    range = reduce(range, rangeOf(version));
    if (range === undefined) return undefined;
  }
  return range;
}

export function rangeText({ start, end }: VersionRange): string {
  const bounds = [start, end].filter((bound) => bound !== null);
  return bounds.length === 0 ? 'any version' : [...new Set(bounds.map(versionText))].join(', ');
}

/** The newest of the versions inside the range. */
export function newestWithin(range: VersionRange, available: readonly string[]): string | undefined {
  let newest: { readonly text: string; readonly version: VersionSpecifier } | undefined;
  for (const text of available) {
    const version = parseVersion(text);
    if (version === undefined || !isWithin(version, range)) continue;
    if (newest === undefined || compareVersions(newest.version, version) < 0) newest = { text, version };
  }
  return newest?.text;
}

/** Oldest first; prereleases only when they are wanted. What is no version is left out. */
export function sortedVersions(available: readonly string[], withPrereleases: boolean): readonly string[] {
  return available
    .flatMap((text) => {
      const version = parseVersion(text);
      if (version === undefined || (version.prerelease !== null && !withPrereleases)) return [];
      return [{ text, version }];
    })
    .sort((a, b) => compareVersions(a.version, b.version))
    .map(({ text }) => text);
}

export function isWithin(version: VersionSpecifier, { start, end }: VersionRange): boolean {
  return intersectVersions([version, start, end].filter((bound) => bound !== null)) !== undefined;
}

/** How a version is asked for: `1.1.0` for an exact one, else with its comparison. */
export function askedText(version: VersionSpecifier): string {
  return version.matcher === '=' ? versionNumber(version) : versionText(version);
}

function rangeOf(version: VersionSpecifier): VersionRange {
  if (isLower(version.matcher)) return { start: version, end: null };
  if (isUpper(version.matcher)) return { start: null, end: version };
  return { start: version, end: version };
}

function reduce(a: VersionRange, b: VersionRange): VersionRange | undefined {
  if (isExact(a.start) && isExact(b.start)) {
    if (compareVersions(a.start, b.start) !== 0) return undefined;
    return { start: a.start, end: a.start };
  }
  const start = combine(a.start, b.start, 'lower');
  const end = combine(a.end, b.end, 'upper');
  if (start === undefined || end === undefined) return undefined;
  if (start !== null && end !== null && compareVersions(start, end) > 0) return undefined;
  return { start, end };
}

function combine(
  a: VersionSpecifier | null,
  b: VersionSpecifier | null,
  side: 'lower' | 'upper',
): VersionSpecifier | null | undefined {
  if (a === null) return b;
  if (b === null) return a;
  if (isExact(a)) return exactWithin(a, b, side);
  if (isExact(b)) return exactWithin(b, a, side);
  const aIsLower = compareVersions(a, b) < 0;
  if (side === 'lower') return aIsLower ? b : a;
  return compareVersions(a, b) > 0 ? b : a;
}

function exactWithin(
  exact: VersionSpecifier,
  bound: VersionSpecifier,
  side: 'lower' | 'upper',
): VersionSpecifier | undefined {
  const order = compareVersions(bound, exact);
  const isInside = side === 'lower' ? order < 0 : order > 0;
  const isBound = order === 0 && bound.matcher === (side === 'lower' ? '>=' : '<=');
  return isInside || isBound ? exact : undefined;
}

function isExact(version: VersionSpecifier | null): version is VersionSpecifier {
  return version !== null && version.matcher === '=';
}
