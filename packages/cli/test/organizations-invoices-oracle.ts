import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the marts of the project in the repository's root must hold, worked out from the raw files in another way
 * than the models do: row by row, with integers of any size, and no SQL. Each mart is a list of CSV lines.
 */
export interface ExpectedMarts {
  readonly asOf: string;
  /** All columns, ordered by invoice. */
  readonly fact_invoices: readonly string[];
  /** All columns, ordered by organization. */
  readonly dim_organizations: readonly string[];
  /** All columns, ordered by organization and day. */
  readonly fact_daily_balance: readonly string[];
}

const HASHED_NULL = '8817975702393619368';
const UNKNOWN = '-1';
const SIGNS: Readonly<Record<string, bigint>> = {
  open: 1n,
  pending: 1n,
  awaiting_payment: 1n,
  credited: -1n,
  refunded: -1n,
};

type Row = Readonly<Record<string, string>>;

interface Invoice {
  readonly row: Row;
  readonly organization: string;
  readonly cents: bigint;
  readonly day: string;
}

export function expectedMarts(rawFolder: string): ExpectedMarts {
  const organizations = readCsv(join(rawFolder, 'organizations.csv'));
  const known = new Set(organizations.map((row) => row.ORGANIZATION_ID!));
  const invoices = readCsv(join(rawFolder, 'invoices.csv')).map(
    (row): Invoice => ({
      row,
      organization: known.has(row.ORGANIZATION_ID!) ? row.ORGANIZATION_ID! : UNKNOWN,
      // amount / rate, in cents: the amount has 4 decimals and the rate 8.
      cents: divideHalfEven(scaled(row.AMOUNT!, 4) * 1_000_000n, scaled(row.FX_RATE!, 8)),
      day: row.CREATED_AT!.slice(0, 10),
    }),
  );
  const times = [
    ...organizations.map((row) => row.CREATED_DATE!),
    ...invoices.map(({ row }) => row.CREATED_AT!),
  ];
  const newest = times
    .map((time) => time.slice(0, 10))
    .sort()
    .at(-1)!;
  const asOf = nextDay(newest);
  const byOrganization = Map.groupBy(invoices, ({ organization }) => organization);
  return {
    asOf,
    fact_invoices: sortedById(invoices, ({ row }) => row.INVOICE_ID!).map(invoiceLine),
    dim_organizations: [
      ...sortedById([...organizations, { ORGANIZATION_ID: UNKNOWN }], (row) => row.ORGANIZATION_ID!),
    ].map((row) => organizationLine(row, byOrganization.get(row.ORGANIZATION_ID!) ?? [], asOf)),
    fact_daily_balance: sortedById([...byOrganization.keys()], (id) => id).flatMap((id) =>
      balanceLines(id, byOrganization.get(id)!, asOf),
    ),
  };
}

/** Adds up cents by status, for headline figures. */
export function centsByStatus(rawFolder: string): Readonly<Record<string, bigint>> {
  const totals: Record<string, bigint> = {};
  for (const { STATUS, AMOUNT, FX_RATE } of readCsv(join(rawFolder, 'invoices.csv'))) {
    const cents = divideHalfEven(scaled(AMOUNT!, 4) * 1_000_000n, scaled(FX_RATE!, 8));
    totals[STATUS!] = (totals[STATUS!] ?? 0n) + cents;
  }
  return totals;
}

function invoiceLine({ row, organization, cents, day }: Invoice): string {
  const paid = row.STATUS === 'paid';
  const id = (value: string) => (value === HASHED_NULL ? '' : value);
  return [
    row.INVOICE_ID,
    id(row.PARENT_INVOICE_ID!),
    id(row.TRANSACTION_ID!),
    row.ORGANIZATION_ID,
    organization,
    row.TYPE,
    row.STATUS,
    row.CURRENCY,
    row.PAYMENT_CURRENCY,
    row.PAYMENT_METHOD,
    decimal(scaled(row.AMOUNT!, 4), 4),
    decimal(scaled(row.FX_RATE!, 8), 8),
    decimal(cents, 2),
    decimal(paid ? cents : 0n, 2),
    timestamp(row.CREATED_AT!),
    day,
    paid,
    organization === UNKNOWN,
  ].join(',');
}

function organizationLine(row: Row, invoices: readonly Invoice[], asOf: string): string {
  const days = invoices.map(({ day }) => day).sort();
  const created = row.CREATED_DATE ?? '';
  const contracts = row.COUNT_TOTAL_CONTRACTS_ACTIVE ?? '';
  return [
    row.ORGANIZATION_ID,
    row.LEGAL_ENTITY_COUNTRY_CODE,
    timestamp(created),
    row.FIRST_PAYMENT_DATE,
    row.LAST_PAYMENT_DATE,
    (row.FIRST_PAYMENT_DATE ?? '') !== '',
    created === '' ? '' : daysFrom(created.slice(0, 10), asOf),
    contracts,
    contractBand(contracts),
    invoices.length,
    days[0],
    days.at(-1),
  ].join(',');
}

function contractBand(contracts: string): string {
  if (contracts === '') return 'unknown';
  const bands: readonly (readonly [number, string])[] = [
    [0, '0'],
    [1, '1'],
    [5, '2-5'],
    [20, '6-20'],
    [100, '21-100'],
  ];
  return bands.find(([most]) => Number(contracts) <= most)?.[1] ?? '>100';
}

function balanceLines(organization: string, invoices: readonly Invoice[], asOf: string): readonly string[] {
  const byDay = Map.groupBy(invoices, ({ day }) => day);
  const lines: string[] = [];
  let balance = 0n;
  let unpaid = 0n;
  for (let day = [...byDay.keys()].sort()[0]!; day <= asOf; day = nextDay(day)) {
    const ofDay = byDay.get(day) ?? [];
    const before = balance;
    for (const { row, cents } of ofDay) {
      balance += (SIGNS[row.STATUS!] ?? 0n) * cents;
      if (row.STATUS !== 'paid') unpaid += cents;
    }
    const size = before < 0n ? -before : before;
    const change = balance - before;
    const pct = before === 0n ? '' : decimal(divideHalfEven(change * 10_000n, size), 4);
    const money = [change, balance, before].map((cents) => decimal(cents, 2));
    lines.push([organization, day, ...money, pct, decimal(unpaid, 2), ofDay.length].join(','));
  }
  return lines;
}

function readCsv(path: string): readonly Row[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

function sortedById<T>(items: readonly T[], id: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, key: BigInt(id(item)) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ item }) => item);
}

function scaled(text: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

function decimal(units: bigint, decimals: number): string {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Rounds to the nearest integer, a half to the even one; the divisor is positive. */
function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  if (dividend < 0n) return -divideHalfEven(-dividend, divisor);
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function timestamp(iso: string): string {
  return iso
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/\.?0*$/, (zeros) => (iso.includes('.') ? '' : zeros));
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

function daysFrom(earlier: string, later: string): number {
  return (Date.parse(later) - Date.parse(earlier)) / 86_400_000;
}
