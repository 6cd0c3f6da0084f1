import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

let project: TestProject;
afterEach(() => project.remove());

interface LogLine {
  readonly info: {
    readonly name: string;
    readonly code: string;
    readonly level: string;
    readonly msg: string;
    readonly invocation_id: string;
  };
  readonly data: Readonly<Record<string, unknown>>;
}

function logLines(text: string): readonly LogLine[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('--log-format json', () => {
  test("a run: dbt's names and codes, in dbt's order", async () => {
    project = shop();
    const { stdout, stderr, code } = await project.tfm(
      'build --log-format json -s raw_orders stg_orders --exclude test_name:relationships --threads 1',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = logLines(stdout);
    const names = lines.map(({ info }) => `${info.name} ${info.code}`.trim());
    expect(names.slice(0, 5)).toEqual([
      'MainReportVersion A001',
      'FoundStats W006',
      'ConcurrencyLine Q027',
      'LogStartLine Q011',
      'LogStartLine Q011',
    ]);
    expect(names).toContain('LogTestResult Q007');
    expect(names).toContain('LogSeedResult Q016');
    expect(names).toContain('LogModelResult Q012');
    expect(names.slice(-3)).toEqual(['FinishedRunningStats E047', 'EndOfRunSummary Z030', 'StatsLine Z023']);
    expect(new Set(lines.map(({ info }) => info.invocation_id)).size).toBe(1);
    const model = lines.find(({ info }) => info.name === 'LogModelResult');
    expect(model?.data).toMatchObject({
      status: 'success',
      node_info: {
        unique_id: 'model.shop.stg_orders',
        node_name: 'stg_orders',
        node_path: 'staging/stg_orders.sql',
        resource_type: 'model',
        materialized: 'view',
        node_status: 'success',
        node_relation: { schema: 'main', alias: 'stg_orders', relation_name: '"shop"."main"."stg_orders"' },
      },
    });
    expect(lines.at(-1)?.data).toEqual({
      stats: { pass: 6, warn: 0, error: 0, skip: 0, 'no-op': 0, reused: 0, total: 6 },
    });
  });

  test('a mistake: its code and its place', async () => {
    project = shop({ 'models/a.sql': "select 1\nfrom {{ ref('stg_order') }}\n" });
    const { stdout, stderr, code } = await project.tfm('build --log-format json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(logLines(stderr)[0]).toMatchObject({
      info: {
        name: 'Diagnostic',
        level: 'error',
        msg: 'Model "a" refers to "stg_order", which does not exist',
      },
      data: {
        code: 'unknown-ref',
        severity: 'error',
        path: 'models/a.sql',
        line: 2,
        hint: 'did you mean "stg_orders"?',
        related: [],
      },
    });
  });
});

describe('colours', () => {
  test('not in a pipe', async () => {
    project = shop();
    const { stdout } = await project.tfm('build');
    expect(stdout).not.toContain('\u001b');
  });

  test.each([
    ['--use-colors', {}, true],
    ['', { FORCE_COLOR: '1' }, true],
    ['', { FORCE_COLOR: '0' }, false],
    ['', { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['--no-color', { FORCE_COLOR: '1' }, false],
    ['', { DBT_USE_COLORS: 'true' }, true],
  ])('%s %o', async (flag, env, expected) => {
    project = shop();
    const { stdout } = await project.tfm(`--help ${flag}`, { env });
    expect(stdout.includes('\u001b[')).toBe(expected);
  });
});

test('secrets appear nowhere: not in output, not in artifacts', async () => {
  const secret = 'canary-9f3b7c';
  project = shop({
    'tfm.yml': `name: shop
targets:
  dev: {type: duckdb, path: shop.duckdb, motherduck_token: "{{ env_var('TFM_SECRET_TOKEN') }}"}
`,
    'models/leak.sql': `select '${secret}' as leak\n`,
    'models/broken.sql': `select ${secret}\n`,
  });
  const all: string[] = [];
  for (const line of [
    'build',
    'build --log-format json',
    'show leak',
    'show leak --output json',
    'compile -s leak',
    'debug -d',
    `ls --vars {api_key:${secret}}`,
  ]) {
    const { stdout, stderr } = await project.tfm(line, { env: { TFM_SECRET_TOKEN: secret } });
    all.push(stdout, stderr);
  }
  for (const entry of readdirSync(project.path('target'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) all.push(readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'));
  }
  const text = all.join('\n');
  expect(text).toContain('*****');
  expect(text).not.toContain(secret);
});

test('control characters of data do not reach the terminal', async () => {
  project = shop();
  await project.tfm('build -q');
  const { stdout } = await project.tfm([
    'show',
    '--inline',
    "select 'a' || chr(27) || '[31m' || chr(8238) as x",
  ]);
  expect(stdout).toBe(
    'x\n────────────────────\na\\u{1b}[31m\\u{202e}\n'.replace('─'.repeat(20), '─'.repeat(19)),
  );
});
