import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectPaths } from '@tfm/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { InstallFolder } from './install-folder.ts';

let base = '';
const at = (path: string) => join(base, path);
const pathsWith = (packagesInstall: string): ProjectPaths => ({
  models: ['models'],
  seeds: ['seeds'],
  snapshots: ['snapshots'],
  tests: ['tests'],
  macros: ['macros'],
  analyses: ['analyses'],
  functions: ['functions'],
  docs: ['models'],
  target: 'target',
  logs: 'logs',
  packagesInstall,
  cleanTargets: ['target'],
});
const open = (path = 'dbt_packages') => new InstallFolder(base, pathsWith(path));
const place = (folder: string, name: string, text = name) => {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'dbt_project.yml'), text);
};

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'tfm-install-')));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test('the new packages take the place of the old, loose files stay', async () => {
  place(at('dbt_packages'), 'old');
  writeFileSync(at('dbt_packages/.gitkeep'), '');
  await open().replace(async (folder) => place(folder, 'new'));
  expect(readdirSync(base)).toEqual(['dbt_packages']);
  expect(readdirSync(at('dbt_packages')).sort()).toEqual(['.gitkeep', 'new']);
});

test('a failure leaves the old packages whole', async () => {
  place(at('dbt_packages'), 'old');
  const failing = open().replace(async (folder) => {
    place(folder, 'new');
    throw new Error('no network');
  });
  await expect(failing).rejects.toThrow('no network');
  expect(readdirSync(base)).toEqual(['dbt_packages']);
  expect(readdirSync(at('dbt_packages'))).toEqual(['old']);
});

test('after a crash between the two renames the old packages come back', () => {
  place(at('dbt_packages'), 'old');
  renameSync(at('dbt_packages'), at('.dbt_packages.tfm-old-1'));
  open().recover();
  expect(readdirSync(base)).toEqual(['dbt_packages']);
  expect(readdirSync(at('dbt_packages'))).toEqual(['old']);
});

test('many at once: one of them wins, whole', async () => {
  place(at('dbt_packages'), 'old');
  const all = Array.from({ length: 8 }, (_, n) =>
    open().replace(async (folder) => {
      place(folder, 'a', String(n));
      await new Promise((resolve) => setTimeout(resolve, n % 3));
      place(folder, 'b', String(n));
    }),
  );
  await Promise.all(all);
  expect(readdirSync(base)).toEqual(['dbt_packages']);
  const texts = ['a', 'b'].map((name) => readFileSync(at(`dbt_packages/${name}/dbt_project.yml`), 'utf8'));
  expect(texts[0]).toBe(texts[1]);
});

test('a link in the place of the folder is replaced, not followed', async () => {
  place(at('elsewhere'), 'mine');
  mkdirSync(at('project'));
  symlinkSync('../elsewhere', at('project/dbt_packages'));
  const folder = new InstallFolder(at('project'), pathsWith('dbt_packages'));
  await folder.replace(async (fresh) => place(fresh, 'new'));
  expect(readdirSync(at('elsewhere'))).toEqual(['mine']);
  expect(readdirSync(at('project/dbt_packages'))).toEqual(['new']);
});

test.each([
  ['the project itself', '.'],
  ['a folder outside', '../x'],
  ['a folder of models', 'models/packages'],
  ['a folder above models', 'models'],
  ['a folder of git', '.git/packages'],
  ['a folder behind a link out', 'out/packages'],
  ['a file', 'file'],
  ['a project', 'other'],
])('%s is refused', (_, path) => {
  mkdirSync(at('models'));
  symlinkSync(tmpdir(), at('out'));
  writeFileSync(at('file'), '');
  mkdirSync(at('other'));
  writeFileSync(at('other/dbt_project.yml'), '');
  expect(() => open(path)).toThrow(`Packages cannot be installed in "${path}"`);
  expect(existsSync(at('models'))).toBe(true);
});
