import {
  equal,
  HostObject,
  isInteger,
  type Next,
  ordered,
  repr,
  Tuple,
  type Value,
} from '../../../template/template.ts';

/** Python's named tuples: `struct_time`, `IsoCalendarDate`. */
export class NamedSequence extends HostObject {
  readonly #typeName: string;
  readonly #items: ReadonlyMap<string, Value>;
  /** Items that only their name reaches. */
  readonly #hidden: ReadonlyMap<string, Value>;

  constructor(
    typeName: string,
    items: ReadonlyMap<string, Value>,
    hidden: ReadonlyMap<string, Value> = new Map(),
  ) {
    super();
    this.#typeName = typeName;
    this.#items = items;
    this.#hidden = hidden;
  }

  get typeName(): string {
    return this.#typeName;
  }

  override repr(): string {
    return `${this.#typeName}(${[...this.#items].map(([name, value]) => `${name}=${repr(value)}`).join(', ')})`;
  }

  get tuple(): Tuple {
    return new Tuple([...this.#items.values()]);
  }

  override equals(other: Value): boolean {
    return equal(this.tuple, other instanceof NamedSequence ? other.tuple : other);
  }

  override compare(other: Value): number | undefined {
    const right = other instanceof NamedSequence ? other.tuple : other;
    if (!(right instanceof Tuple)) return undefined;
    if (equal(this.tuple, right)) return 0;
    return ordered('<', this.tuple, right) ? -1 : 1;
  }

  override getAttribute(name: string): Value | undefined {
    const item = this.#items.get(name);
    return item === undefined ? this.#hidden.get(name) : item;
  }

  override getItem(key: Value): Value | undefined {
    if (!isInteger(key)) return undefined;
    const { items } = this.tuple;
    return items[key < 0 ? items.length + Number(key) : Number(key)];
  }

  override iterate(): Next {
    const { items } = this.tuple;
    let index = 0;
    return () => items[index++];
  }

  override length(): number {
    return this.#items.size;
  }

  override hasTrait(trait: string): boolean {
    return trait === 'sequence';
  }

  override toPlain(): unknown {
    return [...this.#items.values()];
  }
}
