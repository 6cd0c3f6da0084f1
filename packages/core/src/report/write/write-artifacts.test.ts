import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  checkTargetWritable,
  readArtifact,
  type TargetFolder,
  type TargetOptions,
  writeArtifacts,
} from './write-artifacts.ts';
import { CompiledFileWriter } from './write-compiled-files.ts';

const writer = fileURLToPath(new URL('../../../test/artifact-writer.ts', import.meta.url));
// Older Nodes read TypeScript only when asked to.
const node = ['--experimental-strip-types', '--no-warnings', writer];
let root = '';
let project = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tfm-artifacts-'));
  project = join(root, 'project');
  mkdirSync(project);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (...path: readonly string[]) => join(project, ...path);
const litter = () => readdirSync(at('target')).filter((name) => name.endsWith('.tmp'));
const read = (...path: readonly string[]) => readFileSync(at('target', ...path), 'utf8');

function lay(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

async function target(options: Partial<TargetOptions> = {}): Promise<TargetFolder> {
  const checked = await checkTargetWritable({ projectDir: project, targetPath: 'target', ...options });
  expect(checked.diagnostics).toEqual([]);
  return checked.value as TargetFolder;
}

async function refusal(
  options: Partial<TargetOptions> = {},
): Promise<readonly [string | undefined, string | undefined]> {
  const { diagnostics } = await checkTargetWritable({
    projectDir: project,
    targetPath: 'target',
    ...options,
  });
  return [diagnostics[0]?.code, diagnostics[0]?.message];
}

test('writes documents and compiled files, and reads them back', async () => {
  const folder = await target();
  const files = [{ path: 'compiled/shop/models/a.sql', text: 'select 1' }];
  expect(
    await writeArtifacts(folder, { documents: [{ path: 'manifest.json', text: '{"é":1}' }], files }),
  ).toEqual([]);
  expect(read('compiled', 'shop', 'models', 'a.sql')).toBe('select 1');
  expect(await readArtifact(folder, 'manifest.json')).toBe('{"é":1}');
  expect(await readArtifact(folder, 'run_results.json')).toBeUndefined();
  expect(litter()).toEqual([]);
});

test.each(['opened', 'half-written', 'written', 'renamed'])(
  'killed when %s, the artifact is the old one or the new one',
  (step) => {
    const before = JSON.stringify({ letters: 'old' });
    lay('target/manifest.json', before);
    const died = spawnSync(process.execPath, [...node, project, '1', '100000', step]);
    expect(died.signal, String(died.stderr)).toBe('SIGKILL');
    const now = read('manifest.json');
    if (step === 'renamed') expect(JSON.parse(now).letters).toHaveLength(100_000);
    else expect(now).toBe(before);
  },
);

test('what a dead process left behind is gone after the next check', async () => {
  lay('target/manifest.json', '{}');
  spawnSync(process.execPath, [...node, project, '1', '1000', 'half-written']);
  expect(litter()).toHaveLength(1);
  await target();
  expect(litter()).toEqual([]);
});

test('temporary files of living processes stay until they are an hour old', async () => {
  const living = `.tfm-${process.ppid}-0123456789abcdef.tmp`;
  lay(`target/${living}`, '');
  lay('target/notes.tmp', 'not ours');
  await target();
  expect(litter()).toEqual([living, 'notes.tmp']);
  const old = Date.now() / 1000 - 4000;
  utimesSync(at('target', living), old, old);
  await target();
  expect(litter()).toEqual(['notes.tmp']);
});

test('readers see whole artifacts while several processes write them', async () => {
  // Would fail at once if a file were truncated and written in place: readers meet it empty or half.
  const writers = [1, 2].map(() =>
    spawn(process.execPath, [...node, project, '40', '2000000'], { stdio: ['ignore', 'ignore', 'pipe'] }),
  );
  let running = writers.length;
  const problems: string[] = [];
  for (const one of writers) {
    one.stderr?.on('data', (chunk) => problems.push(String(chunk)));
    one.on('close', () => {
      running -= 1;
    });
  }
  let reads = 0;
  while (running > 0) {
    for (const path of ['manifest.json', 'compiled/shop/models/a.sql']) {
      if (!existsSync(at('target', path))) continue;
      const text = read(path);
      expect(text.length).toBe(2_000_000 + '{"letters":""}'.length);
      expect(new Set(JSON.parse(text).letters).size).toBe(1);
      reads += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(problems).toEqual([]);
  expect(reads).toBeGreaterThan(10);
  expect(litter()).toEqual([]);
}, 60_000);

test('a folder that a peer made meanwhile keeps what lies in it', () => {
  mkdirSync(at('target'));
  const writer = new CompiledFileWriter(at('target'));
  writer.write({ path: 'compiled/shop/a.sql', text: 'new' });
  expect(existsSync(at('target/compiled'))).toBe(false);
  lay('target/compiled/shop/a.sql', 'of the peer');
  lay('target/compiled/shop/b.sql', 'of the peer');
  expect(writer.filled()).toEqual(['compiled']);
  writer.place('compiled');
  expect([read('compiled/shop/a.sql'), read('compiled/shop/b.sql')]).toEqual(['new', 'of the peer']);
  expect(litter()).toEqual([]);
});

test('a folder that a dead process has filled is litter', async () => {
  const dead = spawnSync(process.execPath, ['-e', '0']).pid;
  lay(`target/.tfm-${dead}-0123456789abcdef.tmp/compiled/shop/a.sql`, 'select 1');
  await target();
  expect(readdirSync(at('target'))).toEqual([]);
});

test('a file that says the same keeps its time', async () => {
  const folder = await target();
  const files = [{ path: 'compiled/shop/a.sql', text: 'select 1' }];
  await writeArtifacts(folder, { documents: [], files });
  utimesSync(at('target/compiled/shop/a.sql'), 1000, 1000);
  await writeArtifacts(folder, { documents: [], files });
  expect(statSync(at('target/compiled/shop/a.sql')).mtimeMs).toBe(1_000_000);
  await writeArtifacts(folder, { documents: [], files: [{ path: 'compiled/shop/a.sql', text: 'select 2' }] });
  expect(read('compiled/shop/a.sql')).toBe('select 2');
});

test('files and folders of earlier runs give way', async () => {
  lay('target/compiled/shop/snap.sql', 'a file');
  lay('target/compiled/shop/model.sql/old.sql', 'in a folder');
  const files = ['compiled/shop/snap.sql/a.sql', 'compiled/shop/model.sql'].map((path) => ({
    path,
    text: path,
  }));
  expect(await writeArtifacts(await target(), { documents: [], files })).toEqual([]);
  for (const { path } of files) expect(read(path)).toBe(path);
});

test('a target that leads out of the project is refused, and nothing is made there', async () => {
  symlinkSync(root, at('out'));
  const code = 'target-outside-project';
  expect(await refusal({ targetPath: '../elsewhere' })).toEqual([
    code,
    'The target folder "../elsewhere" leads out of the project folder',
  ]);
  expect((await refusal({ targetPath: 'out/made' }))[0]).toBe(code);
  expect((await refusal({ targetPath: join(root, 'absolute') }))[0]).toBe(code);
  expect(readdirSync(root)).toEqual(['project']);
});

test('the command line may name any folder', async () => {
  const folder = await target({ targetPath: '../elsewhere', named: true });
  await writeArtifacts(folder, { documents: [{ path: 'manifest.json', text: '{}' }] });
  expect(readFileSync(join(root, 'elsewhere', 'manifest.json'), 'utf8')).toBe('{}');
});

test('symlinks below the target are replaced, never followed', async () => {
  mkdirSync(join(root, 'secret'));
  writeFileSync(join(root, 'secret', 'file'), 'secret');
  mkdirSync(at('target'));
  symlinkSync(join(root, 'secret'), at('target', 'compiled'));
  symlinkSync(join(root, 'secret', 'file'), at('target', 'manifest.json'));
  const artifacts = {
    documents: [{ path: 'manifest.json', text: '{}' }],
    files: [{ path: 'compiled/a.sql', text: 'x' }],
  };
  expect(await writeArtifacts(await target(), artifacts)).toEqual([]);
  expect(readdirSync(join(root, 'secret'))).toEqual(['file']);
  expect(readFileSync(join(root, 'secret', 'file'), 'utf8')).toBe('secret');
  expect(read('compiled/a.sql')).toBe('x');
});

test('an unwritable target is a diagnostic without absolute paths', async () => {
  lay('target', 'a file');
  expect(await refusal()).toEqual([
    'target-not-writable',
    'The target folder "target" cannot be written: a file is in its place',
  ]);
  rmSync(at('target'));
  mkdirSync(at('target', 'run_results.json'), { recursive: true });
  expect(await refusal()).toEqual([
    'target-not-writable',
    'The target folder "target" cannot be written: "run_results.json" in it is a folder',
  ]);
});

// Root may write anywhere.
test.skipIf(process.getuid?.() === 0)('a folder without permission is a diagnostic', async () => {
  mkdirSync(at('target'));
  chmodSync(at('target'), 0o555);
  expect(await refusal()).toEqual([
    'target-not-writable',
    'The target folder "target" cannot be written: no permission',
  ]);
});

test('a failed write is told, the rest is written', async () => {
  const folder = await target();
  mkdirSync(at('target', 'manifest.json'));
  const documents = ['manifest.json', 'run_results.json'].map((path) => ({ path, text: '{}' }));
  const diagnostics = await writeArtifacts(folder, { documents });
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ['artifact-not-written', '"target/manifest.json" could not be written: a folder is in its place'],
  ]);
  expect(read('run_results.json')).toBe('{}');
  expect(litter()).toEqual([]);
});
