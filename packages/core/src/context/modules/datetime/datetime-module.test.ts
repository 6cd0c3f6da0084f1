import { expect, test } from 'vitest';
import { renderWithModules } from '../../../../test/modules/render-with-modules.ts';

const prefix =
  '{% set dt = modules.datetime.datetime %}{% set date = modules.datetime.date %}{% set delta = modules.datetime.timedelta %}{% set time = modules.datetime.time %}';

function show(expression: string): string {
  const { output, message } = renderWithModules(`${prefix}{{ ${expression} }}`);
  return output ?? message ?? '';
}

test.each([
  ['dt.now()', '2024-03-05 14:07:09.123456'],
  ['dt.utcnow() == dt.now()', 'True'],
  ['dt.now(modules.pytz.utc)', '2024-03-05 14:07:09.123456+00:00'],
  ['date.today()', '2024-03-05'],
  ['run_started_at', '2024-03-05 14:07:09.123456+00:00'],
  ['[run_started_at]', '[datetime.datetime(2024, 3, 5, 14, 7, 9, 123456, tzinfo=<UTC>)]'],
  ["run_started_at.strftime('%Y-%m-%d %H:%M:%S')", '2024-03-05 14:07:09'],
  [
    "run_started_at.astimezone(modules.pytz.timezone('America/New_York'))",
    '2024-03-05 09:07:09.123456-05:00',
  ],
  [
    "dt(2024, 3, 5).strftime('%a %A %b %B %d %-d %e %j %U %W %V %G %y %I %p %f %z|%Z|%s %c %x %X %%')",
    'Tue Tuesday Mar March 05 5  5 065 09 10 10 2024 24 12 AM 000000 ||1709596800 Tue Mar  5 00:00:00 2024 03/05/24 00:00:00 %',
  ],
  ["run_started_at.strftime('%z %Z')", '+0000 UTC'],
  ["dt.strftime(run_started_at, '%Y')", '2024'],
  ["'{:%d.%m.}'.format(run_started_at)", '05.03.'],
  ["dt.strptime('2024-03-05 04:05', '%Y-%m-%d %H:%M')", '2024-03-05 04:05:00'],
  [
    "[dt.strptime('5 mar 24 +0130', '%d %b %y %z')]",
    '[datetime.datetime(2024, 3, 5, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(seconds=5400)))]',
  ],
  ["dt.strptime('x', '%Y')", "Time data 'x' does not match format '%Y'"],
  ["dt.strptime('2024x', '%Y')", 'Unconverted data remains: x'],
  ["dt.strptime('2024', '%Q')", "'Q' is a bad directive in format '%Q'"],
  ["dt.fromisoformat('2024-03-05T14:07:09.5+01:00')", '2024-03-05 14:07:09.500000+01:00'],
  ["dt.fromisoformat('x')", "Invalid isoformat string: 'x'"],
  [
    "dt(2024, 3, 5, 14).isoformat(), dt(2024, 3, 5, 14).isoformat(' ', 'minutes')",
    "('2024-03-05T14:00:00', '2024-03-05 14:00')",
  ],
  ['dt.combine(date(2024, 3, 5), time(1, 2))', '2024-03-05 01:02:00'],
  ['run_started_at.replace(hour=0, microsecond=0, tzinfo=none)', '2024-03-05 00:07:09'],
  [
    'run_started_at.date(), run_started_at.time()',
    '(datetime.date(2024, 3, 5), datetime.time(14, 7, 9, 123456))',
  ],
  [
    'run_started_at.timestamp(), dt.utcfromtimestamp(1.5)',
    '(1709647629.123456, datetime.datetime(1970, 1, 1, 0, 0, 1, 500000))',
  ],
  [
    'run_started_at.weekday(), run_started_at.isoweekday(), run_started_at.isocalendar()',
    '(1, 2, datetime.IsoCalendarDate(year=2024, week=10, weekday=2))',
  ],
  ['run_started_at.timetuple().tm_yday', '65'],
  [
    'run_started_at.utcoffset(), run_started_at.tzname(), run_started_at.tzinfo',
    "(datetime.timedelta(0), 'UTC', <UTC>)",
  ],
  [
    'dt.min, dt.max',
    '(datetime.datetime(1, 1, 1, 0, 0), datetime.datetime(9999, 12, 31, 23, 59, 59, 999999))',
  ],
  ['run_started_at.date() - delta(days=1)', '2024-03-04'],
  ['run_started_at - delta(hours=15)', '2024-03-04 23:07:09.123456+00:00'],
  ['dt(2024, 3, 5) - dt(2024, 2, 1, 12)', '32 days, 12:00:00'],
  ['(date(2024, 3, 5) - date(2023, 3, 5)).days', '366'],
  ['delta(days=-1, seconds=5)', '-1 day, 0:00:05'],
  [
    '[delta(weeks=1, milliseconds=1.5), delta()]',
    '[datetime.timedelta(days=7, microseconds=1500), datetime.timedelta(0)]',
  ],
  [
    'delta(days=1) * 1.5, delta(days=1) / 2, delta(days=1) / delta(hours=5), delta(days=1) // delta(hours=5)',
    '(datetime.timedelta(days=1, seconds=43200), datetime.timedelta(seconds=43200), 4.8, 4)',
  ],
  [
    'delta(days=1, hours=2).total_seconds(), -delta(1), 2 * delta(1)',
    '(93600.0, datetime.timedelta(days=-1), datetime.timedelta(days=2))',
  ],
  [
    'dt(2024, 3, 5) < dt(2024, 3, 6), date(2024, 3, 5) == date(2024, 3, 5), delta(1) > delta(hours=25)',
    '(True, True, False)',
  ],
  ['dt(2024, 3, 5) == run_started_at', 'False'],
  ['dt(2024, 3, 5) < run_started_at', "Can't compare offset-naive and offset-aware datetimes"],
  ['dt(2024, 3, 5) - run_started_at', "Can't subtract offset-naive and offset-aware datetimes"],
  ['dt(2024, 3, 5) < date(2024, 3, 5)', "Can't compare datetime.datetime to datetime.date"],
  ['dt(2024, 3, 5) + 1', "Unsupported operand type(s) for +: 'datetime.datetime' and 'int'"],
  ['dt(2023, 2, 29)', 'Day is out of range for month'],
  ['dt(10000, 1, 1)', 'Year 10000 is out of range'],
  ['dt.max + delta(1)', 'Date value out of range'],
  ['delta(days=10 ** 9)', 'Days=1000000000; must have magnitude <= 999999999'],
  ['{dt(2024, 3, 5): 1}[dt(2024, 3, 5)]', '1'],
  ["dt.strptime('2021-W53-1', '%G-W%V-%u')", 'Invalid week: 53'],
])('%s → %s', (expression, expected) => {
  expect(show(expression)).toBe(expected);
});

test.each([
  ["run_started_at.strftime('%9999d' * 10000)"],
  ["modules.datetime.datetime.strptime('x', '%d' * 1000000)"],
  ["modules.re.sub('(a+)', '\\\\1' * 100000, 'a' * 1000000)"],
])('%s ends at a limit', (expression) => {
  expect(renderWithModules(`{{ ${expression} }}`).code).toBe('template-limit');
});

test('What does not belong to a value is not there', () => {
  expect(
    show(
      'run_started_at.constructor is defined, dt.prototype is defined, modules.datetime.os is defined, dt.__class__ is defined',
    ),
  ).toBe('(False, False, False, False)');
});
