/**
 * The values of templates: a closed set. Nothing of JavaScript can be reached from a template, because a member that is
 * not in a value's own table does not exist.
 *
 * - none is `null`, booleans and texts are JavaScript's.
 * - An int is a `number` when it is a safe integer and a `bigint` beyond that, never otherwise: small numbers stay fast
 *   and every int has exactly one representation.
 * - A float is an instance of `Float`, so that `2.0` and `2` are told apart.
 * - All else is an instance of a subclass of `ValueObject`.
 *
 * JavaScript's `undefined` is not a value: functions use it for "there is none". Jinja's Undefined is `Undefined`.
 */
import { claimItems } from './meter.ts';

export type Value = null | boolean | number | bigint | string | ValueObject;

/** A whole number. */
export type Integer = number | bigint;

/** Gives the next value, or `undefined` at the end. */
export type Next = () => Value | undefined;

export abstract class ValueObject {
  /** Python's name of the type, as messages show it. */
  abstract get typeName(): string;
}

export class Float extends ValueObject {
  readonly value: number;

  constructor(value: number) {
    super();
    this.value = value;
  }

  get typeName(): string {
    return 'float';
  }
}

/** Text that the filters `safe`, `escape` and `tojson` have marked: adding plain text to it escapes that text. */
export class Markup extends ValueObject {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  get typeName(): string {
    return 'Markup';
  }
}

export class List extends ValueObject {
  items: Value[];

  constructor(items: Value[]) {
    super();
    this.items = items;
  }

  get typeName(): string {
    return 'list';
  }

  push(value: Value): void {
    claimItems(this.items.length + 1 > 16 ? 17 : 1);
    this.items.push(value);
  }
}

export class Tuple extends ValueObject {
  readonly items: readonly Value[];
  /** Names of the items, for the pairs that `groupby` makes. */
  readonly names: readonly string[] | undefined;

  constructor(items: readonly Value[], names?: readonly string[]) {
    super();
    this.items = items;
    this.names = names;
  }

  get typeName(): string {
    return this.names === undefined ? 'tuple' : '_GroupTuple';
  }
}

export class Range extends ValueObject {
  readonly start: Integer;
  readonly stop: Integer;
  readonly step: Integer;
  readonly length: number;

  constructor(start: Integer, stop: Integer, step: Integer, length: number) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = length;
  }

  get typeName(): string {
    return 'range';
  }
}

/** A one-shot iterator: what `map`, `select`, `zip` … give. Once used up it is empty. */
export class ValueIterator extends ValueObject {
  readonly #typeName: string;
  readonly next: Next;

  constructor(next: Next, typeName = 'generator') {
    super();
    this.next = next;
    this.#typeName = typeName;
  }

  get typeName(): string {
    return this.#typeName;
  }
}

/** What `namespace()` makes: the only value whose attributes a template can set. */
export class Namespace extends ValueObject {
  readonly attributes = new Map<string, Value>();

  get typeName(): string {
    return 'Namespace';
  }
}

export interface UndefinedOrigin {
  /** The whole message, when name and owner do not say it. */
  readonly hint?: string;
  /** The name or key that was looked up. */
  readonly name?: Value;
  /** What it was looked up in; absent for a bare name. */
  readonly owner?: Value;
}

/** The result of looking up what is not there. */
export class Undefined extends ValueObject {
  readonly origin: UndefinedOrigin;
  /** dbt's Undefined of parse time: attributes, items and calls give it again instead of failing. */
  readonly chainable: boolean;

  constructor(origin: UndefinedOrigin = {}, chainable = false) {
    super();
    this.origin = origin;
    this.chainable = chainable;
  }

  get typeName(): string {
    return 'Undefined';
  }
}

export interface CallArguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

export const noNames: ReadonlyMap<string, Value> = new Map();
export const noArguments: CallArguments = { positional: [], named: noNames };

/** Everything a template can call that is not a host object. */
export abstract class Callable extends ValueObject {
  abstract readonly name: string;
  abstract call(args: CallArguments): Value;

  get typeName(): string {
    return 'function';
  }

