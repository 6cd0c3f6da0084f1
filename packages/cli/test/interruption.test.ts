import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { relationsOf, runTfm, tfmBin } from '@tfm/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

let project: TestProject;
afterEach(() => project.remove());

/** Runs for minutes when nobody stops it. */
const slow = {
  'models/slow.sql':
    "{{ config(materialized='table') }}\nselect count(*) as n from range(100000000) a, range(1000) b where (a.range * b.range) % 7 = 3\n",
};

/** Starts a build and waits until the slow model runs. */
function startSlow(args: readonly string[] = []) {
  const child = spawn(
    process.execPath,
    [tfmBin, 'build', '--log-format', 'json', '--threads', '4', ...args],
    { cwd: project.dir, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stdout = '';
  const isRunning = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (/"LogStartLine".*slow/.test(stdout)) resolve();
    });
  });
  return { child, isRunning, output: () => stdout };
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s', (signal, expected) => {
  test('stops in order: nothing is published, nothing is left behind', async () => {
    project = shop(slow);
    const { child, isRunning } = startSlow();
    await isRunning;
    const sent = performance.now();
    child.kill(signal);
    const [code] = await once(child, 'exit');
    expect(code).toBe(expected);
    expect(performance.now() - sent).toBeLessThan(7000);
    expect(relationsOf({ kind: 'duckdb', path: project.path('shop.duckdb') })).toEqual([]);
    const results = JSON.parse(readFileSync(project.path('target/run_results.json'), 'utf8')).results;
    expect(results.every(({ status }: { status: string }) => status !== 'success')).toBe(true);
    const again = await project.tfm('build --exclude slow');
    expect(again.code, again.stderr).toBe(0);
  });
});

test('the second signal leaves at once', async () => {
  project = shop();
  const child = spawn(process.execPath, [tfmBin, 'build'], {
    cwd: project.dir,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, TFM_FAILPOINT: 'before-publish:hang' },
  });
  let stdout = '';
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout) {
    stdout += text;
    if (stdout.includes('customer_orders                                2 passed')) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  expect(code).toBe(130);
});

describe('a reader that goes away', () => {
  test('a list ends without a word', async () => {
    project = shop();
    const child = spawn('/bin/sh', ['-c', `"${process.execPath}" "${tfmBin}" ls; echo "exit $?" >&2`], {
      cwd: project.dir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    for await (const text of child.stderr.setEncoding('utf8')) stderr += text;
    expect(stderr).toBe('exit 0\n');
  });

  test('a build stops in order', async () => {
    project = shop(slow);
    const { child, isRunning } = startSlow();
    await isRunning;
    child.stdout.destroy();
    // It is noticed by the next line: the end of a node on a signal, here.
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(143);
  });
});

describe('failpoints', () => {
  test('a bug of tfm: exit code 70, a file to report, no trace', async () => {
    project = shop();
    const { code, stderr } = await project.tfm('build', { env: { TFM_FAILPOINT: 'before-artifacts:throw' } });
    expect(code).toBe(70);
    expect(stderr.replace(/bug-[\w-]+\.log/, 'bug.log')).toBe(`\
error[internal-error] tfm made a mistake of its own: failpoint before-artifacts
hint: please report it, with the file logs/bug.log

`);
  });

  test('a name that is none', async () => {
    project = shop();
    const { code, stderr } = await project.tfm('build', { env: { TFM_FAILPOINT: 'before-artifact:kill' } });
    expect(code).toBe(2);
    expect(stderr).toContain('hint: did you mean "before-artifacts"?');
  });
});

test('a database that another process holds: exit code 4, and who it is', async () => {
  project = shop(slow);
  const { child, isRunning } = startSlow();
  await isRunning;
  const { code, stdout, stderr } = await runTfm(['build'], { cwd: project.dir });
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toContain('error[warehouse-locked] The database of target "dev" is in use');
  expect(stderr).toContain(`PID ${child.pid}`);
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('a run that another one waits for: exit code 4, and who it is', async () => {
  project = shop({
    'tfm.yml': 'name: shop\ntargets:\n  dev: {type: sqlite, path: shop.sqlite}\n',
    'models/slow.sql':
      "{{ config(materialized='table') }}\nwith recursive t(n) as (select 1 union all select n + 1 from t where n < 300000000) select count(*) as n from t\n",
  });
  const { child, isRunning } = startSlow();
  await isRunning;
  const { code, stdout, stderr } = await project.tfm('build --lock-timeout 0.3');
  expect(code).toBe(4);
  expect(stdout).toContain(`(process ${child.pid})`);
  expect(stdout).toContain('Nothing was done: another run holds the lock.\n');
  expect(stderr).toMatch(/^error\[lock-held\] Another run holds the build lock: tfm build of /);
  child.kill('SIGTERM');
  const [ended] = await once(child, 'exit');
  expect(ended).toBe(143);
});
