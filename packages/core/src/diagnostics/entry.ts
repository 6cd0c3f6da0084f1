import type { Severity } from './severity.ts';

/** One line of a code group: keeps the parameter type, checks the shape. */
export function entry<P>(
  severity: Severity,
  message: (parameters: P) => string,
  hint?: (parameters: P) => string | undefined,
): { severity: Severity; message: (parameters: P) => string; hint?: (parameters: P) => string | undefined } {
  return hint === undefined ? { severity, message } : { severity, message, hint };
}
