import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { JsonMap } from '../project/json-value.ts';
import type { Hook, ParsedNode } from '../project/node.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import {
  type CompiledTemplate,
  Dict,
  type RenderHooks,
  type StaticCall,
  staticCalls,
  TemplateError,
  textOf,
  type Value,
} from '../template/template.ts';
import { compiledPart } from './compiled-template.ts';
import type { TemplateEnvironment } from './environment.ts';
import { AnswerTape, type RecordedAnswer } from './needs-warehouse.ts';
import { type CalledRef, type CalledSource, emptyGraph, NodeScope } from './node-scope.ts';
import { renderTestArguments, testArgumentsName } from './test-arguments.ts';
import { warehouseOf } from './values/adapter-value.ts';
import { nodeAsValue } from './values/model-value.ts';
import { type RelationDialect, RelationValue } from './values/relation-value.ts';

/** How a resource is printed where it is referred to. */
export type RelationReference =
  | { readonly kind: 'relation'; readonly name: RelationName; readonly type?: RelationKind | null }
  /** An ephemeral model: the name of its CTE. */
  | { readonly kind: 'cte'; readonly name: string }
  /** A source read in place: the text that stands in SQL for it. */
  | { readonly kind: 'text'; readonly text: string; readonly name: RelationName };

/** What is rendered. */
export type RenderSubject =
  | { readonly kind: 'node'; readonly node: Exclude<ParsedNode, { readonly resourceType: 'seed' }> }
  /** `node` is null for `on-run-start` and `on-run-end`. */
  | {
      readonly kind: 'hook';
      readonly hook: Hook;
      readonly node: ParsedNode | null;
      readonly packageName: string;
    }
  /** A text of the command line. */
  | { readonly kind: 'inline'; readonly template: SourceText; readonly packageName: string };

export interface RenderRequest {
  readonly subject: RenderSubject;
  readonly relationOf: (id: UniqueId) => RelationReference;
  /** What the graph has found for a call; undefined when the node's template had not made this call at parse time. */
  readonly resolveRef: (call: CalledRef) => UniqueId | undefined;
  readonly resolveSource: (call: CalledSource) => UniqueId | undefined;
  readonly thisRelation: RelationName | null;
  /** Where the rows of a published name lie while a run goes on; undefined: under that name. */
  readonly stagedName?: (published: RelationName) => RelationName | undefined;
  readonly incremental: { readonly relationExists: RelationKind | null; readonly fullRefresh: boolean };
  /** What the warehouse has answered to this template so far. */
  readonly answers: readonly RecordedAnswer[];
  /** Names that only this rendering has: `results`, `schemas` of `on-run-end`. */
  readonly more?: ReadonlyMap<string, Value>;
  /** What the template has said is passed on even when it has to wait for an answer. */
  readonly saysAtOnce?: boolean;
}

export interface Rendered {
  readonly sql: string;
  /** Resources referred to, each once, in the order of the first call. */
  readonly refs: readonly UniqueId[];
  readonly sources: readonly UniqueId[];
  /** Of these the ephemeral models. */
  readonly ctes: readonly UniqueId[];
}

/**
 * Renders a template for real. Throws `NeedsWarehouse` when the template asks the warehouse something that is not among
 * the recorded answers; everything that is the user's mistake is a diagnostic.
 */
export function renderNode(
  environment: TemplateEnvironment,
  request: RenderRequest,
): Outcome<Rendered | undefined> {
  const rendering = new Rendering(environment, request);
  return rendering.fast() ?? rendering.full();
}

class Rendering {
  readonly #environment: TemplateEnvironment;
  readonly #request: RenderRequest;
  readonly #refs = new Set<UniqueId>();
  readonly #sources = new Set<UniqueId>();
  readonly #ctes = new Set<UniqueId>();
  readonly #packageName: string;
  /** Relations keep their published names; as SQL they are written under the names of this run. */
  readonly #dialect: RelationDialect;

  constructor(environment: TemplateEnvironment, request: RenderRequest) {
    this.#environment = environment;
    this.#request = request;
    const { subject } = request;
    this.#packageName = subject.kind === 'node' ? subject.node.packageName : subject.packageName;
    this.#dialect = stagingDialect(environment.dialect, request.stagedName);
  }

