/**
 * Writes the raw files of the project in the repository's root: organizations.csv and invoices.csv as an invoicing
 * platform would export them, faults included. The same options give the same bytes on every machine: randomness is
 * integer arithmetic, no date is the clock's, and no function is used whose last digit a platform may choose.
 *
 *     node scripts/generate-organizations-invoices.ts                       the committed files, seeds/main
 *     node scripts/generate-organizations-invoices.ts --organizations 21800 --invoices 12700000 --out DIR
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** The number that the platform's anonymisation made of null in id columns. */
const HASHED_NULL = '8817975702393619368';

const FIRST_DAY = dayNumber('2019-01-01');
/** The platform's last payment and its last new organization … */
const LAST_PAYMENT_DAY = dayNumber('2024-03-01');
/** … and its last invoice: the two exports were made on different days. */
const LAST_INVOICE_DAY = dayNumber('2024-04-15');

const SHARES = { orphan: 0.128, withoutInvoices: 0.04, neverPaid: 0.107, paidOnce: 0.04, hashedParent: 0.37 };

/** Points of a distribution, as [share of rows below, value]; in between it is a straight line. */
type Quantiles = readonly (readonly [share: number, value: number])[];

const CONTRACTS = quantiles('0 1, .3 1, .44 2, .75 7, .9 20, .99 123, .999 600, 1 12000');
/** The day on which an organization joins, as days after the first one: more and more until the end of 2023. */
const CREATED = quantiles('0 13, .006 365, .052 731, .287 1096, .604 1461, .952 1826, 1 1886');
const DAYS_TO_FIRST_PAYMENT = quantiles('0 0, .05 1, .1 3, .25 9, .5 25, .75 65, .9 341, 1 900');
const DAYS_SINCE_LAST_PAYMENT = quantiles('0 0, .25 2, .5 4, .75 18, .9 147, .95 354, .99 760, 1 1500');
/** How many invoices an organization has, relative to others. */
const INVOICES = quantiles(
  '0 1, .1 20, .25 43, .5 100, .75 328, .9 950, .95 1800, .975 3150, .99 6000, .999 20000, 1 45000',
);

type Weights = readonly (readonly [value: string, weight: number])[];

const STATUSES = weights(
  `paid 726, open 139, skipped 40, credited 40, cancelled 30, pending 18, awaiting_payment 2, processing 2,
  refunded 1, failed 1, unpayable 1`,
);
const METHODS = weights(
  `stripe_ach 41, bank_transfer 34, go_cardless 6, mercury_wire 4, transferwise 3, stripe_bacs_debit 3,
  stripe_card 3, coinbase 2, brex 2, internal 1, client_balance 1`,
);
const CURRENCIES = weights(
  'USD 830, EUR 50, GBP 25, CAD 20, MXN 20, PHP 15, INR 10, AUD 8, THB 6, MYR 6, SGD 5, IDR 3, USDC 2',
);
const PAYMENT_CURRENCIES = weights('USD 60, EUR 15, GBP 10, CAD 8, NZD 4, USDC 3');
/** Units that a dollar buys, in hundredths, around which the rate moves by up to 10 %; always 1 for the others. */
const RATES = new Map(
  weights(
    `EUR 92, GBP 79, CAD 133, MXN 1950, PHP 5450, INR 8100, AUD 146, THB 3500, MYR 450, SGD 135, IDR 1520000,
    NZD 158`,
  ),
);
/** How often an unpaid invoice carries a payment currency; of other statuses, always. */
const UNPAID_CURRENCY = new Map(weights('credited 0, refunded 0, open .6, pending .6, awaiting_payment .6'));

const INVOICE_TYPES = 4;
const COUNTRIES = 152;

interface Organization {
  readonly created: number;
  /** Day of the month on which it is billed, beside the first. */
  readonly billingDay: number;
  readonly weight: number;
}

