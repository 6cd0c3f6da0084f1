import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { brokenRules } from '../src/architecture/broken-rules.ts';

const packages = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

function readSources(): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const name of readdirSync(packages)) {
    for (const entry of readdirSync(join(packages, name, 'src'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|mjs)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      sources.set(path.slice(packages.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
    }
  }
  return sources;
}

test('the sources keep to the architecture', () => {
  const sources = readSources();
  expect(sources.size).toBeGreaterThan(50);
  expect(brokenRules(sources)).toEqual([]);
});

// Each line is a mistake that somebody could make, and the sentence it is answered with.
test.each([
  ['core/src/parse/a.ts', "import { b } from '../graph/b.ts';", 'the stage graph comes after parse'],
  [
    'core/src/graph/a.ts',
    "import { b } from '../parse/b.ts';",
    'a stage takes only types from a stage before it',
  ],
  [
    'core/src/parse/a.ts',
    "import { a } from '../adapter/adapter.ts';",
    'only context, compile, plan, run use the contracts, and csv, parse, report their types',
  ],
  ['core/src/project/a.ts', "import type { Plan } from '../plan/plan.ts';", 'project/ lies below the stages'],
  [
    'core/src/diagnostics/a.ts',
    "import type { A } from '../project/node.ts';",
    'diagnostics/ lies below project/',
  ],
  [
    'core/src/loader/a.ts',
    "import type { V } from '../template/value/value.ts';",
    'a contract knows the nouns only, not template/',
  ],
  [
    'core/src/run/a.ts',
    "import { loadProject } from '../pipeline.ts';",
    'only other packages import what puts the core together',
  ],
  [
    'core/src/run/a.ts',
    "import { b } from '../odd/b.ts';",
    'odd/ is no folder of the core that the architecture knows',
  ],
  [
    'core/src/plan/a.ts',
    "import { readFileSync } from 'node:fs';",
    'only read/ and report/write/ touch the disk',
  ],
  [
    'core/src/report/a.ts',
    "import { open } from 'node:fs/promises';",
    'only read/ and report/write/ touch the disk',
  ],
  ['core/src/run/a.ts', "import { duckdb } from '@tfm/adapters/duckdb';", 'the core knows no other package'],
  ['core/src/run/a.ts', "import pg from 'pg';", 'the core does not depend on this package'],
  ['core/src/parse/a.ts', "import { Parser } from 'nunjucks';", 'nunjucks is used in template/ only'],
  [
    'core/src/plan/a.ts',
    "import { b } from '../../../testkit/src/b.ts';",
    'a package imports files of its own src only',
  ],
  ['core/src/plan/a.ts', 'const a = process.env.HOME;', 'uses process'],
  ['core/src/plan/a.ts', 'console.log(1);', 'uses console'],
  ['core/src/plan/a.ts', 'const a = Date.now() + Math.random();', 'uses Date.now'],
  ['core/src/plan/a.ts', 'const a = new Date();', 'uses new Date()'],
  ['core/src/plan/a.ts', 'export default 1;', 'everything is exported by name'],
  ['core/src/plan/planUtils.ts', '', 'is not called in kebab-case'],
  ['core/src/plan/plan-helpers.ts', '', 'is called "helpers", which says nothing'],
  ['core/src/common/plan.ts', '', 'is called "common", which says nothing'],
  ['core/src/pipeline.ts', '\n'.repeat(120).concat('x'), 'the table of contents has at most 120'],
  [
    'adapters/src/duckdb/a.ts',
    "import { b } from '../sqlite/b.ts';",
    'duckdb and sqlite are siblings and do not know each other',
  ],
  ['adapters/src/sql/a.ts', "import { b } from '../sqlite/b.ts';", 'sql/ is shared and knows no leaf'],
  [
    'adapters/src/duckdb/index.ts',
    "import { DuckDBInstance } from '@duckdb/node-api';",
    'a driver is loaded by the connection that needs it',
  ],
  [
    'adapters/src/duckdb/a.ts',
    "import { main } from '@tfm/cli';",
    'adapters knows core and no other package',
  ],
  [
    'loaders/src/rest/a.ts',
    "import { b } from '../files/b.ts';",
    'rest and files are siblings and do not know each other',
  ],
  [
    'server/src/a.ts',
    "import { duckdb } from '@tfm/adapters/duckdb';",
    'server knows core and no other package',
  ],
  ['web/src/a.ts', "import { api } from '@tfm/server';", "web knows only the types of the server's API"],
  ['cli/src/a.ts', "import { b } from './b';", 'a file is imported by its whole name'],
])('%s: %j', (path, text, sentence) => {
  expect(brokenRules(new Map([[path, text]])).join('\n')).toContain(sentence);
});

test('what the architecture allows', () => {
  const sources: { readonly [path: string]: string } = {
    'core/src/graph/a.ts':
      "import type { B } from '../parse/b.ts'; import { d } from '../diagnostics/d.ts'; import { createHash } from 'node:crypto';",
    'core/src/run/a.ts':
      "import { WarehouseError } from '../adapter/warehouse-error.ts'; import { readCsv } from '../csv/read-csv.ts';",
    'core/src/read/a.ts': "import { readFileSync } from 'node:fs'; const a = thing.process.id;",
    'core/src/pipeline.ts': "import { planRun } from './plan/plan-run.ts';",
    'core/src/plan/a.test.ts': "import { readFileSync } from 'node:fs'; import { b } from '../run/b.ts';",
    'adapters/src/duckdb/a.ts':
      "import type { Adapter } from '@tfm/core'; import { scan } from '../sql/scan.ts'; const driver = import('@duckdb/node-api');",
    'cli/src/a.ts': "import { duckdb } from '@tfm/adapters/duckdb'; console.log(process.argv, Date.now());",
  };
  expect(brokenRules(new Map(Object.entries(sources)))).toEqual([]);
});

test('a circle of type imports is a circle', () => {
  const sources = new Map([
    ['core/src/plan/a.ts', "import type { B } from './b.ts';"],
    ['core/src/plan/b.ts', "import type { C } from './c.ts';"],
    ['core/src/plan/c.ts', "import type { A } from './a.ts';"],
  ]);
  expect(brokenRules(sources)).toEqual([
    'core/src/plan/a.ts → core/src/plan/b.ts → core/src/plan/c.ts → core/src/plan/a.ts: files that import each other in a circle',
  ]);
});
