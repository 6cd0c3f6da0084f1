/**
 * Plain data as YAML, JSON and `config()` calls give it. Integers beyond 2^53 are `bigint`.
 * Maps are `Map`s, so that keys such as `__proto__` are nothing special and order is kept.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | WholeFloat
  | readonly JsonValue[]
  | JsonMap;
export type JsonMap = ReadonlyMap<string, JsonValue>;

/**
 * A floating point number without decimals: `1.0`, which Python prints as `1.0` and not as `1`. All other floats
 * are plain numbers; NaN and the infinities too.
 */
export class WholeFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** As JSON writes it, which knows no difference. */
  toJSON(): number {
    return this.value;
  }
}

/** The one representation that a float has. */
export function floatValue(value: number): number | WholeFloat {
  return Number.isInteger(value) ? new WholeFloat(value) : value;
}

/** The one representation that a whole number has. */
export function integerValue(value: bigint): number | bigint {
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : value;
}

export function isJsonMap(value: JsonValue | undefined): value is JsonMap {
  return value instanceof Map;
}

export function isJsonList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
