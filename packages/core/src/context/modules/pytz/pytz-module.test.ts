import { expect, test } from 'vitest';
import { renderWithModules } from '../../../../test/modules/render-with-modules.ts';

const prefix =
  "{% set dt = modules.datetime.datetime %}{% set pytz = modules.pytz %}{% set berlin = pytz.timezone('Europe/Berlin') %}";

function show(expression: string): string {
  const { output, message } = renderWithModules(`${prefix}{{ ${expression} }}`);
  return output ?? message ?? '';
}

test.each([
  [
    'berlin, [berlin], berlin.zone',
    "(<DstTzInfo 'Europe/Berlin' LMT+0:53:00 STD>, [<DstTzInfo 'Europe/Berlin' LMT+0:53:00 STD>], 'Europe/Berlin')",
  ],
  ['berlin', 'Europe/Berlin'],
  ["pytz.timezone('europe/berlin') is sameas berlin", 'True'],
  [
    "pytz.utc, pytz.UTC, pytz.timezone('utc'), pytz.timezone('Etc/GMT+5')",
    "(<UTC>, <UTC>, <UTC>, <StaticTzInfo 'Etc/GMT+5'>)",
  ],
  ["pytz.timezone('Europe/Berlim')", "Unknown time zone 'Europe/Berlim'"],
  ['berlin.localize(dt(2024, 7, 1, 12))', '2024-07-01 12:00:00+02:00'],
  ["berlin.localize(dt(2024, 1, 1, 12)).strftime('%H:%M %Z %z')", '12:00 CET +0100'],
  ['run_started_at.astimezone(berlin)', '2024-03-05 15:07:09.123456+01:00'],
  [
    "run_started_at.astimezone(pytz.timezone('Asia/Kolkata')).isoformat()",
    '2024-03-05T19:37:09.123456+05:30',
  ],
  ['berlin.localize(dt(2024, 10, 27, 2, 30))', '2024-10-27 02:30:00+01:00'],
  ['berlin.localize(dt(2024, 10, 27, 2, 30), is_dst=true)', '2024-10-27 02:30:00+02:00'],
  [
    'berlin.localize(dt(2024, 10, 27, 2, 30), is_dst=none)',
    '2024-10-27 02:30:00 is ambiguous in Europe/Berlin: the clocks were put back',
  ],
  ['berlin.localize(dt(2024, 3, 31, 2, 30))', '2024-03-31 02:30:00+01:00'],
  ['berlin.localize(dt(2024, 3, 31, 2, 30), is_dst=true)', '2024-03-31 02:30:00+02:00'],
  [
    'berlin.localize(dt(2024, 3, 31, 2, 30), is_dst=none)',
    '2024-03-31 02:30:00 does not exist in Europe/Berlin: the clocks were put forward',
  ],
  [
    'berlin.normalize(berlin.localize(dt(2024, 3, 31, 1, 30)) + modules.datetime.timedelta(hours=1))',
    '2024-03-31 03:30:00+02:00',
  ],
  ['dt(2024, 7, 1, tzinfo=berlin)', '2024-07-01 00:00:00+00:53'],
  ['berlin.localize(run_started_at)', 'Not naive datetime (tzinfo is already set)'],
  ['berlin.normalize(dt(2024, 1, 1))', 'Naive time - no tzinfo set'],
  ["dt.now(berlin).strftime('%H:%M')", '15:07'],
  ['pytz.FixedOffset(90).localize(dt(2024, 1, 1))', '2024-01-01 00:00:00+01:30'],
  [
    "'Europe/Berlin' in pytz.all_timezones, 'US/Pacific' in pytz.common_timezones_set, pytz.all_timezones | length > 590",
    '(True, True, True)',
  ],
  [
    "pytz.country_timezones('de'), pytz.country_names['DE']",
    "(['Europe/Berlin', 'Europe/Busingen'], 'Germany')",
  ],
  [
    "berlin.localize(dt(1970, 6, 1)).strftime('%Z'), berlin.localize(dt(2050, 7, 1)).strftime('%Z')",
    "('CET', 'CET')",
  ],
])('%s → %s', (expression, expected) => {
  expect(show(expression)).toBe(expected);
});

test('Lists of one template are not those of the next', () => {
  expect(show("pytz.all_timezones.append('x')")).toBe('None');
  expect(show("'x' in pytz.all_timezones")).toBe('False');
});
