import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { TemplateScope } from '../template/template.ts';
import { renderNativeText } from './render-native-text.ts';

/** Renders the texts of a YAML file that hold templates; everything else stays as it is. */
export interface YamlRenderer {
  /** A text with a template becomes the value that the template makes; a mistake is reported and gives the text. */
  text(text: string, at: Span): JsonValue;
  /** All texts of a value. `keep` names keys whose texts are rendered later, or never. */
  deep(value: JsonValue, place: (path: YamlPlace) => Span, keep?: (path: YamlPlace) => boolean): JsonValue;
}

type YamlPlace = readonly (string | number)[];

export interface YamlRendererOptions {
  readonly scope: TemplateScope;
  /** Reports a mistake, at the place of the text in its YAML file. */
  readonly report: (problem: Diagnostic) => void;
}

const templateMark = /\{[{%#]/;

export function hasTemplate(text: string): boolean {
  return templateMark.test(text);
}

export function createYamlRenderer(options: YamlRendererOptions): YamlRenderer {
  const text = (source: string, at: Span): JsonValue => {
    if (!templateMark.test(source)) return source;
    const rendered = renderNativeText(source, at, options.scope);
    for (const problem of rendered.diagnostics) options.report(problem);
    return rendered.value === undefined ? source : rendered.value;
  };
  const deep: YamlRenderer['deep'] = (value, place, keep = () => false) => {
    const walk = (inner: JsonValue, path: YamlPlace): JsonValue => {
      if (typeof inner === 'string')
        return templateMark.test(inner) && !keep(path) ? text(inner, place(path)) : inner;
      if (isJsonMap(inner)) {
        const map = new Map<string, JsonValue>();
        for (const [key, item] of inner) map.set(key, walk(item, [...path, key]));
        return map as JsonMap;
      }
      if (isJsonList(inner)) return inner.map((item, index) => walk(item, [...path, index]));
      return inner;
    };
    return holdsTemplate(value) ? walk(value, []) : value;
  };
  return { text, deep };
}

/** Most values hold none: then nothing is copied. */
function holdsTemplate(value: JsonValue): boolean {
  if (typeof value === 'string') return templateMark.test(value);
  if (isJsonMap(value)) {
    for (const item of value.values()) if (holdsTemplate(item)) return true;
    return false;
  }
  return isJsonList(value) && value.some(holdsTemplate);
}
