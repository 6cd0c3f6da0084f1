import { expect, test } from 'vitest';
import { addRequirement, parseAddedPackage } from './add-requirement.ts';

test.each([
  ['a/b@1.0.0', 'hub', 'a/b', '1.0.0'],
  ['a/b', 'hub', 'a/b', null],
  ['git@github.com:o/x.git', 'git', 'git@github.com:o/x.git', null],
  ['git@github.com:o/x.git@v1', 'git', 'git@github.com:o/x.git', 'v1'],
  ['https://me@h/x.git@feature/y', 'git', 'https://me@h/x.git', 'feature/y'],
  ['https://h/x@v1', 'git', 'https://h/x', 'v1'],
  ['../x@y', 'local', '../x@y', null],
] as const)('%s of %s', (text, kind, name, version) => {
  expect(parseAddedPackage(text, kind)).toEqual({ kind, name, version });
});

const added = parseAddedPackage('dbt-labs/dbt_utils@>=1.0.0,<2.0.0', 'hub');
const entry = '  - package: dbt-labs/dbt_utils\n    version:\n      - ">=1.0.0"\n      - <2.0.0\n';

test.each([
  ['nothing', ''],
  ['an empty list', 'packages: []\n'],
  ['no list', 'packages:\n'],
])('added to %s', (_, text) => {
  expect(addRequirement(text, added)).toEqual({ text: `packages:\n${entry}`, replaced: [] });
});

test('comments and the other packages stay; the same package is replaced', () => {
  const text =
    '# ours\npackages:\n  # why\n  - package: a/b # c\n    version: 1.0.0\n  - git: "https://h/dbt-utils.git"\n';
  expect(addRequirement(text, added)).toEqual({
    text: `# ours\npackages:\n  # why\n  - package: a/b # c\n    version: 1.0.0\n${entry}`,
    replaced: ['https://h/dbt-utils.git'],
  });
});

test('a version that looks like a number is text', () => {
  const { text } = addRequirement('', parseAddedPackage('https://h/x.git@1.0', 'git'));
  expect(text).toBe('packages:\n  - git: https://h/x.git\n    revision: "1.0"\n');
});
