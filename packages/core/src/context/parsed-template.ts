import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import { parseTemplate, type Template } from '../template/template.ts';

const whole = new WeakMap<SourceText, Outcome<Template | undefined>>();
const parts = new WeakMap<SourceText, Map<string, Outcome<Template | undefined>>>();

/** A template, read once however often it is asked for. */
export function parsedTemplate(source: SourceText): Outcome<Template | undefined> {
  let read = whole.get(source);
  if (read === undefined) {
    read = parseTemplate(source);
    whole.set(source, read);
  }
  return read;
}

/** A template that is a part of a file; its places are places in the file. */
export function parsedPart(part: Span): Outcome<Template | undefined> {
  if (part.start === 0 && part.end === part.source.text.length) return parsedTemplate(part.source);
  let known = parts.get(part.source);
  if (known === undefined) {
    known = new Map();
    parts.set(part.source, known);
  }
  const key = `${part.start}:${part.end}`;
  let read = known.get(key);
  if (read === undefined) {
    read = parseTemplate(part.source, { start: part.start, end: part.end });
    known.set(key, read);
  }
  return read;
}
