import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { JsonValue } from '../project/json-value.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { plainScalar, taggedScalar } from './scalar.ts';
import {
  isMergeKey,
  keyText,
  resolveAlias,
  type YamlPart,
  type YamlPath,
  YamlSpan,
  yamlOptions,
} from './yaml-span.ts';

/** Bounds on what one file may ask of us. The slowest files within them take a few seconds. */
const limits = {
  characters: 4_000_000,
  depth: 100,
  /** Values after aliases are followed, per character of the file, and at least. */
  valuesPerCharacter: 2,
  values: 100_000,
};

/** A YAML file's data. */
export interface YamlFile {
  readonly source: SourceText;
  readonly value: JsonValue;
}

/** The place of an entry; looked up only when it is shown. */
export function yamlSpan(
  file: { readonly source: SourceText },
  path: YamlPath,
  part: YamlPart = 'value',
): Span {
  return new YamlSpan(file.source, path, part);
}

/**
 * Reads a YAML file as dbt does: YAML 1.1, the last of equal keys wins (with a warning), no tags but the standard
 * ones. Everything that could make a reader hang or swell ends in a diagnostic.
 */
export function readYaml(source: SourceText): Outcome<YamlFile | undefined> {
  const tooBig = checkSize(source);
  if (tooBig !== undefined) return { value: undefined, diagnostics: [tooBig] };
  const plain = readPlainYaml(source.text);
  if (plain !== undefined) return { value: { source, value: plain.value }, diagnostics: [] };
  return readWholeYaml(source);
}

/** The way for all YAML; `readYaml` takes a short one where it can. */
export function readWholeYaml(source: SourceText): Outcome<YamlFile | undefined> {
  let document: Document.Parsed;
  try {
    document = parseDocument(source.text, yamlOptions);
  } catch (error) {
    // The package's own recursion; anything else it throws is no mistake of the user's.
    if (!(error instanceof RangeError)) throw error;
    const at = { source, start: 0, end: 0 };
    return { value: undefined, diagnostics: [diagnostic('yaml-too-deep', { depth: limits.depth }, { at })] };
  }
  // One mistake makes many errors; the first is the one to mend.
  const error = document.errors[0];
  if (error !== undefined) {
    const openQuote = /closing (["'])quote/.exec(error.message)?.[1];
    // The text behind a quote that is never closed has no other one: it is the last of the file.
    const start = openQuote === undefined ? error.pos[0] : Math.max(0, source.text.lastIndexOf(openQuote));
    const at = {
      source,
      start,
      end: Math.max(openQuote === undefined ? error.pos[1] : start + 1, start + 1),
    };
    const problem = syntaxProblem(error.code, error.message, source.text, error.pos[0]);
    return { value: undefined, diagnostics: [diagnostic('yaml-syntax', problem, { at })] };
  }
  const reader = new Reader(source, document);
  const value = reader.read(document.contents, 0);
  return { value: reader.broken ? undefined : { source, value }, diagnostics: reader.diagnostics };
}

function checkSize(source: SourceText): Diagnostic | undefined {
  const { text } = source;
  const at = { source, start: 0, end: 0 };
  if (text.length > limits.characters) {
    return diagnostic('yaml-too-large', { characters: text.length, most: limits.characters }, { at });
  }
  // Brackets are counted without looking at quotes: real files stay far below, and the parser never sees a bomb.
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0x5b || code === 0x7b) depth += 1;
    else if ((code === 0x5d || code === 0x7d) && depth > 0) depth -= 1;
    else if (code === 0x0a && depth > 0 && depth < 8) depth = 0;
    if (depth > 8 * limits.depth)
      return diagnostic('yaml-too-deep', { depth: limits.depth }, { at: { source, start: i, end: i + 1 } });
  }
  const dashes = /^[ ]*(?:- ){200}|^ {4000}/m.exec(text);
  if (dashes === null) return undefined;
  return diagnostic(
    'yaml-too-deep',
    { depth: limits.depth },
    { at: { source, start: dashes.index, end: dashes.index + 1 } },
  );
}

