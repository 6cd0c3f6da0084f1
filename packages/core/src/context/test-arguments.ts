import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import {
  type CompiledTemplate,
  compileTemplate,
  Dict,
  List,
  parseTemplate,
  type RenderOptions,
  type TemplateScope,
  type Value,
} from '../template/template.ts';
import { moveToFile } from './render-native-text.ts';
import { toValue } from './values/json-values.ts';

/** The name under which a generic test's template finds its arguments. */
export const testArgumentsName = '_dbt_generic_test_kwargs';

/** A text that is a call is evaluated without braces. */
const callPattern = /^\s*(?:env_var|ref|var|source|doc)\s*\(.+\)\s*$/s;

const templates = new Map<string, Outcome<CompiledTemplate | undefined>>();

/** Arguments of a generic test: every text is a template, but for the name of the column. */
export function renderTestArguments(
  kwargs: JsonMap,
  at: Span,
  scope: TemplateScope,
  options: RenderOptions,
): Outcome<Value | undefined> {
  const renderer = new ArgumentRenderer(at, scope, options);
  const dict = new Dict();
  for (const [key, value] of kwargs)
    dict.set(key, key === 'column_name' ? toValue(value) : renderer.render(value));
  return { value: renderer.diagnostics.length === 0 ? dict : undefined, diagnostics: renderer.diagnostics };
}

class ArgumentRenderer {
  readonly diagnostics: Outcome<unknown>['diagnostics'][number][] = [];
  readonly #at: Span;
  readonly #scope: TemplateScope;
  readonly #options: RenderOptions;

  constructor(at: Span, scope: TemplateScope, options: RenderOptions) {
    this.#at = at;
    this.#scope = scope;
    this.#options = options;
  }

  render(value: JsonValue): Value {
    if (isJsonMap(value)) {
      const dict = new Dict();
      for (const [key, item] of value) dict.set(key, this.render(item));
      return dict;
    }
    if (isJsonList(value)) return new List(value.map((item) => this.render(item)));
    return typeof value === 'string' ? this.#text(value) : toValue(value);
  }

  #text(text: string): Value {
    const isCall = callPattern.test(text);
    if (!isCall && !/\{[{%#]/.test(text)) return text;
    const source = { path: this.#at.source.path, text: isCall ? `{{ ${text} }}` : text };
    const compiled = compiledText(source);
    const rendered = compiled.value?.renderNative(this.#scope, this.#options) ?? compiled;
    for (const problem of [...new Set([...compiled.diagnostics, ...rendered.diagnostics])]) {
      this.diagnostics.push(isCall ? { ...problem, at: this.#at } : moveToFile(problem, text, this.#at));
    }
    return compiled.value === undefined || rendered.value === undefined ? null : (rendered.value as Value);
  }
}

/** The same few texts stand in the tests of a whole project. */
function compiledText(source: SourceText): Outcome<CompiledTemplate | undefined> {
  const key = `${source.path}\n${source.text}`;
  let made = templates.get(key);
  if (made === undefined) {
    const parsed = parseTemplate(source);
    made = {
      value: parsed.value === undefined ? undefined : compileTemplate(parsed.value),
      diagnostics: parsed.diagnostics,
    };
    if (templates.size > 10_000) templates.clear();
    templates.set(key, made);
  }
  return made;
}
