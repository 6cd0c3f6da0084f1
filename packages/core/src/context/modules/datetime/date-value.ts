import {
  type ArithmeticOperator,
  Fault,
  HostObject,
  hostFunction,
  type Value,
} from '../../../template/template.ts';
import { type CalendarDate, fromOrdinal, maxOrdinal, toOrdinal } from './calendar.ts';
import { dateText, type Fields, floorDivide, microsPerDay } from './clock.ts';
import { dateAttribute, structTime } from './date-attributes.ts';
import { type Formatted, formatMoment } from './format-moment.ts';
import { dateFrom } from './replaced-fields.ts';
import { TimedeltaValue } from './timedelta-value.ts';

/** Python's `date`. */
export class DateValue extends HostObject {
  readonly date: CalendarDate;

  constructor(date: CalendarDate) {
    super();
    this.date = date;
  }

  static ofOrdinal(ordinal: number): DateValue {
    if (ordinal < 1 || ordinal > maxOrdinal) throw new Fault('OverflowError', 'date value out of range');
    return new DateValue(fromOrdinal(ordinal));
  }

  get typeName(): string {
    return 'datetime.date';
  }

  get fields(): Fields {
    return { ...this.date, hour: 0, minute: 0, second: 0, microsecond: 0 };
  }

  get #formatted(): Formatted {
    return { fields: this.fields, offset: undefined, zoneName: undefined };
  }

  override str(): string {
    return dateText(this.date);
  }

  override repr(): string {
    const { year, month, day } = this.date;
    return `datetime.date(${year}, ${month}, ${day})`;
  }

  override truth(): boolean {
    return true;
  }

  override equals(other: Value): boolean {
    return other instanceof DateValue && this.compare(other) === 0;
  }

  override compare(other: Value): number | undefined {
    return other instanceof DateValue ? toOrdinal(this.date) - toOrdinal(other.date) : undefined;
  }

  override hashKey(): string {
    return `date${toOrdinal(this.date)}`;
  }

  override format(spec: string): string {
    return spec === '' ? this.str() : formatMoment(this.#formatted, spec);
  }

  override toPlain(): unknown {
    return this.str();
  }

  override arithmetic(operator: ArithmeticOperator, other: Value, reflected: boolean): Value | undefined {
    const ordinal = toOrdinal(this.date);
    if (other instanceof DateValue && operator === '-' && !reflected) {
      return new TimedeltaValue(BigInt(ordinal - toOrdinal(other.date)) * microsPerDay);
    }
    if (!(other instanceof TimedeltaValue)) return undefined;
    const days = Number(floorDivide(other.total, microsPerDay)[0]);
    if (operator === '+') return DateValue.ofOrdinal(ordinal + days);
    return operator === '-' && !reflected ? DateValue.ofOrdinal(ordinal - days) : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'isoformat':
        return hostFunction(name, [], () => this.str());
      case 'replace':
        return hostFunction(
          name,
          ['year?', 'month?', 'day?'],
          (values) => new DateValue(dateFrom(values, this.date)),
        );
      case 'timetuple':
        return hostFunction(name, [], () => structTime(this.fields, -1));
      default:
        return dateAttribute(name, this.#formatted) ?? dateConstant(name);
    }
  }
}

/** `date.min`, `date.max`, `date.resolution` */
export function dateConstant(name: string): Value | undefined {
  switch (name) {
    case 'min':
      return DateValue.ofOrdinal(1);
    case 'max':
      return DateValue.ofOrdinal(maxOrdinal);
    case 'resolution':
      return new TimedeltaValue(microsPerDay);
    default:
      return undefined;
  }
}
