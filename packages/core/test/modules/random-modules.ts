/** Random templates that use `modules.datetime`, `pytz` and `itertools`, for the comparison with Python. */
import type { Random } from '../template/random-template.ts';

const dt = 'modules.datetime.datetime';
const delta = 'modules.datetime.timedelta';
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'UTC',
  'Etc/GMT+5',
  'Asia/Tokyo',
  'america/sao_paulo',
  'Europe/London',
  'Pacific/Apia',
  'Africa/Cairo',
];
const directives = 'aAbBcdDeFgGHIjklmMnpPrRsStTuUVwWxXyYzZ%'.split('');
const parsed: readonly (readonly [string, readonly string[]])[] = [
  [
    '%Y-%m-%d',
    ['2024-03-05', '2023-2-29', '2024-02-29', '24-1-1', '2024-13-01', '2024-03-05x', '0001-01-01'],
  ],
  [
    '%Y-%m-%d %H:%M:%S',
    ['2024-03-05 14:07:09', '2024-3-5 4:7:61', '2024-03-05 24:00:00', ' 2024-03-05 14:07:09'],
  ],
  [
    '%Y-%m-%dT%H:%M:%S.%f%z',
    [
      '2024-03-05T14:07:09.5+0100',
      '2024-03-05T14:07:09.123456-05:30',
      '2024-03-05T14:07:09.1Z',
      '2024-03-05T14:07:09.1+01:0000',
      '2024-03-05T14:07:09.1+2500',
    ],
  ],
  ['%d %b %Y', ['5 Mar 2024', '05 mar 2024', '31 SEP 2024', '5 March 2024']],
  [
    '%A, %B %d, %Y %I:%M %p',
    ['Tuesday, March 05, 2024 02:07 PM', 'tuesday, march 5, 2024 12:00 am', 'Foo, March 05, 2024 02:07 PM'],
  ],
  ['%j %Y', ['065 2024', '366 2023', '366 2024', '1 1999']],
  ['%G-W%V-%u', ['2024-W10-2', '2020-W53-7', '2024-W00-1']],
  ['%Y %U %w', ['2024 09 2', '2024 00 0', '2024 53 6']],
  ['%Y %W %a', ['2024 09 Tue', '2024 00 Mon', '2024 01 Sun']],
  ['%m/%d/%y', ['03/05/24', '03/05/69', '3/5/68']],
  ['%H%M', ['1407', '147', '9']],
  ['%c', ['Tue Mar  5 14:07:09 2024']],
  ['%x %X', ['03/05/24 14:07:09']],
  ['%Q', ['x']],
  ['%Y%', ['2024']],
  ['%Y %Z', ['2024 UTC', '2024 GMT', '2024 CET']],
  ['%V %Y', ['10 2024']],
  ['%G', ['2024']],
  ['%b %d', ['Feb 29', 'Mar 1']],
];
const isoTexts = [
  '2024-03-05',
  '2024-03-05T14:07:09',
  '2024-03-05 14:07',
  '20240305T140709',
  '2024-W10-2',
  '2024W102',
  '2024-W10',
  '2024-03-05T14:07:09.1',
  '2024-03-05T14:07:09.1234567',
  '2024-03-05T14:07:09,123',
  '2024-03-05T14:07:09+01:00',
  '2024-03-05T14:07:09Z',
  '2024-03-05T14',
  '2024-03-05T14:07:09-0530',
  '2024-03-05T24:00',
  '2024-3-5',
  '2024-02-30',
  '',
  'x',
  '2024-03-05T',
  '2024-03-05T14:0709',
  '2024-03-05T14:07:09+01:00:30.5',
  '2020-W53-1',
  '2021-W53-1',
  '14:07',
  '14:07:09.5+02:00',
];

