import {
  bind,
  type CallArguments,
  callAttribute,
  Float,
  HostFunction,
  HostObject,
  HostRecord,
  hostFunction,
  isInteger,
  signature,
  typeName,
  type Value,
} from '../../../template/template.ts';
import { needIndex, needText } from '../../../template/value/convert-arguments.ts';
import { typeFault, valueFault } from '../../../template/value/fault.ts';
import { decompose } from '../../../template/value/integer.ts';
import { fromIsoWeek, maxOrdinal, maxYear } from './calendar.ts';
import { checkDate, checkTime, epochMicros, microsOf, microsPerSecond, roundDivide } from './clock.ts';
import { DateValue, dateConstant } from './date-value.ts';
import { DateTimeValue, datetimeConstant } from './datetime-value.ts';
import { FixedTimezone } from './fixed-timezone.ts';
import { readIsoDate, readIsoMoment, readIsoTime } from './iso-text.ts';
import { parseMoment } from './parse-moment.ts';
import { dateFrom, timeFrom, zoneFrom } from './replaced-fields.ts';
import { TimeValue, timeConstant } from './time-value.ts';
import { makeTimedelta, TimedeltaValue, timedeltaConstant } from './timedelta-value.ts';

/** A class of Python: called, it makes a value; its attributes are class methods, constants and unbound methods. */
interface ClassParts {
  readonly name: string;
  readonly make: (args: CallArguments) => Value;
  readonly member: (name: string) => Value | undefined;
  readonly methods: readonly string[];
  readonly isInstance: (value: Value | undefined) => boolean;
}

class PythonClass extends HostObject {
  readonly #parts: ClassParts;

  constructor(parts: ClassParts) {
    super();
    this.#parts = parts;
  }

  get typeName(): string {
    return 'type';
  }

  override repr(): string {
    return `<class 'datetime.${this.#parts.name}'>`;
  }

  override truth(): boolean {
    return true;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(args: CallArguments): Value {
    return this.#parts.make(args);
  }

  override getAttribute(name: string): Value | undefined {
    return this.#parts.member(name) ?? this.#unbound(name);
  }

  /** `datetime.strftime(moment, '%Y')` is `moment.strftime('%Y')`. */
  #unbound(name: string): Value | undefined {
    const { methods, isInstance, name: className } = this.#parts;
    if (!methods.includes(name)) return undefined;
    return new HostFunction(name, ({ positional: [self, ...rest], named }) => {
      if (self !== undefined && isInstance(self))
        return callAttribute(self, name, { positional: rest, named });
      const given = self === undefined ? 'unbound method needs an argument' : `got '${typeName(self)}'`;
      throw typeFault(`descriptor '${name}' for 'datetime.${className}' objects: ${given}`);
    });
  }
}

const dateMethods = [
  'ctime',
  'isocalendar',
  'isoformat',
  'isoweekday',
  'replace',
  'strftime',
  'timetuple',
  'toordinal',
  'weekday',
];
const datetimeMethods = [
  ...dateMethods,
  'astimezone',
  'date',
  'dst',
  'time',
  'timestamp',
  'timetz',
  'tzname',
  'utcoffset',
  'utctimetuple',
];
const timeMethods = ['dst', 'isoformat', 'replace', 'strftime', 'tzname', 'utcoffset'];

/**
 * Python's module `datetime`, as far as dbt shows it. "Now" is the moment the invocation began, in UTC: all templates of
 * a run agree on it, and rendering the same project at the same moment gives the same text on every machine.
 */
export function datetimeModule(now: DateTimeValue): Value {
  const members = new Map<string, Value>([
    ['date', dateClass(now)],
    ['datetime', datetimeClass(now)],
    ['time', timeClass()],
    ['timedelta', timedeltaClass()],
    ['tzinfo', new HostRecord('type', new Map(), "<class 'datetime.tzinfo'>")],
  ]);
  return new HostRecord('module', members, "<module 'datetime'>");
}

