import {
  type ArithmeticOperator,
  Float,
  HostObject,
  hostFunction,
  integer,
  type Value,
} from '../../../template/template.ts';
import { needText } from '../../../template/value/convert-arguments.ts';
import { typeFault } from '../../../template/value/fault.ts';
import { trueDivide } from '../../../template/value/integer.ts';
import { maxOrdinal } from './calendar.ts';
import {
  checkRange,
  dateText,
  epochMicros,
  type Fields,
  fieldsOf,
  microsOf,
  microsPerDay,
  offsetText,
} from './clock.ts';
import { dateAttribute, structTime } from './date-attributes.ts';
import { DateValue } from './date-value.ts';
import { FixedTimezone } from './fixed-timezone.ts';
import { type Formatted, formatMoment } from './format-moment.ts';
import { timeText } from './iso-text.ts';
import { dateFrom, timeFrom, zoneFrom } from './replaced-fields.ts';
import { clockArguments, TimeValue } from './time-value.ts';
import { TimedeltaValue, timedeltaConstant } from './timedelta-value.ts';
import { type Moment, Timezone, utcOf } from './timezone.ts';

/**
 * Python's `datetime`. A naive one is taken for UTC where Python takes it for the machine's local time (`timestamp`,
 * `astimezone`): what a template says must not depend on the machine it runs on.
 */
export class DateTimeValue extends HostObject implements Moment {
  readonly local: bigint;
  readonly zone: Timezone | null;

  constructor(local: bigint, zone: Timezone | null = null) {
    super();
    this.local = checkRange(local);
    this.zone = zone;
  }

  static of({ local, zone }: Moment): DateTimeValue {
    return new DateTimeValue(local, zone);
  }

  get typeName(): string {
    return 'datetime.datetime';
  }

  get fields(): Fields {
    return fieldsOf(this.local);
  }

