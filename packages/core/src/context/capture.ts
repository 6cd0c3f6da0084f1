import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { JsonMap } from '../project/json-value.ts';
import type { RefCall, SourceCall } from '../project/node.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import {
  isInteger,
  repr,
  type StaticCall,
  staticCalls,
  str,
  textOf,
  type Value,
} from '../template/template.ts';
import { callPlace, insideMacro } from './call-place.ts';
import { compiledPart } from './compiled-template.ts';
import type { TemplateEnvironment } from './environment.ts';
import { emptyGraph, NodeScope } from './node-scope.ts';
import { renderTestArguments, testArgumentsName } from './test-arguments.ts';
import { partialNode } from './values/model-value.ts';
import { RelationValue } from './values/relation-value.ts';
import { writtenConfig } from './written-config.ts';

/** One `config(…)` call: what it says and where. */
export interface ConfigCall {
  readonly options: ReadonlyMap<string, Value>;
  readonly at: Span;
}

/** What a template asked for while it was rendered at parse time. */
export interface Capture {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  readonly macros: readonly UniqueId[];
  readonly configs: readonly ConfigCall[];
  /** The keyword arguments of the text's first `config(…)` as they are written. */
  readonly writtenConfig: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CaptureRequest {
  readonly packageName: string;
  /** The template's text, and where it stands in its file. */
  readonly template: SourceText;
  readonly body: Span;
  /** What `model` shows so far. */
  readonly model: JsonMap;
  readonly relation: RelationName;
  /** Of a generic test: its arguments, and where it is written. */
  readonly testArguments?: { readonly kwargs: JsonMap; readonly at: Span };
}

/**
 * Renders a template once with `execute` false, to learn what it reads and how it is configured. A template that only
 * holds literal calls is understood without rendering: most models are.
 */
export function captureTemplate(environment: TemplateEnvironment, request: CaptureRequest): Capture {
  if (request.testArguments === undefined && !environment.macros.overridesBuiltins(request.packageName)) {
    const literal = staticCalls(request.template);
    if (literal !== undefined) return captureStatic(literal.calls, request, environment);
  }
  return captureByRendering(environment, request);
}

function captureStatic(
  calls: readonly StaticCall[],
  request: CaptureRequest,
  environment: TemplateEnvironment,
): Capture {
  const refs: RefCall[] = [];
  const sources: SourceCall[] = [];
  const configs: ConfigCall[] = [];
  const { source, start } = request.body;
  for (const call of calls) {
    const at = { source, start: start + call.start, end: start + call.end };
    const texts = call.positional.map((value) => textOf(value));
    const isPlain = texts.every((text) => text !== undefined);
    if (
      call.name === 'ref' &&
      isPlain &&
      (texts.length === 1 || texts.length === 2) &&
      onlyVersion(call.named)
    ) {
      const version = call.named.get('v') ?? call.named.get('version') ?? null;
      const [first = '', second] = texts as readonly string[];
      refs.push({
        package: second === undefined ? null : first,
        name: second ?? first,
        version: versionOf(version),
        at,
      });
    } else if (call.name === 'source' && isPlain && texts.length === 2 && call.named.size === 0) {
      sources.push({ source: texts[0] ?? '', table: texts[1] ?? '', at });
    } else if (call.name === 'config' && call.positional.length === 0) {
      configs.push({ options: call.named, at });
    } else if (
      call.name === 'var' &&
      isPlain &&
      texts.length >= 1 &&
      texts.length <= 2 &&
      call.named.size === 0
    ) {
      // Read when it is rendered.
    } else {
      // A mistake, or something unusual: the evaluator knows what to say.
      return captureByRendering(environment, request);
    }
  }
  const first = configs[0]?.options ?? new Map<string, Value>();
  const writtenConfig = new Map(
    [...first].map(([key, value]) => [key, typeof value === 'string' ? value : repr(value)]),
  );
  return { refs, sources, macros: [], configs, writtenConfig, diagnostics: [] };
}

function onlyVersion(named: ReadonlyMap<string, Value>): boolean {
  return [...named.keys()].every((name) => name === 'v' || name === 'version');
}

function versionOf(value: Value): string | number | null {
  if (value === null) return null;
  return isInteger(value) ? Number(value) : str(value);
}

function captureByRendering(environment: TemplateEnvironment, request: CaptureRequest): Capture {
  const refs: RefCall[] = [];
  const sources: SourceCall[] = [];
  const configs: ConfigCall[] = [];
  const macros = new Set<UniqueId>();
  const self = new RelationValue({ name: request.relation, dialect: environment.dialect });
  const options = {
    undefinedMode: 'parse',
    onMacroCall: (id: string) => {
      if (!insideMacro()) macros.add(id as UniqueId);
    },
  } as const;
  const more = new Map<string, Value>();
  const scope = new NodeScope({
    environment,
    packageName: request.packageName,
    phase: 'parse',
    config: { kind: 'parse', collect: (given) => configs.push({ options: given, at: callPlace() }) },
    ref: (call) => {
      refs.push(call);
      return self;
    },
    source: (call) => {
      sources.push(call);
      return self;
    },
    thisRelation: self,
    model: () => partialNode(request.model),
    graph: emptyGraph,
    warehouse: null,
    more,
  });
  const diagnostics: Diagnostic[] = [];
  if (request.testArguments !== undefined) {
    const { kwargs, at } = request.testArguments;
    const rendered = renderTestArguments(kwargs, at, scope, options);
    diagnostics.push(...rendered.diagnostics);
    if (rendered.value === undefined)
      return {
        refs: movedTo(refs, at),
        sources: movedTo(sources, at),
        macros: [...macros],
        configs,
        writtenConfig: new Map(),
        diagnostics,
      };
    more.set(testArgumentsName, rendered.value);
  }
  const template = compiledPart(request.body);
  diagnostics.push(...template.diagnostics);
  if (template.value !== undefined) diagnostics.push(...template.value.render(scope, options).diagnostics);
  scope.messages.flush();
  const at = request.testArguments?.at;
  return {
    refs: at === undefined ? refs : movedTo(refs, at),
    sources: at === undefined ? sources : movedTo(sources, at),
    macros: [...macros],
    configs,
    writtenConfig: template.value === undefined ? new Map() : writtenConfig(template.value.template),
    diagnostics,
  };
}

/** A generic test's own text is made by tfm: what it calls is shown where the test is written. */
function movedTo<T extends { readonly at: Span }>(calls: readonly T[], at: Span): readonly T[] {
  return calls.map((call) => ({ ...call, at }));
}