export class ModulesTemplateMaker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  template(): string {
    const random = this.#random;
    const kind = random.below(10);
    if (kind < 4) return `{{ ${this.#shown(this.#value(3))} }}`;
    if (kind < 5) return this.#parse();
    if (kind < 7) return this.#zoned();
    return `{{ ${this.#iterated()} }}`;
  }

  #shown(expression: string): string {
    return this.#random.pick([expression, `[${expression}]`, `${expression} | string`]);
  }

  #int(limit = 20): string {
    return String(this.#random.below(limit) - (this.#random.chance(0.2) ? 5 : 0));
  }

  #value(depth: number): string {
    const random = this.#random;
    switch (random.below(depth <= 0 ? 3 : 8)) {
      case 0:
        return this.#moment();
      case 1:
        return this.#delta();
      case 2:
        return this.#date();
      case 3:
        return `(${this.#value(depth - 1)} ${random.pick(['+', '-', '+', '-', '*', '/', '//', '%'])} ${this.#value(depth - 1)})`;
      case 4:
        return `(${this.#value(depth - 1)} ${random.pick(['<', '>', '==', '!=', '<='])} ${this.#value(depth - 1)})`;
      case 5:
        return `(${this.#delta()} ${random.pick(['*', '/', '//', '+', '%'])} ${random.pick(['2', '3', '0.5', '1.7', '-3', '0', '7', '1e-3', "'x'"])})`;
      case 6:
        return this.#member(depth);
      default:
        return `(${this.#moment()} ${random.pick(['+', '-'])} ${random.pick([this.#delta(), this.#moment()])})`;
    }
  }

  #moment(): string {
    const random = this.#random;
    const clock = random.pick([
      '',
      ', 14',
      ', 14, 7',
      ', 23, 59, 59',
      ', 0, 0, 0, 5',
      ', 1, 30',
      `, ${this.#int(26)}, ${this.#int(62)}`,
    ]);
    const zone = random.chance(0.15) ? ', tzinfo=modules.pytz.utc' : '';
    return random.pick([
      `${dt}(${random.pick(['2024', '1999', '1', '9999', '1970', '1900', '2038'])}, ${random.pick(['1', '2', '3', '12', '10', '13'])}, ${random.pick(['1', '5', '28', '29', '31'])}${clock}${clock === '' ? '' : zone})`,
      'run_started_at',
      `${dt}.fromisoformat('${random.pick(isoTexts)}')`,
      `${dt}.utcfromtimestamp(${random.pick(['0', '1709647629', '1.5', '-1', '1e9', '1709647629.123456', '0.1', '1e20'])})`,
      `${dt}.combine(${this.#date()}, modules.datetime.time(${this.#int(24)}, 5))`,
      `${dt}.${random.pick(['min', 'max'])}`,
      `${dt}.fromisocalendar(${random.pick(['2024', '2020', '1'])}, ${random.pick(['1', '53', '10'])}, ${random.pick(['1', '7', '0'])})`,
    ]);
  }

  #date(): string {
    return this.#random.pick([
      `modules.datetime.date(${this.#random.pick(['2024', '1999', '1', '9999', '2000', '0'])}, ${this.#random.pick(['1', '2', '12'])}, ${this.#random.pick(['1', '28', '29', '31', '30'])})`,
      'run_started_at.date()',
      `modules.datetime.date.fromisoformat('${this.#random.pick(isoTexts)}')`,
      `modules.datetime.date.fromordinal(${this.#random.pick(['1', '738950', '3652059', '0', '700000'])})`,
    ]);
  }

  #delta(): string {
    const random = this.#random;
    const units = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'];
    const amounts = [
      '1',
      '2',
      '-1',
      '0',
      '36',
      '1.5',
      '-0.5',
      '0.1',
      '100000',
      '1e-7',
      '2.5',
      '0.3333333',
      '86399',
      '999999999',
    ];
    const parts = units.filter(() => random.chance(0.3)).map((unit) => `${unit}=${random.pick(amounts)}`);
    return `${delta}(${parts.join(', ')})`;
  }

  #member(depth: number): string {
    const random = this.#random;
    const owner = random.pick([
      this.#moment(),
      this.#moment(),
      this.#date(),
      this.#delta(),
      `modules.datetime.time(${this.#int(24)}, 5, 7, 9)`,
      this.#value(depth - 1),
    ]);
    const format = Array.from(
      { length: 1 + random.below(4) },
      () => `%${random.chance(0.1) ? random.pick(['-', '_', '0', '^', '#']) : ''}${random.pick(directives)}`,
    )
      .join(random.pick([' ', '-', '|', '%f']))
      .replace(/%[-_0^#]z/g, '%z');
    const member = random.pick([
      'year',
      'month',
      'day',
      'hour',
      'minute',
      'second',
      'microsecond',
      'tzinfo',
      'days',
      'seconds',
      'microseconds',
      'total_seconds()',
      'date()',
      'time()',
      'timetz()',
      'isoformat()',
      "isoformat(' ')",
      "isoformat(timespec='milliseconds')",
      "isoformat('T', 'minutes')",
      'weekday()',
      'isoweekday()',
      'isocalendar()',
      'isocalendar()[1]',
      'toordinal()',
      'ctime()',
      'timetuple()',
      'utctimetuple()',
      'utcoffset()',
      'dst()',
      'tzname()',
      'replace(year=2023)',
      'replace(day=31)',
      'replace(hour=3, minute=4)',
      'replace(microsecond=0)',
      'replace(tzinfo=none)',
      `strftime('${format}')`,
      `strftime('${format}')`,
      `strftime('${format}')`,
      'fold',
      'resolution',
      'nothing',
    ]);
    return random.chance(0.1) ? `'{:${format}}'.format(${owner})` : `${owner}.${member}`;
  }

  #parse(): string {
    const [format, texts] = this.#random.pick(parsed);
    return `{{ [${dt}.strptime('${this.#random.pick(texts)}', '${format}')] }}`;
  }

  #zoned(): string {
    const random = this.#random;
    const zone = `modules.pytz.timezone('${random.pick(zones)}')`;
    const near = `${dt}(${random.pick(['2024', '2005', '2011', '2030'])}, ${random.pick(['3', '10', '11', '4', '7', '12'])}, ${random.pick(['3', '10', '26', '27', '30', '31', '29'])}, ${random.below(4)}, ${random.pick(['0', '30', '59'])})`;
    const saving = zone.includes('UTC')
      ? ''
      : random.pick(['', '', ', is_dst=true', ', is_dst=false', ', is_dst=none']);
    const format = "'%Y-%m-%d %H:%M:%S %Z %z'";
    return random.pick([
      `{{ run_started_at.astimezone(${zone}) }}`,
      `{{ [run_started_at.astimezone(${zone})] }}`,
      `{{ ${zone}.localize(${near}${saving}) }}`,
      `{{ [${zone}.localize(${near}${saving})] }}`,
      `{{ ${zone}.localize(${near}${saving}).strftime(${format}) }}`,
      `{{ ${zone}.localize(${near}).astimezone(modules.pytz.timezone('${random.pick(zones)}')).strftime(${format}) }}`,
      `{% set z = ${zone} %}{{ z.normalize(z.localize(${near}) + ${delta}(hours=${random.pick(['1', '24', '-2'])})) }}`,
      `{{ [${zone}] }} {{ ${zone} }} {{ ${zone}.zone }}`,
      `{{ ${near.slice(0, -1)}, tzinfo=${zone}) }}`,
      `{{ ${zone}.utcoffset(${near}${saving}) }} {{ ${zone}.tzname(${near}${saving}) }} {{ ${zone}.dst(${near}${saving}) }}`,
      `{{ ${zone}.localize(${near}) - modules.pytz.utc.localize(${near}) }}`,
      `{{ modules.pytz.FixedOffset(${random.pick(['60', '0', '-330', '1440'])}).localize(${near}) }}`,
      `{{ ${dt}(2024, 5, 6, 7, 8, 9).replace(tzinfo=modules.pytz.FixedOffset(${random.pick(['60', '-330'])})).isoformat() }}`,
      "{{ modules.pytz.country_timezones('nz') }} {{ modules.pytz.country_names['de'] }}",
      `{{ modules.pytz.timezone('${random.pick(['Mars/Olympus', 'utc', 'europe/paris', ''])}') }}`,
    ]);
  }

  #iterated(): string {
    const random = this.#random;
    const it = 'modules.itertools';
    const list = (): string =>
      random.pick([
        '[1, 2, 3]',
        "'abc'",
        '[]',
        'range(5)',
        "['a', 'b']",
        '[1, 1, 2, 2, 1]',
        "{'x': 1, 'y': 2}",
        'none',
        '(3,)',
        '[(1, 2), (3, 4)]',
        '[0, 1, 0, 2]',
      ]);
    const n = (): string => random.pick(['0', '1', '2', '3', '-1', 'none', '5']);
    const made = random.pick([
      `${it}.chain(${list()}, ${list()})`,
      `${it}.chain.from_iterable([${list()}, ${list()}])`,
      `${it}.product(${list()}, ${list()})`,
      `${it}.product(${list()}, repeat=${random.pick(['0', '1', '2', '-1'])})`,
      `${it}.permutations(${list()})`,
      `${it}.permutations(${list()}, ${n()})`,
      `${it}.combinations(${list()}, ${n()})`,
      `${it}.combinations_with_replacement(${list()}, ${n()})`,
      `${it}.zip_longest(${list()}, ${list()}, fillvalue='-')`,
      `${it}.zip_longest(${list()}, ${list()})`,
      `${it}.islice(${list()}, ${n()})`,
      `${it}.islice(${list()}, ${n()}, ${n()})`,
      `${it}.islice(${list()}, ${n()}, ${n()}, ${n()})`,
      `${it}.islice(${it}.count(${random.pick(['', '3', '1.5', '2, 3', '1, 0.5'])}), 4)`,
      `${it}.islice(${it}.cycle(${list()}), 7)`,
      `${it}.repeat('x', ${n()})`,
      `${it}.accumulate(${list()})`,
      `${it}.accumulate(${list()}, initial=10)`,
      `${it}.compress(${list()}, ${list()})`,
      `${it}.pairwise(${list()})`,
      `${it}.starmap(modules.datetime.timedelta, [(1, 2), (0, 5)])`,
      `${it}.filterfalse(none, ${list()})`,
      `${it}.takewhile(modules.re.compile('a').match, ${random.pick(["'aab'", "['a', 'ab', 'b', 'a']"])})`,
      `${it}.dropwhile(modules.re.compile('a').match, ${random.pick(["'aab'", "['a', 'ab', 'b', 'a']"])})`,
      `${it}.groupby(${list()}) | map('first')`,
      `${it}.tee(${list()}, ${random.pick(['2', '3', '0'])}) | map('list')`,
    ]);
    return `${made} | list`;
  }
}
