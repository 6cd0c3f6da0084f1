/** What statements ask of values: text to write, items to go over, so many values to unpack. */
import { Fault, typeFault } from '../value/fault.ts';
import { tryIterate } from '../value/iterate.ts';
import { type Next, textOf, typeName, type Value } from '../value/value.ts';
import { rt } from './render-state.ts';

/** Jinja joins what `call` and `filter` blocks give without converting it. */
export function writeText(value: Value): void {
  const text = textOf(value);
  if (text === undefined) {
    throw typeFault(
      `sequence item 0: expected str instance, ${typeName(value)} found`,
      'the result of a block must be text',
    );
  }
  rt.write(text);
}

/** What a loop goes over. */
export function loopIterator(value: Value): Next {
  const next = tryIterate(value);
  if (next !== undefined) return next;
  throw typeFault(
    `'${typeName(value)}' object is not iterable`,
    value === null ? 'a loop over none fails; write `or []` behind it' : undefined,
  );
}

/** Exactly `count` values, as Python unpacks them. */
export function unpacked(value: Value, count: number): readonly Value[] {
  const next = tryIterate(value);
  if (next === undefined) throw typeFault(`cannot unpack non-iterable ${typeName(value)} object`);
  const values: Value[] = [];
  for (let item = next(); item !== undefined; item = next()) {
    if (values.length === count)
      throw new Fault('ValueError', `too many values to unpack (expected ${count})`);
    values.push(item);
  }
  if (values.length < count) {
    throw new Fault('ValueError', `not enough values to unpack (expected ${count}, got ${values.length})`);
  }
  return values;
}
