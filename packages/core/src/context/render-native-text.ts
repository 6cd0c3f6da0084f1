import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import type { JsonValue } from '../project/json-value.ts';
import { compileTemplate, parseTemplate, type TemplateScope } from '../template/template.ts';
import { toJson } from './values/json-values.ts';

/**
 * Renders one text of a YAML file natively: a text that is one expression keeps its value's type. Mistakes are shown
 * at their place in the YAML file.
 */
export function renderNativeText(
  text: string,
  at: Span,
  scope: TemplateScope,
): Outcome<JsonValue | undefined> {
  const source = { path: at.source.path, text };
  const parsed = parseTemplate(source);
  if (parsed.value === undefined)
    return {
      value: undefined,
      diagnostics: parsed.diagnostics.map((problem) => moveToFile(problem, text, at)),
    };
  const rendered = compileTemplate(parsed.value).renderNative(scope);
  const diagnostics = rendered.diagnostics.map((problem) => moveToFile(problem, text, at));
  return { value: rendered.value === undefined ? undefined : toJson(rendered.value), diagnostics };
}

/** A place in a text that stands in a file becomes a place of the file. */
export function moveToFile(problem: Diagnostic, text: string, at: Span): Diagnostic {
  const inner = problem.at;
  if (inner === undefined || inner.source.text !== text || inner.source.path !== at.source.path)
    return problem;
  // Written on one line and without escapes, the text stands in the file as it is.
  const offset = at.source.text.indexOf(text, at.start);
  const isVerbatim = offset !== -1 && offset <= at.start + 2;
  const moved: Span = isVerbatim
    ? { source: at.source, start: offset + inner.start, end: offset + inner.end }
    : at;
  return { ...problem, at: moved };
}
