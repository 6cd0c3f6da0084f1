import { hostFunction, type Value } from '../../../template/template.ts';
import { needText } from '../../../template/value/convert-arguments.ts';
import { dayOfYear, toIsoWeek, toOrdinal, weekdayOf } from './calendar.ts';
import { type Fields, padded } from './clock.ts';
import { type Formatted, formatMoment } from './format-moment.ts';
import { NamedSequence } from './named-sequence.ts';

/** What dates and datetimes have in common. */
export function dateAttribute(name: string, moment: Formatted): Value | undefined {
  const { fields } = moment;
  switch (name) {
    case 'year':
    case 'month':
    case 'day':
      return fields[name];
    case 'strftime':
      return hostFunction(name, ['format'], ([format]) => formatMoment(moment, needText(format)));
    case 'ctime':
      return hostFunction(
        name,
        [],
        () => formatMoment(moment, '%a %b %e %H:%M:%S ') + padded(fields.year, 4),
      );
    case 'toordinal':
      return hostFunction(name, [], () => toOrdinal(fields));
    case 'weekday':
      return hostFunction(name, [], () => weekdayOf(toOrdinal(fields)));
    case 'isoweekday':
      return hostFunction(name, [], () => weekdayOf(toOrdinal(fields)) + 1);
    case 'isocalendar':
      return hostFunction(name, [], () => isoCalendar(fields));
    default:
      return undefined;
  }
}

function isoCalendar(fields: Fields): Value {
  const { year, week, weekday } = toIsoWeek(toOrdinal(fields));
  const items = new Map<string, Value>([
    ['year', year],
    ['week', week],
    ['weekday', weekday],
  ]);
  return new NamedSequence('datetime.IsoCalendarDate', items);
}

/** Python's `time.struct_time`. */
export function structTime(fields: Fields, isSaving: number): Value {
  const items = new Map<string, Value>([
    ['tm_year', fields.year],
    ['tm_mon', fields.month],
    ['tm_mday', fields.day],
    ['tm_hour', fields.hour],
    ['tm_min', fields.minute],
    ['tm_sec', fields.second],
    ['tm_wday', weekdayOf(toOrdinal(fields))],
    ['tm_yday', dayOfYear(fields)],
    ['tm_isdst', isSaving],
  ]);
  return new NamedSequence('time.struct_time', items);
}
