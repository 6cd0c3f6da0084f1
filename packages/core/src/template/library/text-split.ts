/** Cutting texts into parts and trimming them, with Python's idea of white space. */
import { valueFault } from '../value/fault.ts';
import { claimItems } from '../value/meter.ts';

/** The members of a character class: what `str.isspace` accepts. */
export const spaceClass =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const space = new RegExp(`[${spaceClass}]`);
// biome-ignore lint/suspicious/noControlCharactersInRegex: white space and line breaks of Python
const lineBreak = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;

export function isSpace(character: string): boolean {
  return space.test(character);
}

/** `strip`, `lstrip`, `rstrip`: of white space, or of the given characters. */
export function strip(text: string, characters: string | undefined, left: boolean, right: boolean): string {
  const set = characters === undefined ? undefined : new Set(characters);
  const drop = (character: string): boolean =>
    set === undefined ? space.test(character) : set.has(character);
  let start = 0;
  let end = text.length;
  if (left) {
    while (start < end) {
      const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
      if (!drop(character)) break;
      start += character.length;
    }
  }
  if (right) {
    while (end > start) {
      const low = text.charCodeAt(end - 1);
      const wide =
        low >= 0xdc00 && low <= 0xdfff && end - 2 >= start && (text.codePointAt(end - 2) ?? 0) > 0xffff;
      const character = text.slice(wide ? end - 2 : end - 1, end);
      if (!drop(character)) break;
      end -= character.length;
    }
  }
  return text.slice(start, end);
}

/** `split` and `rsplit`; `limit` below zero means no limit. */
export function split(
  text: string,
  separator: string | undefined,
  limit: number,
  fromRight: boolean,
): string[] {
  const most = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  if (separator === '') throw valueFault('empty separator');
  const parts =
    separator === undefined
      ? fromRight
        ? rightWords(text, most)
        : words(text, most)
      : fromRight
        ? rightPieces(text, separator, most)
        : pieces(text, separator, most);
  claimItems(parts.length);
  return parts;
}

function pieces(text: string, separator: string, most: number): string[] {
  const parts: string[] = [];
  let start = 0;
  while (parts.length < most) {
    const at = text.indexOf(separator, start);
    if (at === -1) break;
    parts.push(text.slice(start, at));
    start = at + separator.length;
  }
  parts.push(text.slice(start));
  return parts;
}

function rightPieces(text: string, separator: string, most: number): string[] {
  const parts: string[] = [];
  let end = text.length;
  while (parts.length < most) {
    const at = end < separator.length ? -1 : text.lastIndexOf(separator, end - separator.length);
    if (at === -1) break;
    parts.push(text.slice(at + separator.length, end));
    end = at;
  }
  parts.push(text.slice(0, end));
  return parts.reverse();
}

function words(text: string, most: number): string[] {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && space.test(text[at] ?? '')) at += 1;
    if (at === text.length) return parts;
    if (parts.length >= most) {
      parts.push(strip(text.slice(at), undefined, false, true));
      return parts;
    }
    const start = at;
    while (at < text.length && !space.test(text[at] ?? '')) at += 1;
    parts.push(text.slice(start, at));
  }
}

function rightWords(text: string, most: number): string[] {
  const parts: string[] = [];
  let at = text.length;
  for (;;) {
    while (at > 0 && space.test(text[at - 1] ?? '')) at -= 1;
    if (at === 0) break;
    if (parts.length >= most) {
      parts.push(text.slice(0, at));
      break;
    }
    const end = at;
    while (at > 0 && !space.test(text[at - 1] ?? '')) at -= 1;
    parts.push(text.slice(at, end));
  }
  return parts.reverse();
}

/** `splitlines`. */
export function splitLines(text: string, keepEnds = false): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(lineBreak)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(start, keepEnds ? end : match.index));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  claimItems(lines.length);
  return lines;
}

export function partition(text: string, separator: string, fromRight: boolean): [string, string, string] {
  if (separator === '') throw valueFault('empty separator');
  const at = fromRight ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at === -1) return fromRight ? ['', '', text] : [text, '', ''];
  return [text.slice(0, at), separator, text.slice(at + separator.length)];
}