/** A stream of random numbers of its own for each row, so that rows do not depend on one another. */
class Random {
  #state: number;

  constructor(seed: number, stream: number, row: number) {
    this.#state = mix(mix(mix(seed) ^ stream) ^ row);
  }

  /** An integer from 0 to 2^32 - 1. */
  word(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    return mix(this.#state);
  }

  /** From 0 up to, but not including, 1. */
  share(): number {
    return this.word() / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.share() * limit);
  }

  chance(share: number): boolean {
    return this.share() < share;
  }

  pick(choices: Weights): string {
    let rest = this.below(choices.reduce((sum, [, weight]) => sum + weight, 0));
    for (const [value, weight] of choices) {
      if (rest < weight) return value;
      rest -= weight;
    }
    throw new Error('nothing to pick from');
  }

  along(quantiles: Quantiles): number {
    const share = this.share();
    const upper = quantiles.findIndex(([end]) => share < end);
    const [from, low] = quantiles[upper - 1]!;
    const [to, high] = quantiles[upper]!;
    return Math.floor(low + ((high - low) * (share - from)) / (to - from));
  }
}

/** Spreads 32 bits over 32 bits, one to one. */
function mix(word: number): number {
  let x = word | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

const hashed = new DataView(new ArrayBuffer(8));

/** A signed 64-bit id. One to one for each seed: four Feistel rounds can be undone, so no two ids are the same. */
function hash64(seed: number, kind: number, row: number): string {
  let high = kind;
  let low = row;
  for (let round = 1; round <= 4; round++) {
    const next = (high ^ mix(mix(low) ^ mix(seed + round))) >>> 0;
    high = low;
    low = next;
  }
  hashed.setUint32(0, high);
  hashed.setUint32(4, low);
  return String(hashed.getBigInt64(0));
}

const KIND = { organization: 1, country: 2, invoice: 3, parent: 4, transaction: 5, type: 6 };

function quantiles(text: string): Quantiles {
  return text.split(',').map((point) => {
    const [share, value] = point.trim().split(' ');
    return [Number(share), Number(value)];
  });
}

function weights(text: string): Weights {
  return text.split(',').map((choice) => {
    const [value, weight] = choice.trim().split(' ');
    return [value!, Number(weight)];
  });
}

function dayNumber(iso: string): number {
  return Date.parse(iso) / 86_400_000;
}

const isoDays = Array.from({ length: LAST_INVOICE_DAY - FIRST_DAY + 1 }, (_, day) =>
  new Date((FIRST_DAY + day) * 86_400_000).toISOString().slice(0, 10),
);

function isoDay(day: number): string {
  return isoDays[day - FIRST_DAY]!;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}

function timeOfDay(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}:${digits(seconds % 60, 2)}`;
}

/** As the platform prints numbers that went through a float: 82027.30 becomes 82027.3. */
function withoutTrailingZeros(decimal: string): string {
  return decimal.replace(/\.?0+$/, '');
}

function csvFile(path: string, header: string) {
  const file = openSync(path, 'w');
  let pending = `${header}\n`;
  const flush = () => {
    writeSync(file, pending);
    pending = '';
  };
  return {
    row(...fields: readonly (string | number)[]) {
      pending += `${fields.join(',')}\n`;
      if (pending.length > 1 << 20) flush();
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}

interface Options {
  readonly organizations: number;
  readonly invoices: number;
  readonly seed: number;
  readonly out: string;
}

function writeOrganizations({ organizations, seed, out }: Options): Organization[] {
  const file = csvFile(
    join(out, 'organizations.csv'),
    'ORGANIZATION_ID,FIRST_PAYMENT_DATE,LAST_PAYMENT_DATE,LEGAL_ENTITY_COUNTRY_CODE,COUNT_TOTAL_CONTRACTS_ACTIVE,CREATED_DATE',
  );
  const written: Organization[] = [];
  for (let row = 0; row < organizations; row++) {
    const random = new Random(seed, KIND.organization, row);
    const created = FIRST_DAY + random.along(CREATED);
    const [first, last] = paymentDates(random, created);
    file.row(
      hash64(seed, KIND.organization, row),
      first,
      last,
      hash64(seed, KIND.country, countryOf(random)),
      random.along(CONTRACTS),
      `${isoDay(created)}T${timeOfDay(random.below(86_400))}${fractionOf(random)}Z`,
    );
    written.push({
      created,
      billingDay: 2 + random.below(27),
      weight: random.chance(SHARES.withoutInvoices) ? 0 : random.along(INVOICES),
    });
  }
  file.close();
  return written;
}

function paymentDates(random: Random, created: number): readonly [first: string, last: string] {
  const never = random.chance(SHARES.neverPaid);
  const once = random.chance(SHARES.paidOnce);
  const days = LAST_PAYMENT_DAY - created;
  const wait = random.along(DAYS_TO_FIRST_PAYMENT);
  const first = created + (wait < days ? wait : random.below(days + 1));
  const since = random.along(DAYS_SINCE_LAST_PAYMENT);
  const daysLeft = LAST_PAYMENT_DAY - first;
  const last = LAST_PAYMENT_DAY - (since < daysLeft ? since : random.below(Math.max(daysLeft, 1)));
  if (never) return ['', ''];
  return [isoDay(first), isoDay(once ? first : last)];
}

/** Half of the organizations in one country, one in twelve in the next, the others thinner and thinner. */
function countryOf(random: Random): number {
  const share = random.share();
  if (share < 0.5) return 0;
  if (share < 0.58) return 1;
  const position = random.share();
  return 2 + Math.floor(position * position * (COUNTRIES - 2));
}

/** Milliseconds or, now and then, microseconds, without trailing zeros: zero to six digits. */
function fractionOf(random: Random): string {
  const places = random.chance(0.02) ? 6 : 3;
  return withoutTrailingZeros(`.${digits(random.below(10 ** places), places)}`);
}

function writeInvoices(options: Options, known: readonly Organization[]): void {
  const { invoices, seed, out } = options;
  const file = csvFile(
    join(out, 'invoices.csv'),
    'INVOICE_ID,PARENT_INVOICE_ID,TRANSACTION_ID,ORGANIZATION_ID,TYPE,STATUS,CURRENCY,PAYMENT_CURRENCY,PAYMENT_METHOD,AMOUNT,PAYMENT_AMOUNT,FX_RATE,FX_RATE_PAYMENT,CREATED_AT',
  );
  const organizationOf = assignOrganizations(options, known);
  for (let row = 0; row < invoices; row++) {
    const random = new Random(seed, KIND.invoice, row);
    const organization = organizationOf(row);
    const status = random.pick(STATUSES);
    const paid = status === 'paid';
    const currency = random.pick(CURRENCIES);
    const cents = random.below(92_000_00);
    const amount = `${Math.floor(cents / 100)}.${digits(cents % 100, 2)}`;
    const rate = rateOf(random, currency);
    const paymentCurrency = paymentCurrencyOf(random, status, currency);
    const paymentRate = paymentCurrency === currency ? rate : rateOf(random, paymentCurrency);
    const method = random.pick(METHODS);
    file.row(
      hash64(seed, KIND.invoice, row),
      random.chance(SHARES.hashedParent) ? HASHED_NULL : hash64(seed, KIND.parent, random.below(invoices)),
      paid ? hash64(seed, KIND.transaction, row) : HASHED_NULL,
      hash64(seed, KIND.organization, organization),
      hash64(seed, KIND.type, random.chance(0.9) ? 0 : 1 + random.below(INVOICE_TYPES - 1)),
      status,
      currency,
      paymentCurrency,
      paid ? method : '',
      amount,
      paid ? withoutTrailingZeros(amount) : '',
      rate,
      paymentRate,
      createdAt(random, known[organization]),
    );
  }
  file.close();
}

/**
 * Which organization each invoice is for. Every organization with invoices gets one, the rest go by weight, and
 * organizations that are not in the file get their share; a stride through the list of all of them shuffles it.
 */
function assignOrganizations({ organizations, invoices }: Options, known: readonly Organization[]) {
  const orphans = Math.round(invoices * SHARES.orphan);
  const billed = known.filter(({ weight }) => weight > 0).length;
  const spare = Math.max(0, invoices - orphans - billed);
  const totalWeight = known.reduce((sum, { weight }) => sum + weight, 0);
  const ends = new Float64Array(organizations);
  let weightSoFar = 0;
  let billedSoFar = 0;
  known.forEach(({ weight }, index) => {
    weightSoFar += weight;
    billedSoFar += weight > 0 ? 1 : 0;
    ends[index] = orphans + billedSoFar + Math.floor((spare * weightSoFar) / totalWeight);
  });
  const unknown = Math.max(1, Math.round(organizations * SHARES.orphan));
  const stride = strideThrough(invoices);
  return (row: number): number => {
    const place = (row * stride) % invoices;
    return place < orphans ? organizations + (mix(place) % unknown) : firstAbove(ends, place);
  };
}

/** About 0.6 of the length, and without a common divisor with it: its multiples visit every place once. */
function strideThrough(length: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.max(1, Math.floor(length * 0.618));
  while (divisor(stride, length) !== 1) stride++;
  return stride;
}

function firstAbove(ends: Float64Array, place: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ends[middle]! > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function rateOf(random: Random, currency: string): string {
  if (currency === '') return '';
  const hundredths = RATES.get(currency);
  if (hundredths === undefined) return '1.00000000';
  const rate = hundredths * (900_000 + random.below(200_000)) + random.below(hundredths);
  return `${Math.floor(rate / 1e8)}.${digits(rate % 1e8, 8)}`;
}

function paymentCurrencyOf(random: Random, status: string, currency: string): string {
  if (status !== 'paid') return random.chance(UNPAID_CURRENCY.get(status) ?? 1) ? currency : '';
  return random.chance(currency === 'USD' ? 0.88 : 0.5) ? currency : random.pick(PAYMENT_CURRENCIES);
}

/** Most invoices are written on the first of a month or on the organization's own day, a few hours after midnight. */
function createdAt(random: Random, organization: Organization | undefined): string {
  const from = organization?.created ?? FIRST_DAY + 600 + random.below(300);
  const day = from + random.below(LAST_INVOICE_DAY - from + 1);
  const kind = random.share();
  const firstOfMonth = dayNumber(`${isoDay(day).slice(0, 8)}01`);
  const billingDay = firstOfMonth + (organization?.billingDay ?? 15) - 1;
  const wanted = kind < 0.5 ? firstOfMonth : kind < 0.8 ? billingDay : day;
  const seconds = random.below(kind < 0.8 ? 7_200 : 86_400);
  const within = Math.min(Math.max(wanted, from), LAST_INVOICE_DAY);
  return `${isoDay(within)}T${timeOfDay(seconds)}.${digits(random.below(1000), 3)}Z`;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      organizations: { type: 'string', default: '500' },
      invoices: { type: 'string', default: '1800' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: join(import.meta.dirname, '..', 'seeds', 'main') },
    },
  });
  const whole = (name: 'organizations' | 'invoices' | 'seed'): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= 1 && value < 2 ** 26) return value;
    throw new Error(`--${name} must be a whole number from 1 to ${2 ** 26 - 1}, not "${values[name]}"`);
  };
  return {
    organizations: whole('organizations'),
    invoices: whole('invoices'),
    seed: whole('seed'),
    out: values.out,
  };
}

const options = readOptions();
mkdirSync(options.out, { recursive: true });
writeInvoices(options, writeOrganizations(options));
