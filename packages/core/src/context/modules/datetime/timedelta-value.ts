import {
  type ArithmeticOperator,
  Fault,
  Float,
  HostObject,
  hostFunction,
  type Integer,
  integer,
  isInteger,
  typeName,
  type Value,
} from '../../../template/template.ts';
import { typeFault } from '../../../template/value/fault.ts';
import { decompose, trueDivide } from '../../../template/value/integer.ts';
import { floorDivide, microsPerDay, microsPerSecond, padded, roundDivide, timeOf } from './clock.ts';

const maxDays = 999_999_999n;

/** Python's `timedelta`, as microseconds. */
export class TimedeltaValue extends HostObject {
  readonly total: bigint;

  constructor(total: bigint) {
    super();
    const [days] = floorDivide(total, microsPerDay);
    if (days > maxDays || days < -maxDays) {
      throw new Fault('OverflowError', `days=${days}; must have magnitude <= ${maxDays}`);
    }
    this.total = total;
  }

  get typeName(): string {
    return 'datetime.timedelta';
  }

  get #parts(): { readonly days: bigint; readonly seconds: number; readonly microseconds: number } {
    const [days, rest] = floorDivide(this.total, microsPerDay);
    return { days, seconds: Number(rest / microsPerSecond), microseconds: Number(rest % microsPerSecond) };
  }

  override str(): string {
    const [days, rest] = floorDivide(this.total, microsPerDay);
    const { hour, minute, second, microsecond } = timeOf(rest);
    const fraction = microsecond === 0 ? '' : `.${padded(microsecond, 6)}`;
    const time = `${hour}:${padded(minute)}:${padded(second)}${fraction}`;
    return days === 0n ? time : `${days} day${days === 1n || days === -1n ? '' : 's'}, ${time}`;
  }

  override repr(): string {
    const { days, seconds, microseconds } = this.#parts;
    const parts = [
      days === 0n ? '' : `days=${days}`,
      seconds === 0 ? '' : `seconds=${seconds}`,
      microseconds === 0 ? '' : `microseconds=${microseconds}`,
    ].filter((part) => part !== '');
    return `datetime.timedelta(${parts.length === 0 ? '0' : parts.join(', ')})`;
  }

  override truth(): boolean {
    return this.total !== 0n;
  }

  override equals(other: Value): boolean {
    return other instanceof TimedeltaValue && other.total === this.total;
  }

  override hashKey(): string {
    return `timedelta${this.total}`;
  }

  override compare(other: Value): number | undefined {
    if (!(other instanceof TimedeltaValue)) return undefined;
    return this.total < other.total ? -1 : this.total > other.total ? 1 : 0;
  }

  override negate(): Value {
    return new TimedeltaValue(-this.total);
  }

  override hasTrait(): boolean {
    return false;
  }

  override toPlain(): unknown {
    return this.str();
  }

  override format(spec: string): string | undefined {
    return spec === '' ? this.str() : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    const { days, seconds, microseconds } = this.#parts;
    switch (name) {
      case 'days':
        return Number(days);
      case 'seconds':
        return seconds;
      case 'microseconds':
        return microseconds;
      case 'total_seconds':
        return hostFunction(name, [], () => new Float(trueDivide(integer(this.total), 1_000_000)));
      case 'min':
      case 'max':
      case 'resolution':
        return timedeltaConstant(name);
      default:
        return undefined;
    }
  }

  override arithmetic(operator: ArithmeticOperator, other: Value, reflected: boolean): Value | undefined {
    if (other instanceof TimedeltaValue)
      return reflected ? undefined : this.#withTimedelta(operator, other.total);
    const factor = typeof other === 'boolean' ? Number(other) : other;
    if (!isInteger(factor) && !(factor instanceof Float)) return undefined;
    if (operator === '*') return this.#times(factor);
    if (reflected) return undefined;
    if (operator === '/') return this.#dividedBy(factor);
    if (operator !== '//' || factor instanceof Float) return undefined;
    if (factor === 0) throw zeroDivision();
    return new TimedeltaValue(floorDivide(this.total, BigInt(factor))[0]);
  }

  #withTimedelta(operator: ArithmeticOperator, other: bigint): Value | undefined {
    if (operator === '+') return new TimedeltaValue(this.total + other);
    if (operator === '-') return new TimedeltaValue(this.total - other);
    if (operator !== '/' && operator !== '//' && operator !== '%') return undefined;
    if (other === 0n)
      throw operator === '/' ? new Fault('ZeroDivisionError', 'division by zero') : zeroDivision();
    if (operator === '/') return new Float(trueDivide(integer(this.total), integer(other)));
    const [quotient, rest] = floorDivide(this.total, other);
    return operator === '//' ? integer(quotient) : new TimedeltaValue(rest);
  }

  #times(factor: Integer | Float): Value {
    if (!(factor instanceof Float)) return new TimedeltaValue(this.total * BigInt(factor));
    const [numerator, denominator] = ratio(factor.value);
    return new TimedeltaValue(roundDivide(this.total * numerator, denominator));
  }

  #dividedBy(divisor: Integer | Float): Value {
    const [numerator, denominator] = divisor instanceof Float ? ratio(divisor.value) : [BigInt(divisor), 1n];
    if (numerator === 0n) throw zeroDivision();
    return new TimedeltaValue(roundDivide(this.total * denominator, numerator));
  }
}

