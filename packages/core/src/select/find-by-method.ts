import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { Resource } from '../project/node.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { configMatcher } from './match-config.ts';
import { fqnMatcher } from './match-fqn.ts';
import { pathPattern, pathsOf, propertyFileOf } from './match-path.ts';
import { isOlderVersion } from './older-version.ts';
import type { SelectionState, StateMethod } from './selection.ts';
import type { Method, SelectionTerm } from './selection-spec.ts';
import { wildcard } from './wildcard.ts';

type Matcher = (resource: Resource) => boolean;

const RESOURCE_TYPES = [
  'model',
  'source',
  'seed',
  'snapshot',
  'test',
  'unit_test',
  'analysis',
  'exposure',
  'metric',
  'semantic_model',
  'saved_query',
  'operation',
  'function',
];
const CLOSED_VALUES: Partial<Record<Method, readonly string[]>> = {
  access: ['private', 'protected', 'public'],
  resource_type: RESOURCE_TYPES,
  test_type: ['generic', 'singular', 'data', 'unit', 'schema'],
  version: ['latest', 'prerelease', 'old', 'none'],
};

/** The resources that one term names, without what is around them. All methods but `selector`. */
export function findByMethod(
  graph: ProjectGraph,
  term: SelectionTerm,
  state: SelectionState | undefined,
): Outcome<ReadonlySet<UniqueId>> {
  const { method } = term;
  if (method === 'state' || method === 'result' || method === 'source_status')
    return findByState(graph, term, method, state);
  const value = String(term.value);
  const closed = CLOSED_VALUES[method];
  if (closed !== undefined && !closed.includes(value)) {
    const near = nearest(value, closed) ?? undefined;
    return failed(
      diagnostic(
        'selector-value',
        { term: term.text, method, value, nearest: near, values: closed },
        { at: term.at },
      ),
    );
  }
  const matcher = matcherOf(graph, term, value);
  if (typeof matcher === 'string') {
    return failed(diagnostic('selector-syntax', { term: term.text, problem: matcher }, { at: term.at }));
  }
  const found = new Set<UniqueId>();
  for (const [id, resource] of graph.resources) if (matcher(resource)) found.add(id);
  return { value: found, diagnostics: [] };
}

function failed(problem: Diagnostic): Outcome<ReadonlySet<UniqueId>> {
  return { value: new Set(), diagnostics: [problem] };
}

function findByState(
  graph: ProjectGraph,
  term: SelectionTerm,
  method: StateMethod,
  state: SelectionState | undefined,
): Outcome<ReadonlySet<UniqueId>> {
  if (state === undefined)
    return failed(diagnostic('selector-needs-state', { term: term.text, method }, { at: term.at }));
  const { value, diagnostics } = state.find(method, String(term.value));
  return { value: new Set([...value].filter((id) => graph.resources.has(id))), diagnostics };
}

/** A test for resources, or what is wrong with the term. */
function matcherOf(graph: ProjectGraph, term: SelectionTerm, value: string): Matcher | string {
  switch (term.method) {
    case 'fqn': {
      const matches = fqnMatcher(value);
      return (resource) => resource.resourceType !== 'source' && matches(resource);
    }
    case 'tag': {
      const matches = wildcard(value);
      return (resource) => tagsOf(resource).some(matches);
    }
    case 'config':
      return configMatcher(term.path, term.value);
    case 'path':
      return pathMatcher(graph, value);
    case 'file': {
      const matches = wildcard(value);
      return (resource) => {
        const name = pathsOf(resource).at(-1)?.split('/').at(-1) ?? '';
        return matches(name) || matches(name.replace(/(?<=.)\.[^.]*$/u, ''));
      };
    }
    case 'package': {
      const matches = wildcard(value === 'this' ? graph.project.settings.name : value);
      return (resource) => matches(resource.packageName);
    }
    case 'source':
    case 'exposure':
    case 'metric':
    case 'semantic_model':
    case 'saved_query':
    case 'unit_test':
      return namedMatcher(term.method, value);
    default:
      return nodeMatcher(graph, term.method, value);
  }
}

