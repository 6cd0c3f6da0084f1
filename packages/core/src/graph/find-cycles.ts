import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Resource } from '../project/node.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { Edge } from './resolve-uses.ts';

/** Nobody reads more of a circle; a generated project may have one through all its models. */
const SHOWN_NAMES = 10;
const SHOWN_PLACES = 20;

/**
 * One diagnostic for each group of resources that all reach each other: a shortest cycle through one of them, with
 * the place of every ref on the way. `sorted` are the resources that have an order, and so lie on no cycle.
 */
export function findCycles(
  resources: ReadonlyMap<UniqueId, Resource>,
  edges: ReadonlyMap<UniqueId, readonly Edge[]>,
  sorted: ReadonlySet<UniqueId>,
): Diagnostic[] {
  const ids = [...resources.keys()].filter((id) => !sorted.has(id)).sort();
  const diagnostics: Diagnostic[] = [];
  for (const group of stronglyConnected(ids, edges, sorted)) {
    const path = cycleThrough([...group].sort()[0] as UniqueId, edges, group);
    // A group of one is a cycle only when it reads itself.
    if (path !== undefined) diagnostics.push(describe(path, resources, edges));
  }
  return diagnostics;
}

/** Tarjan's algorithm, with a stack of its own: a project may be deeper than the call stack. */
function stronglyConnected(
  ids: readonly UniqueId[],
  edges: ReadonlyMap<UniqueId, readonly Edge[]>,
  ignored: ReadonlySet<UniqueId>,
): ReadonlySet<UniqueId>[] {
  const groups: ReadonlySet<UniqueId>[] = [];
  const indexes = new Map<UniqueId, number>();
  const lowest = new Map<UniqueId, number>();
  const open: UniqueId[] = [];
  const isOpen = new Set<UniqueId>();
  const lower = (id: UniqueId, to: number) => lowest.set(id, Math.min(lowest.get(id) ?? to, to));
  const enter = (id: UniqueId) => {
    lowest.set(id, indexes.size);
    indexes.set(id, indexes.size);
    open.push(id);
    isOpen.add(id);
    return { id, next: 0 };
  };
  for (const root of ids) {
    const calls = indexes.has(root) ? [] : [enter(root)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { id } = call;
      const to = edges.get(id)?.[call.next]?.to;
      call.next += 1;
      if (to !== undefined) {
        if (ignored.has(to)) continue;
        if (!indexes.has(to)) calls.push(enter(to));
        else if (isOpen.has(to)) lower(id, indexes.get(to) ?? 0);
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller !== undefined) lower(caller.id, lowest.get(id) ?? 0);
      if (lowest.get(id) !== indexes.get(id)) continue;
      const group = new Set(open.splice(open.lastIndexOf(id)));
      for (const member of group) isOpen.delete(member);
      groups.push(group);
    }
  }
  return groups;
}

/** A shortest way from a resource to itself: each member reads the next, the first one is repeated at the end. */
function cycleThrough(
  start: UniqueId,
  edges: ReadonlyMap<UniqueId, readonly Edge[]>,
  within: ReadonlySet<UniqueId>,
): UniqueId[] | undefined {
  const reachedFrom = new Map<UniqueId, UniqueId>();
  const queue: UniqueId[] = [start];
  for (const id of queue) {
    for (const { to } of edges.get(id) ?? []) {
      if (to === start) return wayBack(start, id, reachedFrom);
      if (!within.has(to) || reachedFrom.has(to)) continue;
      reachedFrom.set(to, id);
      queue.push(to);
    }
  }
  return undefined;
}

function wayBack(start: UniqueId, last: UniqueId, reachedFrom: ReadonlyMap<UniqueId, UniqueId>): UniqueId[] {
  const path = [start];
  for (let id = last; id !== start; id = reachedFrom.get(id) as UniqueId) path.unshift(id);
  path.unshift(start);
  return path;
}

function describe(
  path: readonly UniqueId[],
  resources: ReadonlyMap<UniqueId, Resource>,
  edges: ReadonlyMap<UniqueId, readonly Edge[]>,
): Diagnostic {
  const name = (id: UniqueId | undefined) => (id === undefined ? '' : (resources.get(id)?.name ?? id));
  const steps = path.slice(0, -1).map((from, index) => {
    const to = path[index + 1];
    const edge = edges.get(from)?.find((candidate) => candidate.to === to);
    return { message: `"${name(from)}" refers to "${name(to)}"`, at: edge?.at };
  });
  const first = steps[0]?.at;
  const names = path.map(name);
  return diagnostic(
    'model-cycle',
    {
      path:
        names.length <= SHOWN_NAMES
          ? names
          : [...names.slice(0, SHOWN_NAMES / 2), '…', ...names.slice(-SHOWN_NAMES / 2)],
    },
    {
      ...(first === undefined ? {} : { at: first }),
      related: steps
        .slice(1, SHOWN_PLACES)
        .flatMap(({ message, at }) => (at === undefined ? [] : [{ message, at }])),
    },
  );
}
