import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copyPackage } from './copy-package.ts';

let base = '';
const at = (path: string) => join(base, path);

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'tfm-copy-')));
  for (const folder of ['p/models', 'p/.git', 'p/target', 'p/integration_tests/models', 'out'])
    mkdirSync(at(folder), { recursive: true });
  for (const file of [
    'p/dbt_project.yml',
    'p/models/a.sql',
    'p/.git/config',
    'p/target/manifest.json',
    'p/integration_tests/x',
    'secret',
  ])
    writeFileSync(at(file), file);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const copy = () =>
  copyPackage({
    name: 'p',
    from: at('p'),
    to: at('out/p'),
    without: new Set(['target']),
    except: at('p/integration_tests'),
  });

test('what belongs to a package, and nothing else', () => {
  expect(copy()).toEqual([]);
  expect(readdirSync(at('out/p'), { recursive: true }).sort()).toEqual([
    'dbt_project.yml',
    'models',
    'models/a.sql',
  ]);
});

test('links inside become copies, links out are left out and told', () => {
  symlinkSync('a.sql', at('p/models/b.sql'));
  symlinkSync('models', at('p/more'));
  symlinkSync('..', at('p/models/up'));
  symlinkSync('.git', at('p/git'));
  symlinkSync('../secret', at('p/secret'));
  symlinkSync('/etc', at('p/etc'));
  expect(copy()).toMatchObject([{ code: 'package-links-skipped', message: /^2 symbolic links such as/ }]);
  expect(readFileSync(at('out/p/models/b.sql'), 'utf8')).toBe('p/models/a.sql');
  expect(readFileSync(at('out/p/more/a.sql'), 'utf8')).toBe('p/models/a.sql');
  for (const name of ['secret', 'etc', 'git', 'models/up'])
    expect(existsSync(at(`out/p/${name}`))).toBe(false);
});

test('a pipe does not stop it', () => {
  execFileSync('mkfifo', [at('p/models/pipe')]);
  copy();
  expect(existsSync(at('out/p/models/pipe'))).toBe(false);
});
