import { type ArithmeticOperator, HostObject, isInteger, type Value } from '../../../template/template.ts';

/** The bits of Python's flags. */
export const regexFlags = {
  ignoreCase: 2,
  locale: 4,
  multiLine: 8,
  dotAll: 16,
  unicode: 32,
  verbose: 64,
  debug: 128,
  ascii: 256,
} as const;

const names: readonly (readonly [number, string])[] = [
  [2, 'IGNORECASE'],
  [4, 'LOCALE'],
  [8, 'MULTILINE'],
  [16, 'DOTALL'],
  [32, 'UNICODE'],
  [64, 'VERBOSE'],
  [128, 'DEBUG'],
  [256, 'ASCII'],
];

/** `re.IGNORECASE|re.MULTILINE` */
export function flagsText(bits: number): string {
  const parts = names.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => `re.${name}`);
  const rest = names.reduce((left, [bit]) => left & ~bit, bits);
  if (rest !== 0) parts.push(`0x${rest.toString(16)}`);
  return parts.join('|');
}

/** `re.I` and its like: a whole number that prints its name. Templates combine them with `+`. */
export class RegexFlag extends HostObject {
  readonly bits: number;

  constructor(bits: number) {
    super();
    this.bits = bits;
  }

  get typeName(): string {
    return 'RegexFlag';
  }

  override repr(): string {
    return this.bits === 0 ? 're.NOFLAG' : flagsText(this.bits);
  }

  override truth(): boolean {
    return this.bits !== 0;
  }

  override equals(other: Value): boolean {
    return this.compare(other) === 0;
  }

  override compare(other: Value): number | undefined {
    const bits = flagBits(other);
    return bits === undefined ? undefined : this.bits - bits;
  }

  override hashKey(): string {
    return `flag${this.bits}`;
  }

  override arithmetic(operator: ArithmeticOperator, other: Value): Value | undefined {
    const bits = flagBits(other);
    if (bits === undefined) return undefined;
    if (operator === '+') return this.bits + bits;
    return operator === '-' ? this.bits - bits : undefined;
  }

  override toNumber(): number {
    return this.bits;
  }

  override hasTrait(trait: string): boolean {
    return trait === 'number' || trait === 'integer';
  }

  override toPlain(): unknown {
    return this.bits;
  }
}

/** The bits of a flag or of a small whole number. */
export function flagBits(value: Value): number | undefined {
  if (value instanceof RegexFlag) return value.bits;
  if (typeof value === 'boolean') return Number(value);
  if (!isInteger(value)) return undefined;
  return Number(BigInt.asIntN(32, BigInt(value)));
}
