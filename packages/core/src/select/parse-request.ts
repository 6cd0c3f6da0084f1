import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { ParsedProject } from '../project/project.ts';
import { parseTerm } from './parse-term.ts';
import { parseYamlSelector } from './parse-yaml-selector.ts';
import type { IndirectSelection, SelectionRequest } from './selection.ts';
import type { SelectionGroup, SelectionSpec } from './selection-spec.ts';

const DEFAULT_SELECT = ['fqn:*', 'source:*', 'exposure:*'];

/** The command line, or the YAML selector it names, as one specification. */
export function parseRequest(
  project: ParsedProject,
  request: SelectionRequest,
): Outcome<SelectionSpec | undefined> {
  const indirect = request.indirectSelection ?? 'eager';
  const select = isGiven(request.select) ? request.select : undefined;
  const exclude = isGiven(request.exclude) ? request.exclude : undefined;
  if (request.selector !== undefined) {
    const at = argumentSpan('--selector', request.selector);
    if (select !== undefined || exclude !== undefined) {
      return {
        value: undefined,
        diagnostics: [diagnostic('selector-and-select', { name: request.selector }, { at })],
      };
    }
    return namedSelector(project, request.selector, at, indirect);
  }
  if (select === undefined && exclude === undefined) {
    const byDefault = [...project.selectors.values()].find((selector) => selector.isDefault);
    if (byDefault !== undefined) return parseYamlSelector(byDefault, indirect);
  }
  const diagnostics: Diagnostic[] = [];
  const included = parseArguments(
    '--select',
    select ?? DEFAULT_SELECT,
    select !== undefined,
    indirect,
    diagnostics,
  );
  const excluded = parseArguments('--exclude', exclude ?? [], true, indirect, diagnostics);
  if (diagnostics.length > 0) return { value: undefined, diagnostics };
  // Tests were looked at in both halves: as in dbt, the difference does not look again.
  const value: SelectionGroup = {
    ...included,
    kind: 'difference',
    parts: [included, excluded],
    indirect: 'eager',
  };
  return { value, diagnostics: [] };
}

function isGiven(values: readonly string[] | undefined): values is readonly string[] {
  return values?.some((value) => value.trim() !== '') === true;
}

function namedSelector(
  project: ParsedProject,
  name: string,
  at: Span,
  indirect: IndirectSelection,
): Outcome<SelectionSpec | undefined> {
  const selector = project.selectors.get(name);
  if (selector !== undefined) return parseYamlSelector(selector, indirect);
  const near = nearest(name, project.selectors.keys());
  const parameters = { name, nearest: near, known: [...project.selectors.keys()] };
  return { value: undefined, diagnostics: [diagnostic('unknown-selector', parameters, { at })] };
}

/** Arguments and spaces make a union, commas an intersection. */
function parseArguments(
  option: string,
  values: readonly string[],
  warnIfEmpty: boolean,
  indirect: IndirectSelection,
  diagnostics: Diagnostic[],
): SelectionGroup {
  const text = values.join(' ');
  const source: SourceText = { path: option, text };
  const parts: SelectionGroup[] = [];
  for (const word of text.matchAll(/\S+/gu)) {
    const at: Span = { source, start: word.index, end: word.index + word[0].length };
    const terms: SelectionSpec[] = [];
    let start = word.index;
    for (const piece of word[0].split(',')) {
      const term = parseTerm(piece, { source, start, end: start + piece.length }, { indirect, warnIfEmpty });
      diagnostics.push(...term.diagnostics);
      if (term.value !== undefined) terms.push(term.value);
      start += piece.length + 1;
    }
    parts.push({ kind: 'intersection', text: word[0], parts: terms, indirect, at, warnIfEmpty });
  }
  const at: Span = { source, start: 0, end: text.length };
  return { kind: 'union', text, parts, indirect, at, warnIfEmpty: false };
}

/** An argument of the command line as a text with a place. */
function argumentSpan(option: string, value: string): Span {
  return { source: { path: option, text: value }, start: 0, end: value.length };
}
