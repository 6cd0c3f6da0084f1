import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { YamlSelector } from '../project/project.ts';
import { parseMethod, parseTerm } from './parse-term.ts';
import type { IndirectSelection } from './selection.ts';
import type { SelectionGroup, SelectionSpec, SelectionTerm } from './selection-spec.ts';

const TERM_KEYS = [
  'method',
  'value',
  'parents',
  'parents_depth',
  'children',
  'children_depth',
  'childrens_parents',
  'indirect_selection',
  'exclude',
];
const INDIRECT: readonly IndirectSelection[] = ['eager', 'cautious', 'buildable', 'empty'];

/** `definition:` of a selector in `selectors.yml`. `indirect` is the command line's, for terms that do not say. */
export function parseYamlSelector(
  selector: YamlSelector,
  indirect: IndirectSelection,
): Outcome<SelectionSpec | undefined> {
  const reader = new DefinitionReader(selector, indirect);
  const { definition } = selector;
  if (
    isJsonMap(definition) &&
    (definition.has('union') || definition.has('intersection')) &&
    definition.size > 1
  ) {
    reader.problem('"union" or "intersection" must be the only key');
  }
  const value = reader.read(definition);
  return { value: reader.diagnostics.length > 0 ? undefined : value, diagnostics: reader.diagnostics };
}

class DefinitionReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #selector: YamlSelector;
  readonly #indirect: IndirectSelection;

  constructor(selector: YamlSelector, indirect: IndirectSelection) {
    this.#selector = selector;
    this.#indirect = indirect;
  }

  problem(problem: string, hint?: string): undefined {
    const place = { at: this.#selector.at, ...(hint === undefined ? {} : { hint }) };
    this.diagnostics.push(diagnostic('selector-definition', { name: this.#selector.name, problem }, place));
    return undefined;
  }

  read(definition: JsonValue): SelectionSpec | undefined {
    if (typeof definition === 'string') {
      return this.#keep(
        parseTerm(definition, this.#selector.at, { indirect: this.#indirect, warnIfEmpty: false }),
      );
    }
    if (!isJsonMap(definition)) return this.problem('a definition is a text or a map');
    if (definition.has('union')) return this.#readGroup('union', definition.get('union'));
    if (definition.has('intersection'))
      return this.#readGroup('intersection', definition.get('intersection'));
    return this.#readTerm(definition);
  }

  #keep<T>(outcome: Outcome<T>): T {
    this.diagnostics.push(...outcome.diagnostics);
    return outcome.value;
  }

  #readList(key: string, list: JsonValue | undefined): readonly JsonValue[] {
    if (Array.isArray(list)) return list as readonly JsonValue[];
    this.problem(`"${key}" must be a list`);
    return [];
  }

  #readGroup(kind: 'union' | 'intersection', list: JsonValue | undefined): SelectionSpec | undefined {
    const parts: SelectionSpec[] = [];
    let excluded: SelectionSpec | undefined;
    let exclusions = 0;
    for (const item of this.#readList(kind, list)) {
      if (isJsonMap(item) && item.has('exclude') && item.size === 1) {
        exclusions += 1;
        excluded = this.#readExclusions(item.get('exclude'));
        continue;
      }
      const part = this.read(item);
      if (part !== undefined) parts.push(part);
    }
    if (exclusions > 1)
      this.problem(`"${kind}" may have one "exclude" only`, 'put all exclusions into one list');
    const group = this.#group(kind, parts);
    return excluded === undefined ? group : this.#group('difference', [group, excluded]);
  }

  #readExclusions(list: JsonValue | undefined): SelectionSpec | undefined {
    const parts = this.#readList('exclude', list).flatMap((item) => this.read(item) ?? []);
    return parts.length > 1 ? this.#group('union', parts) : parts[0];
  }

  /** Groups do not look at tests again: as in dbt, only the command line's do. */
  #group(kind: SelectionGroup['kind'], parts: readonly SelectionSpec[]): SelectionGroup {
    const { name, at } = this.#selector;
    return { kind, text: name, parts, indirect: 'eager', at, warnIfEmpty: false };
  }

  #readTerm(definition: JsonMap): SelectionSpec | undefined {
    const single = definition.size === 1 ? [...definition][0] : undefined;
    if (single === undefined && !(definition.has('method') && definition.has('value'))) {
      const known = nearest([...definition.keys()].find((key) => !TERM_KEYS.includes(key)) ?? '', TERM_KEYS);
      return this.problem(
        'a term has the keys "method" and "value", or is one method with its value',
        known === undefined ? '{method: tag, value: nightly}' : `did you mean "${known}"?`,
      );
    }
    if (single !== undefined && single[0] === 'method')
      return this.problem('"method" needs a "value" beside it');
    const unknown =
      single === undefined ? [...definition.keys()].filter((key) => !TERM_KEYS.includes(key)) : [];
    for (const key of unknown) {
      const near = nearest(key, TERM_KEYS);
      this.problem(
        `"${key}" is not a key of a term`,
        near === undefined ? undefined : `did you mean "${near}"?`,
      );
    }
    const written = single === undefined ? definition.get('method') : single[0];
    const value = single === undefined ? definition.get('value') : single[1];
    if (typeof written !== 'string') return this.problem('"method" must be a text');
    if (value === undefined || value === null || typeof value === 'object') {
      return this.problem(`"${written}" must have a text, a number or true or false as its value`);
    }
    const term = this.#makeTerm(written, value, definition);
    const excluded = definition.has('exclude') ? this.#readExclusions(definition.get('exclude')) : undefined;
    return term === undefined || excluded === undefined ? term : this.#group('difference', [term, excluded]);
  }

  #makeTerm(written: string, value: JsonValue, definition: JsonMap): SelectionTerm | undefined {
    const { at } = this.#selector;
    const text = `${written}:${String(value)}`;
    const [name = '', ...path] = written.split('.');
    const method = this.#keep(parseMethod(name, path, text, at));
    if (method === undefined) return undefined;
    const childrensParents = this.#flag(definition, 'childrens_parents');
    const children = this.#levels(definition, 'children');
    if (childrensParents && children > 0)
      return this.problem('"childrens_parents" and "children" do not go together');
    return {
      kind: 'term',
      text,
      method,
      path,
      value,
      childrensParents,
      children,
      parents: this.#levels(definition, 'parents'),
      indirect: this.#indirectOf(definition),
      at,
      warnIfEmpty: false,
    };
  }

  #flag(definition: JsonMap, key: string): boolean {
    const value = definition.get(key) ?? false;
    if (typeof value !== 'boolean') this.problem(`"${key}" must be true or false`);
    return value === true;
  }

  #levels(definition: JsonMap, key: 'parents' | 'children'): number {
    if (!this.#flag(definition, key)) return 0;
    const depth = definition.get(`${key}_depth`) ?? null;
    // dbt takes 0 for "not given".
    if (depth === null || depth === 0) return Number.POSITIVE_INFINITY;
    const number = Number(depth);
    if (typeof depth !== 'object' && Number.isInteger(number) && number > 0) return number;
    this.problem(`"${key}_depth" must be a whole number from 1`);
    return 0;
  }

  #indirectOf(definition: JsonMap): IndirectSelection {
    const value = definition.get('indirect_selection');
    if (value === undefined) return this.#indirect;
    const known = INDIRECT.find((mode) => mode === value);
    if (known !== undefined) return known;
    const near = nearest(String(value), INDIRECT);
    this.problem(
      `"indirect_selection" is "${String(value)}", which does not exist`,
      near === undefined ? `use ${INDIRECT.join(', ')}` : `did you mean "${near}"?`,
    );
    return this.#indirect;
  }
}
