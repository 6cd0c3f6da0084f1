import { nearest } from '../../diagnostics/nearest.ts';
import { typeFault } from './fault.ts';
import { type CallArguments, HostFunction, type Value } from './value.ts';

/** One parameter: positional only or not, with a default (the function's own) or not. */
interface Parameter {
  readonly name: string;
  readonly positionalOnly: boolean;
  readonly namedOnly: boolean;
  readonly optional: boolean;
}

/**
 * The parameters of a function given to templates. Written as a list of names: `x` is required, `x?` optional, `/x` can
 * only be given by position, `=x` only by name, `*xs` takes all further positions as the last-but-one argument,
 * `**xs` all further names.
 */
export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly rest: boolean;
  readonly names: boolean;
}

export function signature(words: readonly string[]): Signature {
  const parameters: Parameter[] = [];
  let rest = false;
  let names = false;
  for (const word of words) {
    if (word.startsWith('**')) names = true;
    else if (word.startsWith('*')) rest = true;
    else {
      const positionalOnly = word.startsWith('/');
      const namedOnly = word.startsWith('=');
      const optional = word.endsWith('?');
      const name = word.slice(positionalOnly || namedOnly ? 1 : 0, optional ? -1 : undefined);
      parameters.push({ name, positionalOnly, namedOnly, optional });
    }
  }
  return { parameters, rest, names };
}

/** Arguments in the order of the parameters; `undefined` where an optional one was not given. */
export interface BoundArguments {
  readonly values: readonly (Value | undefined)[];
  readonly rest: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

const noRest: readonly Value[] = [];

export function bind(name: string, spec: Signature, args: CallArguments): BoundArguments {
  const { parameters } = spec;
  const { positional, named } = args;
  const values: (Value | undefined)[] = [];
  let taken = 0;
  for (const parameter of parameters) {
    values.push(parameter.namedOnly ? undefined : positional[taken]);
    if (!parameter.namedOnly) taken += 1;
  }
  if (positional.length > taken && !spec.rest) {
    throw typeFault(
      `${name}() takes at most ${taken} argument${taken === 1 ? '' : 's'} (${positional.length} given)`,
    );
  }
  const otherNames = named.size === 0 ? named : bindNames(name, spec, named, values);
  for (let i = 0; i < parameters.length; i += 1) {
    const parameter = parameters[i] as Parameter;
    if (values[i] === undefined && !parameter.optional) {
      throw typeFault(`${name}() missing required argument '${parameter.name}'`);
    }
  }
  return { values, rest: positional.length > taken ? positional.slice(taken) : noRest, named: otherNames };
}

function bindNames(
  name: string,
  spec: Signature,
  named: ReadonlyMap<string, Value>,
  values: (Value | undefined)[],
): ReadonlyMap<string, Value> {
  const others = new Map<string, Value>();
  for (const [key, value] of named) {
    const index = spec.parameters.findIndex(
      (parameter) => parameter.name === key && !parameter.positionalOnly,
    );
    if (index === -1) {
      if (!spec.names) throw unknownName(name, spec, key);
      others.set(key, value);
    } else {
      if (values[index] !== undefined) throw typeFault(`${name}() got multiple values for argument '${key}'`);
      values[index] = value;
    }
  }
  return others;
}

function unknownName(name: string, spec: Signature, key: string): Error {
  const known = spec.parameters
    .filter((parameter) => !parameter.positionalOnly)
    .map((parameter) => parameter.name);
  const meant = nearest(key, known);
  return typeFault(
    `${name}() got an unexpected keyword argument '${key}'`,
    meant === undefined ? undefined : `did you mean ${meant}=?`,
  );
}

/**
 * A function for templates. `parameters` are written as `signature` describes; the implementation gets one argument for
 * each, then the further positions and names.
 *
 *     hostFunction('source', ['source_name', 'table_name'], ([source, table]) => …)
 */
export function hostFunction(
  name: string,
  parameters: readonly string[],
  implementation: (
    values: readonly (Value | undefined)[],
    rest: readonly Value[],
    named: ReadonlyMap<string, Value>,
  ) => Value,
): HostFunction {
  const spec = signature(parameters);
  return new HostFunction(name, (args) => {
    const bound = bind(name, spec, args);
    return implementation(bound.values, bound.rest, bound.named);
  });
}