  /** A template of literal calls needs no evaluator. */
  fast(): Outcome<Rendered | undefined> | undefined {
    const { subject } = this.#request;
    if (subject.kind !== 'node' || (subject.node.resourceType === 'test' && subject.node.kind === 'generic'))
      return undefined;
    if (this.#environment.macros.overridesBuiltins(this.#packageName)) return undefined;
    const literal = staticCalls(subject.node.template);
    // Only what is told by the call alone; `var` can be a template, or be missing.
    if (literal === undefined || !literal.calls.every(isSimple)) return undefined;
    const { source, start } = subject.node.body;
    try {
      const sql = literal.render((call) =>
        this.#substitute(call, { source, start: start + call.start, end: start + call.end }),
      );
      return this.#done(sql, []);
    } catch (error) {
      if (error instanceof TemplateError) return { value: undefined, diagnostics: [error.diagnostic] };
      throw error;
    }
  }

  #substitute(call: StaticCall, at: Span): string {
    if (call.name === 'config') return '';
    const [first = '', second] = call.positional.map((value) => textOf(value) ?? '');
    if (call.name === 'source') return this.#source({ source: first, table: second ?? '', at }).str();
    return this.#ref({
      package: second === undefined ? null : first,
      name: second ?? first,
      version: null,
      at,
    }).str();
  }

  full(): Outcome<Rendered | undefined> {
    const { subject, more } = this.#request;
    const diagnostics: Diagnostic[] = [];
    const scope = this.#scope(new Map(more ?? []));
    const names = new Map(more ?? []);
    const hooks = { onUndefinedName: (name: string, at: Span) => diagnostics.push(undefinedName(name, at)) };
    let whole = scope;
    if (
      subject.kind === 'node' &&
      subject.node.resourceType === 'test' &&
      subject.node.testMetadata !== null
    ) {
      const kwargs = renderTestArguments(subject.node.testMetadata.kwargs, subject.node.at, scope, hooks);
      if (kwargs.value === undefined) return { value: undefined, diagnostics: kwargs.diagnostics };
      names.set(testArgumentsName, kwargs.value);
      whole = this.#scope(names);
    }
    const template = compiledPart(this.#body());
    if (template.value === undefined) return { value: undefined, diagnostics: template.diagnostics };
    const rendered = this.#evaluate(template.value, whole, hooks);
    scope.messages.flush();
    if (whole !== scope) whole.messages.flush();
    if (rendered.value === undefined)
      return { value: undefined, diagnostics: [...diagnostics, ...rendered.diagnostics] };
    return this.#done(rendered.value, [...diagnostics, ...rendered.diagnostics]);
  }

  #evaluate(template: CompiledTemplate, scope: NodeScope, hooks: RenderHooks): Outcome<string | undefined> {
    try {
      return template.render(scope, hooks);
    } catch (error) {
      if (this.#request.saysAtOnce === true) scope.messages.flush();
      throw error;
    }
  }

  #done(sql: string, diagnostics: readonly Diagnostic[]): Outcome<Rendered> {
    return {
      value: { sql, refs: [...this.#refs], sources: [...this.#sources], ctes: [...this.#ctes] },
      diagnostics,
    };
  }

  #body(): Span {
    const { subject } = this.#request;
    if (subject.kind === 'node') return subject.node.body;
    if (subject.kind === 'inline')
      return { source: subject.template, start: 0, end: subject.template.text.length };
    const source = hookSource(subject.hook);
    return { source, start: 0, end: source.text.length };
  }

  #tape: AnswerTape | undefined;

  #scope(more: ReadonlyMap<string, Value>): NodeScope {
    const { subject, thisRelation, incremental, answers } = this.#request;
    const environment = this.#environment;
    const node = subject.kind === 'inline' ? null : subject.node;
    const dialect = this.#dialect;
    this.#tape ??= new AnswerTape(answers);
    const warehouse = warehouseOf(this.#tape, (name) => {
      if (thisRelation === null || !sameName(name, thisRelation)) return undefined;
      const type = incremental.relationExists;
      return { type: type === null ? null : new RelationValue({ name: thisRelation, dialect, type }) };
    });
    return new NodeScope({
      environment,
      dialect,
      packageName: this.#packageName,
      phase: 'run',
      config: { kind: 'run', config: node?.config.all ?? (new Map() as JsonMap) },
      ref: (call) => this.#ref(call),
      source: (call) => this.#source(call),
      thisRelation: thisRelation === null ? null : new RelationValue({ name: thisRelation, dialect }),
      model: () => (node === null ? new Dict() : nodeAsValue(node)),
      graph: () => graphAsValue(environment),
      warehouse,
      flags: new Map<string, Value>([['full_refresh', incremental.fullRefresh]]),
      more,
    });
  }

  #ref(call: CalledRef): RelationValue {
    const id = this.#request.resolveRef(call);
    if (id === undefined) {
      const target = [call.package, call.name]
        .filter((part) => part !== null)
        .map((part) => `'${part}'`)
        .join(', ');
      throw new TemplateError(diagnostic('ref-not-seen', { call: `ref(${target})` }, { at: call.at }));
    }
    this.#refs.add(id);
    return this.#relation(id);
  }

  #source(call: CalledSource): RelationValue {
    const id = this.#request.resolveSource(call);
    if (id === undefined)
      throw new TemplateError(
        diagnostic('ref-not-seen', { call: `source('${call.source}', '${call.table}')` }, { at: call.at }),
      );
    this.#sources.add(id);
    return this.#relation(id);
  }

  #relation(id: UniqueId): RelationValue {
    const dialect = this.#dialect;
    const reference = this.#request.relationOf(id);
    if (reference.kind === 'cte') {
      this.#ctes.add(id);
      return new RelationValue({
        name: { database: null, schema: null, identifier: reference.name },
        dialect,
        type: 'cte',
        text: reference.name,
      });
    }
    if (reference.kind === 'text')
      return new RelationValue({ name: reference.name, dialect, type: 'external', text: reference.text });
    return new RelationValue({ name: reference.name, dialect, type: reference.type ?? null });
  }
}