function syntaxProblem(
  code: string,
  message: string,
  text: string,
  offset: number,
): { problem: string; hint: string | undefined } {
  if (text.charAt(offset) === '\t' || code === 'TAB_AS_INDENT')
    return { problem: 'YAML is indented by a tab', hint: 'use spaces' };
  if (/closing ["']quote/.test(message)) return { problem: 'This quote is never closed', hint: undefined };
  if (code === 'MULTIPLE_DOCS')
    return {
      problem: 'The file holds more than one YAML document',
      hint: 'remove the line "---" between them',
    };
  if (text.startsWith('{{', offset) || text.startsWith('{%', offset)) {
    return { problem: 'A template in YAML stands without quotes', hint: 'put it in quotes: "{{ … }}"' };
  }
  if (code === 'BAD_INDENT' || code === 'UNEXPECTED_TOKEN' || code === 'BLOCK_AS_IMPLICIT_KEY') {
    return {
      problem: `YAML cannot be read here: ${lowerFirst(message)}`,
      hint: 'check the indentation and the quotes of this line and the one before',
    };
  }
  return { problem: `YAML cannot be read here: ${lowerFirst(message)}`, hint: undefined };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Turns the document's nodes into plain data, with all limits. */
class Reader {
  readonly diagnostics: Diagnostic[] = [];
  broken = false;
  readonly #source: SourceText;
  readonly #document: Document;
  /** Anchored collections that are being read: an alias to one of them would never end. */
  readonly #open = new Set<unknown>();
  #valuesLeft: number;

  constructor(source: SourceText, document: Document) {
    this.#source = source;
    this.#document = document;
    this.#valuesLeft = Math.max(limits.values, source.text.length * limits.valuesPerCharacter);
  }

  read(node: unknown, depth: number): JsonValue {
    if (this.broken) return null;
    if (node === null || node === undefined) return null;
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0) return this.#stop(diagnostic('yaml-alias-bomb', {}, { at: this.#at(node) }));
    if (isScalar(node)) return this.#scalar(node);
    if (isAlias(node)) return this.#alias(node, depth);
    if (depth > limits.depth)
      return this.#stop(diagnostic('yaml-too-deep', { depth: limits.depth }, { at: this.#at(node) }));
    if (this.#open.has(node)) return this.#stop(diagnostic('yaml-cycle', {}, { at: this.#at(node) }));
    this.#open.add(node);
    const value = isMap(node) ? this.#map(node, depth) : isSeq(node) ? this.#list(node, depth) : null;
    this.#open.delete(node);
    return value;
  }

  #alias(node: { source: string; range?: readonly number[] | null | undefined }, depth: number): JsonValue {
    const target = resolveAlias(node, this.#document);
    if (target === undefined) {
      this.diagnostics.push(diagnostic('yaml-unknown-alias', { name: node.source }, { at: this.#at(node) }));
      return null;
    }
    if (this.#open.has(target)) return this.#stop(diagnostic('yaml-cycle', {}, { at: this.#at(node) }));
    return this.read(target, depth + 1);
  }

  #scalar(node: Scalar): JsonValue {
    const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
    if (node.tag !== undefined && node.tag !== '!') {
      const value = taggedScalar(node.tag, text);
      if (value !== undefined) return value;
      this.diagnostics.push(diagnostic('yaml-tag', { tag: shortTag(node.tag) }, { at: this.#at(node) }));
      return text;
    }
    return node.type === 'PLAIN' && node.tag === undefined ? plainScalar(text) : text;
  }

  #list(node: YAMLSeq, depth: number): JsonValue {
    this.#checkTag(node, 'seq');
    return node.items.map((item) => this.read(item, depth + 1));
  }

  #map(node: YAMLMap, depth: number): JsonValue {
    this.#checkTag(node, 'map');
    const map = new Map<string, JsonValue>();
    // Keys that a merge brings are weaker than the map's own and stand before them, as in PyYAML.
    for (const pair of node.items) if (isMergeKey(pair.key)) this.#merge(map, pair.value, depth);
    const own = new Set<string>();
    for (const pair of node.items) {
      if (isMergeKey(pair.key)) continue;
      const key = isAlias(pair.key) ? resolveAlias(pair.key, this.#document) : pair.key;
      if (!isScalar(key) && key !== null) {
        return this.#stop(this.#wrongKey(pair.key));
      }
      const name = keyText(key);
      if (own.has(name)) {
        this.diagnostics.push(diagnostic('yaml-duplicate-key', { key: name }, { at: this.#at(pair.key) }));
      }
      own.add(name);
      map.set(name, this.read(pair.value, depth + 1));
    }
    return map;
  }

  /** `name: {{ x }}` is a map with a map as its key; what is meant is a template. */
  #wrongKey(key: unknown): Diagnostic {
    const at = this.#at(key);
    const { text } = this.#source;
    if (text.charAt(at.start - 1) !== '{') return diagnostic('yaml-key', {}, { at });
    const close = text.indexOf('}}', at.start);
    const end = close === -1 ? at.end : close + 2;
    const problem = {
      problem: 'A template in YAML stands without quotes',
      hint: `put it in quotes: "${text.slice(at.start - 1, end)}"`,
    };
    return diagnostic('yaml-syntax', problem, { at: { ...at, start: at.start - 1, end } });
  }

  #merge(into: Map<string, JsonValue>, value: unknown, depth: number): void {
    const target = resolveAlias(value, this.#document);
    const sources = isSeq(target) ? target.items : [target];
    // The first map of several wins.
    for (const source of [...sources].reverse()) {
      const map = this.read(source, depth + 1);
      if (map instanceof Map) for (const [key, merged] of map) into.set(key, merged);
      else if (!this.broken) this.diagnostics.push(diagnostic('yaml-merge', {}, { at: this.#at(value) }));
    }
  }

  #checkTag(node: YAMLMap | YAMLSeq, kind: 'map' | 'seq'): void {
    if (node.tag === undefined || node.tag === '!' || node.tag === `tag:yaml.org,2002:${kind}`) return;
    this.diagnostics.push(diagnostic('yaml-tag', { tag: shortTag(node.tag) }, { at: this.#at(node) }));
  }

  #stop(problem: Diagnostic): null {
    if (!this.broken) this.diagnostics.push(problem);
    this.broken = true;
    return null;
  }

  #at(node: unknown): Span {
    const range = (node as { readonly range?: readonly number[] | null } | null)?.range;
    const start = range?.[0] ?? 0;
    return { source: this.#source, start, end: Math.max(range?.[1] ?? start, start + 1) };
  }
}

function shortTag(tag: string): string {
  return tag.replace('tag:yaml.org,2002:', '!!');
}
