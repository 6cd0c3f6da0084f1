/**
 * What goes wrong while a template is evaluated, before anybody knows where. Value operations and host functions throw
 * these; the evaluator knows which expression it was at and makes a diagnostic with a span of them.
 */

/** The kinds of Python's errors that templates can meet; part of no message, but tests and `hostError` use them. */
export type FaultKind =
  | 'TypeError'
  | 'ValueError'
  | 'IndexError'
  | 'KeyError'
  | 'AttributeError'
  | 'ZeroDivisionError'
  | 'OverflowError'
  | 'UndefinedError'
  | 'RuntimeError'
  | 'HostError';

/** A mistake in what a template computes. It carries no place: the evaluator adds it. */
export class Fault extends Error {
  readonly kind: FaultKind;
  readonly hint: string | undefined;

  constructor(kind: FaultKind, message: string, hint?: string) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }
}

/** A template that takes more time or memory than it may. */
export class LimitFault extends Error {}

/**
 * Base class of what a host throws to stop rendering until it has an answer from elsewhere (a warehouse). It passes
 * through all evaluator code unchanged, out of `render`; the host then renders again.
 */
export abstract class Suspension extends Error {}

export function typeFault(message: string, hint?: string): Fault {
  return new Fault('TypeError', message, hint);
}

export function valueFault(message: string, hint?: string): Fault {
  return new Fault('ValueError', message, hint);
}

/**
 * For host functions: throw what this returns, and the message is shown at the call expression, with the stack of macro
 * calls.
 */
export function hostError(message: string, details: { readonly hint?: string } = {}): Fault {
  return new Fault('HostError', message, details.hint);
}
