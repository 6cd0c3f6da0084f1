import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readRequirements } from './read-requirements.ts';
import { requirementsHash } from './requirements-hash.ts';

const env = new Map([
  ['DBT_ENV_SECRET_T', 'sesame'],
  ['ORG', 'acme'],
]);
const settings = { env, vars: new Map(), strictness: 'own' } as const;
const read = (packages: string | null, dependencies: string | null = null) => {
  const source = (path: string, text: string | null) => (text === null ? null : { path, text });
  return readRequirements(
    { packages: source('packages.yml', packages), dependencies: source('dependencies.yml', dependencies) },
    settings,
  );
};
const hashes = JSON.parse(
  readFileSync(new URL('../../test/fixtures/packages/dbt-hashes.json', import.meta.url), 'utf8'),
) as readonly (readonly [text: string, hash: string])[];

test.each(hashes)('%s has the hash that dbt gives it', (text, hash) => {
  const { value, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  expect(requirementsHash(value.list)).toBe(hash);
});

test('packages.yml is rendered, secrets too', () => {
  const { value } = read(`packages:
  - git: "https://{{ env_var('DBT_ENV_SECRET_T') }}@host/{{ env_var('ORG') }}/x.git"
    revision: 1.0
  - package: "{{ env_var('ORG') }}/utils"
    version: ">=1.0.0, <2.0.0"
`);
  expect(value.list).toMatchObject([
    { kind: 'git', url: 'https://sesame@host/acme/x.git', revision: '1.0', warnUnpinned: true },
    { kind: 'hub', package: 'acme/utils', versions: [{ matcher: '>=' }, { matcher: '<' }] },
  ]);
});

test('dependencies.yml is taken as it is, and may name projects', () => {
  const { value, diagnostics } = read(null, 'projects: [{name: other}]\npackages: [{local: "{{ x }}"}]');
  expect(diagnostics).toEqual([]);
  expect(value.list).toMatchObject([{ kind: 'local', path: '{{ x }}' }]);
  expect(value.file?.path).toBe('dependencies.yml');
});

test.each([
  ['', 0],
  ['packages:', 0],
  ['packages: []', 0],
])('%j asks for nothing', (text, count) => {
  const { value, diagnostics } = read(text);
  expect([value.list.length, diagnostics]).toEqual([count, []]);
});

test.each([
  ['[a]', 'file-not-a-map', 'begin with the line "packages:"'],
  ['packages: {local: a}', 'wrong-type', undefined],
  ['packages: [a]', 'wrong-type', /on a line of its own/],
  ['packages: [{}]', 'package-kind', undefined],
  ['packages: [{pakage: a/b, version: 1.0.0}]', 'package-kind', 'did you mean "package"?'],
  ['packages: [{local: a, git: b}]', 'both-given', undefined],
  ['packages: [{local: 3}]', 'wrong-type', undefined],
  ['packages: [{local: ""}]', 'missing-key', undefined],
  ['packages: [{local: a, nme: b}]', 'unknown-key', 'did you mean "name"?'],
  ['projects: [{name: a}]', 'unknown-key', 'move it to dependencies.yml'],
  ['packages: [{package: dbt_utils, version: 1.0.0}]', 'package-hub-name', 'package: dbt-labs/dbt_utils'],
  ['packages: [{package: ../../x, version: 1.0.0}]', 'package-hub-name', undefined],
  ['packages: [{package: a/b}]', 'missing-key', undefined],
  ['packages: [{package: a/b, version: 1.1}]', 'package-version', 'version: "1.1.0", in quotes'],
  ['packages: [{package: a/b, version: ">=1"}]', 'package-version', 'version: ">=1.0.0", in quotes'],
  ['packages: [{package: a/b, version: latest}]', 'package-version', undefined],
  ['packages: [{git: "https://h/x", revision: "--upload-pack=x"}]', 'wrong-value', undefined],
  ['packages: [{git: "https://h/x", revision: "a..b"}]', 'wrong-value', undefined],
  ['packages: [{git: "https://h/x", subdirectory: "../x"}]', 'wrong-value', undefined],
  ['packages: [{git: "https://h/x", subdirectory: "/x"}]', 'wrong-value', undefined],
  ['packages: [{git: "https://h/x", warn-unpinned: maybe}]', 'wrong-type', undefined],
  ['packages: [{git: "--upload-pack=touch x"}]', 'package-url', undefined],
  ['packages: [{git: "ext::sh -c x"}]', 'package-url', undefined],
  ['packages: [{git: "http://h/x"}]', 'package-url', 'https://h/x'],
  ['packages: [{git: "-oProxyCommand=x:y"}]', 'package-url', undefined],
  ['packages: [{git: "ssh://-oProxyCommand=x/y"}]', 'package-url', undefined],
  ['packages: [{git: "../x"}]', 'package-url', undefined],
  ['packages: [{tarball: "ftp://h/x.tgz", name: x}]', 'package-url', undefined],
  ['packages: [{tarball: "https://h/x.tgz"}]', 'missing-key', undefined],
  ['packages: [{tarball: "https://h/x.tgz", name: ../x}]', 'package-name', undefined],
  ['packages: [{local: "{{ nope }}"}]', 'missing-key', undefined],
  ['packages: [{local: "{{ nope"}]', 'template-syntax', undefined],
  ['packages: [{local: "{{ env_var(\'NOPE\') }}"}]', 'template-error', undefined],
])('%s: %s', (text, code, hint) => {
  const { value, diagnostics } = read(text);
  expect(diagnostics.map((problem) => problem.code)).toContain(code);
  const found = diagnostics.find((problem) => problem.code === code);
  expect(found?.at?.source.path).toBe('packages.yml');
  if (hint !== undefined) expect(found?.hint).toMatch(hint);
  expect(value.list.length).toBeLessThanOrEqual(1);
});

test('packages in both files', () => {
  const { diagnostics } = read('packages: [{local: a}]', 'packages: [{local: b}]');
  expect(diagnostics.map(({ code }) => code)).toEqual(['packages-twice']);
});

test('in the list of an installed package an unknown key is a warning', () => {
  const packages = { path: 'packages.yml', text: 'packages: [{local: a, of: b}]' };
  const { value, diagnostics } = readRequirements(
    { packages, dependencies: null },
    { ...settings, strictness: 'package' },
  );
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  expect(value.list).toHaveLength(1);
});
