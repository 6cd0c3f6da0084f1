import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');
const generator = join(repository, 'scripts/generate-organizations-invoices.ts');
const HASHED_NULL = '8817975702393619368';

type Row = Readonly<Record<string, string>>;

let folder: string;
let organizations: readonly Row[];
let invoices: readonly Row[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tfm-generate-'));
  generate('large', '--organizations', '4000', '--invoices', '100000', '--seed', '7');
  organizations = rows(read('large', 'organizations.csv'));
  invoices = rows(read('large', 'invoices.csv'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function generate(name: string, ...options: readonly string[]): void {
  execFileSync(process.execPath, [generator, ...options, '--out', join(folder, name)]);
}

function read(name: string, file: string): string {
  return readFileSync(join(folder, name, file), 'utf8');
}

function rows(text: string): readonly Row[] {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, values[index]!]));
  });
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

function quantile(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(at * (values.length - 1))]!;
}

test('the committed files are what the generator writes', () => {
  generate('default');
  for (const file of ['organizations.csv', 'invoices.csv']) {
    const written = readFileSync(join(folder, 'default', file));
    expect(written.equals(readFileSync(join(repository, 'seeds/main', file))), file).toBe(true);
    expect(written.length).toBeLessThan(400_000);
  }
});

test('the committed files hold every status, every method and unknown organizations', () => {
  generate('small');
  const small = rows(read('small', 'invoices.csv'));
  expect(new Set(small.map((row) => row.STATUS)).size).toBe(11);
  expect(new Set(small.map((row) => row.PAYMENT_METHOD)).size).toBe(11 + 1);
});

test('another seed gives other rows', () => {
  generate('other', '--seed', '2');
  expect(read('other', 'invoices.csv')).not.toBe(
    readFileSync(join(repository, 'seeds/main/invoices.csv'), 'utf8'),
  );
});

test('as many rows as asked for, with ids that are never the same and mostly beyond 2^53', () => {
  expect([organizations.length, invoices.length]).toEqual([4000, 100_000]);
  for (const ids of [
    organizations.map((row) => row.ORGANIZATION_ID!),
    invoices.map((row) => row.INVOICE_ID!),
  ]) {
    expect(new Set(ids).size).toBe(ids.length);
    expect(share(ids, (id) => !Number.isSafeInteger(Number(id)))).toBeGreaterThan(0.99);
    expect(ids.every((id) => BigInt.asIntN(64, BigInt(id)) === BigInt(id))).toBe(true);
  }
});

test('organizations have the shape of the real ones', () => {
  const countries = Map.groupBy(organizations, (row) => row.LEGAL_ENTITY_COUNTRY_CODE!);
  const sizes = [...countries.values()].map((list) => list.length).sort((a, b) => b - a);
  expect(sizes[0]! / organizations.length).toBeCloseTo(0.5, 1);
  expect(sizes[1]! / organizations.length).toBeCloseTo(0.08, 1);
  expect(sizes.length).toBeGreaterThan(140);

  const contracts = organizations.map((row) => Number(row.COUNT_TOTAL_CONTRACTS_ACTIVE));
  expect(quantile(contracts, 0)).toBe(1);
  expect(quantile(contracts, 0.5)).toBe(2);
  expect(quantile(contracts, 0.9)).toBeGreaterThan(14);
  expect(quantile(contracts, 0.9)).toBeLessThan(28);
  expect(quantile(contracts, 1)).toBeGreaterThan(1000);

  const years = Map.groupBy(organizations, (row) => row.CREATED_DATE!.slice(0, 4));
  expect([...years.keys()].sort()).toEqual(['2019', '2020', '2021', '2022', '2023', '2024']);
  expect(years.get('2023')!.length).toBeGreaterThan(years.get('2022')!.length);
  const digits = organizations.map((row) => row.CREATED_DATE!.replace(/^[^.]*\.?|Z$/g, '').length);
  for (const length of [0, 1, 2, 3, 6]) expect(digits).toContain(length);
});

