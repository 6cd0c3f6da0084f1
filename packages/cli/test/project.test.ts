import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { shop, type TestProject, testProject } from './new-project.ts';

let project: TestProject;
afterEach(() => project.remove());

describe('init', () => {
  test('makes a project that builds at once', async () => {
    project = testProject({});
    expect(await project.tfm('init shop')).toEqual({
      code: 0,
      stdout: `\
Made the project shop in shop:
  tfm.yml
  seeds/raw_customers.csv
  seeds/raw_orders.csv
  models/staging/stg_orders.sql
  models/marts/customer_orders.sql
  models/properties.yml
  .gitignore
  README.md

Next:
  cd shop
  tfm build
  tfm show customer_orders
`,
      stderr: '',
    });
    const built = await project.tfm(['build', '--project-dir', project.path('shop')]);
    expect(built.code, built.stderr).toBe(0);
    expect(built.stdout).toContain('PASS=13 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=13\n');
  });

  test.each([
    ['init full', 'error[folder-not-empty] Folder "full" is not empty\nhint: choose another name\n\n'],
    [
      'init my-shop',
      'error[project-name-invalid] "my-shop" cannot be the name of a project: letters, digits and _ only, a letter first\nhint: tfm init my_shop\n\n',
    ],
    ['init', 'error[missing-argument] tfm init needs a NAME\nhint: tfm init NAME\n\n'],
  ])('%s', async (line, stderr) => {
    project = testProject({ 'full/a.txt': 'mine' });
    expect(await project.tfm(line)).toEqual({ code: 2, stdout: '', stderr });
    expect(readdirSync(project.dir)).toEqual(['full']);
  });
});

describe('clean', () => {
  test('deletes the target folder and nothing else', async () => {
    project = shop();
    await project.tfm('parse -q');
    expect(await project.tfm('clean')).toEqual({ code: 0, stdout: 'Deleted target\n', stderr: '' });
    expect(existsSync(project.path('target'))).toBe(false);
    expect(await project.tfm('clean')).toEqual({ code: 0, stdout: 'Nothing to delete\n', stderr: '' });
  });

  test('works on a project with mistakes', async () => {
    project = shop({ 'models/bad.sql': '{{ nonsense', 'target/old.json': '{}' });
    expect(await project.tfm('clean')).toEqual({ code: 0, stdout: 'Deleted target\n', stderr: '' });
  });

  test('what is not generated stays', async () => {
    project = shop({
      'tfm.yml': 'name: shop\nclean-targets: [target, models, models/staging, ".", link/away]\n',
      'target/a.json': '{}',
    });
    const outside = testProject({ 'away/mine.txt': 'mine' });
    symlinkSync(outside.dir, project.path('link'));
    const { code, stdout, stderr } = await project.tfm('clean');
    expect({ code, stdout }).toEqual({ code: 2, stdout: 'Deleted target\n' });
    expect(stderr.match(/error\[[a-z-]+\] .*$/gm)).toEqual([
      'error[clean-of-sources] clean-targets holds "models", where the project\'s own files are; it is left alone',
      'error[clean-of-sources] clean-targets holds "models/staging", where the project\'s own files are; it is left alone',
      'error[clean-outside-project] clean-targets holds ".", which is not a folder inside the project; it is left alone',
      'error[clean-outside-project] clean-targets holds "link/away", which is not a folder inside the project; it is left alone',
    ]);
    expect(existsSync(outside.path('away/mine.txt'))).toBe(true);
    expect(existsSync(project.path('models/properties.yml'))).toBe(true);
    outside.remove();
  });

  test('a symlink is deleted, not what it points to', async () => {
    project = shop();
    const outside = testProject({ 'mine.txt': 'mine' });
    symlinkSync(outside.dir, project.path('target'));
    await project.tfm('clean');
    expect(existsSync(project.path('target'))).toBe(false);
    expect(existsSync(outside.path('mine.txt'))).toBe(true);
    outside.remove();
  });
});

describe('debug', () => {
  const normal = (text: string) =>
    text.replace(/v\d+\.\d+\.\d+/g, 'v0').replace(/on \w+ \w+/, 'on this machine');

  test('a project that was never built', async () => {
    project = shop();
    const { code, stdout, stderr } = await project.tfm('debug');
    expect({ code, stdout: normal(stdout), stderr }).toEqual({
      code: 0,
      stdout: `\
tfm         0.1.0
node        v0 on this machine
project     tfm.yml in <dir>
files       ok  2 seeds, 2 models and 9 tests
target      dev (duckdb, schema main)
connection  ok  the database does not exist yet; the first build makes it
All is well.
`,
      stderr: '',
    });
    expect(existsSync(project.path('shop.duckdb'))).toBe(false);
  });

  test('a database: it answers and may be written, and nothing stays in it', async () => {
    project = shop();
    await project.tfm('build -q');
    const { code, stdout } = await project.tfm('debug');
    expect(code).toBe(0);
    expect(normal(stdout)).toContain(`\
connection  ok  duckdb v0, shop.duckdb
rights      ok  tables can be made in schema main
All is well.
`);
    expect(
      (
        await project.tfm([
          'show',
          '--inline',
          "select count(*) as n from duckdb_tables() where table_name like 'tfm_debug%'",
        ])
      ).stdout,
    ).toBe('n\n─\n0\n');
  });

  test('a file that is no database', async () => {
    project = shop({ 'shop.duckdb': 'this is text, and quite a lot of it, so that it is no header' });
    const { code, stdout, stderr } = await project.tfm('debug');
    expect(code).toBe(3);
    expect(stdout).toContain('connection  failed  the database cannot be opened\nNot ready yet.\n');
    expect(stderr).toContain('error[warehouse-unreachable] Target "dev" cannot be used: ');
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

test('outside of any project', async () => {
  project = testProject({});
  const { code, stderr } = await project.tfm('ls');
  expect(code).toBe(2);
  expect(stderr).toBe(`\
error[project-not-found] There is no project in folder "<dir>": neither tfm.yml nor dbt_project.yml
hint: go to a project folder, or start a project: tfm init my_project

`);
});

test('from a folder below', async () => {
  project = shop();
  mkdirSync(project.path('models/deep/deeper'), { recursive: true });
  const { runTfm } = await import('@tfm/testkit');
  const { stdout } = await runTfm(['ls', '-s', 'stg_orders', '--resource-type', 'model'], {
    cwd: project.path('models/deep/deeper'),
  });
  expect(stdout).toBe('shop.staging.stg_orders\n');
});

test('the target folder cannot be written: nothing of the database is touched', async () => {
  project = shop();
  writeFileSync(project.path('target'), 'a file');
  const { code, stderr } = await project.tfm('build');
  expect(code).toBe(3);
  expect(stderr).toContain('error[target-not-writable]');
  expect(existsSync(project.path('shop.duckdb'))).toBe(false);
});

test('help teaches', async () => {
  project = testProject({});
  const general = await project.tfm('');
  expect(general).toMatchObject({ code: 0, stderr: '' });
  expect(general.stdout).toContain('tfm init shop && cd shop && tfm build');
  const build = await project.tfm('build --help');
  expect(build.stdout).toContain('  -s, --select NODE…');
  for (const line of build.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect((await project.tfm('version')).stdout).toBe('tfm 0.1.0\n');
});
