import { Fault } from '../../../template/template.ts';

/** Python's `re.error`: what is wrong, and where in the pattern. Positions count code points. */
export function patternError(message: string, pattern?: readonly string[], position?: number): Fault {
  if (pattern === undefined || position === undefined) return new Fault('ValueError', message);
  let text = `${message} at position ${position}`;
  if (pattern.includes('\n')) {
    const before = pattern.slice(0, position);
    const line = before.filter((character) => character === '\n').length + 1;
    const column = position - before.lastIndexOf('\n');
    text += ` (line ${line}, column ${column})`;
  }
  return new Fault('ValueError', text);
}
