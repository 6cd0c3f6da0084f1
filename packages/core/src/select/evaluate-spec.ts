import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { emptyTermHint } from './empty-term-hint.ts';
import { findByMethod } from './find-by-method.ts';
import { parseYamlSelector } from './parse-yaml-selector.ts';
import type { IndirectSelection, SelectionState } from './selection.ts';
import type { SelectionGroup, SelectionSpec, SelectionTerm } from './selection-spec.ts';
import { walk } from './walk-graph.ts';
import { wildcard } from './wildcard.ts';

/** Who is selected and why, and which tests would be if their other parents were. */
interface Found {
  readonly direct: ReadonlyMap<UniqueId, string>;
  /** Tests of which some parent is selected, but not enough of them. */
  readonly waiting: ReadonlySet<UniqueId>;
}

/** Nobody writes more; the call stack has an end. */
const MAX_SELECTOR_DEPTH = 100;

const NOTHING: Found = { direct: new Map(), waiting: new Set() };

/**
 * Evaluates a specification exactly as dbt does: tests come along term by term, and are looked at again after each
 * union and intersection of the command line.
 */
export class SpecEvaluator {
  readonly diagnostics: Diagnostic[] = [];
  readonly #graph: ProjectGraph;
  readonly #state: SelectionState | undefined;
  readonly #indirect: IndirectSelection;
  /** YAML selectors that are being evaluated, for circles. */
  readonly #open: string[] = [];
  /** Each is evaluated once: selectors that double each other would take for ever. */
  readonly #evaluated = new Map<string, ReadonlyMap<UniqueId, string>>();
  readonly #sources: readonly UniqueId[];

  constructor(graph: ProjectGraph, indirect: IndirectSelection, state: SelectionState | undefined) {
    this.#graph = graph;
    this.#indirect = indirect;
    this.#state = state;
    this.#sources = [...graph.project.sources.keys()];
  }

  evaluate(spec: SelectionSpec): ReadonlyMap<UniqueId, string> {
    return this.#find(spec).direct;
  }

