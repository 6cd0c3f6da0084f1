import { type Lexis, scan } from '../sql/scan.ts';

/**
 * Where in the SQL an error is. SQLite knows the place but its driver does not tell, so it is found again: for a
 * syntax error exactly, for a missing name only where the name stands once.
 */
export function errorPosition(
  sql: string,
  message: string,
  lexis: Lexis,
  messageOf: (sql: string) => string | undefined,
): number | undefined {
  if (message === 'incomplete input') return sql.length;
  const near = /^near "([\s\S]+)": syntax error$/.exec(message)?.[1];
  if (near !== undefined) return syntaxErrorAt(sql, message, near, messageOf);
  const name = /^no such (?:column|table|function): ([\s\S]+?)(?: - should this be .*)?$/.exec(message)?.[1];
  return name === undefined ? undefined : onlyPlaceOf(sql, name, lexis);
}

/**
 * The parser reads from left to right and stops at the first token it cannot use: the first beginning of the text
 * that ends in this token and fails with these words ends where the parser stopped.
 */
function syntaxErrorAt(
  sql: string,
  message: string,
  near: string,
  messageOf: (sql: string) => string | undefined,
): number | undefined {
  // A text where the token stands very often is not worth the time.
  let tries = 200;
  for (let at = sql.indexOf(near); at >= 0 && tries > 0; at = sql.indexOf(near, at + 1), tries--) {
    if (messageOf(sql.slice(0, at + near.length)) === message) return at;
  }
  return undefined;
}

function onlyPlaceOf(sql: string, name: string, lexis: Lexis): number | undefined {
  const wanted = name.replaceAll('"', '').toLowerCase();
  const places: number[] = [];
  const parts: { readonly text: string; readonly start: number; readonly end: number }[] = [];
  for (const token of scan(sql, lexis)) {
    if (token.kind === 'word' || token.kind === 'identifier') {
      const text = unquoted(sql.slice(token.start, token.end)).toLowerCase();
      parts.push({ text, start: token.start, end: token.end });
    }
  }
  parts.forEach((part, index) => {
    // A qualified name (`t.x`) is the run of parts that dots join.
    let text = part.text;
    for (let next = index; ; next++) {
      if (text === wanted && !isQualified(sql, parts, index)) places.push(part.start);
      const current = parts[next];
      const following = parts[next + 1];
      if (current === undefined || following === undefined) break;
      if (sql.slice(current.end, following.start).trim() !== '.') break;
      text += `.${following.text}`;
    }
  });
  return places.length === 1 ? places[0] : undefined;
}

function isQualified(
  sql: string,
  parts: readonly { readonly start: number; readonly end: number }[],
  index: number,
): boolean {
  const before = parts[index - 1];
  return before !== undefined && sql.slice(before.end, parts[index]!.start).trim() === '.';
}

function unquoted(text: string): string {
  const quote = text[0];
  if (quote === '"' || quote === '`') return text.slice(1, -1).replaceAll(quote + quote, quote);
  return quote === '[' ? text.slice(1, -1) : text;
}
