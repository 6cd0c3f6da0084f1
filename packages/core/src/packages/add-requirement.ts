import { type Document, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { plainScalar } from '../yaml/scalar.ts';
import { yamlOptions } from '../yaml/yaml-span.ts';

export type AddedKind = 'hub' | 'git' | 'local';

export interface AddedPackage {
  readonly kind: AddedKind;
  readonly name: string;
  readonly version: string | null;
}

/** `name@version` of the command line. Of an address such as `git@host:org/x.git@v1` only the last `@` can be it. */
export function parseAddedPackage(text: string, kind: AddedKind): AddedPackage {
  const found = kind === 'local' ? null : (/^(.+\.git)@(.+)$/.exec(text) ?? /^(.+)@([^@/:]+)$/.exec(text));
  return { kind, name: found?.[1] ?? text, version: found?.[2] ?? null };
}

export interface EditedList {
  readonly text: string;
  /** What the entries were called that the new one replaces. */
  readonly replaced: readonly string[];
}

/** The list with one more package; comments and the order stay. `text` has been read without mistakes. */
export function addRequirement(text: string, added: AddedPackage): EditedList {
  const document: Document = parseDocument(text, yamlOptions);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  let list = document.get('packages');
  if (!isSeq(list)) {
    document.set('packages', document.createNode([]));
    list = document.get('packages');
  }
  if (!isSeq(list)) return { text, replaced: [] };
  const replaced: string[] = [];
  list.items = list.items.filter((item) => {
    const title = isMap(item) ? titleOf(item) : undefined;
    if (title === undefined || !isSame(title, added.name)) return true;
    replaced.push(title);
    return false;
  });
  if (list.items.length === 0) list.flow = false;
  const entry = document.createNode(entryOf(added));
  // A version such as 1.0 is text: without quotes it would be a number.
  visit(entry, {
    Scalar: (_, scalar) => {
      if (typeof plainScalar(String(scalar.value)) !== 'string') scalar.type = 'QUOTE_DOUBLE';
    },
  });
  list.add(entry);
  return { text: document.toString({ lineWidth: 0 }), replaced };
}

function entryOf({ kind, name, version }: AddedPackage): Record<string, string | string[]> {
  const key = kind === 'hub' ? 'package' : kind;
  if (version === null) return { [key]: name };
  const versions = version.split(',').map((part) => part.trim());
  const value = versions.length > 1 ? versions : version;
  return { [key]: name, [kind === 'git' ? 'revision' : 'version']: value };
}

function titleOf(item: { get(key: string, keepScalar: true): unknown }): string | undefined {
  for (const key of ['package', 'git', 'local', 'tarball', 'private']) {
    const value = item.get(key, true);
    if (isScalar(value) && value.value !== null) return String(value.value);
  }
  return undefined;
}

/** As dbt compares: `dbt-labs/dbt_utils` is also `https://github.com/dbt-labs/dbt-utils.git`. */
function isSame(title: string, name: string): boolean {
  const short = name.split('/').at(-1) ?? name;
  const variants = [name, short].flatMap((one) => [one, one.replaceAll('_', '-'), one.replaceAll('-', '_')]);
  return variants.some((variant) => {
    const at = variant === '' ? -1 : title.indexOf(variant);
    if (at === -1) return false;
    const before = title.charAt(at - 1);
    const after = title.charAt(at + variant.length);
    return (at === 0 || '/.'.includes(before)) && (after === '' || '/.'.includes(after));
  });
}
