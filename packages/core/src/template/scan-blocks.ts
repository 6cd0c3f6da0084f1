import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { SourceText } from '../diagnostics/source-text.ts';

/** Tags whose blocks can stand at the top level of a file. */
export type BlockKind = 'macro' | 'test' | 'data_test' | 'materialization' | 'snapshot' | 'docs';

/** A block at the top level of a file, found without reading what is in it. */
export interface TopLevelBlock {
  readonly kind: BlockKind;
  readonly name: string;
  /** From the `{%` of its opening tag to after the `%}` of its closing one. */
  readonly start: number;
  readonly end: number;
  /** What stands between the two tags. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** The name itself. */
  readonly nameStart: number;
}

const blockKinds: readonly BlockKind[] = [
  'macro',
  'test',
  'data_test',
  'materialization',
  'snapshot',
  'docs',
];

/** Tags that open a block and have an end: what is inside them is not at the top level. */
const nesting: ReadonlySet<string> = new Set([
  ...blockKinds,
  'if',
  'for',
  'call',
  'filter',
  'set',
  'with',
  'block',
  'autoescape',
]);

const open = /\{[%#{]/g;
const tagName = /\{%[-+]?\s*([A-Za-z_]\w*)/y;
const blockName = /\s+([\p{L}_][\p{L}\p{N}_]*)/uy;

/**
 * The blocks of the given kinds that stand at the top level of a file of macros, snapshots or docs. Everything else in
 * the file is left alone: it may be any text, and only blocks are read as templates.
 */
export function scanBlocks(source: SourceText, kinds: readonly BlockKind[]): Outcome<TopLevelBlock[]> {
  return new BlockScanner(source, kinds).scan();
}

interface OpenTag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

class BlockScanner {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #kinds: ReadonlySet<string>;
  readonly #blocks: TopLevelBlock[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  #at = 0;

  constructor(source: SourceText, kinds: readonly BlockKind[]) {
    this.#source = source;
    this.#text = source.text;
    this.#kinds = new Set(kinds);
  }

  scan(): Outcome<TopLevelBlock[]> {
    while (this.#diagnostics.length === 0) {
      const tag = this.#nextTag();
      if (tag === undefined) break;
      if (this.#kinds.has(tag.name)) this.#readBlock(tag);
      else if (nesting.has(tag.name) && !this.#isInline(tag)) this.#skipBlock(tag);
      else if (tag.name.startsWith('end') && this.#kinds.has(tag.name.slice(3))) {
        this.#refuse(`"{% ${tag.name} %}" closes nothing`, tag.start, tag.end);
      }
    }
    return { value: this.#blocks, diagnostics: this.#diagnostics };
  }

  #refuse(problem: string, start: number, end: number, hint?: string): void {
    const at = { source: this.#source, start, end };
    this.#diagnostics.push(
      diagnostic('template-syntax', { problem }, { at, ...(hint === undefined ? {} : { hint }) }),
    );
  }

  /** The next `{% name`, past comments, expressions and `raw` blocks. */
  #nextTag(): OpenTag | undefined {
    for (;;) {
      open.lastIndex = this.#at;
      const match = open.exec(this.#text);
      if (match === null) return undefined;
      const start = match.index;
      if (match[0] === '{#') {
        const end = this.#text.indexOf('#}', start + 2);
        if (end === -1) {
          this.#refuse('This comment is never closed', start, start + 2, 'add #} at its end');
          return undefined;
        }
        this.#at = end + 2;
      } else if (match[0] === '{{') {
        this.#at = this.#closing(start + 2, '}}') ?? this.#text.length;
      } else {
        const tag = this.#tag(start);
        if (tag !== undefined) return tag;
        if (this.#diagnostics.length > 0) return undefined;
      }
    }
  }

  #tag(start: number): OpenTag | undefined {
    tagName.lastIndex = start;
    const name = tagName.exec(this.#text)?.[1];
    const end = this.#closing(start + 2, '%}');
    if (end === undefined) {
      this.#refuse('This "{%" is never closed', start, start + 2, 'add %}');
      return undefined;
    }
    this.#at = end;
    if (name === undefined) return undefined;
    if (name !== 'raw') return { name, start, end };
    const rawEnd = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
    rawEnd.lastIndex = end;
    const match = rawEnd.exec(this.#text);
    if (match === null) {
      this.#refuse('"{% raw %}" is never closed', start, end, 'add {% endraw %}');
      return undefined;
    }
    this.#at = match.index + match[0].length;
    return undefined;
  }

  /** After the end of a tag that begins before `from`; texts in quotes do not end it. */
  #closing(from: number, close: string): number | undefined {
    const text = this.#text;
    for (let i = from; i < text.length; i += 1) {
      const character = text.charAt(i);
      if (character === '"' || character === "'") {
        i = endOfString(text, i);
      } else if (character === close[0] && text.startsWith(close, i)) {
        return i + close.length;
      }
    }
    return undefined;
  }

  /** `{% set a = 1 %}` opens nothing. */
  #isInline(tag: OpenTag): boolean {
    if (tag.name !== 'set') return false;
    const inside = this.#text
      .slice(tag.start, tag.end)
      .replace(/'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/g, '');
    return /[^=!<>]=[^=]/.test(inside.replace(/\([^()]*\)/g, ''));
  }

  #readBlock(tag: OpenTag): void {
    blockName.lastIndex = this.#text.indexOf(tag.name, tag.start) + tag.name.length;
    const named = blockName.exec(this.#text);
    if (named === null || named[1] === undefined || blockName.lastIndex > tag.end) {
      this.#refuse(`This "${tag.name}" has no name`, tag.start, tag.end, `write {% ${tag.name} name %}`);
      return;
    }
    const nameStart = named.index + named[0].length - named[1].length;
    const close = this.#skipBlock(tag);
    if (close === undefined) return;
    this.#blocks.push({
      kind: tag.name as BlockKind,
      name: named[1],
      start: tag.start,
      end: close.end,
      bodyStart: tag.end,
      bodyEnd: close.start,
      nameStart,
    });
  }

  /** Goes past the end of a block; blocks of the same kind inside it have ends of their own. */
  #skipBlock(tag: OpenTag): OpenTag | undefined {
    const end = `end${tag.name}`;
    let depth = 1;
    for (;;) {
      const next = this.#nextTag();
      if (next === undefined) {
        if (this.#diagnostics.length === 0) {
          this.#refuse(`"{% ${tag.name} %}" is never closed`, tag.start, tag.end, `add {% ${end} %}`);
        }
        return undefined;
      }
      if (next.name === tag.name && !this.#isInline(next) && !this.#kinds.has(next.name)) depth += 1;
      else if (next.name === tag.name && this.#kinds.has(next.name)) {
        this.#refuse(
          `"{% ${tag.name} %}" is never closed`,
          tag.start,
          tag.end,
          `add {% ${end} %} before the next one`,
        );
        return undefined;
      } else if (next.name === end) {
        depth -= 1;
        if (depth === 0) return next;
      } else if (next.name.startsWith('end') && this.#misspelt(next, end)) return undefined;
    }
  }

  #misspelt(tag: OpenTag, end: string): boolean {
    const known = [...nesting].map((name) => `end${name}`);
    if (known.includes(tag.name) || nearest(tag.name, [end]) === undefined) return false;
    this.#refuse(`Unknown tag "${tag.name}"`, tag.start, tag.end, `did you mean {% ${end} %}?`);
    return true;
  }
}

/** The index of the quote that ends the string at `start`; `start` when nothing does. */
function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === quote) return i;
  }
  return start;
}
