import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lockFileText, readLockFile } from './lock-file.ts';
import type { ResolvedPackage } from './package-requirement.ts';
import { yamlScalarText } from './yaml-scalar-text.ts';

const scalars = JSON.parse(
  readFileSync(new URL('../../test/fixtures/packages/dbt-scalars.json', import.meta.url), 'utf8'),
) as readonly (readonly [text: string, yaml: string])[];

test.each(scalars)('%j is written as dbt writes it', (text, yaml) => {
  expect(`packages:\n  - name: ${yamlScalarText(text, '  - name: '.length)}\n`).toBe(yaml);
});

const sha = '2763214a9d82df71fb7884846cda8adc0b3ff770';
const git = {
  kind: 'git',
  url: 'https://sesame@host/x.git',
  written: "https://{{ env_var('DBT_ENV_SECRET_T') }}@host/x.git",
  revision: sha,
  subdirectory: 'sub/x/',
  warnUnpinned: true,
} as const;
const packages: readonly ResolvedPackage[] = [
  { name: 'a', pin: { kind: 'local', path: '../a' } },
  {
    name: 'dbt_utils',
    pin: { kind: 'hub', package: 'dbt-labs/dbt_utils', version: '1.3.0', latest: '1.3.0' },
  },
  { name: 'gs', pin: git },
  { name: 't', pin: { kind: 'tarball', url: 'https://h/t.tgz', written: 'https://h/t.tgz', name: 't' } },
];
const hash = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
// What dbt 1.12 writes for these packages.
const text = `packages:
  - local: ../a
    name: a
  - name: dbt_utils
    package: dbt-labs/dbt_utils
    version: 1.3.0
  - git: https://{{ env_var('DBT_ENV_SECRET_T') }}@host/x.git
    name: gs
    revision: ${sha}
    subdirectory: sub/x/
  - name: t
    tarball: https://h/t.tgz
sha1_hash: ${hash}
`;
const settings = { env: new Map([['DBT_ENV_SECRET_T', 'sesame']]), vars: new Map() };

test("the lock file is dbt's, without secrets", () => {
  expect(lockFileText(packages, hash)).toBe(text);
  expect(lockFileText([], hash)).toBe(`packages: []\nsha1_hash: ${hash}\n`);
});

test('what is written is read back', () => {
  const { value, diagnostics } = readLockFile({ path: 'package-lock.yml', text }, settings);
  expect(diagnostics).toEqual([]);
  expect(value?.hash).toBe(hash);
  const withoutLatest = packages.map(({ name, pin }) => ({
    name,
    pin: pin.kind === 'hub' ? { ...pin, latest: null } : pin,
  }));
  expect(value?.packages).toEqual(withoutLatest);
});

test.each([
  ['', false],
  ['packages: [{package: a/b, version: 1.0.0}]', true],
  ['packages: [{package: a/b, version: ">=1.0.0"}]', false],
  ['packages: [{git: "https://h/x"}]', false],
  ['packages: [{git: "ext::x", revision: a}]', false],
  ['packages: [{private: a/b}]', false],
  ['packages: [', false],
  ['[]', false],
])('%j can be used: %s', (lock, usable) => {
  const { value, diagnostics } = readLockFile({ path: 'package-lock.yml', text: lock }, settings);
  if (lock === '') expect(value).toEqual({ hash: null, packages: [] });
  else if (usable) expect(value?.packages).toHaveLength(1);
  else expect(diagnostics).toMatchObject([{ code: 'package-lock-broken', hint: 'tfm deps --upgrade' }]);
});
