import type { Resource } from '../project/node.ts';
import { hasWildcard, wildcard } from './wildcard.ts';

/**
 * Whether a value names a resource: by its name alone, or by its dotted fqn from the package or from the first folder.
 * A prefix is enough; from the first part with a wildcard on, the rest is matched as a whole.
 */
export function fqnMatcher(value: string): (resource: Resource) => boolean {
  const parts = value.split('.');
  const firstWildcard = parts.findIndex(hasWildcard);
  const rest = firstWildcard === -1 ? undefined : wildcard(parts.slice(firstWildcard).join('.'));
  const whole = firstWildcard === 0 && parts.length === 1 ? rest : undefined;
  const lastTwo = parts.slice(-2).join('_');

  const matches = (fqn: readonly string[], isVersioned: boolean): boolean => {
    const name = fqn.at(isVersioned ? -2 : -1) ?? '';
    if (name === value) return true;
    // `dim_x.v2` and `dim_x_v2`
    if (isVersioned && fqn.slice(-2).join('_') === lastTwo) return true;
    // Dots in names separate like the dots of the value.
    const flat = fqn.some((segment) => segment.includes('.'))
      ? fqn.flatMap((segment) => segment.split('.'))
      : fqn;
    if (flat.length < parts.length) return false;
    const plain = firstWildcard === -1 ? parts.length : firstWildcard;
    for (let i = 0; i < plain; i += 1) {
      if (flat[i] !== parts[i]) return false;
    }
    if (rest === undefined) return true;
    return rest(flat.slice(firstWildcard).join('.')) || whole?.(name) === true;
  };
  return (resource) => {
    const isVersioned = resource.resourceType === 'model' && resource.version !== null;
    return matches(resource.fqn, isVersioned) || matches(resource.fqn.slice(1), isVersioned);
  };
}
