import { nearest } from '../diagnostics/nearest.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { isJsonMap } from '../project/json-value.ts';
import type { Resource } from '../project/node.ts';
import { groupOf, tagsOf } from './find-by-method.ts';
import { configAt } from './match-config.ts';
import { pathsOf } from './match-path.ts';
import type { SelectionTerm } from './selection-spec.ts';
import { hasWildcard } from './wildcard.ts';

/** What a term that matches nothing was likely meant to be: something that can be typed. */
export function emptyTermHint(graph: ProjectGraph, term: SelectionTerm): string | undefined {
  const value = String(term.value);
  if (hasWildcard(value)) return undefined;
  const elsewhere = foundElsewhere(graph, term, value);
  if (elsewhere !== undefined) return `did you mean "${elsewhere}"?`;
  const disabled = [...graph.project.disabled.values()].flat();
  if (term.method === 'fqn' && disabled.some(({ name }) => name === value))
    return `"${value}" is disabled: set "enabled: true" for it`;
  const candidates = new Set<string>();
  for (const resource of graph.resources.values()) {
    for (const candidate of candidatesOf(graph, term, value, resource)) candidates.add(candidate);
  }
  const near = nearest(value, candidates);
  if (near !== undefined) return `did you mean "${withValue(term, value, near)}"?`;
  return term.method === 'config' ? configKeyHint(graph, term) : undefined;
}

/** The name exists, but the method does not look there. */
function foundElsewhere(graph: ProjectGraph, term: SelectionTerm, value: string): string | undefined {
  if (term.method !== 'fqn') return undefined;
  for (const resource of graph.resources.values()) {
    if (
      resource.resourceType === 'source' &&
      (resource.name === value || `${resource.sourceName}.${resource.name}` === value)
    ) {
      return `source:${resource.sourceName}.${resource.name}`;
    }
    if (resource.resourceType === 'source' && resource.sourceName === value) return `source:${value}`;
    if (tagsOf(resource).includes(value)) return `tag:${value}`;
    if (resource.packageName === value) return `package:${value}`;
  }
  return undefined;
}

function candidatesOf(
  graph: ProjectGraph,
  term: SelectionTerm,
  value: string,
  resource: Resource,
): readonly string[] {
  switch (term.method) {
    case 'fqn':
      if (resource.resourceType === 'source') return [];
      return value.includes('.')
        ? [resource.fqn.join('.'), resource.fqn.slice(1).join('.')]
        : [resource.name];
    case 'tag':
      return tagsOf(resource);
    case 'source':
      if (resource.resourceType !== 'source') return [];
      return value.includes('.') ? [`${resource.sourceName}.${resource.name}`] : [resource.sourceName];
    case 'exposure':
      return resource.resourceType === 'exposure' ? [resource.name] : [];
    case 'path':
      return resource.packageName === graph.project.settings.name ? pathsOf(resource) : [];
    case 'file':
      return [pathsOf(resource).at(-1)?.split('/').at(-1) ?? ''];
    case 'package':
      return [resource.packageName];
    case 'group': {
      const group = groupOf(graph, resource);
      return group === null ? [] : [group];
    }
    case 'test_name':
      return resource.resourceType === 'test' && resource.testMetadata !== null
        ? [resource.testMetadata.name]
        : [];
    case 'config': {
      const found = configAt(resource, term.path);
      return typeof found === 'string'
        ? [found]
        : Array.isArray(found)
          ? found.filter((one) => typeof one === 'string')
          : [];
    }
    default:
      return [];
  }
}

/** The term with another value; `+` and `@` stay. */
function withValue(term: SelectionTerm, value: string, near: string): string {
  const at = term.text.lastIndexOf(value);
  return `${term.text.slice(0, at)}${near}${term.text.slice(at + value.length)}`;
}

function configKeyHint(graph: ProjectGraph, term: SelectionTerm): string | undefined {
  const [first = '', ...rest] = term.path;
  const keys = new Set<string>();
  for (const resource of graph.resources.values()) {
    const holder = rest.length === 0 ? resource.config.all : configAt(resource, term.path.slice(0, -1));
    if (isJsonMap(holder)) for (const key of holder.keys()) keys.add(key);
  }
  const last = rest.at(-1) ?? first;
  const near = keys.has(last) ? undefined : nearest(last, keys);
  return near === undefined
    ? undefined
    : `did you mean "config.${[...term.path.slice(0, -1), near].join('.')}:${String(term.value)}"?`;
}
