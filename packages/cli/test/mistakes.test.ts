import { afterEach, expect, test } from 'vitest';
import { type TestProject, testProject } from './new-project.ts';

let project: TestProject;
afterEach(() => project.remove());

/** A mistake is told once, at its place, with something to do next. */
async function told(files: { readonly [path: string]: string }, line = 'build'): Promise<string> {
  project = testProject({ 'tfm.yml': 'name: p\n', ...files });
  const { code, stderr } = await project.tfm(line);
  expect(code, stderr).not.toBe(0);
  return stderr;
}

test.each([
  [
    'in the file',
    { 'models/a.sql': "{{ config(materialized='tabel') }}\nselect 1 as id\n" },
    `\
 --> models/a.sql:1:11
  |
1 | {{ config(materialized='tabel') }}
  |           ~~~~~~~~~~~~
`,
  ],
  [
    'in the project file',
    { 'models/a.sql': 'select 1 as id\n', 'tfm.yml': 'name: p\nmodels:\n  +materialized: tabel\n' },
    `\
 --> tfm.yml:3:18
  |
3 |   +materialized: tabel
  |                  ~~~~~
`,
  ],
])('an unknown materialization, %s', async (_, files, place) => {
  expect(await told(files)).toBe(
    `error[materialization-unknown] Model "a" has the materialization "tabel", which does not exist\n${place}hint: did you mean "table"?\n\n`,
  );
});

test('what reads a file that cannot be read is not blamed', async () => {
  project = testProject({
    'tfm.yml': 'name: p\n',
    'models/s.sql/x': '',
    'models/m.sql': "select * from {{ ref('s') }}",
  });
  const { code, stderr } = await project.tfm('build');
  expect(code).toBe(2);
  expect(stderr.match(/^error\[.*/gm)).toEqual([
    'error[not-a-file] "models/s.sql" is a folder; a file was expected',
  ]);
});

test('a file that a source loads is no seed: said once', async () => {
  const stderr = await told({
    'models/m.sql': "select * from {{ ref('x') }}",
    'seeds/x.csv': 'id\n1\n',
    'sources.yml':
      'sources:\n  - name: raw\n    loader: files\n    load: {path: seeds/x.csv}\n    tables: [{name: x}]\n',
  });
  expect(stderr.match(/^error\[.*/gm)).toEqual([
    'error[seed-is-load-file] File "seeds/x.csv" is both a seed and what source "raw.x" loads; it can only be one of them',
  ]);
});

test('an entry of a list of tests that is no test: said once', async () => {
  const stderr = await told({
    'models/m.sql': 'select 1 as id',
    'models/m.yml': 'models:\n  - name: m\n    columns:\n      - name: id\n        data_tests: [7]\n',
  });
  expect(stderr.match(/^error\[.*/gm)).toEqual([
    'error[test-shape] A test cannot be read: it is the number 7',
  ]);
});

test('what the database says of an ephemeral model, or of a source that is not there, is shown at its place', async () => {
  const stderr = await told({
    'models/eph.sql': "\n\n{{ config(materialized='ephemeral') }}\nselect 1 as id,\n  foo(2) as x\n",
    'models/b.sql': "select * from {{ ref('eph') }}\n",
    'models/e.sql': "select *\nfrom {{ source('raw', 'gone') }}\n",
    'sources.yml': 'sources:\n  - name: raw\n    schema: main\n    tables: [{name: gone}]\n',
  });
  expect(stderr).toContain(' --> models/eph.sql:5:3\n');
  expect(stderr).not.toContain('_tfm');
  expect(stderr).toContain(" --> models/e.sql:2:9\n  |\n2 | from {{ source('raw', 'gone') }}\n");
});

test('a hook of the run that fails is a failure of the run', async () => {
  project = testProject({
    'tfm.yml': 'name: p\non-run-end: select nothing\n',
    'models/a.sql': 'select 1 as id\n',
  });
  const { code, stdout } = await project.tfm('build');
  expect(code).toBe(1);
  expect(stdout).toContain('Failed in 0.00s: 1 hook failed; 1 published.');
});

test('a schema that SQLite has no file for', async () => {
  const stderr = await told({
    'tfm.yml': 'name: p\ntargets:\n  dev: {type: sqlite, path: p.sqlite}\nmodels: {+schema: mart}\n',
    'models/a.sql': 'select 1 as id\n',
  });
  expect(stderr).toContain(
    'unknown database "main_mart": a schema of SQLite is a file, which the target names under "schemas_and_paths"',
  );
});
