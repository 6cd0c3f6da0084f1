import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseVersion, type VersionSpecifier, versionText } from './version.ts';
import { intersectVersions, newestWithin, rangeText, sortedVersions } from './version-range.ts';

interface DbtVersions {
  readonly available: readonly string[];
  readonly sorted: readonly (readonly [boolean, readonly string[]])[];
  readonly intersections: readonly (readonly [readonly string[], string | null])[];
  readonly chosen: readonly (readonly [boolean, readonly string[], string | null])[];
}

const file = new URL('../../test/fixtures/packages/dbt-versions.json', import.meta.url);
const dbt = JSON.parse(readFileSync(file, 'utf8')) as DbtVersions;

function parsed(texts: readonly string[]): readonly VersionSpecifier[] {
  return texts.map((text) => {
    const version = parseVersion(text);
    if (version === undefined) throw new Error(`${text} is no version`);
    return version;
  });
}

test('two wishes have in common what they have in dbt', () => {
  const ours = dbt.intersections.map(([texts]) => {
    const range = intersectVersions(parsed(texts));
    if (range === undefined) return [texts, null];
    return [
      texts,
      [range.start, range.end]
        .flatMap((bound) => bound ?? [])
        .map(versionText)
        .join(', '),
    ];
  });
  expect(ours).toEqual(dbt.intersections);
});

test('the version chosen is the one that dbt chooses', () => {
  const ours = dbt.chosen.map(([withPrereleases, texts]) => {
    const range = intersectVersions(parsed(texts)) ?? { start: null, end: null };
    const version = newestWithin(range, sortedVersions(dbt.available, withPrereleases));
    return [withPrereleases, texts, version ?? null];
  });
  expect(ours).toEqual(dbt.chosen);
});

test.each(dbt.sorted)('in the order of dbt, prereleases: %s', (withPrereleases, expected) => {
  expect(sortedVersions(dbt.available, withPrereleases)).toEqual(expected);
});

test.each([
  ['1.0.0', '=1.0.0'],
  ['1.0.0rc1', '=1.0.0-rc1'],
  ['<=1.2.3-a.1+b', '<=1.2.3-a.1+b'],
  ['1.0', null],
  ['1', null],
  ['v1.0.0', null],
  ['01.0.0', null],
  ['~1.0.0', null],
  ['=>1.0.0', null],
  ['*', null],
  ['', null],
  [`1.0.${'9'.repeat(300)}`, null],
])('%s is the version %s', (text, expected) => {
  const version = parseVersion(text);
  expect(version === undefined ? null : versionText(version)).toBe(expected);
});

test('a range in words', () => {
  expect(rangeText({ start: null, end: null })).toBe('any version');
  const range = intersectVersions(parsed(['>=1.0.0', '<2.0.0']));
  expect(range && rangeText(range)).toBe('>=1.0.0, <2.0.0');
  const exact = intersectVersions(parsed(['1.0.0', '>=1.0.0']));
  expect(exact && rangeText(exact)).toBe('=1.0.0');
});
