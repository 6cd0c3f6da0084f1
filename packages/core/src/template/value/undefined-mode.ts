import { Undefined, type UndefinedOrigin } from './value.ts';

// As with the meter: rendering is synchronous, so what kind of Undefined the text being rendered makes can be a variable.
let chainable = false;

/** Says whether Undefined values made from now on are chainable; returns what was said before. */
export function switchChainable(value: boolean): boolean {
  const before = chainable;
  chainable = value;
  return before;
}

/** The Undefined for something that is not there. */
export function missing(origin: UndefinedOrigin): Undefined {
  return new Undefined(origin, chainable);
}
