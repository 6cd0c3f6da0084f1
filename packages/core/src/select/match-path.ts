import type { Resource } from '../project/node.ts';
import { hasWildcard, wildcard } from './wildcard.ts';

/** `models`, `models/staging`, `models/staging/stg_orders.sql` */
export function pathsOf(resource: Resource): string[] {
  const parts = resource.originalFilePath.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The property file that describes a resource, from the project folder of its package. */
export function propertyFileOf(resource: Resource): string | null {
  if (resource.resourceType === 'exposure') return null;
  return resource.patchPath === null ? null : (resource.patchPath.split('://')[1] ?? null);
}

/**
 * A glob from the project folder: `*` within a folder, `**` over folders; at the end, `**` is folders only. `null`: not
 * a pattern for inside the project.
 */
export function pathPattern(pattern: string): ((path: string, isFile: boolean) => boolean) | null {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (pattern.startsWith('/') || segments.includes('..')) return null;
  if (!hasWildcard(pattern)) {
    const plain = segments.join('/');
    return (path) => path === plain;
  }
  const tokens = segments.map((segment) => (segment === '**' ? null : wildcard(segment)));
  const foldersOnly = segments.at(-1) === '**';
  return (path, isFile) => !(foldersOnly && isFile) && matches(tokens, path.split('/'));
}

/** As with the stars of a text: the last `**` takes one folder more when the rest does not fit. */
function matches(tokens: readonly (((text: string) => boolean) | null)[], path: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let eaten = 0;
  while (at < path.length) {
    const current = tokens[token];
    if (current === null) {
      star = token;
      eaten = at;
      token += 1;
    } else if (current?.(path[at] as string) === true) {
      token += 1;
      at += 1;
    } else if (star !== -1) {
      eaten += 1;
      at = eaten;
      token = star + 1;
    } else {
      return false;
    }
  }
  while (tokens[token] === null) token += 1;
  return token === tokens.length;
}
