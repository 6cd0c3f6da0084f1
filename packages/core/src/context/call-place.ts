import type { Span } from '../diagnostics/source-text.ts';
import { rt } from '../template/evaluate/render-state.ts';

/** Where in the rendered text itself the call stands that is going on; a call inside a macro is where the macro was called. */
export function callPlace(): Span {
  const outermost = rt.calls[0];
  const { source, at } = outermost ?? rt;
  return { source, start: at.start, end: at.end };
}

/** Whether a macro is running: false in the rendered text itself. */
export function insideMacro(): boolean {
  return rt.calls.length > 0;
}
