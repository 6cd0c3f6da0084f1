import { diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { HubRequirement } from './package-requirement.ts';
import { parseVersion, type VersionSpecifier } from './version.ts';
import { askedText, intersectVersions, newestWithin, rangeText, sortedVersions } from './version-range.ts';

/** What the hub knows of a package: version → the versions of dbt it is for (empty: any). */
export type HubVersions = ReadonlyMap<string, readonly string[]>;

export interface ChosenVersion {
  readonly version: string;
  /** The newest that could be installed. */
  readonly latest: string | null;
}

/** The newest version of a package that suits all who ask, as dbt chooses it. */
export function chooseVersion(
  name: string,
  asks: readonly (HubRequirement & { readonly asker: string })[],
  available: HubVersions,
  dbtVersion: string,
): Outcome<ChosenVersion | undefined> {
  const versions = asks.flatMap((ask) => ask.versions);
  const asksText = asks
    .map(({ asker, versions: wanted }) => `${asker} asks for ${wanted.map(askedText).join(', ')}`)
    .join('; ');
  const range = intersectVersions(versions);
  if (range === undefined) {
    const related = asks.slice(1).map(({ asker, at }) => ({ message: `what ${asker} asks for`, at }));
    return fail(diagnostic('package-conflict', { package: name, asks: asksText }, { related }));
  }
  const withPrereleases =
    asks[0]?.installPrerelease === true || versions.some(({ prerelease }) => prerelease !== null);
  const fitting = [...available].flatMap(([version, required]) =>
    suits(required, dbtVersion) ? [version] : [],
  );
  const installable = sortedVersions(fitting, withPrereleases);
  const version = newestWithin(range, installable);
  if (version !== undefined)
    return { value: { version, latest: installable.at(-1) ?? null }, diagnostics: [] };
  const known = knownText(installable, available.size - fitting.length, dbtVersion);
  return fail(
    diagnostic('package-version-unknown', { package: name, wanted: rangeText(range), known, asks: asksText }),
  );
}

/** The newest version that is no prerelease. */
export function newestVersion(available: HubVersions, dbtVersion: string): string | null {
  const fitting = [...available].flatMap(([version, required]) =>
    suits(required, dbtVersion) ? [version] : [],
  );
  return sortedVersions(fitting, false).at(-1) ?? null;
}

/** Whether a `require-dbt-version` lets us use it; one that nobody can read lets us, too. */
function suits(required: readonly string[], dbtVersion: string): boolean {
  const bounds = [dbtVersion, ...required].map((text) => parseVersion(text.replaceAll(/\s/g, '')));
  const known = bounds.filter((bound): bound is VersionSpecifier => bound !== undefined);
  return known.length < bounds.length || intersectVersions(known) !== undefined;
}

function knownText(installable: readonly string[], unfit: number, dbtVersion: string): string {
  const newest = installable.slice(-5).reverse();
  const listed = newest.length === 0 ? 'none that can be installed' : newest.join(', ');
  const more = installable.length > newest.length ? ' and older ones' : '';
  return `${listed}${more}${unfit === 0 ? '' : `, and ${unfit} that are not for dbt ${dbtVersion}`}`;
}

function fail(problem: ReturnType<typeof diagnostic>): Outcome<undefined> {
  return { value: undefined, diagnostics: [problem] };
}
