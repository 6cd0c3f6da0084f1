import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import type { SourceText, Span } from '../diagnostics/source-text.ts';

/** Keys and list positions from the top of a file: `['models', 0, 'columns', 2, 'name']`. */
export type YamlPath = readonly (string | number)[];

/** What of an entry is pointed at: its key, or its value (a scalar whole, a map or list from its first entry). */
export type YamlPart = 'key' | 'value';

/**
 * A place in a YAML file that is looked up when somebody asks for it: most places are never shown, and reading a
 * file's positions costs as much as reading the file.
 */
export class YamlSpan implements Span {
  readonly source: SourceText;
  readonly path: YamlPath;
  readonly part: YamlPart;
  #range: readonly [number, number] | undefined;

  constructor(source: SourceText, path: YamlPath, part: YamlPart) {
    this.source = source;
    this.path = path;
    this.part = part;
  }

  get start(): number {
    return this.#found()[0];
  }

  get end(): number {
    return this.#found()[1];
  }

  #found(): readonly [number, number] {
    this.#range ??= locate(this.source, this.path, this.part);
    return this.#range;
  }
}

export const yamlOptions = {
  version: '1.1',
  // All scalars are read as text here; what they mean is decided by `plainScalar`.
  schema: 'failsafe',
  merge: true,
  uniqueKeys: false,
  strict: true,
  // 'silent' would also hide that a file holds several documents.
  logLevel: 'error',
  prettyErrors: false,
} as const;

const documents = new WeakMap<SourceText, Document>();

function locate(source: SourceText, path: YamlPath, part: YamlPart): readonly [number, number] {
  let document = documents.get(source);
  if (document === undefined) {
    document = parseDocument(source.text, yamlOptions);
    documents.set(source, document);
  }
  let node: unknown = document.contents;
  let range = rangeOf(node) ?? [0, 0];
  for (let depth = 0; depth < path.length; depth += 1) {
    const step = path[depth] as string | number;
    node = resolveAlias(node, document);
    if (typeof step === 'number' && isSeq(node)) {
      const item = node.items[step];
      if (item === undefined) return range;
      node = isPair(item) ? item.value : item;
      range = rangeOf(item) ?? range;
    } else if (isMap(node)) {
      const pair = pairOf(node.items, String(step), document);
      if (pair === undefined) return range;
      const wantsKey = depth === path.length - 1 && part === 'key';
      range = (wantsKey ? undefined : valueRange(pair.value)) ?? rangeOf(pair.key) ?? range;
      node = pair.value;
    } else return range;
  }
  return range;
}

/** An empty value has no place of its own: then the key stands for it. */
function valueRange(node: unknown): readonly [number, number] | undefined {
  const range = rangeOf(node);
  return range !== undefined && range[1] > range[0] ? range : undefined;
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  if (isPair(node)) return rangeOf(node.key);
  if (!isNode(node) || node.range === undefined || node.range === null) return undefined;
  if (isMap(node) && !node.flow) {
    const first = node.items[0];
    return first === undefined ? [node.range[0], node.range[1]] : rangeOf(first.key);
  }
  return [node.range[0], node.range[1]];
}

/** The last of equal keys counts; a key that a merge (`<<`) brings comes last. */
function pairOf(items: readonly Pair[], key: string, document: Document): Pair | undefined {
  const own = items.findLast((pair) => keyText(pair.key) === key);
  if (own !== undefined) return own;
  for (const pair of items) {
    if (!isMergeKey(pair.key)) continue;
    for (const map of mergedMaps(pair.value, document)) {
      const found = isMap(map) ? pairOf(map.items as readonly Pair[], key, document) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function mergedMaps(value: unknown, document: Document): readonly unknown[] {
  const target = resolveAlias(value, document);
  return isSeq(target) ? target.items.map((item) => resolveAlias(item, document)) : [target];
}

export function resolveAlias(node: unknown, document: Document): Node | null | undefined {
  return (isAlias(node) ? node.resolve(document) : node) as Node | null | undefined;
}

/** An unquoted `<<`. */
export function isMergeKey(key: unknown): boolean {
  if (!isScalar(key)) return false;
  return (key.value === '<<' && key.type === 'PLAIN') || typeof key.value === 'symbol';
}

/** A key as text, as it is written. */
export function keyText(key: unknown): string {
  if (!isScalar(key)) return '';
  return typeof key.value === 'string' ? key.value : (key.source ?? '');
}
