import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Resource } from '../project/node.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { kindOf } from './kind-of.ts';

/** Two things that `ref` could mean, or that would be written to one relation. */
export function checkNames(resources: ReadonlyMap<UniqueId, Resource>): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const byName = new Map<string, Resource>();
  const byRelation = new Map<string, { resource: Resource; relation: RelationName }>();
  for (const resource of [...resources.values()].sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1))) {
    if (isReferable(resource)) {
      const key = JSON.stringify([resource.packageName, resource.name]);
      const other = byName.get(key);
      if (other === undefined) byName.set(key, resource);
      else if (!areVersions(resource, other)) {
        const parameters = { kind: kindOf(resource), name: resource.name, otherKind: kindOf(other) };
        diagnostics.push(diagnostic('duplicate-node-name', parameters, placesOf(resource, other)));
        // The relation is then the same too: one mistake, one message.
        continue;
      }
    }
    const relation = writtenRelation(resource);
    if (relation === undefined) continue;
    const key = foldedKey(relation);
    const other = byRelation.get(key);
    if (other === undefined) byRelation.set(key, { resource, relation });
    else diagnostics.push(relationProblem(resource, relation, other.resource, other.relation));
  }
  return diagnostics;
}

function isReferable(resource: Resource): boolean {
  return (
    resource.resourceType === 'model' ||
    resource.resourceType === 'seed' ||
    resource.resourceType === 'snapshot'
  );
}

function areVersions(one: Resource, other: Resource): boolean {
  return (
    one.resourceType === 'model' &&
    other.resourceType === 'model' &&
    one.version !== null &&
    other.version !== null
  );
}

/** The relation that a run writes for a resource. Sources count when tfm loads them. */
function writtenRelation(resource: Resource): RelationName | undefined {
  switch (resource.resourceType) {
    case 'model':
      return resource.config.materialized === 'ephemeral' ? undefined : resource.relation;
    case 'seed':
    case 'snapshot':
      return resource.relation;
    case 'test':
      return resource.storeFailures === null ? undefined : resource.relation;
    case 'source':
      return resource.load === null ? undefined : resource.relation;
    default:
      return undefined;
  }
}

/**
 * Equal for names that some warehouse takes for the same: SQLite and DuckDB fold case, file systems and people fold
 * Unicode forms. What works on one warehouse only is a trap, so it is refused on all.
 */
function foldedKey({ database, schema, identifier }: RelationName): string {
  return JSON.stringify([database, schema, identifier]).normalize('NFC').toLowerCase();
}

function relationProblem(
  resource: Resource,
  relation: RelationName,
  other: Resource,
  otherRelation: RelationName,
): Diagnostic {
  const parameters = {
    kind: kindOf(resource),
    name: resource.name,
    otherKind: kindOf(other),
    otherName: other.name,
    relation: dotted(relation),
    other: dotted(otherRelation),
  };
  const code = parameters.relation === parameters.other ? 'duplicate-relation' : 'relation-name-case';
  return diagnostic(code, parameters, placesOf(resource, other));
}

function placesOf(resource: Resource, other: Resource) {
  return { at: resource.at, related: [{ message: 'the other one is here', at: other.at }] };
}

function dotted({ database, schema, identifier }: RelationName): string {
  return [database, schema, identifier].filter((part) => part !== null).join('.');
}
