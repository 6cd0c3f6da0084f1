/** How filters reach into items: `attribute='a.b'`, `attribute='a,b'`, `attribute=0`. */
import { List, textOf, Undefined, type Value } from '../value/value.ts';
import { getItem } from './members.ts';

type Getter = (item: Value) => Value;

function parts(attribute: Value | undefined): Value[] {
  if (attribute === undefined || attribute === null) return [];
  const path = textOf(attribute);
  if (path === undefined) return [attribute];
  return path.split('.').map((part) => (/^\p{Nd}+$/u.test(part) ? Number(part) : part));
}

/** Texts compare without regard to case unless a filter is told otherwise. */
export function ignoreCase(value: Value): Value {
  const text = textOf(value);
  return text === undefined ? value : text.toLowerCase();
}

export interface GetterOptions {
  readonly after?: Getter | undefined;
  readonly fallback?: Value | undefined;
}

export function attributeGetter(attribute: Value | undefined, options: GetterOptions = {}): Getter {
  const path = parts(attribute);
  const { after, fallback } = options;
  return (item) => {
    let value = item;
    for (const part of path) {
      value = getItem(value, part);
      if (fallback !== undefined && fallback !== null && value instanceof Undefined) value = fallback;
    }
    return after === undefined ? value : after(value);
  };
}

/** For `sort`: one key, or a list of keys when several attributes are named. */
export function sortKey(attribute: Value | undefined, after: Getter | undefined): Getter {
  const text = attribute === undefined ? undefined : textOf(attribute);
  const getters = (text === undefined ? [attribute] : text.split(',')).map((part) =>
    attributeGetter(part, { after }),
  );
  return (item) => new List(getters.map((getter) => getter(item)));
}
