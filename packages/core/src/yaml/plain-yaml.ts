import type { JsonValue } from '../project/json-value.ts';
import { plainScalar } from './scalar.ts';

/*
 * Most files of a project are plain: maps, lists, and values that fit on their line. They are read here, in a
 * twentieth of the time that a whole YAML reader takes. Whatever is not certain gives up, and the whole reader
 * decides: nothing is read here that it would read otherwise or warn of.
 */

/** Tabs, carriage returns, other breaks and controls: let the whole reader say what they mean. */
const unusual = /[^\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const key = /(?:([A-Za-z_+][\w+./-]{0,200})|"([^"\\]{1,200})"|'([^']{1,200})'):(?: +|$)/y;
const flowKey = /(?:([A-Za-z_+][\w+./-]{0,200})|"([^"\\]{1,200})"|'([^']{1,200})'): +/y;
const quoted = /"([^"\\]*)"|'((?:[^']|'')*)'/y;
/** How a plain value may begin: no indicator of anything else. */
const plainStart = /[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s,[\]{}])/y;
const flowPlain = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[\w.]))[^,[\]{}:#]*/y;
const restOfLine = /^(?: *| +#.*)$/;
const mostDepth = 50;

/** The data of a plain YAML file; undefined: it is not certainly plain. */
export function readPlainYaml(text: string): { readonly value: JsonValue } | undefined {
  if (unusual.test(text)) return undefined;
  try {
    return { value: new PlainReader(text).read() };
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** Made once: only that it is thrown matters. */
class NotPlain extends Error {}
const notPlain = new NotPlain();

interface Line {
  indent: number;
  /** Without the indentation; for the first entry of a map in a list also without the dash. */
  content: string;
}

class PlainReader {
  readonly #lines: Line[];
  #next = 0;

  constructor(text: string) {
    this.#lines = contentLines(text);
  }

  read(): JsonValue {
    const first = this.#lines[0];
    if (first?.content === '---' && first.indent === 0) this.#next = 1;
    const line = this.#lines[this.#next];
    if (line === undefined || line.indent !== 0) throw notPlain;
    const value = this.#block(0, 0);
    if (this.#next < this.#lines.length) throw notPlain;
    return value;
  }

  #block(indent: number, depth: number): JsonValue {
    if (depth > mostDepth) throw notPlain;
    return isItem(this.#lines[this.#next]?.content ?? '')
      ? this.#list(indent, depth)
      : this.#map(indent, depth);
  }

  #map(indent: number, depth: number): JsonValue {
    const map = new Map<string, JsonValue>();
    for (let line = this.#lines[this.#next]; line !== undefined; line = this.#lines[this.#next]) {
      if (line.indent < indent) break;
      if (line.indent > indent) throw notPlain;
      key.lastIndex = 0;
      const found = key.exec(line.content);
      const name = found?.[1] ?? found?.[2] ?? found?.[3];
      if (name === undefined || map.has(name)) throw notPlain;
      this.#next += 1;
      map.set(name, this.#value(line.content, key.lastIndex, indent, depth, true));
    }
    return map;
  }

  #list(indent: number, depth: number): JsonValue {
    const list: JsonValue[] = [];
    for (let line = this.#lines[this.#next]; line !== undefined; line = this.#lines[this.#next]) {
      if (line.indent < indent || (line.indent === indent && !isItem(line.content))) break;
      if (line.indent > indent) throw notPlain;
      let start = 1;
      while (line.content.charCodeAt(start) === 0x20) start += 1;
      key.lastIndex = start;
      if (key.test(line.content)) {
        line.content = line.content.slice(start);
        line.indent += start;
        if (depth >= mostDepth) throw notPlain;
        list.push(this.#map(line.indent, depth + 1));
      } else {
        this.#next += 1;
        list.push(this.#value(line.content, start, indent, depth, false));
      }
    }
    return list;
  }

  /** What stands behind a key or a dash, or below it. */
  #value(content: string, start: number, indent: number, depth: number, inMap: boolean): JsonValue {
    const below = this.#lines[this.#next];
    const isDeeper = below !== undefined && below.indent > indent;
    if (start === content.length || content.charCodeAt(start) === 0x23) {
      if (isDeeper) return this.#block(below.indent, depth + 1);
      // A list may stand as far to the left as the key that holds it.
      if (inMap && below?.indent === indent && isItem(below.content)) return this.#list(indent, depth + 1);
      return null;
    }
    // A value that goes on in the next line.
    if (isDeeper) throw notPlain;
    return inlineValue(content, start);
  }
}

/** Lines that say something. */
function contentLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    let content = start;
    while (text.charCodeAt(content) === 0x20) content += 1;
    if (content < end && text.charCodeAt(content) !== 0x23) {
      lines.push({ indent: content - start, content: text.slice(content, endOfWords(text, end)) });
    }
    start = end + 1;
  }
  return lines;
}

/** Where the text before `end` ends, without the spaces at its end. */
function endOfWords(text: string, end: number): number {
  let last = end;
  while (last > 0 && text.charCodeAt(last - 1) === 0x20) last -= 1;
  return last;
}

function isItem(content: string): boolean {
  return content.charCodeAt(0) === 0x2d && (content.length === 1 || content.charCodeAt(1) === 0x20);
}

/** A value that must end on its line. */
function inlineValue(content: string, start: number): JsonValue {
  const first = content.charCodeAt(start);
  if (first === 0x22 || first === 0x27) {
    const text = quotedAt(content, start);
    if (!restOfLine.test(content.slice(quoted.lastIndex))) throw notPlain;
    return text;
  }
  if (first === 0x5b || first === 0x7b) {
    const reader = new FlowReader(content, start);
    const value = reader.read(0);
    if (!restOfLine.test(content.slice(reader.offset))) throw notPlain;
    return value;
  }
  plainStart.lastIndex = start;
  if (!plainStart.test(content)) throw notPlain;
  const comment = content.indexOf(' #', start);
  const text = comment === -1 ? content.slice(start) : content.slice(start, endOfWords(content, comment));
  if (text.includes(': ') || text.endsWith(':')) throw notPlain;
  return plainScalar(text);
}

function quotedAt(content: string, start: number): string {
  quoted.lastIndex = start;
  const found = quoted.exec(content);
  if (found === null) throw notPlain;
  return found[1] ?? (found[2] ?? '').replaceAll("''", "'");
}

/** `[a, b]` and `{key: value}` on one line. */
class FlowReader {
  offset: number;
  readonly #text: string;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.offset = offset;
  }

  read(depth: number): JsonValue {
    if (depth > mostDepth) throw notPlain;
    const first = this.#text.charAt(this.offset);
    if (first === '[') return this.#list(depth);
    if (first === '{') return this.#map(depth);
    if (first === '"' || first === "'") {
      const text = quotedAt(this.#text, this.offset);
      this.offset = quoted.lastIndex;
      return text;
    }
    flowPlain.lastIndex = this.offset;
    const found = flowPlain.exec(this.#text);
    if (found === null) throw notPlain;
    this.offset = flowPlain.lastIndex;
    return plainScalar(found[0].slice(0, endOfWords(found[0], found[0].length)));
  }

  #list(depth: number): JsonValue {
    const list: JsonValue[] = [];
    this.#entries(']', () => list.push(this.read(depth + 1)));
    return list;
  }

  #map(depth: number): JsonValue {
    const map = new Map<string, JsonValue>();
    this.#entries('}', () => {
      flowKey.lastIndex = this.offset;
      const found = flowKey.exec(this.#text);
      const name = found?.[1] ?? found?.[2] ?? found?.[3];
      if (name === undefined || map.has(name)) throw notPlain;
      this.offset = flowKey.lastIndex;
      map.set(name, this.read(depth + 1));
    });
    return map;
  }

  #entries(close: string, read: () => void): void {
    this.offset += 1;
    this.#skipSpaces();
    if (this.#text.charAt(this.offset) === close) {
      this.offset += 1;
      return;
    }
    for (;;) {
      read();
      this.#skipSpaces();
      const after = this.#text.charAt(this.offset);
      this.offset += 1;
      if (after === close) return;
      if (after !== ',') throw notPlain;
      this.#skipSpaces();
    }
  }

  #skipSpaces(): void {
    while (this.#text.charCodeAt(this.offset) === 0x20) this.offset += 1;
  }
}
