import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/source-text.ts';
import type { IndirectSelection } from './selection.ts';
import { METHODS, type Method, type SelectionTerm } from './selection-spec.ts';

const TERM =
  /^(?<at>@)?(?:(?<parents>\d*)\+)?(?:(?<method>[\p{L}\p{N}_.]+):)?(?<value>.*?)(?:\+(?<children>\d*))?$/u;

export interface TermSettings {
  readonly indirect: IndirectSelection;
  readonly warnIfEmpty: boolean;
}

/** `[@][N+][method[.arg…]:]value[+N]` */
export function parseTerm(
  text: string,
  at: Span,
  settings: TermSettings,
): Outcome<SelectionTerm | undefined> {
  const parts = TERM.exec(text)?.groups;
  const value = parts?.value ?? '';
  if (parts === undefined || value === '') {
    return failed(diagnostic('selector-syntax', { term: text, problem: 'it names nothing' }, { at }));
  }
  if (parts.at !== undefined && parts.children !== undefined) {
    const problem = '"@" already selects everything downstream, so "+" may not follow';
    return failed(diagnostic('selector-syntax', { term: text, problem }, { at, hint: `@${value}` }));
  }
  const [name, ...path] = parts.method === undefined ? [defaultMethod(value)] : parts.method.split('.');
  const method = parseMethod(name ?? '', path, text, at);
  if (method.value === undefined) return { value: undefined, diagnostics: method.diagnostics };
  const term: SelectionTerm = {
    kind: 'term',
    text,
    method: method.value,
    path,
    value,
    childrensParents: parts.at !== undefined,
    parents: levels(parts.parents),
    children: levels(parts.children),
    at,
    ...settings,
  };
  return { value: term, diagnostics: [] };
}

/** The method's name and what follows it after dots. */
export function parseMethod(
  name: string,
  path: readonly string[],
  term: string,
  at: Span,
): Outcome<Method | undefined> {
  const method = METHODS.find((known) => known === name);
  if (method === undefined) {
    const near = nearest(name, METHODS);
    return failed(
      diagnostic('unknown-selector-method', { term, method: name, nearest: near, methods: METHODS }, { at }),
    );
  }
  if (method === 'config' && (path.length === 0 || path.includes(''))) {
    const problem = '"config" needs a key';
    return failed(
      diagnostic('selector-syntax', { term, problem }, { at, hint: 'config.materialized:table' }),
    );
  }
  if (method !== 'config' && path.length > 0) {
    const problem = `"${method}" takes nothing after a dot`;
    return failed(diagnostic('selector-syntax', { term, problem }, { at }));
  }
  return { value: method, diagnostics: [] };
}

function failed(...diagnostics: readonly Diagnostic[]): Outcome<undefined> {
  return { value: undefined, diagnostics };
}

function defaultMethod(value: string): Method {
  if (value.includes('/')) return 'path';
  return /\.(?:sql|py|csv)$/iu.test(value) ? 'file' : 'fqn';
}

/** `+` without a number: as far as it goes. */
function levels(written: string | undefined): number {
  if (written === undefined) return 0;
  return written === '' ? Number.POSITIVE_INFINITY : Number(written);
}
