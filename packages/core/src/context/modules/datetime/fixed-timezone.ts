import type { Value } from '../../../template/template.ts';
import { offsetText } from './clock.ts';
import { TimedeltaValue } from './timedelta-value.ts';
import { type Moment, Timezone } from './timezone.ts';

/** Python's `datetime.timezone`: what reading a text with an offset gives. */
export class FixedTimezone extends Timezone {
  readonly #offset: bigint;
  readonly #name: string | undefined;

  constructor(offset: bigint, name?: string) {
    super();
    this.#offset = offset;
    this.#name = name;
  }

  get typeName(): string {
    return 'datetime.timezone';
  }

  override str(): string {
    return this.nameAt();
  }

  override repr(): string {
    if (this.#offset === 0n && this.#name === undefined) return 'datetime.timezone.utc';
    const name = this.#name === undefined ? '' : `, '${this.#name}'`;
    return `datetime.timezone(${new TimedeltaValue(this.#offset).repr()}${name})`;
  }

  override equals(other: Value): boolean {
    return other instanceof FixedTimezone && other.#offset === this.#offset;
  }

  override hashKey(): string {
    return `tz${this.#offset}`;
  }

  offsetAt(): bigint {
    return this.#offset;
  }

  savingAt(): null {
    return null;
  }

  nameAt(): string {
    return this.#name ?? (this.#offset === 0n ? 'UTC' : `UTC${offsetText(this.#offset)}`);
  }

  fromUtc(utc: bigint): Moment {
    return { local: utc + this.#offset, zone: this };
  }
}