  get #offset(): bigint | undefined {
    return this.zone?.offsetAt(this) ?? undefined;
  }

  get #formatted(): Formatted {
    return { fields: this.fields, offset: this.#offset, zoneName: this.zone?.nameAt(this) ?? undefined };
  }

  #iso(separator: string, precision: string): string {
    const { fields } = this;
    const offset = this.#offset;
    const zone = offset === undefined ? '' : offsetText(offset);
    return `${dateText(fields)}${separator}${timeText(fields, precision)}${zone}`;
  }

  override str(): string {
    return this.#iso(' ', 'auto');
  }

  override repr(): string {
    const { fields } = this;
    const zone = this.zone === null ? '' : `, tzinfo=${this.zone.repr()}`;
    return `datetime.datetime(${fields.year}, ${fields.month}, ${fields.day}, ${clockArguments(fields)}${zone})`;
  }

  override truth(): boolean {
    return true;
  }

  override equals(other: Value): boolean {
    if (!(other instanceof DateTimeValue)) return false;
    if (this.zone === other.zone) return this.local === other.local;
    const [a, b] = [utcOf(this), utcOf(other)];
    return a === undefined || b === undefined ? a === b && this.local === other.local : a === b;
  }

  override compare(other: Value): number | undefined {
    if (other instanceof DateValue) throw typeFault("can't compare datetime.datetime to datetime.date");
    if (!(other instanceof DateTimeValue)) return undefined;
    const difference = this.#since(other, "can't compare offset-naive and offset-aware datetimes");
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  #since(other: DateTimeValue, complaint: string): bigint {
    if (this.zone === other.zone) return this.local - other.local;
    const [a, b] = [utcOf(this), utcOf(other)];
    if (a !== undefined && b !== undefined) return a - b;
    if (a === undefined && b === undefined) return this.local - other.local;
    throw typeFault(complaint);
  }

  override hashKey(): string {
    const utc = utcOf(this);
    return utc === undefined ? `datetime${this.local}` : `moment${utc}`;
  }

  override format(spec: string): string {
    return spec === '' ? this.str() : formatMoment(this.#formatted, spec);
  }

  override toPlain(): unknown {
    return this.#iso('T', 'auto');
  }

  override arithmetic(operator: ArithmeticOperator, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof DateTimeValue && operator === '-' && !reflected) {
      return new TimedeltaValue(this.#since(other, "can't subtract offset-naive and offset-aware datetimes"));
    }
    if (!(other instanceof TimedeltaValue)) return undefined;
    if (operator === '+') return new DateTimeValue(this.local + other.total, this.zone);
    return operator === '-' && !reflected
      ? new DateTimeValue(this.local - other.total, this.zone)
      : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'hour':
      case 'minute':
      case 'second':
      case 'microsecond':
        return this.fields[name];
      case 'tzinfo':
        return this.zone;
      case 'fold':
        return 0;
      default:
        return (
          this.#zoneMethod(name) ??
          this.#method(name) ??
          dateAttribute(name, this.#formatted) ??
          datetimeConstant(name)
        );
    }
  }

  #zoneMethod(name: string): Value | undefined {
    switch (name) {
      case 'utcoffset':
        return hostFunction(name, [], () => duration(this.#offset ?? null));
      case 'dst':
        return hostFunction(name, [], () => duration(this.zone?.savingAt(this) ?? null));
      case 'tzname':
        return hostFunction(name, [], () => this.zone?.nameAt(this) ?? null);
      case 'astimezone':
        return hostFunction(name, ['tz?'], ([zone]) => this.#inZone(zone ?? null));
      case 'timestamp':
        return hostFunction(name, [], () => {
          const since = (utcOf(this) ?? this.local) - epochMicros;
          return new Float(trueDivide(integer(since), 1_000_000));
        });
      case 'utctimetuple':
        return hostFunction(name, [], () => structTime(fieldsOf(checkRange(utcOf(this) ?? this.local)), 0));
      default:
        return undefined;
    }
  }

  #inZone(value: Value): Value {
    if (value !== null && !(value instanceof Timezone)) {
      throw typeFault('tzinfo argument must be None or of a tzinfo subclass');
    }
    const zone = value ?? new FixedTimezone(0n);
    if (zone === this.zone) return this;
    return DateTimeValue.of(zone.fromUtc(checkRange(utcOf(this) ?? this.local)));
  }

  #method(name: string): Value | undefined {
    const { fields } = this;
    switch (name) {
      case 'date':
        return hostFunction(name, [], () => new DateValue(fields));
      case 'time':
        return hostFunction(name, [], () => new TimeValue(fields));
      case 'timetz':
        return hostFunction(name, [], () => new TimeValue(fields, this.zone));
      case 'isoformat':
        return hostFunction(name, ['sep?', 'timespec?'], ([separator = 'T', precision = 'auto']) =>
          this.#iso(oneCharacter(separator), needText(precision)),
        );
      case 'timetuple':
        return hostFunction(name, [], () => {
          const saving = this.zone?.savingAt(this) ?? null;
          return structTime(fields, saving === null ? -1 : Number(saving !== 0n));
        });
      case 'replace':
        return hostFunction(name, [...replaceable, '=fold?'], (values) => {
          const date = dateFrom(values.slice(0, 3), fields);
          const time = timeFrom(values.slice(3, 7), fields);
          return new DateTimeValue(microsOf({ ...date, ...time }), zoneFrom(values[7], this.zone));
        });
      default:
        return undefined;
    }
  }
}

const replaceable = ['year?', 'month?', 'day?', 'hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?'];

function duration(micros: bigint | null): Value {
  return micros === null ? null : new TimedeltaValue(micros);
}

function oneCharacter(value: Value): string {
  const text = needText(value, 'isoformat() argument 1');
  if ([...text].length === 1) return text;
  throw typeFault('isoformat() argument 1 must be a unicode character, not str');
}

/** `datetime.min`, `datetime.max`, `datetime.resolution` */
export function datetimeConstant(name: string): Value | undefined {
  switch (name) {
    case 'min':
      return new DateTimeValue(0n);
    case 'max':
      return new DateTimeValue(BigInt(maxOrdinal) * microsPerDay - 1n);
    case 'resolution':
      return timedeltaConstant(name);
    default:
      return undefined;
  }
}
