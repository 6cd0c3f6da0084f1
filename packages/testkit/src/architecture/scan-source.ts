/** One import or re-export of a source file. */
export interface ImportOf {
  /** As written: `./plan.ts`, `node:fs`, `@tfm/core`. */
  readonly from: string;
  /** `types`: everything it names is a type, so nothing of it is there at run time. */
  readonly kind: 'values' | 'types' | 'lazy';
}

export interface ScannedSource {
  readonly imports: readonly ImportOf[];
  readonly hasDefaultExport: boolean;
  /** Words and punctuation without comments, strings and white space: `process`, `.`, `env`. */
  readonly tokens: readonly Token[];
}

export interface Token {
  readonly kind: 'word' | 'mark' | 'text';
  /** Of a text: what is between the quotes. */
  readonly value: string;
}

/** What a file imports, found without a compiler: TypeScript 7 has none that could be asked. */
export function scanSource(source: string): ScannedSource {
  const tokens = tokensOf(source);
  const imports: ImportOf[] = [];
  let hasDefaultExport = false;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== 'word' || is(tokens[at - 1], '.')) continue;
    if (token.value === 'import') {
      const found = importAt(tokens, at);
      if (found !== undefined) imports.push(found);
    } else if (token.value === 'export') {
      if (is(tokens[at + 1], 'default')) hasDefaultExport = true;
      const found = exportAt(tokens, at);
      if (found !== undefined) imports.push(found);
    }
  }
  return { imports, hasDefaultExport, tokens };
}

function importAt(tokens: readonly Token[], at: number): ImportOf | undefined {
  const next = tokens[at + 1];
  if (next?.kind === 'text') return { from: next.value, kind: 'values' };
  if (is(next, '(')) {
    const name = tokens[at + 2];
    // A name that is computed is somebody's own business; none is in this repository.
    if (name?.kind !== 'text') return undefined;
    return { from: name.value, kind: isTypePosition(tokens, at) ? 'types' : 'lazy' };
  }
  return clauseAt(tokens, at);
}

/** `import('x').Name` as a type: a member that is not called, after `:`, `<`, `|` or `typeof`. */
function isTypePosition(tokens: readonly Token[], at: number): boolean {
  return [':', '<', '|', 'typeof', '&'].some((mark) => is(tokens[at - 1], mark));
}

function exportAt(tokens: readonly Token[], at: number): ImportOf | undefined {
  const start = is(tokens[at + 1], 'type') ? at + 2 : at + 1;
  if (!is(tokens[start], '{') && !is(tokens[start], '*')) return undefined;
  return clauseAt(tokens, at);
}

/** From the keyword to `from '…'`. */
function clauseAt(tokens: readonly Token[], at: number): ImportOf | undefined {
  let end = at + 1;
  while (end < tokens.length && !is(tokens[end], ';') && tokens[end]?.kind !== 'text') end += 1;
  const name = tokens[end];
  if (name?.kind !== 'text' || !is(tokens[end - 1], 'from')) return undefined;
  const clause = tokens.slice(at + 1, end - 1);
  return { from: name.value, kind: namesTypesOnly(clause) ? 'types' : 'values' };
}

function namesTypesOnly(clause: readonly Token[]): boolean {
  const [first, second] = clause;
  if (is(first, 'type') && second !== undefined && !is(second, ',')) return true;
  if (!is(first, '{')) return false;
  const names: Token[][] = [[]];
  for (const token of clause.slice(1, -1)) {
    if (is(token, ',')) names.push([]);
    else names.at(-1)?.push(token);
  }
  const given = names.filter(({ length }) => length > 0);
  // `{ type }` and `{ type as x }` name a value that is called so.
  return (
    given.length > 0 && given.every((name) => is(name[0], 'type') && name.length > 1 && !is(name[1], 'as'))
  );
}

function is(token: Token | undefined, value: string): boolean {
  return token !== undefined && token.kind !== 'text' && token.value === value;
}

const word = /[\p{L}\p{N}_$#]+/uy;
const space = /\s+/y;
const lineComment = /\/\/[^\n]*/y;
const blockComment = /\/\*[\s\S]*?\*\//y;
const quotedText = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const pattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  /** Open braces; `true`: of a `${`, so that its end goes on with a template. */
  const braces: boolean[] = [];
  let at = 0;
  const take = (shape: RegExp): string | undefined => {
    shape.lastIndex = at;
    const found = shape.exec(source)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < source.length) {
    if (take(space) !== undefined || take(lineComment) !== undefined || take(blockComment) !== undefined)
      continue;
    const name = take(word);
    const text = name === undefined ? take(quotedText) : undefined;
    if (name !== undefined) tokens.push({ kind: 'word', value: name });
    else if (text !== undefined) tokens.push({ kind: 'text', value: text.slice(1, -1) });
    else if (source[at] === '/' && mayBePattern(tokens.at(-1)) && take(pattern) !== undefined) {
      tokens.push({ kind: 'mark', value: '/…/' });
    } else {
      const mark = source[at] ?? '';
      at += 1;
      const goesOn = mark === '`' || (mark === '}' && braces.pop() === true);
      if (goesOn) at = skipTemplate(source, at, tokens, braces);
      else {
        if (mark === '{') braces.push(false);
        tokens.push({ kind: 'mark', value: mark });
      }
    }
  }
  return tokens;
}

/** Past the text of a template literal, to its end or behind the next `${`. */
function skipTemplate(source: string, from: number, tokens: Token[], braces: boolean[]): number {
  let at = from;
  while (at < source.length && source[at] !== '`') {
    if (source[at] === '\\') at += 1;
    else if (source.startsWith('${', at)) {
      braces.push(true);
      // Something that a `/` can follow only as the beginning of a pattern.
      tokens.push({ kind: 'mark', value: '(' });
      return at + 2;
    }
    at += 1;
  }
  tokens.push({ kind: 'mark', value: '`…`' });
  return at + 1;
}

const beforeExpression = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'await',
  'yield',
  'else',
]);

/** After a value a `/` divides, elsewhere it begins a regular expression. */
function mayBePattern(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'word') return beforeExpression.has(before.value);
  return before.kind === 'mark' && ![')', ']', '}', '`…`', '/…/'].includes(before.value);
}