const dateParameters = signature(['year', 'month', 'day']);
const datetimeParameters = signature([
  'year',
  'month',
  'day',
  'hour?',
  'minute?',
  'second?',
  'microsecond?',
  'tzinfo?',
  '=fold?',
]);
const timeParameters = signature(['hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?', '=fold?']);
const units = ['days', 'seconds', 'microseconds', 'milliseconds', 'minutes', 'hours', 'weeks'];
const timedeltaParameters = signature(units.map((unit) => `${unit}?`));

function datetimeClass(now: DateTimeValue): PythonClass {
  return new PythonClass({
    name: 'datetime',
    make: (args) => {
      const { values } = bind('datetime', datetimeParameters, args);
      const fields = { ...dateFrom(values.slice(0, 3)), ...timeFrom(values.slice(3, 7)) };
      return new DateTimeValue(microsOf(fields), zoneFrom(values[7]));
    },
    member: (name) => currentMoment(name, now) ?? datetimeReader(name) ?? datetimeConstant(name),
    methods: datetimeMethods,
    isInstance: (value) => value instanceof DateTimeValue,
  });
}

function currentMoment(name: string, now: DateTimeValue): Value | undefined {
  switch (name) {
    case 'now':
      return hostFunction(name, ['tz?'], ([zone]) => inZone(now.local, zone));
    case 'utcnow':
    case 'today':
      return hostFunction(name, [], () => now);
    default:
      return undefined;
  }
}

/** A moment of UTC in a zone, or naive. */
function inZone(utc: bigint, zone: Value | undefined): Value {
  const target = zoneFrom(zone);
  return target === null ? new DateTimeValue(utc) : DateTimeValue.of(target.fromUtc(utc));
}

function datetimeReader(name: string): Value | undefined {
  switch (name) {
    case 'strptime':
      return hostFunction(name, ['date_string', 'format'], ([text, format]) => {
        const { fields, offset, zoneName } = parseMoment(
          needText(text, 'strptime() argument 1'),
          needText(format, 'strptime() argument 2'),
        );
        return new DateTimeValue(
          microsOf(fields),
          offset === undefined ? null : new FixedTimezone(offset, zoneName),
        );
      });
    case 'fromisoformat':
      return hostFunction(name, ['date_string'], ([text]) => {
        const { date, time, offset } = readIsoMoment(isoArgument(text));
        checkDate(date);
        checkTime(time);
        return new DateTimeValue(
          microsOf({ ...date, ...time }),
          offset === undefined ? null : new FixedTimezone(offset),
        );
      });
    case 'fromtimestamp':
      return hostFunction(name, ['timestamp', 'tz?'], ([seconds, zone]) =>
        inZone(epochMicros + micros(seconds), zone),
      );
    case 'utcfromtimestamp':
      return hostFunction(
        name,
        ['timestamp'],
        ([seconds]) => new DateTimeValue(epochMicros + micros(seconds)),
      );
    case 'combine':
      return hostFunction(name, ['date', 'time', 'tzinfo?'], ([date, time, zone]) => {
        if (!(date instanceof DateValue) && !(date instanceof DateTimeValue)) {
          throw typeFault(`combine() argument 1 must be datetime.date, not ${typeName(date ?? null)}`);
        }
        if (!(time instanceof TimeValue)) {
          throw typeFault(`combine() argument 2 must be datetime.time, not ${typeName(time ?? null)}`);
        }
        return new DateTimeValue(microsOf({ ...date.fields, ...time.time }), zoneFrom(zone, time.zone));
      });
    case 'fromordinal':
    case 'fromisocalendar': {
      const reader = dateReader(name);
      return new HostFunction(name, (args) => {
        const date = reader?.call(args);
        return date instanceof DateValue ? new DateTimeValue(microsOf(date.fields)) : null;
      });
    }
    default:
      return undefined;
  }
}

function isoArgument(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw typeFault('fromisoformat: argument must be str');
}

