/** A shell-style pattern, made ready: `*`, `?`, `[abc]`, `[!a-z]`. */
export type Wildcard = (text: string) => boolean;

type Token = string | typeof ANY_TEXT | ((character: string) => boolean);
const ANY_TEXT = Symbol('*');

export function hasWildcard(text: string): boolean {
  return /[*?[\]]/u.test(text);
}

/**
 * Python's `fnmatch`, case-sensitive, over code points. Matched without a regular expression: a pattern of many stars
 * cannot make it slow.
 */
export function wildcard(pattern: string): Wildcard {
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  const tokens = tokensOf([...pattern]);
  return (text) => matches(tokens, [...text]);
}

function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  // Where the last star stands, and up to where it has eaten so far.
  let star = -1;
  let eaten = 0;
  while (at < text.length) {
    const current = tokens[token];
    if (current === ANY_TEXT) {
      star = token;
      eaten = at;
      token += 1;
    } else if (current !== undefined && fits(current, text[at] as string)) {
      token += 1;
      at += 1;
    } else if (star !== -1) {
      eaten += 1;
      at = eaten;
      token = star + 1;
    } else {
      return false;
    }
  }
  while (tokens[token] === ANY_TEXT) token += 1;
  return token === tokens.length;
}

function fits(token: Exclude<Token, typeof ANY_TEXT>, character: string): boolean {
  return typeof token === 'string' ? token === character : token(character);
}

function tokensOf(pattern: readonly string[]): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] as string;
    if (character === '*') tokens.push(ANY_TEXT);
    else if (character === '?') tokens.push(() => true);
    else if (character === '[') {
      const end = setEnd(pattern, at + 1);
      // A bracket that is never closed is itself.
      if (end === -1) tokens.push('[');
      else {
        tokens.push(setOf(pattern.slice(at + 1, end)));
        at = end;
      }
    } else tokens.push(character);
  }
  return tokens;
}

/** A `]` that comes first belongs to the set. */
function setEnd(pattern: readonly string[], from: number): number {
  const first = pattern[from] === '!' ? from + 1 : from;
  return pattern.indexOf(']', pattern[first] === ']' ? first + 1 : first);
}

function setOf(content: readonly string[]): (character: string) => boolean {
  const negated = content[0] === '!';
  const members = negated ? content.slice(1) : content;
  const singles = new Set<string>();
  const ranges: (readonly [number, number])[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const from = members[at] as string;
    const to = members[at + 2];
    if (members[at + 1] === '-' && to !== undefined) {
      ranges.push([from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]);
      at += 2;
    } else singles.add(from);
  }
  return (character) => {
    const code = character.codePointAt(0) ?? 0;
    const isMember = singles.has(character) || ranges.some(([from, to]) => from <= code && code <= to);
    return isMember !== negated;
  };
}
