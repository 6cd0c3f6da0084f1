import type { Capture } from '../context/capture.ts';
import type { Span } from '../diagnostics/source-text.ts';
import type { RefCall, SourceCall } from '../project/node.ts';

const refPattern = /\bdbt\s*\.\s*ref\(\s*(["'])([^"']+)\1(?:\s*,\s*(["'])([^"']+)\3)?/g;
const sourcePattern = /\bdbt\s*\.\s*source\(\s*(["'])([^"']+)\1\s*,\s*(["'])([^"']+)\3/g;

/** What a Python model reads, as far as it is written in plain texts: tfm does not run it, but knows its place. */
export function capturePython(body: Span): Capture {
  const text = body.source.text.slice(body.start, body.end);
  const at = (match: RegExpMatchArray): Span => {
    const start = body.start + (match.index ?? 0);
    return { source: body.source, start, end: start + match[0].length };
  };
  const refs = [...text.matchAll(refPattern)].map(
    (match): RefCall => ({
      package: match[4] === undefined ? null : (match[2] ?? null),
      name: match[4] ?? match[2] ?? '',
      version: null,
      at: at(match),
    }),
  );
  const sources = [...text.matchAll(sourcePattern)].map(
    (match): SourceCall => ({ source: match[2] ?? '', table: match[4] ?? '', at: at(match) }),
  );
  return { refs, sources, macros: [], configs: [], writtenConfig: new Map(), diagnostics: [] };
}
