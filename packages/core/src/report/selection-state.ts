import { diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { SelectionState, StateMethod } from '../select/selection.ts';
import { differsIn, isModified, type ModifiedPart, objectAt } from './compare-node.ts';
import type { PlainJson, PlainObject } from './plain-json.ts';
import { isPlainObject } from './same-json.ts';

/** Artifacts of an earlier command, dbt's or tfm's; those that are not there are absent. */
export interface EarlierArtifacts {
  /** As people know the folder. */
  readonly folder: string;
  readonly manifest?: PlainObject;
  readonly runResults?: PlainObject;
  readonly sources?: PlainObject;
  /** The project's own target folder as people know it, and what the last check of freshness has left there. */
  readonly target?: string;
  readonly sourcesNow?: PlainObject;
}

/**
 * Answers `state:` and `result:` by comparing the project's manifest with artifacts of an earlier command, by dbt's
 * rules. Whether a value exists at all, the selection has checked.
 */
export function selectionStateOf(manifest: PlainObject, earlier: EarlierArtifacts): SelectionState {
  const missing = (file: string, folder = earlier.folder): Outcome<ReadonlySet<UniqueId>> => ({
    value: new Set(),
    diagnostics: [diagnostic('state-missing', { file: `${folder}/${file}` })],
  });
  const found = (ids: Iterable<string>): Outcome<ReadonlySet<UniqueId>> => ({
    value: new Set(ids) as ReadonlySet<string> as ReadonlySet<UniqueId>,
    diagnostics: [],
  });
  return {
    find(method: StateMethod, value: string) {
      switch (method) {
        case 'state':
          return earlier.manifest === undefined
            ? missing('manifest.json')
            : found(idsByState(value, manifest, earlier.manifest));
        case 'result':
          return earlier.runResults === undefined
            ? missing('run_results.json')
            : found(idsByResult(value, earlier.runResults));
        case 'source_status':
          if (earlier.sources === undefined) return missing('sources.json');
          return earlier.sourcesNow === undefined
            ? missing('sources.json', earlier.target)
            : found(fresherSources(earlier.sourcesNow, earlier.sources));
      }
    },
  };
}

/** The text of an artifact as an object; a diagnostic when it is none. */
export function parseArtifact(text: string, file: string): Outcome<PlainObject | undefined> {
  try {
    const value = JSON.parse(text) as PlainJson;
    if (isPlainObject(value)) return { value, diagnostics: [] };
  } catch {
    // Said below.
  }
  return { value: undefined, diagnostics: [diagnostic('state-unreadable', { file })] };
}

function idsByResult(status: string, { results }: PlainObject): readonly string[] {
  const list: readonly PlainJson[] = Array.isArray(results) ? results : [];
  return list.flatMap((one) =>
    isPlainObject(one) && one.status === status && typeof one.unique_id === 'string' ? [one.unique_id] : [],
  );
}

/** Sources that have newer rows than at the earlier check, or that it did not see. */
function fresherSources(now: PlainObject, earlier: PlainObject): readonly string[] {
  const before = loadedAt(earlier);
  return [...loadedAt(now)].flatMap(([id, time]) => {
    const old = before.get(id);
    return old === undefined || time > old ? [id] : [];
  });
}

/** Source → the time of its newest row, as text that sorts by time: `Date` alone would lose the microseconds. */
function loadedAt({ results }: PlainObject): ReadonlyMap<string, string> {
  const list: readonly PlainJson[] = Array.isArray(results) ? results : [];
  return new Map(
    list.flatMap((one): [string, string][] => {
      if (!isPlainObject(one)) return [];
      const { unique_id: id, max_loaded_at: time } = one;
      if (typeof id !== 'string' || typeof time !== 'string') return [];
      // Year 1 stands for sources without rows: it must not sort behind 1970.
      const seconds = Math.floor(Date.parse(time) / 1000) + 100_000_000_000;
      const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
      return [[id, `${String(seconds).padStart(15, '0')}.${fraction.padEnd(9, '0')}`]];
    }),
  );
}

const resourceMaps = ['nodes', 'sources', 'exposures'] as const;

function idsByState(value: string, manifest: PlainObject, earlier: PlainObject): readonly string[] {
  const before = new Map(resourceMaps.flatMap((map) => Object.entries(objectAt(earlier, map))));
  const usesModifiedMacro = macroQuestion(objectAt(manifest, 'macros'), objectAt(earlier, 'macros'));
  const fits = (id: string, now: PlainObject): boolean => {
    const old = before.get(id);
    const previous = isPlainObject(old) ? old : undefined;
    switch (value) {
      case 'new':
        return previous === undefined;
      case 'old':
        return previous !== undefined;
      case 'modified':
      case 'unmodified': {
        const modified =
          (previous === undefined ? isNewNode(now) : isModified(now, previous)) || usesModifiedMacro(now);
        return modified === (value === 'modified');
      }
      case 'modified.macros':
        return usesModifiedMacro(now);
      default:
        if (!hasPart(value, now)) return false;
        return (
          previous === undefined || differsIn(value.slice('modified.'.length) as ModifiedPart, now, previous)
        );
    }
  };
  return resourceMaps
    .flatMap((map) => Object.entries(objectAt(manifest, map)))
    .flatMap(([id, now]) => (isPlainObject(now) && fits(id, now) ? [id] : []));
}

/** dbt takes a new source or exposure for unmodified: nothing of it is to be built. */
function isNewNode({ resource_type: type }: PlainObject): boolean {
  return type !== 'source' && type !== 'exposure';
}

/** Sources have no body, exposures nothing but configs. */
function hasPart(value: string, { resource_type: type }: PlainObject): boolean {
  if (type === 'exposure') return value === 'modified.configs';
  if (type === 'source') return value === 'modified.configs' || value === 'modified.relation';
  return true;
}

/** Whether a macro that a node calls, itself or through others, was changed, added or removed. */
function macroQuestion(now: PlainObject, before: PlainObject): (node: PlainObject) => boolean {
  const sqlOf = (macros: PlainObject, id: string) => objectAt(macros, id).macro_sql;
  const ids = new Set([...Object.keys(now), ...Object.keys(before)]);
  // The tool's own macros do the same in other words in artifacts that dbt wrote.
  const own = [...ids].filter((id) => !id.startsWith('macro.dbt.'));
  const modified = new Set(own.filter((id) => sqlOf(now, id) !== sqlOf(before, id)));
  const callsOf = (node: PlainObject): readonly string[] => {
    const { macros } = objectAt(node, 'depends_on');
    return Array.isArray(macros) ? macros.filter((id) => typeof id === 'string') : [];
  };
  return (node) => {
    if (modified.size === 0) return false;
    const reached = new Set(callsOf(node));
    for (const id of reached) {
      if (modified.has(id)) return true;
      for (const called of callsOf(objectAt(now, id))) reached.add(called);
    }
    return false;
  };
}
