import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readProject } from './read-project.ts';
import { readSeed } from './read-seed.ts';

let outer = '';
let folder = '';

beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), 'tfm-read-'));
  folder = join(outer, 'project');
  write('tfm.yml', 'name: p\n');
  write('../global/dbt_project.yml', 'name: dbt\n');
});

afterEach(() => rmSync(outer, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function read(
  env: Readonly<Record<string, string>> = {},
  profilesDir?: string,
): ReturnType<typeof readProject> {
  return readProject({
    projectDir: folder,
    globalProjectDir: join(outer, 'global'),
    env: new Map(Object.entries(env)),
    profilesDir,
  });
}

async function problems(): Promise<readonly string[]> {
  return (await read()).diagnostics.map((problem) => `${problem.code} ${problem.at?.source.path ?? ''}`);
}

test('files are sorted into kinds, whatever case their extension has', async () => {
  for (const path of [
    'models/a/b.SQL',
    'models/m.yml',
    'models/d.md',
    'seeds/s.csv',
    'tests/t.sql',
    'tests/generic/g.sql',
    'tests/fixtures/f.sql',
    'macros/x.sql',
    'other/no.sql',
  ]) {
    write(path, `-- ${path}`);
  }
  const { root } = (await read()).value ?? {};
  expect(root?.models.map((file) => [file.path, file.originalFilePath])).toEqual([
    ['a/b.SQL', 'models/a/b.SQL'],
  ]);
  expect(root?.properties.map((file) => file.path)).toEqual(['m.yml']);
  expect(root?.docs.map((file) => file.path)).toEqual(['d.md']);
  expect(root?.seeds.map((file) => file.path)).toEqual(['s.csv']);
  expect(root?.singularTests.map((file) => file.path)).toEqual(['t.sql']);
  expect(root?.macros.map((file) => file.originalFilePath)).toEqual(['macros/x.sql', 'tests/generic/g.sql']);
});

test('.dbtignore hides files', async () => {
  write('.dbtignore', '# comment\n*.draft.sql\nmodels/old/\n!models/old/keep.sql\n/models/top.sql\n');
  for (const path of ['a.draft.sql', 'old/x.sql', 'old/keep.sql', 'top.sql', 'sub/top.sql'])
    write(`models/${path}`, 'select 1');
  expect((await read()).value?.root.models.map((file) => file.path)).toEqual(['old/keep.sql', 'sub/top.sql']);
});

test('a byte order mark is no part of the text', async () => {
  write('models/a.sql', Buffer.from([0xef, 0xbb, 0xbf, 0x73]));
  expect((await read()).value?.root.models[0]?.source.text).toBe('s');
});

test('invalid UTF-8 is told with its place', async () => {
  write('models/a.sql', Buffer.concat([Buffer.from('select é,\n'), Buffer.from([0xe9]), Buffer.from(' x')]));
  const [problem] = (await read()).diagnostics;
  expect(problem?.code).toBe('invalid-utf8');
  expect(problem?.at?.start).toBe(10);
});

test('what is no file does not hang', async () => {
  write('models/a.sql', 'select 1');
  execFileSync('mkfifo', [join(folder, 'models', 'pipe.sql'), join(folder, 'selectors.yml')]);
  mkdirSync(join(folder, 'models', 'folder.sql'));
  mkdirSync(join(folder, 'profiles.yml'));
  expect(await problems()).toEqual([
    'not-a-file models/folder.sql',
    'not-a-file models/pipe.sql',
    'not-a-file profiles.yml',
    'not-a-file selectors.yml',
  ]);
});

test('links may lead anywhere inside the project and nowhere outside', async () => {
  write('shared/x.sql', 'select 1');
  write('../secret.sql', 'secret');
  mkdirSync(join(folder, 'models'));
  symlinkSync('../shared', join(folder, 'models', 'inside'));
  symlinkSync('../../secret.sql', join(folder, 'models', 'outside.sql'));
  symlinkSync('..', join(folder, 'models', 'circle'));
  symlinkSync('/nowhere', join(folder, 'models', 'dangling.sql'));
  const { value, diagnostics } = await read();
  expect(value?.root.models.map((file) => file.path)).toContain('inside/x.sql');
  expect(value?.root.models.some((file) => file.source.text === 'secret')).toBe(false);
  expect(diagnostics.map((problem) => problem.code)).toContain('path-escapes');
  expect(diagnostics.map((problem) => problem.code)).toContain('file-unreadable');
});

test.each([
  ['model-paths: [../x]', 'path-escapes'],
  ['model-paths: [/etc]', 'path-absolute'],
  ['target-path: a/../../b', 'path-escapes'],
  ['packages-install-path: ..', 'path-escapes'],
])('%s is refused', async (line, code) => {
  write('tfm.yml', `name: p\n${line}\n`);
  expect((await read()).diagnostics.map((problem) => problem.code)).toEqual([code]);
});

test('folders may be named by templates', async () => {
  write('tfm.yml', "name: p\nmodel-paths: [\"{{ env_var('FOLDER', 'm') }}\"]\n");
  write('m/a.sql', 'select 1');
  expect((await read()).value?.root.models.length).toBe(1);
  expect((await read({ FOLDER: 'other' })).value?.root.models.length).toBe(0);
});

test('profiles.yml: named folder, then the project, then ~/.dbt', async () => {
  write('../home/.dbt/profiles.yml', 'home: 1');
  const home = { HOME: join(outer, 'home') };
  expect((await read(home)).value?.profiles?.text).toBe('home: 1');
  write('profiles.yml', 'own: 1');
  expect((await read(home)).value?.profiles?.text).toBe('own: 1');
  write('../named/profiles.yml', 'named: 1');
  expect((await read({ ...home, DBT_PROFILES_DIR: join(outer, 'named') })).value?.profiles?.text).toBe(
    'named: 1',
  );
  expect((await read(home, join(outer, 'empty'))).diagnostics.map((problem) => problem.code)).toEqual([
    'profiles-dir-without-file',
  ]);
});

test('.env adds to the environment, and changes nothing that is there', async () => {
  write(
    '.env',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: .env has placeholders of its own.
    '# c\nA=1\nexport B="two ${A}\\n"\nC=\'$A\' # c\nHOME=/x\nD=a b # c\nE=${NO:-yes}\nnonsense\n',
  );
  const { value, diagnostics } = await read({ HOME: '/h' });
  expect(Object.fromEntries(value?.env ?? [])).toEqual({
    A: '1',
    B: 'two 1\n',
    C: '$A',
    HOME: '/h',
    D: 'a b',
    E: 'yes',
  });
  expect(diagnostics.map((problem) => problem.code)).toEqual(['dotenv-line']);
});

test('both project files, or none', async () => {
  write('dbt_project.yml', 'name: p\n');
  expect(await problems()).toEqual(['project-file-twice tfm.yml']);
  rmSync(join(folder, 'tfm.yml'));
  expect(await problems()).toEqual([]);
  rmSync(join(folder, 'dbt_project.yml'));
  expect(await problems()).toEqual(['project-not-found ']);
});

test('large seeds are not read with the project', async () => {
  write('seeds/small.csv', 'a\n1\n');
  write('seeds/large.csv', `a\n${'1\n'.repeat(600_000)}`);
  const seeds = (await read()).value?.root.seeds;
  expect(seeds?.map((seed) => [seed.path, seed.source === null])).toEqual([
    ['large.csv', true],
    ['small.csv', false],
  ]);
  const content = await readSeed({ projectDir: folder, file: 'seeds/large.csv' });
  expect(content.value?.text.length).toBe(1_200_002);
});

test('property files beside the project file, of a tfm project only', async () => {
  write('marts.yml', 'models: []\n');
  write('docker-compose.yml', 'services: {}\n');
  expect((await read()).value?.root.properties.map((file) => file.path)).toEqual(['marts.yml']);
  rmSync(join(folder, 'tfm.yml'));
  write('dbt_project.yml', 'name: p\n');
  expect((await read()).value?.root.properties).toEqual([]);
});