function zeroDivision(): Fault {
  return new Fault('ZeroDivisionError', 'integer division or modulo by zero');
}

export function timedeltaConstant(name: 'min' | 'max' | 'resolution'): TimedeltaValue {
  if (name === 'resolution') return new TimedeltaValue(1n);
  return new TimedeltaValue(name === 'min' ? -maxDays * microsPerDay : (maxDays + 1n) * microsPerDay - 1n);
}

/** `float.as_integer_ratio()` */
function ratio(value: number): readonly [bigint, bigint] {
  if (Number.isNaN(value)) throw new Fault('ValueError', 'cannot convert NaN to integer ratio');
  if (!Number.isFinite(value)) throw new Fault('OverflowError', 'cannot convert Infinity to integer ratio');
  const { mantissa, shift } = decompose(value);
  const signed = value < 0 ? -mantissa : mantissa;
  return shift >= 0 ? [signed << BigInt(shift), 1n] : [signed, 1n << BigInt(-shift)];
}

/** The units of `timedelta(…)`, in the order in which Python adds them up. */
const units: readonly (readonly [string, bigint])[] = [
  ['microseconds', 1n],
  ['milliseconds', 1000n],
  ['seconds', microsPerSecond],
  ['minutes', 60n * microsPerSecond],
  ['hours', 3600n * microsPerSecond],
  ['days', microsPerDay],
  ['weeks', 7n * microsPerDay],
];

/** `timedelta(days=…, …)`: exact for whole numbers, rounded once, to the even microsecond, for others. */
export function makeTimedelta(amounts: ReadonlyMap<string, Value>): TimedeltaValue {
  let total = 0n;
  let leftover = 0;
  for (const [name, size] of units) {
    const amount = amounts.get(name);
    if (amount === undefined) continue;
    const number = typeof amount === 'boolean' ? Number(amount) : amount;
    if (isInteger(number)) {
      total += BigInt(number) * size;
    } else if (number instanceof Float) {
      const whole = finiteWhole(number.value);
      total += BigInt(whole) * size;
      const part = (number.value - whole) * Number(size);
      const wholePart = Math.trunc(part);
      total += BigInt(wholePart);
      leftover += part - wholePart;
    } else {
      throw typeFault(`unsupported type for timedelta ${name} component: ${typeName(amount)}`);
    }
  }
  return new TimedeltaValue(total + roundedLeftover(leftover, total % 2n !== 0n));
}

function finiteWhole(value: number): number {
  if (Number.isNaN(value)) throw new Fault('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value)) throw new Fault('OverflowError', 'cannot convert float infinity to integer');
  return Math.trunc(value);
}

function roundedLeftover(leftover: number, isOdd: boolean): bigint {
  const rounded = Math.sign(leftover) * Math.round(Math.abs(leftover));
  if (Math.abs(rounded - leftover) !== 0.5) return BigInt(rounded);
  const odd = isOdd ? 1 : 0;
  const half = (leftover + odd) * 0.5;
  return BigInt(2 * Math.sign(half) * Math.round(Math.abs(half)) - odd);
}
