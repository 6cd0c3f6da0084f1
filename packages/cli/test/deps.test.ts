import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { runTfm, type TemporaryProject, temporaryProject } from '@tfm/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Member, tarBytes } from './tar-bytes.ts';

let base: TemporaryProject;
const read = (path: string) => readFileSync(base.path(path), 'utf8');
const installed = () =>
  existsSync(base.path('shop/dbt_packages')) ? readdirSync(base.path('shop/dbt_packages')).sort() : [];
const packages = (list: string) => base.write({ 'shop/packages.yml': `packages:\n${list}\n` });

function deps(args: readonly string[] = [], env: { readonly [name: string]: string } = {}) {
  return runTfm(['deps', ...args], { cwd: base.path('shop'), env: { NO_PROXY: '*', ...env } });
}

/** All well, and nothing said on stderr but warnings that are asked for. */
async function good(
  args: readonly string[] = [],
  env: { readonly [name: string]: string } = {},
): Promise<string> {
  const { code, stdout, stderr } = await deps(args, env);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

function git(folder: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'init.defaultBranch=main'];
  return execFileSync('git', [...identity, ...args], {
    cwd: base.path(folder),
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();
}

/** A repository with the tags v1 and v2, and a package in a folder. */
function repository(): string {
  base.write({
    'repo/dbt_project.yml': 'name: audit\n',
    'repo/macros/version.sql': '{% macro audit_version() %}1{% endmacro %}',
    'repo/inner/finance/dbt_project.yml': 'name: finance\n',
  });
  git('repo', 'init', '--quiet');
  git('repo', 'add', '.');
  git('repo', 'commit', '--quiet', '-m', 'one');
  git('repo', 'tag', 'v1');
  base.write({ 'repo/macros/version.sql': '{% macro audit_version() %}2{% endmacro %}' });
  git('repo', 'commit', '--quiet', '-am', 'two');
  git('repo', 'tag', '-a', '-m', 'second', 'v2');
  return `file://${base.path('repo')}`;
}

beforeEach(() => {
  base = temporaryProject({
    'shop/dbt_project.yml': 'name: shop\nversion: "1.0.0"\nprofile: shop\n',
    'shop/models/orders.sql': 'select 1 as id',
    'utils/dbt_project.yml': 'name: utils\n',
    'utils/macros/one.sql': '{% macro one() %}1{% endmacro %}',
    'other/dbt_project.yml': 'name: other\n',
    'other/packages.yml': 'packages:\n  - local: ../utils\n',
  });
});
afterEach(() => base.remove());

describe('local packages', () => {
  test('with what they ask for; the lock is followed, a changed list resolves anew', async () => {
    packages('  - local: ../other');
    expect(await good()).toBe(
      'other: local ../other\nutils: local ../utils\nWrote package-lock.yml\nInstalled 2 packages in dbt_packages\n',
    );
    expect(installed()).toEqual(['other', 'utils']);
    expect(read('shop/package-lock.yml')).toMatch(
      /^packages:\n {2}- local: \.\.\/other\n {4}name: other\n {2}- local: \.\.\/utils\n {4}name: utils\nsha1_hash: [0-9a-f]{40}\n$/,
    );
    expect(await good()).toBe(
      'other: local ../other\nutils: local ../utils\nInstalled 2 packages in dbt_packages\n',
    );
    packages('  - local: ../utils');
    expect(await good()).toContain('Wrote package-lock.yml');
    expect(installed()).toEqual(['utils']);
  });

  test('a copy: no link, and nothing of it leads out', async () => {
    symlinkSync('/etc/passwd', base.path('utils/macros/passwd'));
    packages('  - local: ../utils');
    const { code, stderr } = await deps();
    expect(stderr).toContain(
      'warning[package-links-skipped] Symbolic link "macros/passwd" leads out of package "utils"',
    );
    expect(code).toBe(0);
    expect(readdirSync(base.path('shop/dbt_packages/utils/macros'))).toEqual(['one.sql']);
  });

  test('a project that tests the package it lies in', async () => {
    base.write({
      'utils/tests/dbt_project.yml': 'name: tests\n',
      'utils/tests/packages.yml': 'packages: [{local: ../}]\n',
    });
    const { code } = await runTfm(['deps'], { cwd: base.path('utils/tests') });
    expect(code).toBe(0);
    expect(readdirSync(base.path('utils/tests/dbt_packages/utils')).sort()).toEqual([
      'dbt_project.yml',
      'macros',
    ]);
  });

  test.each([
    [
      'no such folder',
      '  - local: ../gone',
      'error[package-without-project] "../gone" is no package: there is no such folder',
    ],
    ['no project', '  - local: ..', 'it has neither tfm.yml nor dbt_project.yml'],
    ['the name of the project', '  - local: .', 'error[package-name-twice] Two projects are called "shop"'],
    ['a wrong key', '  - lokal: ../utils', 'hint: did you mean "local"?'],
  ])('%s', async (_, list, message) => {
    packages('  - local: ../utils');
    await good();
    packages(list);
    const { code, stderr } = await deps();
    expect(stderr).toContain(message);
    expect(stderr).toContain(' --> packages.yml:2:');
    expect(code).toBe(2);
    expect(installed()).toEqual(['utils']);
  });
});

describe('git', () => {
  test.each([
    ['v1', '1'],
    ['v2', '2'],
    ['main', '2'],
  ])('revision %s', async (revision, version) => {
    const url = repository();
    packages(`  - git: ${url}\n    revision: ${revision}\n    warn-unpinned: false`);
    await good();
    expect(read('shop/dbt_packages/audit/macros/version.sql')).toContain(`%}${version}{%`);
    expect(existsSync(base.path('shop/dbt_packages/audit/.git'))).toBe(false);
    const sha = git('repo', 'rev-parse', `${revision}^{commit}`);
    expect(read('shop/package-lock.yml')).toContain(
      `  - git: ${url}\n    name: audit\n    revision: ${sha}\n`,
    );
    rmSync(base.path('shop/dbt_packages'), { recursive: true });
    expect(await good()).not.toContain('Wrote');
    expect(installed()).toEqual(['audit']);
  });

  test('a commit, a subdirectory', async () => {
    const url = repository();
    const sha = git('repo', 'rev-parse', 'v1');
    packages(`  - git: ${url}\n    revision: ${sha}\n    subdirectory: inner/finance`);
    await good();
    expect(installed()).toEqual(['finance']);
  });

  test('a branch is told, and pinned', async () => {
    packages(`  - git: ${repository()}`);
    const { code, stderr } = await deps();
    expect(stderr).toMatch(
      /warning\[package-unpinned\] Git package "file:.*" is not pinned.*\n[\s\S]*hint: revision: [0-9a-f]{40}, or warn-unpinned: false/,
    );
    expect(code).toBe(0);
  });

  test.each([
    ['an unknown revision', 'revision: v9', 2, 'error[package-revision-unknown]'],
    ['an unknown commit', `revision: ${'a'.repeat(40)}`, 2, 'error[package-revision-unknown]'],
    ['an unknown folder', 'subdirectory: ../../x', 2, 'error[wrong-value]'],
    ['a folder that is not there', 'subdirectory: x\n    revision: v1', 2, 'has no folder "x"'],
  ])('%s', async (_, rest, exitCode, message) => {
    packages(`  - git: ${repository()}\n    ${rest}`);
    const { code, stderr } = await deps();
    expect(stderr).toContain(message);
    expect(code).toBe(exitCode);
  });

  test('a repository that is not there is one error, with exit code 3', async () => {
    packages(`  - git: file://${base.path('nowhere')}\n    revision: v1`);
    const { code, stderr } = await deps();
    expect(stderr).toMatch(/^error\[package-unreachable\] Repository "file:.*nowhere" cannot be reached: /);
    expect(stderr.match(/^error/gm)).toHaveLength(1);
    expect(code).toBe(3);
  });

  test('hooks, options and helpers run nothing', async () => {
    const url = repository();
    base.write({ 'hooks/post-checkout': `#!/bin/sh\ntouch ${base.path('ran')}\n` });
    execFileSync('chmod', ['+x', base.path('hooks/post-checkout')]);
    const configured = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.hooksPath',
      GIT_CONFIG_VALUE_0: base.path('hooks'),
    };
    packages(`  - git: ${url}\n    revision: v1`);
    await good([], configured);
    for (const wish of [
      `git: "--upload-pack=touch ${base.path('ran')}"`,
      `git: "ext::touch ${base.path('ran')}"`,
      `git: ${url}\n    revision: "--upload-pack=x"`,
    ]) {
      packages(`  - ${wish}`);
      expect((await deps()).code).toBe(2);
    }
    expect(existsSync(base.path('ran'))).toBe(false);
  });

  test('without git', async () => {
    packages(`  - git: ${repository()}\n    revision: v1`);
    const { code, stderr } = await deps([], { PATH: base.path('nowhere') });
    expect(stderr).toMatch(/^error\[git-missing\]/);
    expect(code).toBe(2);
  });
});

const project = (name: string): Member[] => [
  { path: `${name}-1.0/`, type: '5' },
  { path: `${name}-1.0/dbt_project.yml`, content: `name: ${name}\n` },
  { path: `${name}-1.0/macros/a.sql`, content: '{% macro a() %}{% endmacro %}' },
];

/** A hub, and a place for archives. Counts what it is asked for. */
class FakeHub {
  readonly asked: string[] = [];
  readonly authorizations: (string | undefined)[] = [];
  readonly answers = new Map<string, string | Buffer | number>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      this.authorizations.push(request.headers.authorization);
      const answer = this.answers.get(request.url ?? '') ?? 404;
      if (typeof answer === 'number') response.writeHead(answer).end();
      else response.end(answer);
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** `versions`: version → what it asks for. */
  add(name: string, versions: { readonly [version: string]: readonly object[] }, more: object = {}): void {
    const [, short = ''] = name.split('/');
    const entries = Object.entries(versions).map(([version, wishes]) => {
      const path = `/archives/${short}-${version}.tar.gz`;
      this.answers.set(path, gzipSync(tarBytes(project(short))));
      return [
        version,
        { name: short, packages: wishes, downloads: { tarball: `${this.url}${path.slice(1)}` } },
      ];
    });
    const answer = { name: short, versions: Object.fromEntries(entries), ...more };
    this.answers.set(`/api/v1/${name}.json`, JSON.stringify(answer));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe('hub and archives', () => {
  let hub: FakeHub;
  let env: { readonly [name: string]: string };

  beforeEach(async () => {
    hub = new FakeHub();
    env = { DBT_PACKAGE_HUB_URL: await hub.open() };
  });
  afterEach(() => hub.close());

  test('ranges meet, what packages ask for is installed, the lock is followed', async () => {
    hub.add('acme/kpi', { '1.0.0': [], '1.1.0': [], '1.2.0': [], '2.0.0': [] });
    hub.add('acme/audit', { '0.3.0': [{ package: 'acme/kpi', version: ['>=1.0.0', '<1.2.0'] }] });
    packages('  - {package: acme/audit, version: 0.3.0}\n  - {package: acme/kpi, version: ">=1.0.0"}');
    expect(await good([], env)).toBe(
      'audit: acme/audit, version 0.3.0\nkpi: acme/kpi, version 1.1.0; 2.0.0 is available\nWrote package-lock.yml\nInstalled 2 packages in dbt_packages\n',
    );
    expect(read('shop/dbt_packages/kpi/dbt_project.yml')).toBe('name: kpi\n');
    expect(read('shop/package-lock.yml')).toMatch(
      /^packages:\n {2}- name: audit\n {4}package: acme\/audit\n {4}version: 0\.3\.0\n {2}- name: kpi\n {4}package: acme\/kpi\n {4}version: 1\.1\.0\nsha1_hash: [0-9a-f]{40}\n$/,
    );
    hub.add('acme/kpi', { '1.0.0': [], '1.1.0': [], '1.1.5': [], '2.0.0': [] });
    expect(await good([], env)).toContain('kpi: acme/kpi, version 1.1.0; 2.0.0 is available');
    expect(await good(['--upgrade'], env)).toContain('kpi: acme/kpi, version 1.1.5');
  });

  test('--lock installs nothing, --add-package writes the list', async () => {
    hub.add('acme/kpi', { '1.0.0': [], '1.1.0': [] });
    base.write({ 'shop/packages.yml': '# ours\npackages:\n  - local: ../utils # own\n' });
    expect(await good(['--lock', '--add-package', 'acme/kpi@>=1.0.0,<1.1.0'], env)).toBe(
      'Added acme/kpi@>=1.0.0,<1.1.0 to packages.yml\nWrote package-lock.yml\n',
    );
    expect(installed()).toEqual([]);
    expect(read('shop/packages.yml')).toBe(
      '# ours\npackages:\n  - local: ../utils # own\n  - package: acme/kpi\n    version:\n      - ">=1.0.0"\n      - <1.1.0\n',
    );
    expect(await good(['--lock'], env)).toBe('package-lock.yml is up to date\n');
    expect(await good(['--add-package', '../other', '--source', 'local'], env)).toContain(
      'Installed 3 packages',
    );
  });

  test('a package that cannot be added changes nothing', async () => {
    packages('  - local: ../utils');
    await good([], env);
    const before = [read('shop/packages.yml'), read('shop/package-lock.yml')];
    const { code, stderr } = await deps(['--add-package', 'acme/kpi@1.0.0'], env);
    expect(stderr).toContain('error[package-unknown] There is no package "acme/kpi" on the hub');
    expect(code).toBe(2);
    expect([read('shop/packages.yml'), read('shop/package-lock.yml')]).toEqual(before);
    expect(installed()).toEqual(['utils']);
  });

  test('a conflict, an unknown version, an unknown name', async () => {
    hub.add('acme/kpi', { '1.0.0': [], '2.0.0': [] });
    hub.add('acme/audit', { '0.3.0': [{ package: 'acme/kpi', version: '1.0.0' }] });
    hub.answers.set('/api/v1/index.json', JSON.stringify(['acme/kpi', 'acme/audit']));
    packages('  - {package: acme/audit, version: 0.3.0}\n  - {package: acme/kpi, version: 2.0.0}');
    const conflict = await deps([], env);
    expect(conflict.stderr).toContain('packages.yml asks for 2.0.0; audit asks for 1.0.0');
    packages('  - {package: acme/kpi, version: 3.0.0}');
    expect((await deps([], env)).stderr).toContain('it has 2.0.0, 1.0.0');
    packages('  - {package: acme/kpis, version: 3.0.0}');
    expect((await deps([], env)).stderr).toContain('hint: did you mean "acme/kpi"?');
    expect(conflict.code).toBe(2);
  });

  test('a package that has moved', async () => {
    hub.add('old/kpi', { '1.0.0': [] }, { redirectnamespace: 'acme' });
    packages('  - {package: old/kpi, version: 1.0.0}');
    expect((await deps([], env)).stderr).toContain(
      'warning[package-redirected] Package "old/kpi" is called "acme/kpi" today',
    );
  });

  test('no hub: one error, exit code 3, and the old packages stay', async () => {
    hub.add('acme/kpi', { '1.0.0': [] });
    packages('  - {package: acme/kpi, version: 1.0.0}');
    await good([], env);
    await hub.close();
    const { code, stdout, stderr } = await deps(['--upgrade'], env);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      `error[package-unreachable] The package hub ${env.DBT_PACKAGE_HUB_URL} cannot be reached: nobody listens there (ECONNREFUSED)\nhint: check the network and the proxy; the packages installed before are untouched\n\n`,
    );
    expect(code).toBe(3);
    expect(installed()).toEqual(['kpi']);
    expect(readdirSync(base.path('shop')).sort()).toEqual([
      'dbt_packages',
      'dbt_project.yml',
      'models',
      'package-lock.yml',
      'packages.yml',
    ]);
  });

  test('an archive that is gone after another was laid out: nothing changes', async () => {
    hub.add('acme/kpi', { '1.0.0': [] });
    packages('  - local: ../utils');
    await good([], env);
    const lock = read('shop/package-lock.yml');
    packages('  - local: ../other\n  - {package: acme/kpi, version: 1.0.0}');
    hub.answers.set('/archives/kpi-1.0.0.tar.gz', 404);
    const { code, stderr } = await deps([], env);
    expect(stderr).toContain('there is nothing at its URL (HTTP 404)');
    expect(code).toBe(3);
    expect([installed(), read('shop/package-lock.yml')]).toEqual([['utils'], lock]);
  });

  test.each([
    ['a page instead of data', '<html>', 'it is no JSON'],
    ['no versions', '{"name": "kpi"}', 'it lists no versions'],
    ['a list', '[]', 'it lists no versions'],
    ['nothing to fetch', '{"versions": {"1.0.0": {"name": 3}}}', 'no version of it can be fetched'],
  ])('a hub that answers %s', async (_, answer, problem) => {
    hub.answers.set('/api/v1/acme/kpi.json', answer);
    packages('  - {package: acme/kpi, version: 1.0.0}');
    const { code, stderr } = await deps([], env);
    expect(stderr).toContain(`error[package-hub-answer]`);
    expect(stderr).toContain(problem);
    expect(code).toBe(3);
  });

  test('a server that recovers', async () => {
    hub.add('acme/kpi', { '1.0.0': [] });
    const answer = hub.answers.get('/api/v1/acme/kpi.json') ?? '';
    hub.answers.set('/api/v1/acme/kpi.json', 503);
    setTimeout(() => hub.answers.set('/api/v1/acme/kpi.json', answer), 500);
    packages('  - {package: acme/kpi, version: 1.0.0}');
    await good([], env);
  });

  test('an archive with a user and a password, which nobody sees', async () => {
    hub.answers.set('/kpi.tgz', gzipSync(tarBytes(project('whatever'))));
    const url = env.DBT_PACKAGE_HUB_URL?.replace('http://', "http://me:{{ env_var('DBT_ENV_SECRET_KEY') }}@");
    packages(`  - tarball: "${url}kpi.tgz"\n    name: kpi`);
    const { code, stdout, stderr } = await deps([], { DBT_ENV_SECRET_KEY: 'open sesame!' });
    expect(code, stderr).toBe(0);
    expect(installed()).toEqual(['kpi']);
    expect(hub.authorizations).toEqual([`Basic ${Buffer.from('me:open sesame!').toString('base64')}`]);
    expect(stdout + stderr + read('shop/package-lock.yml')).not.toMatch(/sesame/);
    expect(read('shop/package-lock.yml')).toContain("{{ env_var('DBT_ENV_SECRET_KEY') }}@");
    hub.answers.set('/kpi.tgz', 401);
    const refused = await deps([], { DBT_ENV_SECRET_KEY: 'open sesame!' });
    expect(refused.stderr).toContain('access is refused (HTTP 401)');
    expect(refused.stdout + refused.stderr).not.toMatch(/sesame/);
    expect(refused.code).toBe(3);
  });

  test('a token that stands in the list itself is not shown either', async () => {
    packages(`  - git: https://ghp_abcdefgh1234@127.0.0.1:1/x.git\n    revision: v1`);
    const { code, stdout, stderr } = await deps();
    expect(stderr).toContain('https://*****@127.0.0.1:1/x.git');
    expect(stdout + stderr).not.toContain('ghp_abcdefgh1234');
    expect(code).toBe(3);
  });

  test('a hostile archive changes nothing', async () => {
    hub.answers.set(
      '/x.tgz',
      gzipSync(tarBytes([...project('x'), { path: 'x-1.0/../../../evil', content: 'x' }])),
    );
    packages(`  - tarball: ${env.DBT_PACKAGE_HUB_URL}x.tgz\n    name: x`);
    const { code, stderr } = await deps();
    expect(stderr).toContain('"x-1.0/../../../evil" leads out of its folder');
    expect(code).toBe(2);
    expect(installed()).toEqual([]);
  });
});

describe('a project and its packages', () => {
  const parse = () => runTfm(['parse'], { cwd: base.path('shop') });

  test('a run needs what is asked for', async () => {
    packages('  - local: ../other');
    expect((await parse()).stderr).toContain(
      'error[packages-not-installed] packages.yml asks for 1 package, dbt_packages holds 0',
    );
    await good();
    expect((await parse()).stderr).not.toContain('packages-not-installed');
    rmSync(base.path('shop/dbt_packages/utils'), { recursive: true });
    const { code, stderr } = await parse();
    expect(stderr).toContain(
      'error[packages-not-installed] Package "utils" of package-lock.yml is not in dbt_packages\n',
    );
    expect(stderr).toContain('hint: tfm deps');
    expect(code).toBe(2);
    await good();
    packages('  - local: ../other\n  - local: ../utils');
    expect((await parse()).stderr).toContain('warning[packages-lock-outdated] packages.yml has changed');
  });

  test('without a list nothing is touched; an empty one takes the packages along', async () => {
    base.write({ 'shop/dbt_packages/mine/dbt_project.yml': 'name: mine\n' });
    expect(await good()).toBe('No packages are asked for: there is no packages.yml\n');
    expect(installed()).toEqual(['mine']);
    rmSync(base.path('shop/dbt_packages'), { recursive: true });
    packages('  - local: ../utils');
    await good();
    packages('');
    expect(await good()).toBe('No packages are asked for in packages.yml\n');
    expect([installed(), existsSync(base.path('shop/package-lock.yml'))]).toEqual([[], false]);
  });

  test('a lock file that was merged by hand', async () => {
    packages('  - local: ../utils');
    base.write({ 'shop/package-lock.yml': '<<<<<<< ours\npackages: []\n' });
    const { code, stderr } = await deps();
    expect(stderr).toMatch(/^error\[package-lock-broken\][\s\S]*hint: tfm deps --upgrade/);
    expect(code).toBe(2);
    await good(['--upgrade']);
  });

  test('a folder for packages that holds models', async () => {
    base.write({ 'shop/dbt_project.yml': 'name: shop\npackages-install-path: models\n' });
    packages('  - local: ../utils');
    const { code, stderr } = await deps();
    expect(stderr).toContain('error[packages-install-path]');
    expect(code).toBe(2);
    expect(read('shop/models/orders.sql')).toBe('select 1 as id');
    expect(existsSync(join(base.dir, 'shop/models/utils'))).toBe(false);
  });
});
