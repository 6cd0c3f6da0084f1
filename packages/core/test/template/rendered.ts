/** Short ways for tests to parse, compile and render. */

import { syntaxHint, templateErrorHint } from '../../src/diagnostics/codes/template-hints.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import {
  type CompiledTemplate,
  compileTemplate,
  fromPlain,
  parseTemplate,
  type RenderOptions,
  type TemplateScope,
} from '../../src/template/template.ts';

export function scopeOf(names: Readonly<Record<string, unknown>> = {}): TemplateScope {
  return {
    lookup: (name) => (Object.hasOwn(names, name) ? fromPlain(names[name]) : undefined),
    names: () => Object.keys(names),
  };
}

export function compiledText(text: string, path = 'models/a.sql'): CompiledTemplate {
  const { value, diagnostics } = parseTemplate({ path, text });
  if (value === undefined) throw new Error(diagnostics[0]?.message);
  return compileTemplate(value);
}

/** The text, or the message of the error. */
export function rendered(
  text: string,
  names: Readonly<Record<string, unknown>> = {},
  options: RenderOptions = {},
): string {
  const { value, diagnostics } = compiledText(text).render(scopeOf(names), options);
  return value ?? `error: ${diagnostics[0]?.message}`;
}

/** The first diagnostic of parsing, compiling or rendering. */
export function problem(
  text: string,
  names: Readonly<Record<string, unknown>> = {},
  options: RenderOptions = {},
): Diagnostic {
  const { value, diagnostics } = parseTemplate({ path: 'models/a.sql', text });
  const found =
    value === undefined
      ? diagnostics[0]
      : compileTemplate(value).render(scopeOf(names), options).diagnostics[0];
  if (found === undefined) throw new Error(`no problem in ${text}`);
  return found;
}

/** A diagnostic as one text: `message @ the marked text | hint`. */
export function picture(diagnostic: Diagnostic): string {
  const at = diagnostic.at;
  const marked = at === undefined ? '' : at.source.text.slice(at.start, at.end);
  const { message, hint } = diagnostic;
  // The catalogue's own hints are for every message of a kind; shown are those of the place that found the mistake.
  const isOwn = hint !== undefined && hint !== syntaxHint(message) && hint !== templateErrorHint(message);
  return `${message} @ ${marked}${isOwn ? ` | ${hint}` : ''}`;
}
