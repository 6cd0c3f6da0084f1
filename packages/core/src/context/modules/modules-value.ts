import { HostRecord, type Value } from '../../template/template.ts';
import { epochMicros } from './datetime/clock.ts';
import { datetimeModule } from './datetime/datetime-module.ts';
import { DateTimeValue } from './datetime/datetime-value.ts';
import { itertoolsModule } from './itertools/itertools-module.ts';
import { pytzModule, utcZone } from './pytz/pytz-module.ts';
import { regexModule } from './regex/regex-module.ts';

/** dbt's `modules`: parts of Python's library. `now` is what their clock shows, an ISO text in UTC. */
export function modulesValue(now: string): Value {
  const members = new Map<string, Value>([
    ['datetime', datetimeModule(new DateTimeValue(microsOfIso(now)))],
    ['itertools', itertoolsModule()],
    ['pytz', pytzModule],
    ['re', regexModule()],
  ]);
  return new HostRecord('modules', members);
}

/** `run_started_at`: the moment in UTC, with pytz's zone, so that `astimezone` works. */
export function startedAtValue(startedAt: string): DateTimeValue {
  return new DateTimeValue(microsOfIso(startedAt), utcZone);
}

function microsOfIso(text: string): bigint {
  const fraction = /\.(\d{1,6})/.exec(text)?.[1] ?? '';
  const seconds = Math.floor(Date.parse(text) / 1000);
  return epochMicros + BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}