/** Seconds since 1970 as microseconds, rounded to the even one. */
function micros(seconds: Value | undefined): bigint {
  if (isInteger(seconds ?? null)) return BigInt(seconds as number | bigint) * microsPerSecond;
  if (!(seconds instanceof Float)) {
    throw typeFault(`'${typeName(seconds ?? null)}' object cannot be interpreted as an integer`);
  }
  if (!Number.isFinite(seconds.value)) {
    throw valueFault(`cannot convert float ${Number.isNaN(seconds.value) ? 'NaN' : 'infinity'} to integer`);
  }
  const { mantissa, shift } = decompose(seconds.value);
  const scaled = mantissa * microsPerSecond;
  const magnitude =
    shift >= 0 ? scaled << BigInt(Math.min(shift, 64)) : roundDivide(scaled, 1n << BigInt(-shift));
  return seconds.value < 0 ? -magnitude : magnitude;
}

function dateClass(now: DateTimeValue): PythonClass {
  return new PythonClass({
    name: 'date',
    make: (args) => new DateValue(dateFrom(bind('date', dateParameters, args).values)),
    member: (name) => {
      switch (name) {
        case 'today':
          return hostFunction(name, [], () => new DateValue(now.fields));
        default:
          return dateConstant(name) ?? dateReader(name);
      }
    },
    methods: dateMethods,
    isInstance: (value) => value instanceof DateValue || value instanceof DateTimeValue,
  });
}

function dateReader(name: string): HostFunction | undefined {
  switch (name) {
    case 'fromisoformat':
      return hostFunction(name, ['date_string'], ([text]) => {
        const date = readIsoDate(isoArgument(text));
        checkDate(date);
        return new DateValue(date);
      });
    case 'fromordinal':
      return hostFunction(name, ['ordinal'], ([ordinal]) => {
        const day = needIndex(ordinal);
        if (day < 1) throw valueFault('ordinal must be >= 1');
        if (day > maxOrdinal) throw valueFault('year is out of range');
        return DateValue.ofOrdinal(day);
      });
    case 'fromtimestamp':
      return hostFunction(
        name,
        ['timestamp'],
        ([seconds]) => new DateValue(new DateTimeValue(epochMicros + micros(seconds)).fields),
      );
    case 'fromisocalendar':
      return hostFunction(name, ['year', 'week', 'day'], ([yearValue, weekValue, dayValue]) => {
        const [year, week, weekday] = [needIndex(yearValue), needIndex(weekValue), needIndex(dayValue)];
        if (year < 1 || year > maxYear) throw valueFault(`Year is out of range: ${year}`);
        const ordinal = fromIsoWeek({ year, week, weekday });
        if (ordinal === undefined) throw valueFault(`Invalid week: ${week}`);
        if (weekday < 1 || weekday > 7) throw valueFault(`Invalid weekday: ${weekday} (range is [1, 7])`);
        return DateValue.ofOrdinal(ordinal);
      });
    default:
      return undefined;
  }
}

function timeClass(): PythonClass {
  return new PythonClass({
    name: 'time',
    make: (args) => {
      const { values } = bind('time', timeParameters, args);
      return new TimeValue(timeFrom(values), zoneFrom(values[4]));
    },
    member: (name) => {
      switch (name) {
        case 'fromisoformat':
          return hostFunction(name, ['time_string'], ([text]) => {
            const { time, offset } = readIsoTime(isoArgument(text));
            checkTime(time);
            return new TimeValue(time, offset === undefined ? null : new FixedTimezone(offset));
          });
        default:
          return timeConstant(name);
      }
    },
    methods: timeMethods,
    isInstance: (value) => value instanceof TimeValue,
  });
}

function timedeltaClass(): PythonClass {
  return new PythonClass({
    name: 'timedelta',
    make: (args) => {
      const { values } = bind('timedelta', timedeltaParameters, args);
      const amounts = new Map<string, Value>();
      values.forEach((value, index) => {
        if (value !== undefined) amounts.set(units[index] as string, value);
      });
      return makeTimedelta(amounts);
    },
    member: (name) =>
      name === 'min' || name === 'max' || name === 'resolution' ? timedeltaConstant(name) : undefined,
    methods: ['total_seconds'],
    isInstance: (value) => value instanceof TimedeltaValue,
  });
}
