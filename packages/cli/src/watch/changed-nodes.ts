import type { ParsedMacro, ProjectGraph, Resource, UniqueId } from '@tfm/core';

export interface Changes {
  /** New resources, and those of which anything is written differently. */
  readonly changed: ReadonlySet<UniqueId>;
  readonly removed: readonly Resource[];
  /** The project file, the target or something else that everything depends on. */
  readonly everything: boolean;
}

/** Compares two states of a project by what they say, not by their files' times: a save without an edit is no change. */
export function changedNodes(before: ProjectGraph, after: ProjectGraph): Changes {
  const everything = signature(foundations(before)) !== signature(foundations(after));
  const changed = new Set<UniqueId>();
  const macros = changedMacros(before, after);
  for (const [id, resource] of after.resources) {
    const earlier = before.resources.get(id);
    if (everything || earlier === undefined || signature(earlier) !== signature(resource)) changed.add(id);
    else if ('uses' in resource && resource.uses.macros.some((macro) => macros.has(macro))) changed.add(id);
  }
  const removed = [...before.resources.values()].filter(({ uniqueId }) => !after.resources.has(uniqueId));
  return { changed, removed, everything };
}

/** What is to be built after a change: the nodes, everything that reads them, and the tests of all these. */
export function affectedBy(graph: ProjectGraph, changed: Iterable<UniqueId>): ReadonlySet<UniqueId> {
  const affected = new Set<UniqueId>();
  const waiting = [...changed];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (affected.has(id) || !graph.resources.has(id)) continue;
    affected.add(id);
    waiting.push(...(graph.children.get(id) ?? []));
  }
  return affected;
}

/** Macros that are new, gone or different, and all that mention one of them, however indirectly. */
function changedMacros(before: ProjectGraph, after: ProjectGraph): ReadonlySet<UniqueId> {
  const old = before.project.macros;
  const now = after.project.macros;
  const changed = new Set<UniqueId>();
  for (const [id, macro] of now) if (textOf(macro) !== textOf(old.get(id))) changed.add(id);
  for (const id of old.keys()) if (!now.has(id)) changed.add(id);
  if (changed.size === 0) return changed;
  for (let grown = true; grown; ) {
    const words = [...changed].map((id) => id.slice(id.lastIndexOf('.') + 1).replace(/[^\w]/g, ''));
    const mentions = new RegExp(`\\b(${words.join('|')})\\b`);
    const found = [...now].filter(([id, macro]) => !changed.has(id) && mentions.test(textOf(macro)));
    for (const [id] of found) changed.add(id);
    grown = found.length > 0;
  }
  return changed;
}

function textOf(macro: ParsedMacro | undefined): string {
  return macro === undefined ? '' : macro.source.text.slice(macro.at.start, macro.at.end);
}

function foundations({ project }: ProjectGraph): object {
  const { settings, target, packages } = project;
  return { text: settings.file.text, target, packages: [...packages.keys()] };
}

/** Keys that say where a thing stands, not what it is. */
const places = new Set(['at', 'places', 'source', 'content', 'file']);

/** Everything that is written of a thing, as one text. Positions are left out: a new line above changes nothing. */
function signature(value: object): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (places.has(key) && key !== '') return undefined;
    if (part instanceof Map) return [...part];
    if (part instanceof Set) return [...part];
    return typeof part === 'bigint' ? `${part}n` : part;
  });
}
