import { Float, HostObject, hostFunction, str, type Value } from '../../template/template.ts';

/** A moment in UTC: what `run_started_at` is. Python's `datetime`, as far as templates use it. */
export class DateTimeValue extends HostObject {
  readonly #milliseconds: number;
  readonly #micro: number;

  /** ISO, UTC, up to microseconds. */
  constructor(iso: string) {
    super();
    this.#milliseconds = Date.parse(iso);
    const fraction = /\.(\d{1,6})/.exec(iso)?.[1] ?? '';
    this.#micro = Number(fraction.padEnd(6, '0'));
  }

  get typeName(): string {
    return 'datetime.datetime';
  }

  override str(): string {
    return `${this.format('%Y-%m-%d %H:%M:%S')}${this.#fraction()}+00:00`;
  }

  override repr(): string {
    return `datetime.datetime(${this.str()})`;
  }

  override compare(other: Value): number | undefined {
    return other instanceof DateTimeValue
      ? this.#milliseconds - other.#milliseconds || this.#micro - other.#micro
      : undefined;
  }

  override equals(other: Value): boolean {
    return this.compare(other) === 0;
  }

  override toPlain(): unknown {
    return this.#iso();
  }

  override getAttribute(name: string): Value | undefined {
    const date = new Date(this.#milliseconds);
    switch (name) {
      case 'year':
        return date.getUTCFullYear();
      case 'month':
        return date.getUTCMonth() + 1;
      case 'day':
        return date.getUTCDate();
      case 'hour':
        return date.getUTCHours();
      case 'minute':
        return date.getUTCMinutes();
      case 'second':
        return date.getUTCSeconds();
      case 'microsecond':
        return this.#micro;
      case 'strftime':
        return hostFunction(name, ['format'], ([format]) => this.format(str(format ?? '')));
      case 'isoformat':
        return hostFunction(name, ['sep?'], ([separator]) =>
          this.#iso().replace('T', typeof separator === 'string' ? separator : 'T'),
        );
      case 'date':
        return hostFunction(name, [], () => this.format('%Y-%m-%d'));
      case 'time':
        return hostFunction(name, [], () => this.format('%H:%M:%S') + this.#fraction());
      case 'timestamp':
        return hostFunction(
          name,
          [],
          () => new Float(Math.floor(this.#milliseconds / 1000) + this.#micro / 1e6),
        );
      case 'weekday':
        return hostFunction(name, [], () => (date.getUTCDay() + 6) % 7);
      case 'isoweekday':
        return hostFunction(name, [], () => ((date.getUTCDay() + 6) % 7) + 1);
      case 'astimezone':
        return hostFunction(name, ['tz?'], () => this);
      default:
        return undefined;
    }
  }

  #fraction(): string {
    return this.#micro === 0 ? '' : `.${String(this.#micro).padStart(6, '0')}`;
  }

  #iso(): string {
    return `${this.format('%Y-%m-%dT%H:%M:%S')}${this.#fraction()}+00:00`;
  }

  override format(format: string): string {
    const date = new Date(this.#milliseconds);
    const two = (value: number): string => String(value).padStart(2, '0');
    const startOfYear = Date.UTC(date.getUTCFullYear(), 0, 1);
    const parts: Readonly<Record<string, () => string>> = {
      Y: () => String(date.getUTCFullYear()).padStart(4, '0'),
      y: () => two(date.getUTCFullYear() % 100),
      m: () => two(date.getUTCMonth() + 1),
      d: () => two(date.getUTCDate()),
      e: () => String(date.getUTCDate()).padStart(2, ' '),
      H: () => two(date.getUTCHours()),
      I: () => two(date.getUTCHours() % 12 || 12),
      M: () => two(date.getUTCMinutes()),
      S: () => two(date.getUTCSeconds()),
      f: () => String(this.#micro).padStart(6, '0'),
      p: () => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
      j: () => String(Math.floor((this.#milliseconds - startOfYear) / 86_400_000) + 1).padStart(3, '0'),
      s: () => String(Math.floor(this.#milliseconds / 1000)),
      z: () => '+0000',
      Z: () => 'UTC',
      a: () => days[date.getUTCDay()]?.slice(0, 3) ?? '',
      A: () => days[date.getUTCDay()] ?? '',
      b: () => months[date.getUTCMonth()]?.slice(0, 3) ?? '',
      B: () => months[date.getUTCMonth()] ?? '',
      w: () => String(date.getUTCDay()),
      u: () => String(date.getUTCDay() || 7),
      F: () => this.format('%Y-%m-%d'),
      T: () => this.format('%H:%M:%S'),
      D: () => this.format('%m/%d/%y'),
      R: () => this.format('%H:%M'),
      '%': () => '%',
    };
    return format.replace(/%-?([A-Za-z%])/g, (whole, letter: string) => {
      const text = parts[letter]?.() ?? whole;
      return whole.startsWith('%-') ? text.replace(/^0+(?=.)/, '') : text;
    });
  }
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
