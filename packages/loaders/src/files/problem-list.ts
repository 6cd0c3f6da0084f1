import {
  type CsvProblem,
  csvDiagnostic,
  type Diagnostic,
  diagnostic,
  type SourceText,
  type Span,
  shortened,
} from '@tfm/core';

const MAX_SHOWN = 20;

interface Found {
  readonly line: number;
  /** The line as it is in the file. */
  readonly text: string;
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
  describe(at: Span): Diagnostic;
}

/**
 * What is wrong with a file that is too large to be kept: the first mistakes, with the lines they are on, and how many
 * there are.
 */
export class ProblemList {
  readonly #file: string;
  readonly #found: Found[] = [];
  /** All mistakes, also those that are not shown. */
  count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** A mistake in the form of the CSV. */
  addProblem(problem: CsvProblem, text: string): void {
    if (!this.#counts()) return;
    const place = placeInLine(text, problem.start, problem.end);
    this.#found.push({
      ...place,
      line: problem.line,
      describe: (at) => csvDiagnostic(problem, this.#file, at),
    });
  }

  /** A value that does not fit. `line` is that of its first character. */
  addMisfit(misfit: {
    readonly row: number;
    readonly column: string;
    readonly value: string;
    readonly problem: string;
    readonly line: number;
    readonly text: string;
    readonly start: number;
    readonly end: number;
  }): void {
    if (!this.#counts()) return;
    const { row, column, value, problem, line, text, start, end } = misfit;
    const parameters = { file: this.#file, row, column, value: shortened(value), problem };
    this.#found.push({
      ...placeInLine(text, start, end),
      line,
      describe: (at) => diagnostic('load-value', parameters, { at }),
    });
  }

  /** Whether there is room for one more to be shown. */
  get hasRoom(): boolean {
    return this.#found.length < MAX_SHOWN;
  }

  #counts(): boolean {
    this.count += 1;
    return this.hasRoom;
  }

  diagnostics(): Diagnostic[] {
    const { source, starts } = excerpt(this.#file, this.#found);
    const shown = this.#found.map(({ line, start, end, describe }) => {
      const from = starts.get(line) ?? 0;
      return describe({ source, start: from + start, end: from + end });
    });
    if (this.count <= shown.length) return shown;
    return [
      ...shown,
      diagnostic('csv-more-problems', { file: this.#file, shown: shown.length, total: this.count }),
    ];
  }
}

function placeInLine(text: string, start: number, end: number) {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const found = text.indexOf('\n', start);
  const lineEnd = found === -1 ? text.length : found;
  // A value over several lines is marked on its first.
  return {
    text: text.slice(lineStart, lineEnd),
    start: start - lineStart,
    end: Math.max(Math.min(end, lineEnd), start) - lineStart,
  };
}

/**
 * The file as far as it is shown: all other lines are left empty, so that line numbers hold without keeping the file.
 */
function excerpt(
  path: string,
  found: readonly Found[],
): { source: SourceText; starts: ReadonlyMap<number, number> } {
  const lines = new Map(found.map(({ line, text }) => [line, text]));
  const starts = new Map<number, number>();
  const pieces: string[] = [];
  let at = 0;
  let line = 1;
  for (const number of [...lines.keys()].sort((one, other) => one - other)) {
    const gap = '\n'.repeat(Math.max(number - line, 0));
    pieces.push(gap);
    at += gap.length;
    starts.set(number, at);
    const text = lines.get(number) ?? '';
    pieces.push(text);
    at += text.length;
    line = number;
  }
  return { source: { path, text: pieces.join('') }, starts };
}
