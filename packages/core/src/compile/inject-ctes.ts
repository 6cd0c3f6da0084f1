import type { UniqueId } from '../project/unique-id.ts';

export interface InjectedCte {
  readonly id: UniqueId;
  /** The CTE's name as the query uses it, quoted where it must be. */
  readonly name: string;
  readonly sql: string;
}

/**
 * Puts CTEs first in a query's `with`; makes one when there is none. dbt's form:
 * `with __dbt__cte__a as (\n<sql>\n), …`. Each CTE once, dependencies first.
 */
export function injectCtes(query: string, ctes: readonly InjectedCte[]): string {
  if (ctes.length === 0) return query;
  const list = ctes.map(({ name, sql }) => ` ${name} as (\n${sql}\n)`).join(', ');
  const start = skipBlank(query, 0);
  const end = wordAt(query, start, 'with');
  if (end === undefined) return `with${list}${query.startsWith('\n') ? '' : '\n'}${query}`;
  // `with recursive` speaks of the whole list: the new ones go behind it.
  const recursive = wordAt(query, skipBlank(query, end), 'recursive');
  const insertAt = recursive ?? end;
  return `${query.slice(0, insertAt)}${list}, ${query.slice(insertAt).trimStart()}`;
}

/** The end of `word` at this offset, or undefined when another word stands there. */
function wordAt(text: string, offset: number, word: string): number | undefined {
  const end = offset + word.length;
  if (text.slice(offset, end).toLowerCase() !== word) return undefined;
  return /[\p{L}\p{N}_$]/u.test(text.slice(end, end + 1)) ? undefined : end;
}

/** Past white space and comments. */
function skipBlank(text: string, from: number): number {
  let offset = from;
  for (;;) {
    const rest = text.slice(offset);
    const blank = /^\s+/.exec(rest)?.[0].length ?? 0;
    if (blank > 0) {
      offset += blank;
    } else if (rest.startsWith('--')) {
      const lineEnd = text.indexOf('\n', offset);
      if (lineEnd === -1) return text.length;
      offset = lineEnd + 1;
    } else if (rest.startsWith('/*')) {
      const commentEnd = text.indexOf('*/', offset + 2);
      if (commentEnd === -1) return text.length;
      offset = commentEnd + 2;
    } else {
      return offset;
    }
  }
}
