import type { Span } from '../diagnostics/source-text.ts';

/**
 * Where in a template an offset of its SQL comes from. A line without template parts stands in both as it is; a line
 * with some is known by the text before its first part. Undefined when no line, or more than one, fits.
 */
export function locateInTemplate(sql: string, position: number, body: Span): Span | undefined {
  const lineStart = sql.lastIndexOf('\n', position - 1) + 1;
  const lineEnd = sql.indexOf('\n', position);
  const line = sql.slice(lineStart, lineEnd === -1 ? sql.length : lineEnd);
  if (line.trim() === '') return undefined;
  const column = position - lineStart;
  const fits = linesOf(body).flatMap(({ text, start }) => {
    const known = /\{[{%#]/.exec(text)?.index ?? text.length;
    if (known === text.length)
      return text.trim() === line.trim() ? [{ start, shift: indent(text) - indent(line), known }] : [];
    const before = text.slice(0, known).trim();
    return before.length >= shortestPrefix && line.trim().startsWith(before)
      ? [{ start, shift: indent(text) - indent(line), known }]
      : [];
  });
  const [fit] = fits;
  if (fit === undefined || fits.length > 1) return undefined;
  // What a template part has put into the line is shown where the part begins.
  const start = fit.start + Math.min(Math.max(column + fit.shift, 0), fit.known);
  return { source: body.source, start, end: start + 1 };
}

/** A shorter one ("on", "and") stands before too many things. */
const shortestPrefix = 4;

function linesOf({ source, start, end }: Span): readonly { readonly text: string; readonly start: number }[] {
  let offset = start;
  return source.text
    .slice(start, end)
    .split('\n')
    .map((text) => {
      const line = { text: text.replace(/\r$/, ''), start: offset };
      offset += text.length + 1;
      return line;
    });
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}
