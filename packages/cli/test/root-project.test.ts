import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTfm } from '@tfm/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { centsByStatus, type ExpectedMarts, expectedMarts } from './organizations-invoices-oracle.ts';

const repository = resolve(import.meta.dirname, '../../..');
const committed = join(repository, 'seeds/main');
const realFiles = resolve(repository, '../shared/data/organizations-invoices');

const keys = {
  as_of: 'as_of_day',
  dim_organizations: 'organization_id',
  fact_invoices: 'invoice_id',
  fact_daily_balance: 'organization_key, day',
  collections_monthly: 'month, currency',
  open_invoice_ageing: 'from_days',
  dq_repairs: 'rule',
};
type Mart = keyof typeof keys;
const marts = Object.keys(keys) as Mart[];
const targets = ['dev', 'sqlite'] as const;
type Target = (typeof targets)[number];

/** A copy of the root project: a test must not leave a database beside the sources. */
class ProjectCopy {
  readonly dir = realpathSync(mkdtempSync(join(tmpdir(), 'tfm-root-project-')));
  readonly vars: readonly string[];

  /** Reads its raw files from another folder, if one is given. */
  constructor(rawFolder?: string) {
    this.vars = rawFolder === undefined ? [] : ['--vars', `raw_path: ${rawFolder}`];
    for (const part of ['tfm.yml', 'sources.yml', 'marts.yml', 'models', 'macros', 'seeds', 'tests'])
      cpSync(join(repository, part), join(this.dir, part), { recursive: true });
  }

  run(...args: readonly string[]) {
    return runTfm([...args, ...this.vars], { cwd: this.dir, timeout: 300_000 });
  }

  async build(target: Target, ...more: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await this.run('build', '--target', target, ...more);
    expect(code, stdout + stderr).toBe(0);
  }

  /** Lines of CSV, without the header. */
  async ask(target: Target, query: string): Promise<readonly string[]> {
    const flags = ['--target', target, '--output', 'csv', '--limit', '-1'];
    const { code, stdout, stderr } = await this.run('show', '--inline', query, ...flags);
    expect(code, stderr).toBe(0);
    return stdout.trimEnd().split('\n').slice(1);
  }

