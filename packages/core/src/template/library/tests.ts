import { arithmetic } from '../value/arithmetic.ts';
import { equal, ordered } from '../value/compare.ts';
import { Dict, isCallable, keyOf } from '../value/dict.ts';
import { contains, tryIterate, tryLength } from '../value/iterate.ts';
import { percentFormat } from '../value/percent-format.ts';
import { str } from '../value/print.ts';
import {
  Float,
  HostObject,
  isInteger,
  List,
  Markup,
  Range,
  Tuple,
  textOf,
  Undefined,
  type Value,
} from '../value/value.ts';
import { type Filter, filterTable } from './filter-table.ts';
import { isLower, isUpper } from './text-case.ts';

function remainder(value: Value, divisor: Value): Value {
  return typeof value === 'string' ? percentFormat(value, divisor) : arithmetic('%', value, divisor);
}

function isSequence(value: Value): boolean {
  if (textOf(value) !== undefined) return true;
  if (value instanceof List || value instanceof Tuple || value instanceof Dict || value instanceof Range)
    return true;
  // Jinja's own Undefined has a length and items that fail only when asked for.
  if (value instanceof Undefined) return true;
  return value instanceof HostObject && value.hasTrait('sequence') && tryLength(value) !== undefined;
}

function isNumber(value: Value): boolean {
  if (isInteger(value) || typeof value === 'boolean' || value instanceof Float) return true;
  return value instanceof HostObject && value.hasTrait('number');
}

/** `value is other`, as far as values have an identity. */
function sameAs(a: Value, b: Value): boolean {
  if (a instanceof Float && b instanceof Float) return Object.is(a.value, b.value);
  return a === b;
}

type Comparison = readonly [readonly string[], (values: readonly (Value | undefined)[]) => Value];

const eq: Comparison = [['/a', '/b'], ([a, b]) => equal(a as Value, b as Value)];
const ne: Comparison = [['/a', '/b'], ([a, b]) => !equal(a as Value, b as Value)];
const lt: Comparison = [['/a', '/b'], ([a, b]) => ordered('<', a as Value, b as Value)];
const le: Comparison = [['/a', '/b'], ([a, b]) => ordered('<=', a as Value, b as Value)];
const gt: Comparison = [['/a', '/b'], ([a, b]) => ordered('>', a as Value, b as Value)];
const ge: Comparison = [['/a', '/b'], ([a, b]) => ordered('>=', a as Value, b as Value)];

/** Names of filters are needed by the test `filter`; given later, because filters use tests. */
let knownFilter: (name: string) => boolean = () => false;

export function provideFilterNames(known: (name: string) => boolean): void {
  knownFilter = known;
}

/** Asks a table whether it has a value as its name; what cannot be a key fails, as in Python. */
function isKnown(value: Value, known: (name: string) => boolean): boolean {
  const key = keyOf(value);
  return typeof key === 'string' && known(key);
}

const tests: ReadonlyMap<string, Filter> = filterTable({
  boolean: [['value'], ([value]) => typeof value === 'boolean'],
  callable: [['/value'], ([value]) => isCallable(value as Value) || value instanceof Undefined],
  defined: [['value'], ([value]) => !(value instanceof Undefined)],
  divisibleby: [
    ['value', 'num'],
    ([value, divisor]) => equal(remainder(value as Value, divisor as Value), 0),
  ],
  escaped: [['value'], ([value]) => value instanceof Markup],
  even: [['value'], ([value]) => equal(remainder(value as Value, 2), 0)],
  false: [['value'], ([value]) => value === false],
  filter: [['value'], ([value]) => isKnown(value as Value, knownFilter)],
  float: [
    ['value'],
    ([value]) => value instanceof Float || (value instanceof HostObject && value.hasTrait('float')),
  ],
  in: [['value', 'seq'], ([value, container]) => contains(container as Value, value as Value)],
  integer: [['value'], ([value]) => isInteger(value as Value)],
  iterable: [['value'], ([value]) => tryIterate(value as Value) !== undefined],
  lower: [['value'], ([value]) => isLower(str(value as Value))],
  mapping: [
    ['value'],
    ([value]) => value instanceof Dict || (value instanceof HostObject && value.hasTrait('mapping')),
  ],
  none: [['value'], ([value]) => value === null],
  number: [['value'], ([value]) => isNumber(value as Value)],
  odd: [['value'], ([value]) => equal(remainder(value as Value, 2), 1)],
  sameas: [['value', 'other'], ([value, other]) => sameAs(value as Value, other as Value)],
  sequence: [['value'], ([value]) => isSequence(value as Value)],
  string: [
    ['value'],
    ([value]) =>
      textOf(value as Value) !== undefined || (value instanceof HostObject && value.hasTrait('string')),
  ],
  test: [['value'], ([value]) => isKnown(value as Value, (name) => tests.has(name))],
  true: [['value'], ([value]) => value === true],
  undefined: [['value'], ([value]) => value instanceof Undefined],
  upper: [['value'], ([value]) => isUpper(str(value as Value))],
  '==': eq,
  eq,
  equalto: eq,
  '!=': ne,
  ne,
  '<': lt,
  lt,
  lessthan: lt,
  '<=': le,
  le,
  '>': gt,
  gt,
  greaterthan: gt,
  '>=': ge,
  ge,
});

/** The test of this name. */
export function testNamed(name: string): Filter | undefined {
  return tests.get(name);
}

export function testNames(): Iterable<string> {
  return tests.keys();
}
