import type { Resource } from '../project/node.ts';

/** How messages call a resource. */
export function kindOf(resource: Resource): string {
  const type = resource.resourceType;
  return `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}