test('payment dates are both there or both missing, and in order', () => {
  const paying = organizations.filter((row) => row.FIRST_PAYMENT_DATE !== '');
  expect(1 - paying.length / organizations.length).toBeCloseTo(0.107, 1);
  expect(
    organizations.filter((row) => (row.FIRST_PAYMENT_DATE === '') !== (row.LAST_PAYMENT_DATE === '')),
  ).toEqual([]);
  expect(share(paying, (row) => row.FIRST_PAYMENT_DATE === row.LAST_PAYMENT_DATE)).toBeGreaterThan(0.03);
  expect(share(paying, (row) => row.FIRST_PAYMENT_DATE === row.LAST_PAYMENT_DATE)).toBeLessThan(0.06);
  expect(
    paying.filter(
      (row) =>
        row.FIRST_PAYMENT_DATE! > row.LAST_PAYMENT_DATE! ||
        row.FIRST_PAYMENT_DATE! < row.CREATED_DATE!.slice(0, 10),
    ),
  ).toEqual([]);
});

test('invoices have the shape and the faults of the real ones', () => {
  const known = new Set(organizations.map((row) => row.ORGANIZATION_ID!));
  expect(share(invoices, (row) => !known.has(row.ORGANIZATION_ID!))).toBeCloseTo(0.128, 3);
  expect(share(invoices, (row) => row.PARENT_INVOICE_ID === HASHED_NULL)).toBeCloseTo(0.37, 2);
  const billed = new Set(invoices.map((row) => row.ORGANIZATION_ID!));
  expect(share([...known], (id) => !billed.has(id))).toBeCloseTo(0.04, 1);

  const shares: Readonly<Record<string, number>> = {
    paid: 0.73,
    open: 0.14,
    skipped: 0.04,
    credited: 0.04,
    cancelled: 0.03,
    pending: 0.02,
  };
  for (const [status, expected] of Object.entries(shares))
    expect(Math.abs(share(invoices, (row) => row.STATUS === status) - expected), status).toBeLessThan(0.006);
  expect(share(invoices, (row) => shares[row.STATUS!] === undefined)).toBeLessThan(0.01);

  expect(Math.max(...invoices.map((row) => Number(row.AMOUNT)))).toBeLessThan(92_000);
  expect(share(invoices, (row) => Number(row.AMOUNT) < 46_000)).toBeCloseTo(0.5, 2);
});

test('what is paid, and what only looks like it', () => {
  for (const row of invoices) {
    const paid = row.STATUS === 'paid';
    expect(row.TRANSACTION_ID !== HASHED_NULL).toBe(paid);
    expect(row.PAYMENT_METHOD !== '').toBe(paid);
    expect(row.PAYMENT_AMOUNT).toBe(paid ? String(Number(row.AMOUNT)) : '');
    expect(row.PAYMENT_CURRENCY === '').toBe(row.FX_RATE_PAYMENT === '');
  }
  const unpaid = invoices.filter((row) => row.STATUS !== 'paid');
  expect(share(unpaid, (row) => row.PAYMENT_CURRENCY !== '')).toBeGreaterThan(0.3);
  expect(share(unpaid, (row) => row.PAYMENT_CURRENCY === '')).toBeGreaterThan(0.3);
});

test('a rate is units of the currency a dollar', () => {
  const rates = (currency: string) =>
    invoices.filter((row) => row.CURRENCY === currency).map((row) => row.FX_RATE!);
  expect(new Set([...rates('USD'), ...rates('USDC')])).toEqual(new Set(['1.00000000']));
  expect(rates('EUR').every((rate) => Number(rate) < 1.02)).toBe(true);
  expect(rates('INR').every((rate) => Number(rate) > 70)).toBe(true);
  expect(invoices.every((row) => /^\d+\.\d{8}$/.test(row.FX_RATE!))).toBe(true);
});

test('a wrong option is said', () => {
  const { status, stderr } = spawnSync(process.execPath, [generator, '--invoices', 'many'], {
    encoding: 'utf8',
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain('--invoices must be a whole number from 1 to 67108863, not "many"');
});
