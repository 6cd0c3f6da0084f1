import { compileProgram, type Program } from './compile-program.ts';
import { parsePattern } from './parse-pattern.ts';
import { type Found, runProgram } from './run-program.ts';
import type { Subject } from './subject.ts';

/** A regular expression, ready to search. */
export interface CompiledPattern {
  readonly text: string;
  readonly flags: number;
  readonly groups: number;
  readonly groupNames: ReadonlyMap<string, number>;
  readonly program: Program;
}

const maxKept = 128;
const maxKeptLength = 1000;
const kept = new Map<string, CompiledPattern>();

/** Patterns are used in loops: the last ones are kept. What a pattern is depends on its text and flags alone. */
export function compilePattern(text: string, flags: number): CompiledPattern {
  const key = `${flags} ${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const parsed = parsePattern(text, flags);
  const compiled = {
    text,
    flags: parsed.flags,
    groups: parsed.groups,
    groupNames: parsed.groupNames,
    program: compileProgram(parsed),
  };
  if (text.length <= maxKeptLength) {
    const [oldest] = kept.keys();
    if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest);
    kept.set(key, compiled);
  }
  return compiled;
}

export type MatchMode = 'search' | 'match' | 'fullmatch';

/** One match, or none. */
export function findMatch(
  { program }: CompiledPattern,
  subject: Subject,
  { mode, start = 0, end = subject.length }: { mode: MatchMode; start?: number; end?: number },
): Found | undefined {
  const search = mode === 'search';
  return runProgram({ program, subject, start, end, search, full: mode === 'fullmatch', mustAdvance: false });
}

/** All matches that do not overlap, one by one. An empty one may follow a match, but not at the place of an empty one. */
export function matchFinder(
  { program }: CompiledPattern,
  subject: Subject,
  { start = 0, end = subject.length }: { start?: number; end?: number } = {},
): () => Found | undefined {
  let from = start;
  let mustAdvance = false;
  return () => {
    if (from > end) return undefined;
    const found = runProgram({ program, subject, start: from, end, search: true, full: false, mustAdvance });
    if (found === undefined) {
      from = end + 1;
      return undefined;
    }
    const [, matchEnd = end] = found.spans;
    mustAdvance = found.spans[0] === matchEnd;
    from = matchEnd;
    return found;
  };
}
