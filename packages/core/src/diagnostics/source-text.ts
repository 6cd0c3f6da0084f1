/**
 * A text the user wrote (or that tfm made from it), with the name under which people know it.
 * `path` is relative to the project folder, with `/`.
 */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A stretch of a source text. Offsets count UTF-16 units from 0; `end` is exclusive. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** Line and column from 1; the column counts code points, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The span of a whole text: for mistakes that have no better place. */
export function wholeText(source: SourceText): Span {
  return { source, start: 0, end: 0 };
}

/** Offset → line and column. An offset past the end is the end. */
export function positionOf(text: string, offset: number): Position {
  const end = Math.min(Math.max(offset, 0), text.length);
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: codePoints(text.slice(lineStart, end)) + 1 };
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
