import { claimItems, iterate, type Next, spend, type Value } from '../../../template/template.ts';

/** `iter(value)` that counts what is taken from it. */
export function counted(value: Value): Next {
  const next = iterate(value);
  return () => {
    spend(1);
    return next();
  };
}

/** Several readers of one source: `tee`, `groupby`. What one has read is kept until the slowest has it too. */
export class SharedSource {
  readonly #next: Next;
  readonly #kept: (Value | undefined)[] = [];
  readonly #positions: number[] = [];
  #dropped = 0;

  constructor(next: Next) {
    this.#next = next;
  }

  reader(): Next {
    const own = this.#positions.length;
    this.#positions.push(this.#dropped);
    return () => {
      const at = (this.#positions[own] as number) - this.#dropped;
      if (at >= this.#kept.length) {
        const value = this.#next();
        if (value === undefined) return undefined;
        claimItems(this.#kept.length < 16 ? 1 : 17);
        this.#kept.push(value);
      }
      const value = this.#kept[at];
      this.#positions[own] = (this.#positions[own] as number) + 1;
      this.#forget();
      return value;
    };
  }

  #forget(): void {
    if (this.#kept.length < 1024) return;
    const least = Math.min(...this.#positions);
    if (least - this.#dropped < 512) return;
    this.#kept.splice(0, least - this.#dropped);
    this.#dropped = least;
  }
}
