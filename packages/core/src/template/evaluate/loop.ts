import { equal } from '../value/compare.ts';
import { typeFault } from '../value/fault.ts';
import { drain, tryLength } from '../value/iterate.ts';
import { hostFunction } from '../value/signature.ts';
import { missing } from '../value/undefined-mode.ts';
import { type CallArguments, HostObject, type Next, orElse, Tuple, type Value } from '../value/value.ts';

/** The variable `loop` of a `for`. */
export class Loop extends HostObject {
  readonly #iterable: Value | undefined;
  readonly #recurse: ((iterable: Value, depth: number) => Value) | undefined;
  readonly #depth: number;
  #next: Next;
  #index = -1;
  #length: number | undefined;
  /** An item that was looked at ahead. */
  #after: Value | undefined;
  #current: Value | undefined;
  #before: Value | undefined;
  #changed: Tuple | undefined;

  /** `iterable` is what the items come from, when its length is that of the loop. */
  constructor(
    next: Next,
    iterable: Value | undefined,
    depth: number,
    recurse: ((iterable: Value, depth: number) => Value) | undefined,
  ) {
    super();
    this.#next = next;
    this.#iterable = iterable;
    this.#depth = depth;
    this.#recurse = recurse;
  }

  get typeName(): string {
    return 'LoopContext';
  }

  /** Goes on to the next item. */
  advance(): Value | undefined {
    const item = this.#after === undefined ? this.#next() : this.#after;
    this.#after = undefined;
    if (item === undefined) return undefined;
    this.#index += 1;
    this.#before = this.#current;
    this.#current = item;
    return item;
  }

  override length(): number {
    if (this.#length === undefined) {
      const known = this.#iterable === undefined ? undefined : tryLength(this.#iterable);
      this.#length = known ?? this.#drained();
    }
    return this.#length;
  }

  #drained(): number {
    const items = drain(this.#next);
    let index = 0;
    this.#next = () => items[index++];
    return items.length + this.#index + 1 + (this.#after === undefined ? 0 : 1);
  }

  #peek(): Value | undefined {
    if (this.#after === undefined) this.#after = this.#next();
    return this.#after;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'index':
        return this.#index + 1;
      case 'index0':
        return this.#index;
      case 'revindex':
        return this.length() - this.#index;
      case 'revindex0':
        return this.length() - this.#index - 1;
      case 'first':
        return this.#index === 0;
      case 'last':
        return this.#peek() === undefined;
      case 'length':
        return this.length();
      case 'depth':
        return this.#depth + 1;
      case 'depth0':
        return this.#depth;
      case 'previtem':
        return this.#index === 0 ? missing({ hint: 'there is no previous item' }) : this.#before;
      case 'nextitem':
        return orElse(this.#peek(), missing({ hint: 'there is no next item' }));
      case 'cycle':
        return hostFunction('cycle', ['*items'], (_, items) => this.#cycle(items));
      case 'changed':
        return hostFunction('changed', ['*values'], (_, values) => this.#hasChanged(values));
      default:
        return undefined;
    }
  }

  #cycle(items: readonly Value[]): Value {
    if (items.length === 0) throw typeFault('no items for cycling given');
    return items[this.#index % items.length] as Value;
  }

  #hasChanged(values: readonly Value[]): boolean {
    const now = new Tuple(values);
    if (this.#changed !== undefined && equal(this.#changed, now)) return false;
    this.#changed = now;
    return true;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(args: CallArguments): Value {
    if (this.#recurse === undefined) {
      throw typeFault("The loop must have the 'recursive' marker to be called recursively.");
    }
    const [iterable] = args.positional;
    if (iterable === undefined || args.positional.length > 1 || args.named.size > 0) {
      throw typeFault('loop() takes exactly one argument');
    }
    return this.#recurse(iterable, this.#depth + 1);
  }

  override iterate(): Next {
    return () => {
      const item = this.advance();
      return item === undefined ? undefined : new Tuple([item, this]);
    };
  }

  override repr(): string {
    return `<LoopContext ${this.#index + 1}/${this.length()}>`;
  }
}