function stagingDialect(dialect: RelationDialect, stagedName: RenderRequest['stagedName']): RelationDialect {
  if (stagedName === undefined) return dialect;
  return {
    name: dialect.name,
    quote: (identifier) => dialect.quote(identifier),
    stored: (name) => stagedName(name) ?? name,
    relation: (name) => dialect.relation(stagedName(name) ?? name),
  };
}

function isSimple(call: StaticCall): boolean {
  if (call.name === 'config') return call.positional.length === 0;
  if (call.name === 'var' || call.named.size > 0) return false;
  const texts = call.positional.every((value) => textOf(value) !== undefined);
  return (
    texts &&
    (call.name === 'source'
      ? call.positional.length === 2
      : call.positional.length === 1 || call.positional.length === 2)
  );
}

/** The same hook text, the same source: so that it is read once. */
const hookSources = new WeakMap<Hook, SourceText>();

function hookSource(hook: Hook): SourceText {
  let source = hookSources.get(hook);
  if (source === undefined) {
    source = { path: hook.at.source.path, text: hook.sql };
    hookSources.set(hook, source);
  }
  return source;
}

function sameName(a: RelationName, b: RelationName): boolean {
  const same = (x: string | null, y: string | null): boolean =>
    x === null || y === null || x.toLowerCase() === y.toLowerCase();
  return same(a.database, b.database) && same(a.schema, b.schema) && same(a.identifier, b.identifier);
}

function undefinedName(name: string, at: Span): Diagnostic {
  return diagnostic('undefined-name', { name }, { at });
}

const graphs = new WeakMap<TemplateEnvironment, Value>();

function graphAsValue(environment: TemplateEnvironment): Value {
  let graph = graphs.get(environment);
  if (graph === undefined) {
    graph = emptyGraph();
    const fill = (
      key: string,
      entries: Iterable<readonly [UniqueId, Parameters<typeof nodeAsValue>[0]]>,
    ): void => {
      const dict = graph instanceof Dict ? graph.get(key) : undefined;
      if (dict instanceof Dict) for (const [id, node] of entries) dict.set(id, nodeAsValue(node));
    };
    fill('nodes', environment.parts.nodes ?? []);
    fill('sources', environment.parts.sources ?? []);
    graphs.set(environment, graph);
  }
  return graph;
}
