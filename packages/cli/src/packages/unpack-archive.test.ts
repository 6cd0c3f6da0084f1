import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Member, tarBytes } from '../../test/tar-bytes.ts';
import { unpackArchive } from './unpack-archive.ts';

let base = '';
let folder = '';

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tfm-unpack-'));
  folder = mkdtempSync(join(base, 'inner-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const limits = { bytes: 1024 * 1024, entries: 100 };
const unpack = (archive: Buffer) => unpackArchive(archive, folder, limits);
const archive = (...members: readonly Member[]) => gzipSync(tarBytes(members));
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const files = () => readdirSync(folder, { recursive: true }).map(String).sort();

test('files, folders and long names', async () => {
  const long = `x/${'long/'.repeat(30)}file.sql`;
  const body = 'select 1\n'.repeat(1000);
  await unpack(
    archive(
      { path: 'x/', type: '5' },
      { path: 'x/a.sql', content: body },
      { path: long, content: 'long' },
      { path: `x/${'n'.repeat(150)}`, content: 'gnu', longName: 'gnu' },
      { path: './x/b.sql', content: '' },
    ),
  );
  expect(read('x/a.sql')).toBe(body);
  expect(read(long)).toBe('long');
  expect(read(`x/${'n'.repeat(150)}`)).toBe('gnu');
  expect(read('x/b.sql')).toBe('');
});

test('links become copies of what they point to inside the archive', async () => {
  await unpack(
    archive(
      { path: 'x/link.sql', type: '2', target: 'sub/a.sql' },
      { path: 'x/hard.sql', type: '1', target: 'x/sub/a.sql' },
      { path: 'x/again.sql', type: '2', target: '../x/link.sql' },
      { path: 'x/nothing', type: '2', target: 'gone' },
      { path: 'x/folder', type: '2', target: 'sub' },
      { path: 'x/sub/a.sql', content: 'a' },
    ),
  );
  expect(['link', 'hard', 'again'].map((name) => read(`x/${name}.sql`))).toEqual(['a', 'a', 'a']);
  expect(existsSync(join(folder, 'x/nothing'))).toBe(false);
  expect(existsSync(join(folder, 'x/folder'))).toBe(false);
});

test.each<readonly [name: string, member: Member, message: string]>([
  ['an absolute path', { path: '/etc/x', content: 'x' }, '"/etc/x" is an absolute path'],
  ['a path upward', { path: 'x/../../y', content: 'x' }, '"x/../../y" leads out of its folder'],
  ['a path upward by a pax header', { path: '../'.repeat(60), content: 'x' }, 'leads out of its folder'],
  ['a backslash', { path: '..\\x', content: 'x' }, 'leads out of its folder'],
  ['a drive', { path: 'C:/x', content: 'x' }, 'is an absolute path'],
  ['a control character', { path: 'x/\u001b[31m', content: 'x' }, 'holds control characters'],
  [
    'a link out',
    { path: 'x/l', type: '2', target: '../../etc/passwd' },
    'link "x/l" leads out of its folder',
  ],
  ['an absolute link', { path: 'x/l', type: '2', target: '/etc/passwd' }, 'to "/etc/passwd"'],
  ['a hard link out', { path: 'x/l', type: '1', target: '../x' }, 'leads out of its folder'],
  ['a device', { path: 'x/d', type: '3' }, '"x/d" is a device'],
  ['a pipe', { path: 'x/p', type: '6' }, '"x/p" is a named pipe'],
  ['a kind nobody knows', { path: 'x/p', type: 'S' }, 'of the unknown kind "S"'],
  ['a huge size', { path: 'x/p', content: 'x', size: 8 ** 10 }, 'it holds more than 1 MiB'],
])('%s is refused', async (_, member, message) => {
  await expect(unpack(archive({ path: 'x/a', content: 'a' }, member))).rejects.toThrow(message);
  expect(readdirSync(base)).toEqual([folder.slice(base.length + 1)]);
});

test('a link is no way out for a file behind it', async () => {
  const members: Member[] = [
    { path: 'x/l', type: '2', target: 'sub' },
    { path: 'x/l/inside', content: 'x' },
  ];
  await unpack(archive(...members));
  expect(files()).toEqual(['x', 'x/l', 'x/l/inside']);
});

test('links in a circle', async () => {
  const members: Member[] = [
    { path: 'a', type: '2', target: 'b' },
    { path: 'b', type: '2', target: 'a' },
  ];
  await expect(unpack(archive(...members))).rejects.toThrow('go in a circle');
});

test('a bomb stops early', async () => {
  const zeros = { path: 'x/z', content: Buffer.alloc(8 * 1024 * 1024) };
  await expect(unpack(archive(zeros))).rejects.toThrow('it holds more than 1 MiB');
  await expect(unpack(gzipSync(Buffer.alloc(50 * 1024 * 1024)))).rejects.toThrow('it holds more than 1 MiB');
  const many = Array.from({ length: 101 }, (_, n) => ({ path: `x/${n}`, content: '' }));
  await expect(unpack(archive(...many))).rejects.toThrow('it holds more than 100 files');
});

test.each([
  ['no gzip', Buffer.from('<html>'), 'it is not compressed with gzip'],
  ['cut off', archive({ path: 'x', content: 'y'.repeat(5000) }).subarray(0, 60), 'it ends too early'],
  [
    'cut off inside',
    gzipSync(tarBytes([{ path: 'x', content: 'y'.repeat(5000) }]).subarray(0, 2000)),
    'it ends too early',
  ],
  ['no tar', gzipSync('x'.repeat(2000)), 'no tar archive'],
  [
    'broken',
    Buffer.concat([archive({ path: 'x', content: 'y' }).subarray(0, 30), Buffer.alloc(40, 255)]),
    'it',
  ],
])('%s', async (_, bytes, message) => {
  await expect(unpack(bytes)).rejects.toThrow(message);
});

test('a name that is both a file and a folder', async () => {
  await expect(unpack(archive({ path: 'x', content: '' }, { path: 'x/y', content: '' }))).rejects.toThrow(
    'one name is both a file and a folder',
  );
});
