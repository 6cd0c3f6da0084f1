import type { ParsedModel, ParsedSeed, ParsedSnapshot, ParsedSource, Resource } from './node.ts';
import type { ParsedProject } from './project.ts';

/** What `ref` can name. */
export type ReferableNode = ParsedModel | ParsedSeed | ParsedSnapshot;

/** Who calls decides where is looked, so every call says from which package it comes. */
export interface RefTarget {
  readonly package: string | null;
  readonly name: string;
  readonly version: string | number | null;
  readonly fromPackage: string;
}

export interface SourceTarget {
  readonly source: string;
  readonly table: string;
  readonly fromPackage: string;
}

export type Resolution<T> =
  | { readonly kind: 'found'; readonly node: T }
  /** Only a disabled node has this name. */
  | { readonly kind: 'disabled'; readonly node: Resource }
  /** Several packages have it, and none of them comes first. */
  | { readonly kind: 'ambiguous'; readonly nodes: readonly T[] }
  /** The model exists, but not in this version; or it has no latest one. */
  | { readonly kind: 'no-such-version'; readonly versions: readonly string[] }
  | { readonly kind: 'unknown' };

/**
 * dbt's rules: a package that is named, only there; otherwise the project, then the caller's own package (the other
 * way round with the flag `require_ref_searches_node_package_before_root`), then everywhere. Without a version, a
 * versioned model is its latest version.
 */
export function resolveRef(project: ParsedProject, target: RefTarget): Resolution<ReferableNode> {
  const index = indexOf(project);
  const search = packagesToSearch(project, target.package, target.fromPackage);
  const found = lookUp(index.refs, refKey(target.name, target.version), search);
  if (found.length === 1) return { kind: 'found', node: found[0] as ReferableNode };
  if (found.length > 1) return { kind: 'ambiguous', nodes: found };
  const disabled = lookUp(index.disabledRefs, refKey(target.name, target.version), search)[0];
  if (disabled !== undefined) return { kind: 'disabled', node: disabled };
  const versions = lookUp(index.versions, target.name, search);
  return versions.length > 0 ? { kind: 'no-such-version', versions } : { kind: 'unknown' };
}

export function resolveSource(project: ParsedProject, target: SourceTarget): Resolution<ParsedSource> {
  const index = indexOf(project);
  const search = packagesToSearch(project, null, target.fromPackage);
  const key = sourceKey(target.source, target.table);
  const found = lookUp(index.sources, key, search);
  if (found.length === 1) return { kind: 'found', node: found[0] as ParsedSource };
  if (found.length > 1) return { kind: 'ambiguous', nodes: found };
  const disabled = lookUp(index.disabledSources, key, search)[0];
  return disabled === undefined ? { kind: 'unknown' } : { kind: 'disabled', node: disabled };
}

/** Name → package → what is there. Several entries of one package: only versions. */
type Lookup<T> = Map<string, Map<string, T[]>>;

interface ProjectIndex {
  readonly refs: Lookup<ReferableNode>;
  readonly disabledRefs: Lookup<Resource>;
  readonly sources: Lookup<ParsedSource>;
  readonly disabledSources: Lookup<Resource>;
  readonly versions: Lookup<string>;
}

// A parsed project never changes, so its index is made once.
const indexes = new WeakMap<ParsedProject, ProjectIndex>();

function indexOf(project: ParsedProject): ProjectIndex {
  const known = indexes.get(project);
  if (known !== undefined) return known;
  const index: ProjectIndex = {
    refs: new Map(),
    disabledRefs: new Map(),
    sources: new Map(),
    disabledSources: new Map(),
    versions: new Map(),
  };
  for (const node of project.nodes.values()) {
    if (!isReferable(node)) continue;
    for (const key of refKeys(node)) put(index.refs, key, node.packageName, node);
    if (node.resourceType === 'model' && node.version !== null) {
      put(index.versions, node.name, node.packageName, String(node.version));
    }
  }
  for (const source of project.sources.values()) {
    put(index.sources, sourceKey(source.sourceName, source.name), source.packageName, source);
  }
  for (const node of [...project.disabled.values()].flat()) {
    if (isReferable(node))
      for (const key of refKeys(node)) put(index.disabledRefs, key, node.packageName, node);
    else if (node.resourceType === 'source') {
      put(index.disabledSources, sourceKey(node.sourceName, node.name), node.packageName, node);
    }
  }
  indexes.set(project, index);
  return index;
}

function isReferable(node: Resource): node is ReferableNode {
  return node.resourceType === 'model' || node.resourceType === 'seed' || node.resourceType === 'snapshot';
}

function refKeys(node: ReferableNode): string[] {
  if (node.resourceType !== 'model' || node.version === null) return [refKey(node.name, null)];
  const isLatest = node.latestVersion === null || String(node.version) === String(node.latestVersion);
  const own = refKey(node.name, node.version);
  return isLatest ? [refKey(node.name, null), own] : [own];
}

// Names and versions are free text: JSON keeps "a" + "b.c" apart from "a.b" + "c".
function refKey(name: string, version: string | number | null): string {
  return version === null ? name : JSON.stringify([name, String(version)]);
}

function sourceKey(source: string, table: string): string {
  return JSON.stringify([source, table]);
}

function put<T>(lookup: Lookup<T>, key: string, packageName: string, value: T): void {
  const packages = lookup.get(key) ?? new Map<string, T[]>();
  lookup.set(key, packages);
  const values = packages.get(packageName) ?? [];
  packages.set(packageName, values);
  values.push(value);
}

/** `null`: everywhere. */
function packagesToSearch(
  project: ParsedProject,
  named: string | null,
  from: string,
): readonly (string | null)[] {
  if (named !== null) return [named];
  const root = project.settings.name;
  if (root === from) return [root, null];
  const ownFirst = project.settings.flags.get('require_ref_searches_node_package_before_root') === true;
  return ownFirst ? [from, root, null] : [root, from, null];
}

function lookUp<T>(lookup: Lookup<T>, key: string, search: readonly (string | null)[]): readonly T[] {
  const packages = lookup.get(key);
  if (packages === undefined) return [];
  for (const name of search) {
    const found = name === null ? [...packages.values()].flat() : (packages.get(name) ?? []);
    if (found.length > 0) return found;
  }
  return [];
}