function nodeMatcher(graph: ProjectGraph, method: Method, value: string): Matcher {
  switch (method) {
    case 'group': {
      const matches = wildcard(value);
      return (resource) => {
        const group = groupOf(graph, resource);
        return group !== null && matches(group);
      };
    }
    case 'access':
      return (resource) => resource.resourceType === 'model' && resource.access === value;
    case 'resource_type':
      return (resource) => resource.resourceType === value;
    case 'test_name': {
      const matches = wildcard(value);
      return (resource) =>
        resource.resourceType === 'test' &&
        resource.testMetadata !== null &&
        matches(resource.testMetadata.name);
    }
    case 'test_type':
      return (resource) =>
        resource.resourceType === 'test' &&
        (value === 'data' || resource.kind === value || (value === 'schema' && resource.kind === 'generic'));
    case 'version':
      return (resource) => hasVersion(resource, value);
    default:
      return () => false;
  }
}

export function tagsOf(resource: Resource): readonly string[] {
  return resource.resourceType === 'source' || resource.resourceType === 'exposure'
    ? resource.tags
    : resource.config.tags;
}

/** A generic test is in the group of what it tests. */
export function groupOf(graph: ProjectGraph, resource: Resource): string | null {
  if (resource.resourceType === 'source' || resource.resourceType === 'exposure') return null;
  if (resource.resourceType === 'model') return resource.group;
  const tested =
    resource.resourceType === 'test' && resource.testedNode !== null
      ? graph.resources.get(resource.testedNode)
      : undefined;
  if (tested !== undefined) return groupOf(graph, tested);
  const group = resource.config.all.get('group');
  return typeof group === 'string' ? group : null;
}

function hasVersion(resource: Resource, value: string): boolean {
  if (resource.resourceType !== 'model') return false;
  const { version, latestVersion } = resource;
  if (version === null || value === 'none') return version === null && value === 'none';
  const latest = latestVersion ?? version;
  if (value === 'latest') return String(version) === String(latest);
  return value === 'old' ? isOlderVersion(version, latest) : isOlderVersion(latest, version);
}

/** `name`, `package.name`; sources `name`, `name.table`, `package.name.table`. */
function namedMatcher(method: Method, value: string): Matcher | string {
  const parts = value.split('.');
  if (method === 'source') {
    if (parts.length > 3) return 'a source is "name", "name.table" or "package.name.table"';
    const [inPackage, source, table] = (
      parts.length === 1 ? ['*', ...parts, '*'] : parts.length === 2 ? ['*', ...parts] : parts
    ).map(wildcard);
    return (resource) =>
      resource.resourceType === 'source' &&
      inPackage?.(resource.packageName) === true &&
      source?.(resource.sourceName) === true &&
      table?.(resource.name) === true;
  }
  if (parts.length > 2) return `a value of "${method}" is "name" or "package.name"`;
  const [inPackage, name] = (parts.length === 1 ? ['*', ...parts] : parts).map(wildcard);
  return (resource) =>
    resource.resourceType === method &&
    inPackage?.(resource.packageName) === true &&
    name?.(resource.name) === true;
}

/**
 * dbt globs the project folder, so a file of a package is only found where the project has the same path: the paths
 * that exist are those of the project's own resources.
 */
function pathMatcher(graph: ProjectGraph, value: string): Matcher | string {
  const matches = pathPattern(value);
  if (matches === null) return 'a path is relative to the project folder and stays inside it';
  const existing = new Set<string>();
  const tried = new Set<string>();
  for (const resource of graph.resources.values()) {
    if (resource.packageName !== graph.project.settings.name) continue;
    for (const path of [...pathsOf(resource), propertyFileOf(resource)]) {
      if (path === null || tried.has(path)) continue;
      tried.add(path);
      if (matches(path, path === resource.originalFilePath || path === propertyFileOf(resource)))
        existing.add(path);
    }
  }
  return (resource) => {
    const described = propertyFileOf(resource);
    return (
      (described !== null && existing.has(described)) || pathsOf(resource).some((path) => existing.has(path))
    );
  };
}
