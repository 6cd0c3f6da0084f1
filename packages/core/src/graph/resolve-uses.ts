import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import type { ParsedTest, RefCall, Resource, SourceCall } from '../project/node.ts';
import type { ParsedProject } from '../project/project.ts';
import { type ReferableNode, type Resolution, resolveRef, resolveSource } from '../project/resolve-ref.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { kindOf } from './kind-of.ts';
import type { NameHints } from './name-hints.ts';

/** A resource reads another one. */
export interface Edge {
  readonly to: UniqueId;
  /** The first call that says so. */
  readonly at: Span;
}

/**
 * What a resource reads, each once: sources, then refs, each in the order of the calls (as in dbt's artifacts).
 * Without a value, the resource is a generic test that is left out.
 */
export function resolveUses(
  project: ParsedProject,
  resource: Resource,
  { hints, unread }: { readonly hints: NameHints; readonly unread: ReadonlySet<string> },
): Outcome<readonly Edge[] | undefined> {
  if (resource.resourceType === 'source' || resource.resourceType === 'seed')
    return { value: [], diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const edges = new Map<UniqueId, Edge>();
  const fromPackage = resource.packageName;
  for (const call of resource.uses.sources) {
    const found = resolveSource(project, { source: call.source, table: call.table, fromPackage });
    if (found.kind === 'found') add(edges, found.node.uniqueId, call.at);
    else if (isGenericTest(resource)) return leaveOut(hints, resource, call, found);
    else diagnostics.push(sourceProblem(hints, resource, call, found));
  }
  for (const call of resource.uses.refs) {
    const found = resolveRef(project, { ...call, fromPackage });
    if (found.kind === 'found') {
      add(edges, found.node.uniqueId, call.at);
      diagnostics.push(...checkAccess(project, resource, found.node, call));
    } else if (isGenericTest(resource) && (found.kind === 'unknown' || found.kind === 'disabled')) {
      return leaveOut(hints, resource, call, found);
    } else if (found.kind !== 'unknown' || !unread.has(call.name)) {
      diagnostics.push(refProblem(hints, resource, call, found));
    }
  }
  return { value: [...edges.values()], diagnostics };
}

function add(edges: Map<UniqueId, Edge>, to: UniqueId, at: Span): void {
  if (!edges.has(to)) edges.set(to, { to, at });
}

function isGenericTest(resource: Resource): resource is ParsedTest {
  return resource.resourceType === 'test' && resource.kind === 'generic';
}

/**
 * A test of a node that is disabled goes with it, and nothing needs to be said; a test that only compares with what is
 * missing is worth a word.
 */
function leaveOut(
  hints: NameHints,
  test: ParsedTest,
  call: RefCall | SourceCall,
  found: Resolution<unknown>,
): Outcome<undefined> {
  if (found.kind === 'disabled' && found.node.uniqueId === test.testedNode)
    return { value: undefined, diagnostics: [] };
  const isRef = 'name' in call;
  const target = isRef ? call.name : `${call.source}.${call.table}`;
  const near = found.kind === 'disabled' ? undefined : isRef ? hints.forRef(call) : hints.forSource(call);
  const parameters = { name: test.name, target, disabled: found.kind === 'disabled', nearest: near };
  return { value: undefined, diagnostics: [diagnostic('test-left-out', parameters, { at: call.at })] };
}

function refProblem(
  hints: NameHints,
  resource: Resource,
  call: RefCall,
  found: Resolution<ReferableNode>,
): Diagnostic {
  const target = call.package === null ? call.name : `${call.package}.${call.name}`;
  const who = { kind: kindOf(resource), name: resource.name, target };
  const at = call.at;
  switch (found.kind) {
    case 'disabled':
      return diagnostic('disabled-ref', who, {
        at,
        related: [{ message: 'it is defined here', at: found.node.at }],
      });
    case 'ambiguous':
      return diagnostic(
        'ambiguous-ref',
        { ...who, packages: [...new Set(found.nodes.map((node) => node.packageName))] },
        {
          at,
          related: found.nodes.map((node) => ({ message: `in package "${node.packageName}"`, at: node.at })),
        },
      );
    case 'no-such-version':
      return diagnostic(
        'unknown-ref-version',
        { ...who, version: call.version === null ? null : String(call.version), versions: found.versions },
        { at },
      );
    default:
      return diagnostic('unknown-ref', { ...who, nearest: hints.forRef(call) }, { at });
  }
}

function sourceProblem(
  hints: NameHints,
  resource: Resource,
  call: SourceCall,
  found: Resolution<Resource>,
): Diagnostic {
  const who = { kind: kindOf(resource), name: resource.name, target: `${call.source}.${call.table}` };
  const at = call.at;
  if (found.kind === 'disabled') {
    return diagnostic('disabled-source', who, {
      at,
      related: [{ message: 'it is defined here', at: found.node.at }],
    });
  }
  if (found.kind === 'ambiguous') {
    const related = found.nodes.map((node) => ({ message: `in package "${node.packageName}"`, at: node.at }));
    return diagnostic(
      'ambiguous-source',
      { ...who, packages: found.nodes.map((node) => node.packageName) },
      { at, related },
    );
  }
  return diagnostic('unknown-source', { ...who, nearest: hints.forSource(call) }, { at });
}

/**
 * Only models of its own group may read a private model (a generic test belongs to the group of what it tests), and
 * only the own package what is not public in a package with `restrict-access`.
 */
function checkAccess(
  project: ParsedProject,
  reader: Resource,
  target: ReferableNode,
  call: RefCall,
): Diagnostic[] {
  if (target.resourceType !== 'model' || target.access === 'public') return [];
  const place = { at: call.at, related: [{ message: 'it is defined here', at: target.at }] };
  const who = { kind: kindOf(reader), name: reader.name, target: target.name };
  if (
    reader.packageName !== target.packageName &&
    project.packages.get(target.packageName)?.restrictAccess === true
  ) {
    return [diagnostic('protected-ref', { ...who, package: target.packageName }, place)];
  }
  if (target.access === 'protected') return [];
  const group = groupOf(project, reader);
  if (group !== null && group === target.group) return [];
  return [diagnostic('private-ref', { ...who, group: target.group }, place)];
}

function groupOf(project: ParsedProject, resource: Resource): string | null {
  if (resource.resourceType === 'model') return resource.group;
  if (resource.resourceType === 'test' && resource.testedNode !== null) {
    const tested = project.nodes.get(resource.testedNode);
    if (tested !== undefined && tested.resourceType !== 'test') return groupOf(project, tested);
  }
  const group = resource.config.all.get('group');
  return typeof group === 'string' ? group : null;
}
