import { LimitFault } from './fault.ts';

/** What one rendering may use. Everything a hostile template can make grow has a bound here. */
export interface TemplateLimits {
  /** Evaluation steps: statements, loop rounds, calls, items touched by filters. */
  readonly steps: number;
  /** Nested macro calls, includes and recursive loops. */
  readonly depth: number;
  /** Length of the output and of any one text, in UTF-16 units. */
  readonly text: number;
  /** Items of any one list. */
  readonly items: number;
  /** Size of any one whole number. */
  readonly integerBits: number;
  /** Sum of all lengths of texts and lists made. */
  readonly allocation: number;
  /** Wall time, counted only when a clock is given. */
  readonly milliseconds: number;
}

export const defaultLimits: TemplateLimits = {
  steps: 10_000_000,
  depth: 200,
  text: 1 << 25,
  items: 2_000_000,
  integerBits: 1 << 17,
  allocation: 1 << 29,
  milliseconds: 30_000,
};

/** How many steps go by between two looks at the clock. */
const stride = 4096;

/** The meter of one rendering. */
export class Meter {
  readonly limits: TemplateLimits;
  readonly #clock: (() => number) | undefined;
  readonly #deadline: number;
  #stepsLeft: number;
  #allocationLeft: number;
  slice: number;
  depth = 0;

  constructor(limits: TemplateLimits, clock?: () => number) {
    this.limits = limits;
    this.#clock = clock;
    this.#deadline = clock === undefined ? 0 : clock() + limits.milliseconds;
    this.#allocationLeft = limits.allocation;
    this.slice = Math.min(stride, limits.steps);
    this.#stepsLeft = limits.steps - this.slice;
  }

  /** Called when a slice of steps is used up. */
  refill(): void {
    const overdrawn = -this.slice;
    if (overdrawn > this.#stepsLeft) {
      throw new LimitFault(`The template takes more than ${this.limits.steps} evaluation steps`);
    }
    if (this.#clock !== undefined && this.#clock() > this.#deadline) {
      throw new LimitFault(`The template takes longer than ${this.limits.milliseconds} ms`);
    }
    const slice = Math.min(stride, this.#stepsLeft - overdrawn);
    this.#stepsLeft -= overdrawn + slice;
    this.slice = slice;
  }

  allocate(units: number): void {
    this.#allocationLeft -= units;
    if (this.#allocationLeft < 0) {
      throw new LimitFault('The template makes more text and lists than fit into its memory limit');
    }
  }
}

const unmetered: TemplateLimits = {
  ...defaultLimits,
  steps: Number.POSITIVE_INFINITY,
  allocation: Number.POSITIVE_INFINITY,
};

// Rendering is synchronous, so the meter of the rendering that is going on can be a variable of the module: no value
// operation can forget to pass it on.
let current = new Meter(unmetered);

/** Makes `meter` count what follows; returns the one before, to be put back. */
export function switchMeter(meter: Meter): Meter {
  const before = current;
  current = meter;
  return before;
}

export function currentMeter(): Meter {
  return current;
}

/** Counts evaluation steps. */
export function spend(steps: number): void {
  current.slice -= steps;
  if (current.slice < 0) current.refill();
}

/** To be called before a text of this length is made. */
export function claimText(length: number): void {
  if (length > current.limits.text) {
    throw new LimitFault(`The template makes a text of more than ${current.limits.text} characters`);
  }
  if (length > 64) {
    current.allocate(length);
    spend(length >>> 6);
  }
}

/** For joining two texts, which JavaScript does without copying: only the length is checked. */
export function claimJoin(length: number): void {
  if (length > current.limits.text) {
    throw new LimitFault(`The template makes a text of more than ${current.limits.text} characters`);
  }
}

/** To be called before a list of this length is made. */
export function claimItems(count: number): void {
  if (count > current.limits.items) {
    throw new LimitFault(`The template makes a list of more than ${current.limits.items} items`);
  }
  if (count > 16) {
    current.allocate(count * 8);
    spend(count >>> 3);
  }
}

/** To be called before a whole number of this size is made. */
export function claimBits(bits: number): void {
  if (bits > current.limits.integerBits) {
    throw new LimitFault(`The template makes a whole number of more than ${current.limits.integerBits} bits`);
  }
  spend(bits >>> 5);
}

/** Enters one level of nesting; `leave` must follow unless an error ends the rendering. */
export function enter(what: string): void {
  current.depth += 1;
  if (current.depth > current.limits.depth) {
    throw new LimitFault(`${what} nested more than ${current.limits.depth} levels deep`);
  }
}

export function leave(): void {
  current.depth -= 1;
}
