import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { type CompiledTemplate, compileTemplate } from '../template/template.ts';
import { parsedPart } from './parsed-template.ts';

const compiled = new WeakMap<object, CompiledTemplate>();

/** A template ready to be rendered, made once however often it is asked for. */
export function compiledPart(part: Span): Outcome<CompiledTemplate | undefined> {
  const parsed = parsedPart(part);
  if (parsed.value === undefined) return { value: undefined, diagnostics: parsed.diagnostics };
  let made = compiled.get(parsed.value);
  if (made === undefined) {
    made = compileTemplate(parsed.value);
    compiled.set(parsed.value, made);
  }
  return { value: made, diagnostics: parsed.diagnostics };
}
