/** From what was thrown to a diagnostic with its place and the calls that led there. */
import { type Diagnostic, diagnostic, type RelatedPlace } from '../../diagnostics/diagnostic.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import { TemplateError } from '../template-error.ts';
import { Fault, LimitFault } from '../value/fault.ts';
import { type RenderState, ReturnSignal } from './render-state.ts';

/** At most this many calls are shown: the innermost ones. */
const shownCalls = 8;

/** The diagnostic of what was thrown; `undefined` when it is no mistake of a template. */
export function failure(error: unknown, state: RenderState): Diagnostic | undefined {
  const at = { source: state.source, start: state.at.start, end: state.at.end };
  const related = callers(state);
  if (error instanceof TemplateError) {
    return {
      ...error.diagnostic,
      related: [...error.diagnostic.related, ...(related.length > 0 ? related : [])],
    };
  }
  if (error instanceof Fault) {
    const hint = error.hint ?? undefinedHint(error, state);
    return diagnostic(
      'template-error',
      { problem: sentence(error) },
      { at, related, ...(hint === undefined ? {} : { hint }) },
    );
  }
  if (error instanceof LimitFault)
    return diagnostic('template-limit', { problem: error.message }, { at, related });
  if (error instanceof ReturnSignal)
    return diagnostic('template-error', { problem: 'return() outside of a macro' }, { at, related });
  // Nesting and sizes have their own bounds; this is for a rendering that was begun with little stack left.
  if (error instanceof RangeError) {
    return diagnostic('template-limit', { problem: rangeProblem(error) }, { at, related });
  }
  return undefined;
}

function rangeProblem(error: RangeError): string {
  return /call stack/.test(error.message)
    ? 'The template nests too deeply'
    : 'The template makes something that is too large';
}

function callers(state: RenderState): RelatedPlace[] {
  return state.calls
    .slice(-shownCalls)
    .reverse()
    .map(({ name, source, at }) => ({
      message: `${name} was called from here`,
      at: { source, start: at.start, end: at.end },
    }));
}

/** Messages are sentences; Python's begin with a quote or a small letter. */
function sentence(error: Fault): string {
  const { message } = error;
  return /^[a-z]/.test(message) && error.kind !== 'HostError'
    ? message.charAt(0).toUpperCase() + message.slice(1)
    : message;
}

function undefinedHint(error: Fault, state: RenderState): string | undefined {
  const name = /^'(\w+)' is undefined$/.exec(error.message)?.[1];
  if (error.kind !== 'UndefinedError' || name === undefined) return undefined;
  const meant = nearest(name, state.scope.names?.() ?? []);
  return meant === undefined ? undefined : `did you mean ${meant}?`;
}
