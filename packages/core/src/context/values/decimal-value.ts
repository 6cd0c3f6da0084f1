import {
  type ArithmeticOperator,
  Float,
  HostObject,
  isInteger,
  type Value,
} from '../../template/template.ts';

/** An exact decimal number of a query's result, in plain notation. */
export class DecimalValue extends HostObject {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  get typeName(): string {
    return 'Decimal';
  }

  override str(): string {
    return this.text;
  }

  override repr(): string {
    return `Decimal('${this.text}')`;
  }

  override truth(): boolean {
    return !/^-?0*(?:\.0*)?$/.test(this.text);
  }

  override equals(other: Value): boolean {
    return this.compare(other) === 0;
  }

  override hashKey(): string {
    const { digits, scale } = scaled(this.text);
    return digits % 10n ** BigInt(scale) === 0n
      ? String(digits / 10n ** BigInt(scale))
      : this.text.replace(/0+$/, '');
  }

  override compare(other: Value): number | undefined {
    if (other instanceof Float) return Number(this.text) - other.value;
    const pair = aligned(this, other);
    if (pair === undefined) return undefined;
    const [a, b] = pair;
    return a < b ? -1 : a > b ? 1 : 0;
  }

  override arithmetic(operator: ArithmeticOperator, other: Value, reflected: boolean): Value | undefined {
    const pair = aligned(this, other);
    if (pair === undefined) return undefined;
    const [left, right, scale] = reflected ? [pair[1], pair[0], pair[2]] : pair;
    switch (operator) {
      case '+':
        return new DecimalValue(plain(left + right, scale));
      case '-':
        return new DecimalValue(plain(left - right, scale));
      case '*':
        return new DecimalValue(plain(left * right, 2 * scale));
      case '/':
        return right === 0n ? undefined : new DecimalValue(String(Number(left) / Number(right)));
      default:
        return undefined;
    }
  }

  override negate(): Value {
    return new DecimalValue(this.text.startsWith('-') ? this.text.slice(1) : `-${this.text}`);
  }

  override toNumber(): number {
    return Number(this.text);
  }

  override hasTrait(trait: string): boolean {
    return trait === 'number';
  }

  override toPlain(): unknown {
    return this.text;
  }
}

function scaled(text: string): { readonly digits: bigint; readonly scale: number } {
  const [whole = '0', fraction = ''] = text.split('.');
  return { digits: BigInt(`${whole}${fraction}`.replace(/^(-?)0+(?=\d)/, '$1')), scale: fraction.length };
}

/** Both numbers without their points, and how many digits stood behind them. */
function aligned(decimal: DecimalValue, other: Value): readonly [bigint, bigint, number] | undefined {
  const text = other instanceof DecimalValue ? other.text : isInteger(other) ? String(other) : undefined;
  if (text === undefined || !/^-?\d+(?:\.\d+)?$/.test(decimal.text) || !/^-?\d+(?:\.\d+)?$/.test(text))
    return undefined;
  const a = scaled(decimal.text);
  const b = scaled(text);
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale), scale];
}

function plain(digits: bigint, scale: number): string {
  if (scale === 0) return String(digits);
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
