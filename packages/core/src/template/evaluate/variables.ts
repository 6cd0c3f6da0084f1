/** Reading and writing the variables that `Symbols` has settled. */
import { missing } from '../value/undefined-mode.ts';
import type { Value } from '../value/value.ts';
import { type Frame, rt, type Spot, unresolved } from './render-state.ts';
import type { FunctionScope, Symbols, Variable } from './symbols.ts';

export type Read = (frame: Frame) => Value;

/** The frame that holds a variable, seen from a function. */
function hops(from: FunctionScope, to: FunctionScope): number {
  return from.depth - to.depth;
}

function frameAt(frame: Frame, count: number): Frame {
  let result = frame;
  for (let i = 0; i < count; i += 1) result = result.parent as Frame;
  return result;
}

/** Reads a name; when nothing defines it the value is Undefined. */
export function readVariable(name: string, at: Spot, symbols: Symbols): Read {
  const variable = symbols.find(name);
  if (variable === undefined) return (frame) => orMissing(frame.context.resolve(name), name);
  const { slot } = variable;
  const count = hops(symbols.scope, variable.scope);
  return (frame) => {
    const owner = count === 0 ? frame : frameAt(frame, count);
    const value = owner.slots[slot];
    if (value !== undefined && value !== unresolved) return value;
    if (value === undefined) return missing({ name });
    rt.at = at;
    const resolved = owner.context.resolve(name);
    owner.slots[slot] = resolved;
    return orMissing(resolved, name);
  };
}

function orMissing(value: Value | undefined, name: string): Value {
  return value === undefined ? missing({ name }) : value;
}

/** Reads a variable as it is: `undefined` when nothing has assigned it. */
export function peekVariable(frame: Frame, variable: Variable, from: FunctionScope): Value | undefined {
  const owner = frameAt(frame, hops(from, variable.scope));
  const value = owner.slots[variable.slot];
  return value === unresolved ? owner.context.resolve(variable.name) : value;
}

/** Writes a name that the current scope stores. */
export function writeVariable(name: string, symbols: Symbols): (frame: Frame, value: Value) => void {
  const variable = symbols.find(name);
  if (variable === undefined) throw new Error(`"${name}" has no variable`);
  const { slot } = variable;
  const count = hops(symbols.scope, variable.scope);
  return (frame, value) => {
    frameAt(frame, count).slots[slot] = value;
  };
}

/** What happens to the variables of a scope when it is entered. */
export function enterScope(symbols: Symbols): (frame: Frame) => void {
  const resolved: number[] = [];
  const cleared: number[] = [];
  const aliases: { readonly slot: number; readonly count: number; readonly from: number }[] = [];
  for (const { variable, load } of symbols.loads) {
    if (load.kind === 'resolve') resolved.push(variable.slot);
    else if (load.kind === 'undefined') cleared.push(variable.slot);
    else if (load.kind === 'alias') {
      aliases.push({ slot: variable.slot, count: hops(symbols.scope, load.of.scope), from: load.of.slot });
    }
  }
  if (resolved.length + cleared.length + aliases.length === 0) return () => {};
  return (frame) => {
    const { slots } = frame;
    for (const slot of resolved) slots[slot] = unresolved;
    for (const slot of cleared) slots[slot] = undefined;
    for (const { slot, count, from } of aliases) slots[slot] = frameAt(frame, count).slots[from];
  };
}

/** Forgets the variables of a scope, so that a macro made in it does not see them any more. */
export function leaveScope(symbols: Symbols): (frame: Frame) => void {
  const slots: number[] = [];
  for (const { variable } of symbols.loads) slots.push(variable.slot);
  return (frame) => {
    for (const slot of slots) frame.slots[slot] = undefined;
  };
}