  rows(target: Target, mart: Mart): Promise<readonly string[]> {
    return this.ask(target, `select * from {{ ref('${mart}') }} order by ${keys[mart]}`);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** As toEqual, but quick and readable on a hundred thousand lines. */
function expectSameLines(lines: readonly string[], expected: readonly string[]): void {
  const at = expected.findIndex((line, index) => line !== lines[index]);
  if (at >= 0) expect({ line: at, is: lines[at] }).toEqual({ line: at, is: expected[at] });
  expect(lines.length).toBe(expected.length);
}

const inputs = [
  { name: 'the committed files', rawFolder: committed },
  { name: 'the real files (skipped where ../shared/data is not there)', rawFolder: realFiles },
];

for (const { name, rawFolder } of inputs)
  describe.skipIf(!existsSync(rawFolder))(`the root project on ${name}`, () => {
    let project: ProjectCopy;
    let expected: ExpectedMarts;
    const found = new Map<string, readonly string[]>();

    beforeAll(async () => {
      project = new ProjectCopy(rawFolder === committed ? undefined : rawFolder);
      expected = expectedMarts(rawFolder);
      for (const target of targets) {
        await project.build(target);
        for (const mart of marts) found.set(`${target} ${mart}`, await project.rows(target, mart));
      }
    }, 600_000);
    afterAll(() => project.remove());

    test.each(marts)('%s is the same, value by value, on DuckDB and SQLite', (mart) => {
      expect(found.get(`dev ${mart}`)?.length).toBeGreaterThan(0);
      expectSameLines(found.get(`sqlite ${mart}`)!, found.get(`dev ${mart}`)!);
    });

    test.each(['fact_invoices', 'dim_organizations', 'fact_daily_balance'] as const)(
      '%s is what plain arithmetic on the files gives',
      (mart) => {
        expectSameLines(found.get(`dev ${mart}`)!, expected[mart]);
      },
    );

    test('today is the day after the newest record', () => {
      expect(found.get('dev as_of')![0]!.split(',')[0]).toBe(expected.asOf);
    });

    test.each(targets)('ids at both ends of 64 bits survive on %s', async (target) => {
      const ids = readFileSync(join(rawFolder, 'invoices.csv'), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => BigInt(line.slice(0, line.indexOf(','))))
        .sort((a, b) => (a < b ? -1 : 1));
      const query = "select min(invoice_id) as a, max(invoice_id) as b from {{ ref('fact_invoices') }}";
      expect(await project.ask(target, query)).toEqual([`${ids[0]},${ids.at(-1)}`]);
    });

    test('dollars by status', async () => {
      const query = `select status, sum(amount_usd) as usd from {{ ref('fact_invoices') }} group by status`;
      const lines = await project.ask('dev', query);
      const cents = lines
        .map((line) => line.split(','))
        .map(([status, usd]) => [status, BigInt(usd!.replace('.', ''))]);
      expect(Object.fromEntries(cents)).toEqual(centsByStatus(rawFolder));
    });
  });

test('headline figures of the committed files', () => {
  const { asOf, fact_daily_balance } = expectedMarts(committed);
  const closing = fact_daily_balance.map((line) => line.split(',')).filter(([, day]) => day === asOf);
  const total = (column: number) =>
    closing.reduce((sum, values) => sum + BigInt(values[column]!.replace('.', '')), 0n);
  expect({ asOf, organizations: closing.length, balance: total(3), invoicedMinusPaid: total(6) }).toEqual({
    asOf: '2024-04-16',
    organizations: 485,
    balance: 1_002_728_186n,
    invoicedMinusPaid: 2_059_570_226n,
  });
});

describe.each(targets)('late and changed invoices on %s', (target) => {
  let project: ProjectCopy;
  const late = 30;

  beforeAll(() => {
    project = new ProjectCopy();
  });
  afterAll(() => project.remove());

  /** The first delivery lacks the newest days and some older invoices, and has one that is paid later as open. */
  function deliver(part: 'first' | 'second'): void {
    const file = join(project.dir, 'seeds/main/invoices.csv');
    const [header, ...lines] = readFileSync(join(committed, 'invoices.csv'), 'utf8').trimEnd().split('\n');
    const newest = lines
      .map((line) => line.split(',')[13]!.slice(0, 10))
      .sort()
      .at(-1)!;
    const cut = (days: number) => new Date(Date.parse(newest) - days * 86_400_000).toISOString();
    const first = lines
      .filter((line, index) => {
        const time = line.split(',')[13]!;
        return time < cut(5) && !(time > cut(5 + late) && index % 3 === 0);
      })
      .map((line) => {
        const values = line.split(',');
        if (values[5] !== 'paid' || values[13]! < cut(5 + late)) return line;
        return [
          ...values.slice(0, 2),
          '8817975702393619368',
          ...values.slice(3, 5),
          'open',
          ...values.slice(6, 8),
        ]
          .concat(['', values[9]!, '', ...values.slice(11)])
          .join(',');
      });
    mkdirSync(join(project.dir, 'seeds/main'), { recursive: true });
    writeFileSync(file, `${[header, ...(part === 'first' ? first : lines)].join('\n')}\n`);
  }

  test('end in the balance that a full build gives', { timeout: 300_000 }, async () => {
    deliver('first');
    await project.build(target);
    const before = await project.rows(target, 'fact_daily_balance');
    deliver('second');
    await project.build(target);
    const after = await project.rows(target, 'fact_daily_balance');
    expect(after.length).toBeGreaterThan(before.length);
    expectSameLines(after, expectedMarts(committed).fact_daily_balance);
  });
});

test('with other raw files, the committed ones are no seeds', async () => {
  const project = new ProjectCopy('elsewhere');
  try {
    const { stdout, stderr } = await project.run('ls', '--resource-type', 'seed', '--output', 'name');
    expect({ stdout, stderr }).toEqual({ stdout: 'balance_signs\n', stderr: '' });
  } finally {
    project.remove();
  }
});
