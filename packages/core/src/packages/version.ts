/**
 * A version as dbt writes it: three numbers, perhaps a prerelease and a build, perhaps a comparison before it. Without
 * a comparison it means exactly this version.
 */
export interface VersionSpecifier {
  readonly matcher: Matcher;
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string | null;
  readonly build: string | null;
}

export type Matcher = '=' | '>' | '>=' | '<' | '<=';

const number = '(0|[1-9]\\d*)';
const prereleasePart = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const buildPart = '[0-9A-Za-z-]*';
const pattern = new RegExp(
  `^(>=|>|<=|<|=)?${number}\\.${number}\\.${number}` +
    `(?:-?(${prereleasePart}(?:\\.${prereleasePart})*))?(?:\\+(${buildPart}(?:\\.${buildPart})*))?$`,
);
/** Longer texts are no versions; the bound keeps matching short. */
const longest = 200;

export function parseVersion(text: string): VersionSpecifier | undefined {
  const match = text.length > longest ? null : pattern.exec(text);
  if (match === null) return undefined;
  const [, matcher = '=', major = '', minor = '', patch = '', prerelease = null, build = null] = match;
  return {
    matcher: matcher as Matcher,
    major: BigInt(major),
    minor: BigInt(minor),
    patch: BigInt(patch),
    prerelease,
    build,
  };
}

/** With its comparison, `=` too. */
export function versionText(version: VersionSpecifier): string {
  return `${version.matcher}${versionNumber(version)}`;
}

/** Without its comparison. */
export function versionNumber({ major, minor, patch, prerelease, build }: VersionSpecifier): string {
  const rest = `${prerelease === null ? '' : `-${prerelease}`}${build === null ? '' : `+${build}`}`;
  return `${major}.${minor}.${patch}${rest}`;
}

/**
 * Which of two bounds lies lower: negative, zero, positive. At the same number the comparison decides, as in dbt:
 * `<1.0.0` lies below `<=1.0.0`, `>1.0.0` above `>=1.0.0`. Builds do not count.
 */
export function compareVersions(a: VersionSpecifier, b: VersionSpecifier): number {
  return compareNumbers(a, b) || comparePrereleases(a, b) || compareMatchers(a.matcher, b.matcher);
}

function compareNumbers(a: VersionSpecifier, b: VersionSpecifier): number {
  return sign(a.major, b.major) || sign(a.minor, b.minor) || sign(a.patch, b.patch);
}

function comparePrereleases(a: VersionSpecifier, b: VersionSpecifier): number {
  if (a.prerelease === null && b.prerelease === null) return 0;
  // `<2.0.0` does not mean 2.0.0-rc1: the prereleases of a bound lie outside of it.
  if (a.prerelease === null) return a.matcher === '<' ? -1 : 1;
  if (b.prerelease === null) return -1;
  const left = a.prerelease.split('.');
  const right = b.prerelease.split('.');
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = comparePrereleaseParts(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  // dbt compares the lengths of the texts, not how many parts they have.
  return sign(a.prerelease.length, b.prerelease.length);
}

function comparePrereleaseParts(a: string, b: string): number {
  const aIsNumber = /^\d+$/.test(a);
  const bIsNumber = /^\d+$/.test(b);
  if (aIsNumber && bIsNumber) return sign(BigInt(a), BigInt(b));
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return sign(a, b);
}

function compareMatchers(a: Matcher, b: Matcher): number {
  if ((a === '>=' && b === '<=') || (a === '<=' && b === '>=')) return 0;
  if ((a === '<' && b === '<=') || (b === '>' && a === '>=') || (isUpper(a) && isLower(b))) return -1;
  if ((b === '<' && a === '<=') || (a === '>' && b === '>=') || (isLower(a) && isUpper(b))) return 1;
  return 0;
}

export function isLower(matcher: Matcher): boolean {
  return matcher === '>' || matcher === '>=';
}

export function isUpper(matcher: Matcher): boolean {
  return matcher === '<' || matcher === '<=';
}

function sign<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
