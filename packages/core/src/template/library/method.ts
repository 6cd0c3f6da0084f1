import { bind, type Signature, signature } from '../value/signature.ts';
import { type CallArguments, HostFunction, type Value } from '../value/value.ts';

type Arguments = readonly (Value | undefined)[];

/** How a method works on its own value. */
export type MethodBody<Self> = (
  self: Self,
  values: Arguments,
  rest: readonly Value[],
  named: ReadonlyMap<string, Value>,
) => Value;

export interface Method<Self> {
  readonly name: string;
  readonly spec: Signature;
  readonly body: MethodBody<Self>;
}

export type MethodTable<Self> = ReadonlyMap<string, Method<Self>>;

/** A table of methods: name → parameters (see `signature`) and body. */
export function methodTable<Self>(
  methods: Readonly<Record<string, readonly [parameters: readonly string[], body: MethodBody<Self>]>>,
): MethodTable<Self> {
  const table = new Map<string, Method<Self>>();
  for (const [name, [parameters, body]] of Object.entries(methods)) {
    table.set(name, { name, spec: signature(parameters), body });
  }
  return table;
}

export function callMethod<Self>(method: Method<Self>, self: Self, args: CallArguments): Value {
  const bound = bind(method.name, method.spec, args);
  return method.body(self, bound.values, bound.rest, bound.named);
}

/** The method as a value: `a.append` without a call. */
export function boundMethod<Self>(method: Method<Self>, self: Self): HostFunction {
  return new HostFunction(method.name, (args) => callMethod(method, self, args));
}
