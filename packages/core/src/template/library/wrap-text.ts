/** Python's `textwrap.wrap`, as the filter `wordwrap` uses it: white space inside a line stays as it is. */
import { characters, codePointLength } from '../value/code-points.ts';
import { valueFault } from '../value/fault.ts';
import { spend } from '../value/meter.ts';

const white = '\\t\\n\\v\\f\\r ';
const wordPart = '[\\p{L}\\p{N}_!"\'&.,?]';
const wordLetter = '(?:(?!\\p{Nd})[\\p{L}\\p{N}_])';
const chunk = new RegExp(
  `[${white}]+|(?<=${wordPart})-{2,}(?=[\\p{L}\\p{N}_])|[^${white}]+?(?:-(?:(?<=${wordLetter}{2}-)|(?<=${wordLetter}-${wordLetter}-))(?=${wordLetter}-?${wordLetter})|(?=[${white}]|$)|(?<=${wordPart})(?=-{2,}[\\p{L}\\p{N}_]))`,
  'gu',
);
const simpleChunk = new RegExp(`[${white}]+|[^${white}]+`, 'gu');
// biome-ignore lint/suspicious/noControlCharactersInRegex: white space and line breaks of Python
const onlyWhite = /^[\s\x1c-\x1f\x85]*$/u;

export interface WrapOptions {
  readonly width: number;
  readonly breakLongWords: boolean;
  readonly breakOnHyphens: boolean;
}

export function wrapLine(line: string, options: WrapOptions): string[] {
  const { width } = options;
  if (width <= 0) throw valueFault(`invalid width ${width} (must be > 0)`);
  const chunks = (line.match(options.breakOnHyphens ? chunk : simpleChunk) ?? []).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    spend(1);
    const current: string[] = [];
    let length = 0;
    if (onlyWhite.test(chunks.at(-1) ?? '') && lines.length > 0) chunks.pop();
    while (chunks.length > 0) {
      const size = codePointLength(chunks.at(-1) ?? '');
      if (length + size > width) break;
      current.push(chunks.pop() ?? '');
      length += size;
    }
    if (chunks.length > 0 && codePointLength(chunks.at(-1) ?? '') > width) {
      breakWord(chunks, current, length, options);
    }
    if (current.length > 0 && onlyWhite.test(current.at(-1) ?? '')) current.pop();
    if (current.length > 0) lines.push(current.join(''));
  }
  return lines;
}

function breakWord(chunks: string[], current: string[], length: number, options: WrapOptions): void {
  const room = options.width < 1 ? 1 : options.width - length;
  if (!options.breakLongWords) {
    if (current.length === 0) current.push(chunks.pop() ?? '');
    return;
  }
  const word = characters(chunks.pop() ?? '');
  let end = room;
  if (options.breakOnHyphens && word.length > room) {
    const hyphen = word.slice(0, room).lastIndexOf('-');
    if (hyphen > 0 && word.slice(0, hyphen).some((letter) => letter !== '-')) end = hyphen + 1;
  }
  current.push(word.slice(0, end).join(''));
  chunks.push(word.slice(end).join(''));
}
