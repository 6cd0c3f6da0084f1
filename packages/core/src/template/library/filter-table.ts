import { bind, signature } from '../value/signature.ts';
import type { CallArguments, Value } from '../value/value.ts';

/** A filter or test: the value it is applied to, and the arguments in parentheses. */
export type Filter = (value: Value, args: CallArguments) => Value;

type Body = (
  values: readonly (Value | undefined)[],
  rest: readonly Value[],
  named: ReadonlyMap<string, Value>,
) => Value;

export type FilterTable = Readonly<Record<string, readonly [parameters: readonly string[], body: Body]>>;

/**
 * Makes filters of a table: name → parameters (see `signature`; the first one is the value the filter is applied to) and
 * body.
 */
export function filterTable(table: FilterTable): ReadonlyMap<string, Filter> {
  const filters = new Map<string, Filter>();
  for (const [name, [parameters, body]] of Object.entries(table)) {
    const spec = signature(parameters);
    filters.set(name, (value, args) => {
      const bound = bind(name, spec, { positional: [value, ...args.positional], named: args.named });
      return body(bound.values, bound.rest, bound.named);
    });
  }
  return filters;
}