  /** What can be asked of the function itself, as of Jinja's macros. */
  getAttribute(_name: string): Value | undefined {
    return undefined;
  }

  repr(): string {
    return `<function ${this.name}>`;
  }
}

/** A function the host gives to templates, or a method of a value. */
export class HostFunction extends Callable {
  readonly name: string;
  readonly #implementation: (args: CallArguments) => Value;

  constructor(name: string, implementation: (args: CallArguments) => Value) {
    super();
    this.name = name;
    this.#implementation = implementation;
  }

  call(args: CallArguments): Value {
    return this.#implementation(args);
  }
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** What a host object is for the tests `mapping`, `sequence`, `number` and `string`. */
export type HostTrait = 'mapping' | 'sequence' | 'number' | 'string' | 'integer' | 'float';

/**
 * A value that the host adds: relation, column, table, decimal, date, `adapter`, `target` … It shows a template exactly
 * what its methods answer. An answer of `undefined` means: this value does not have or cannot do that.
 */
export abstract class HostObject extends ValueObject {
  /** `a.name`, methods included. Names with a leading `_` are never asked for. */
  getAttribute(_name: string): Value | undefined {
    return undefined;
  }

  /** `a[key]`. */
  getItem(_key: Value): Value | undefined {
    return undefined;
  }

  /** As `{{ a }}` prints it. */
  str(): string {
    return this.repr();
  }

  /** As it prints inside a list. */
  repr(): string {
    return `<${this.typeName} object>`;
  }

  truth(): boolean {
    return this.length() !== 0;
  }

  equals(other: Value): boolean {
    return this === other;
  }

  /** Negative, zero or positive; `undefined` when the two have no order. */
  compare(_other: Value): number | undefined {
    return undefined;
  }

  /** Equal objects have the same text; `undefined` means that every object is a key of its own. */
  hashKey(): string | undefined {
    return undefined;
  }

  iterate(): Next | undefined {
    return undefined;
  }

  length(): number | undefined {
    return undefined;
  }

  contains(_item: Value): boolean | undefined {
    return undefined;
  }

  get isCallable(): boolean {
    return false;
  }

  call(_args: CallArguments): Value | undefined {
    return undefined;
  }

  /** `this operator other`, or `other operator this` when `reflected`. */
  arithmetic(_operator: ArithmeticOperator, _other: Value, _reflected: boolean): Value | undefined {
    return undefined;
  }

  negate(): Value | undefined {
    return undefined;
  }

  /** `'{:spec}'.format(a)`; without an answer only an empty spec works. */
  format(_spec: string): string | undefined {
    return undefined;
  }

  /** The number that arithmetic with floats, `float` and `%f` take it for. */
  toNumber(): number | undefined {
    return undefined;
  }

  hasTrait(_trait: HostTrait): boolean {
    return false;
  }

  /** Plain data for configuration and JSON. */
  toPlain(): unknown {
    return undefined;
  }
}

/** A host object made of a table of attributes. */
export class HostRecord extends HostObject {
  readonly #typeName: string;
  readonly #attributes: ReadonlyMap<string, Value>;
  readonly #text: string | undefined;

  constructor(typeName: string, attributes: ReadonlyMap<string, Value>, text?: string) {
    super();
    this.#typeName = typeName;
    this.#attributes = attributes;
    this.#text = text;
  }

  get typeName(): string {
    return this.#typeName;
  }

  override getAttribute(name: string): Value | undefined {
    return this.#attributes.get(name);
  }

  override repr(): string {
    return this.#text ?? super.repr();
  }
}

/** The int with the one representation it may have. */
export function integer(value: bigint): Integer {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

export function isInteger(value: Value): value is Integer {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** A value, or another one where there is none. Not `??`, for which none is nothing. */
export function orElse(value: Value | undefined, fallback: Value): Value {
  return value === undefined ? fallback : value;
}

/** The text of a string or of marked text. */
export function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Markup ? value.text : undefined;
}

/** Python's name of a value's type. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'str';
    case 'number':
    case 'bigint':
      return 'int';
    default:
      return value.typeName;
  }
}
