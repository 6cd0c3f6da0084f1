import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { contracts, foundations, stages } from '../src/architecture/layers.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const foldersIn = (path: string) =>
  readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
const anchorsOf = (page: string) =>
  [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

test.each(pages)('%s: every link leads somewhere', (page) => {
  const broken = [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].filter(
    ([, path = '', anchor]) => {
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(read(target)).includes(anchor);
    },
  );
  expect(broken.map(([link]) => link)).toEqual([]);
});

test.each(pages)('%s: every path of the repository that it names is there', (page) => {
  const named = [...read(page).matchAll(/`((?:packages|scripts|docs|benchmarks)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  );
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

const architecture = read('ARCHITECTURE.md');
/** Folders that stand at the beginning of a table's row, in their order. */
const mapped = [...architecture.matchAll(/^\| `([a-z-]+)\/` \|/gm)].map(([, folder = '']) => folder);

test("the map of the core is the core's folders, in the order that the architecture test knows", () => {
  expect(mapped).toEqual([...foundations, ...contracts, ...stages]);
  expect([...mapped].sort()).toEqual(foldersIn('packages/core/src').sort());
});

test('the map has every package', () => {
  const named = [...architecture.matchAll(/^\| `packages\/([a-z]+)` \|/gm)].map(([, name = '']) => name);
  expect(named.sort()).toEqual(foldersIn('packages').sort());
});

test('the stages that the map names are the front doors of their folders', () => {
  for (const [, folder = '', door = ''] of architecture.matchAll(/^\| `([a-z-]+)\/` \| `(\w+)` \|/gm)) {
    const file = door.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(read(`packages/core/src/${folder}/${file}.ts`)).toMatch(
      new RegExp(`export (async )?function ${door}\\b`),
    );
  }
});

test('all eight invariants are told', () => {
  expect([...architecture.matchAll(/^\| I(\d) \|/gm)].map(([, number]) => Number(number))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ]);
});

test('CONTRIBUTING names scripts that exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as {
    readonly scripts: { readonly [name: string]: string };
  };
  const named = [...read('CONTRIBUTING.md').matchAll(/npm (?:run (\w+)|(test))\b/g)].map(
    ([, run, alone]) => run ?? alone ?? '',
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

/** The words that the design fixes. Those of parts that are not built yet come with them. */
const fixedWords = [
  'project',
  'source',
  'seed',
  'model',
  'snapshot',
  'test',
  'loader',
  'exposure',
  'node',
  'relation',
  'materialization',
  'warehouse',
  'adapter',
  'dialect',
  'target',
  'plan',
  'step',
  'run',
  'event',
  'diagnostic',
  'artifact',
  'report',
];

test('the glossary explains every fixed word, each once, in order', () => {
  const words = [...read('docs/glossary.md').matchAll(/^### (.*)$/gm)].map(([, word = '']) => word);
  expect(words).toEqual([...new Set(words)].sort());
  expect(fixedWords.filter((word) => !words.includes(word))).toEqual([]);
});