  #find(spec: SelectionSpec): Found {
    return spec.kind === 'term' ? this.#findTerm(spec) : this.#findGroup(spec);
  }

  #findTerm(term: SelectionTerm): Found {
    const { parents, children } = this.#graph;
    const named = term.method === 'selector' ? this.#findSelector(term) : this.#findMethod(term);
    if (named === undefined) return NOTHING;
    if (named.size === 0) {
      if (term.warnIfEmpty) this.#warnEmpty(term);
      return NOTHING;
    }
    const selected = new Map(named);
    const add = (id: UniqueId, why: () => string) => {
      if (!selected.has(id)) selected.set(id, why());
    };
    if (term.childrensParents) {
      const below = walk(named.keys(), children, Number.POSITIVE_INFINITY);
      for (const [id, start] of below) add(id, () => `downstream of "${this.#name(start)}" ("${term.text}")`);
      const roots = [...named.keys(), ...below.keys()];
      for (const [id, start] of walk(roots, parents, Number.POSITIVE_INFINITY)) {
        add(id, () => `upstream of "${this.#name(start)}" ("${term.text}")`);
      }
    }
    for (const [id, start] of walk(named.keys(), parents, term.parents)) {
      add(id, () => `upstream of "${this.#name(start)}" ("${term.text}")`);
    }
    for (const [id, start] of walk(named.keys(), children, term.children)) {
      add(id, () => `downstream of "${this.#name(start)}" ("${term.text}")`);
    }
    // A YAML selector has brought its tests itself, and excluded what it excludes.
    if (term.method === 'selector') return { direct: selected, waiting: new Set() };
    return this.#withTests(selected, term.indirect);
  }

  #name(id: UniqueId): string {
    return this.#graph.resources.get(id)?.name ?? id;
  }

  #findMethod(term: SelectionTerm): ReadonlyMap<UniqueId, string> | undefined {
    const { value, diagnostics } = findByMethod(this.#graph, term, this.#state);
    this.diagnostics.push(...diagnostics);
    if (diagnostics.some((found) => found.severity === 'error')) return undefined;
    const why = `matches "${term.text}"`;
    return new Map([...value].map((id) => [id, why]));
  }

  #findSelector(term: SelectionTerm): ReadonlyMap<UniqueId, string> | undefined {
    const { selectors } = this.#graph.project;
    const matches = wildcard(String(term.value));
    const names = [...selectors.keys()].filter(matches).sort();
    if (names.length === 0) {
      const name = String(term.value);
      const parameters = { name, nearest: nearest(name, selectors.keys()), known: [...selectors.keys()] };
      this.diagnostics.push(diagnostic('unknown-selector', parameters, { at: term.at }));
      return undefined;
    }
    const found = new Map<UniqueId, string>();
    for (const name of names) {
      const inside = this.#evaluateSelector(name);
      if (inside === undefined) return undefined;
      for (const [id, why] of inside) if (!found.has(id)) found.set(id, why);
    }
    return found;
  }

  #evaluateSelector(name: string): ReadonlyMap<UniqueId, string> | undefined {
    const known = this.#evaluated.get(name);
    const selector = this.#graph.project.selectors.get(name);
    if (known !== undefined || selector === undefined) return known;
    if (this.#open.includes(name)) {
      const path = [...this.#open.slice(this.#open.indexOf(name)), name];
      this.diagnostics.push(diagnostic('selector-cycle', { path }, { at: selector.at }));
      return undefined;
    }
    if (this.#open.length >= MAX_SELECTOR_DEPTH) {
      const problem = `selectors refer to each other more than ${MAX_SELECTOR_DEPTH} deep`;
      this.diagnostics.push(diagnostic('selector-definition', { name, problem }, { at: selector.at }));
      return undefined;
    }
    this.#open.push(name);
    const spec = parseYamlSelector(selector, this.#indirect);
    this.diagnostics.push(...spec.diagnostics);
    const inside = spec.value === undefined ? NOTHING : this.#find(spec.value);
    this.#open.pop();
    const found = new Map([...inside.direct].map(([id, why]) => [id, `${why} in selector "${name}"`]));
    this.#evaluated.set(name, found);
    return found;
  }

  #warnEmpty(term: SelectionTerm): void {
    const hint = emptyTermHint(this.#graph, term);
    this.diagnostics.push(
      diagnostic(
        'selection-empty-term',
        { term: term.text },
        { at: term.at, ...(hint === undefined ? {} : { hint }) },
      ),
    );
  }

  /** Adds the tests that come along with what is selected. */
  #withTests(selected: ReadonlyMap<UniqueId, string>, mode: IndirectSelection): Found {
    if (mode === 'empty') return { direct: selected, waiting: new Set() };
    const { resources, parents, children } = this.#graph;
    const enough =
      mode === 'buildable'
        ? new Set([
            ...selected.keys(),
            ...walk(selected.keys(), parents, Number.POSITIVE_INFINITY).keys(),
            ...this.#sources,
          ])
        : new Set(selected.keys());
    const direct = new Map(selected);
    const waiting = new Set<UniqueId>();
    for (const id of selected.keys()) {
      for (const child of children.get(id) ?? []) {
        if (direct.has(child) || resources.get(child)?.resourceType !== 'test') continue;
        if (mode === 'eager' || this.#allParentsIn(child, enough))
          direct.set(child, `tests "${this.#name(id)}"`);
        else waiting.add(child);
      }
    }
    return { direct, waiting };
  }

  #allParentsIn(id: UniqueId, ids: { has(id: UniqueId): boolean }): boolean {
    return this.#graph.parents.get(id)?.every((parent) => ids.has(parent)) === true;
  }

  #findGroup(group: SelectionGroup): Found {
    const parts = group.parts.map((part) => this.#find(part));
    const direct = combine(
      group.kind,
      parts.map((part) => part.direct),
    );
    const known = parts.map(
      (part) => new Map([...part.direct, ...[...part.waiting].map((id) => [id, ''] as const)]),
    );
    const reachable = combine(group.kind, known);
    const selected = this.#lookAgain(direct, reachable.keys(), group.indirect);
    if (
      group.warnIfEmpty &&
      selected.size === 0 &&
      parts.length > 1 &&
      parts.every((part) => part.direct.size > 0)
    ) {
      this.diagnostics.push(
        diagnostic('selection-empty-intersection', { terms: group.text }, { at: group.at }),
      );
    }
    return { direct: selected, waiting: new Set([...reachable.keys()].filter((id) => !selected.has(id))) };
  }

  /** A test that waited for another parent gets in when the other part has brought it. */
  #lookAgain(
    direct: ReadonlyMap<UniqueId, string>,
    candidates: Iterable<UniqueId>,
    mode: IndirectSelection,
  ): ReadonlyMap<UniqueId, string> {
    if (mode !== 'cautious' && mode !== 'buildable') return direct;
    const { parents } = this.#graph;
    // Here dbt does not count sources; in the terms it does.
    const upstream =
      mode === 'buildable' ? walk(direct.keys(), parents, Number.POSITIVE_INFINITY).keys() : [];
    const selected = new Map(direct);
    const enough = new Set([...direct.keys(), ...upstream]);
    for (const id of candidates) {
      if (selected.has(id) || !this.#allParentsIn(id, enough)) continue;
      selected.set(
        id,
        `tests ${(parents.get(id) ?? []).map((parent) => `"${this.#name(parent)}"`).join(' and ')}`,
      );
    }
    return selected;
  }
}

function combine(
  kind: SelectionGroup['kind'],
  parts: readonly ReadonlyMap<UniqueId, string>[],
): ReadonlyMap<UniqueId, string> {
  const [first = new Map<UniqueId, string>(), ...others] = parts;
  const result = new Map(first);
  for (const other of others) {
    if (kind === 'union') {
      for (const [id, why] of other) if (!result.has(id)) result.set(id, why);
    } else if (kind === 'difference') {
      for (const id of other.keys()) result.delete(id);
    } else {
      for (const [id, why] of result) {
        const also = other.get(id);
        if (also === undefined) result.delete(id);
        else if (also !== why) result.set(id, `${why} and ${also}`);
      }
    }
  }
  return result;
}
