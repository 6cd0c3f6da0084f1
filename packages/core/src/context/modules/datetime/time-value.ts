import { HostObject, hostFunction, type Value } from '../../../template/template.ts';
import { needText } from '../../../template/value/convert-arguments.ts';
import { typeFault } from '../../../template/value/fault.ts';
import { type ClockTime, offsetText, timeMicros } from './clock.ts';
import { formatMoment } from './format-moment.ts';
import { timeText } from './iso-text.ts';
import { timeFrom, zoneFrom } from './replaced-fields.ts';
import { TimedeltaValue, timedeltaConstant } from './timedelta-value.ts';
import type { Timezone } from './timezone.ts';

/** Python's `time` of day. */
export class TimeValue extends HostObject {
  readonly time: ClockTime;
  readonly zone: Timezone | null;

  constructor(time: ClockTime, zone: Timezone | null = null) {
    super();
    this.time = time;
    this.zone = zone;
  }

  get typeName(): string {
    return 'datetime.time';
  }

  get #offset(): bigint | undefined {
    return this.zone?.offsetAt(null) ?? undefined;
  }

  override str(): string {
    return this.#iso('auto');
  }

  #iso(precision: string): string {
    const offset = this.#offset;
    return timeText(this.time, precision) + (offset === undefined ? '' : offsetText(offset));
  }

  override repr(): string {
    const zone = this.zone === null ? '' : `, tzinfo=${this.zone.repr()}`;
    return `datetime.time(${clockArguments(this.time)}${zone})`;
  }

  override truth(): boolean {
    return true;
  }

  override equals(other: Value): boolean {
    if (!(other instanceof TimeValue)) return false;
    return (this.#offset === undefined) === (other.#offset === undefined) && this.#micros === other.#micros;
  }

  get #micros(): bigint {
    return timeMicros(this.time) - (this.#offset ?? 0n);
  }

  override compare(other: Value): number | undefined {
    if (!(other instanceof TimeValue)) return undefined;
    if ((this.#offset === undefined) !== (other.#offset === undefined)) {
      throw typeFault("can't compare offset-naive and offset-aware times");
    }
    return Number(this.#micros - other.#micros);
  }

  override hashKey(): string {
    return `time${this.#offset === undefined ? '' : 'z'}${this.#micros}`;
  }

  override format(spec: string): string {
    return spec === '' ? this.str() : this.#strftime(spec);
  }

  override toPlain(): unknown {
    return this.str();
  }

  #strftime(format: string): string {
    const fields = { year: 1900, month: 1, day: 1, ...this.time };
    return formatMoment(
      { fields, offset: this.#offset, zoneName: this.zone?.nameAt(null) ?? undefined },
      format,
    );
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'hour':
      case 'minute':
      case 'second':
      case 'microsecond':
        return this.time[name];
      case 'tzinfo':
        return this.zone;
      case 'fold':
        return 0;
      case 'strftime':
        return hostFunction(name, ['format'], ([format]) => this.#strftime(needText(format)));
      case 'isoformat':
        return hostFunction(name, ['timespec?'], ([precision]) => this.#iso(needText(precision ?? 'auto')));
      case 'replace':
        return hostFunction(
          name,
          ['hour?', 'minute?', 'second?', 'microsecond?', 'tzinfo?', '=fold?'],
          ([hour, minute, second, microsecond, zone]) =>
            new TimeValue(
              timeFrom([hour, minute, second, microsecond], this.time),
              zoneFrom(zone, this.zone),
            ),
        );
      case 'utcoffset':
        return hostFunction(name, [], () => {
          const offset = this.#offset;
          return offset === undefined ? null : new TimedeltaValue(offset);
        });
      case 'dst':
        return hostFunction(name, [], () => {
          const saving = this.zone?.savingAt(null) ?? null;
          return saving === null ? null : new TimedeltaValue(saving);
        });
      case 'tzname':
        return hostFunction(name, [], () => this.zone?.nameAt(null) ?? null);
      default:
        return timeConstant(name);
    }
  }
}

/** `14, 5` or `14, 5, 9, 123`: the arguments that `repr` shows. */
export function clockArguments({ hour, minute, second, microsecond }: ClockTime): string {
  const numbers = [hour, minute];
  if (second !== 0 || microsecond !== 0) numbers.push(second);
  if (microsecond !== 0) numbers.push(microsecond);
  return numbers.join(', ');
}

/** `time.min`, `time.max`, `time.resolution` */
export function timeConstant(name: string): Value | undefined {
  switch (name) {
    case 'min':
      return new TimeValue({ hour: 0, minute: 0, second: 0, microsecond: 0 });
    case 'max':
      return new TimeValue({ hour: 23, minute: 59, second: 59, microsecond: 999_999 });
    case 'resolution':
      return timedeltaConstant(name);
    default:
      return undefined;
  }
}
