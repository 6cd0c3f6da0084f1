import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import type { CsvProblem } from './csv-record.ts';

/** What is wrong with the form of a CSV, in words. `file` is its path as people know it. */
export function csvDiagnostic(problem: CsvProblem, file: string, at: Span): Diagnostic {
  const { row, found, expected } = problem;
  const place = { at };
  switch (problem.kind) {
    case 'unclosed-quote':
      return diagnostic('csv-unclosed-quote', { file, row }, place);
    case 'stray-quote':
      return diagnostic('csv-stray-quote', { file, row, value: shortened(found) }, place);
    case 'ragged-row':
      return diagnostic('csv-ragged-row', { file, row, found: Number(found), expected }, place);
    case 'nul':
      return diagnostic('csv-nul', { file, row }, place);
    case 'stray-line-end':
      return diagnostic('csv-stray-line-end', { file, row }, place);
    case 'record-too-long':
      return diagnostic('csv-record-too-long', { file, row, limit: expected }, place);
    case 'duplicate-header':
      return diagnostic('csv-duplicate-header', { file, name: found }, place);
    case 'empty-header':
      return diagnostic('csv-empty-header', { file, position: expected }, place);
    case 'no-header':
      return diagnostic('csv-no-header', { file, isEmpty: found !== '' }, place);
  }
}

/** A value as messages show it: on one line, cut. */
export function shortened(value: string): string {
  const flat = value.replaceAll(/\s+/gu, ' ');
  return flat.length <= 60 ? flat : `${flat.slice(0, 57)}...`;
}
