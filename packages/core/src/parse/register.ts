import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { ParsedExposure, ParsedNode, ParsedSource } from '../project/node.ts';
import type { ParseContext } from './parse-context.ts';

/** Puts a resource where it belongs; two of one id are a mistake. */
export function register(context: ParseContext, resource: ParsedNode | ParsedSource | ParsedExposure): void {
  const { nodes, sources, exposures, disabled } = context.collected;
  if (!resource.config.enabled) {
    const others = disabled.get(resource.uniqueId);
    if (others === undefined) disabled.set(resource.uniqueId, [resource]);
    else others.push(resource);
    return;
  }
  const map: Map<string, ParsedNode | ParsedSource | ParsedExposure> =
    resource.resourceType === 'source' ? sources : resource.resourceType === 'exposure' ? exposures : nodes;
  const other = map.get(resource.uniqueId);
  if (other !== undefined) {
    const related = [{ message: 'the other one', at: other.at }];
    const isGeneric = resource.resourceType === 'test' && resource.kind === 'generic';
    const name =
      resource.resourceType === 'source' ? `${resource.sourceName}.${resource.name}` : resource.name;
    const problem = isGeneric
      ? diagnostic('duplicate-test', { name: resource.name }, { at: resource.at, related })
      : diagnostic('duplicate-resource', { kind: resource.resourceType, name }, { at: resource.at, related });
    context.report(problem);
    return;
  }
  map.set(resource.uniqueId, resource);
}
