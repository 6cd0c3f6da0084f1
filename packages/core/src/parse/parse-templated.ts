import { type Capture, captureTemplate } from '../context/capture.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { JsonMap, JsonValue } from '../project/json-value.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { callLayers } from './config/call-layer.ts';
import type { ConfigLayer } from './config/config-layer.ts';
import type { ConfiguredType } from './config/default-configs.ts';
import { type MergedConfig, uniqueTexts } from './config/merge-config.ts';
import { nameRelation } from './name-relation.ts';
import { type ParseContext, type TreeKind, treeLayers } from './parse-context.ts';
import type { Strictness } from './schema/validate.ts';
import type { ConfigKind } from './schema/validators.ts';

/** A node with a template, as far as its file and its properties tell. */
export interface TemplatedRequest {
  readonly uniqueId: UniqueId;
  readonly resourceType: Exclude<ConfiguredType, 'seed'>;
  /** `model "fct"`. */
  readonly called: string;
  readonly name: string;
  readonly version: string | number | null;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly template: SourceText;
  readonly body: Span;
  readonly tree: TreeKind;
  readonly configKind: ConfigKind;
  readonly strictness: Strictness;
  readonly propertyLayers: readonly ConfigLayer[];
  /** Weaker than all others: what the kind itself says. */
  readonly baseLayers?: readonly ConfigLayer[];
  /** Of a generic test: its arguments and where it is written. */
  readonly testArguments?: { readonly kwargs: JsonMap; readonly at: Span };
  /** What rendering at parse time would find, when it is known without. */
  readonly known?: Capture;
}

export interface TemplatedNode {
  readonly config: MergedConfig;
  readonly capture: Capture;
  readonly relation: RelationName;
}

/** Captures what a template asks for, and merges its config. */
export function parseTemplated(context: ParseContext, request: TemplatedRequest): TemplatedNode {
  const { weak, strong } = treeLayers(context, request.packageName, request.tree, request.fqn);
  const base = request.baseLayers ?? [];
  const before = context.merger.merge(
    request.resourceType,
    [...base, ...weak, ...request.propertyLayers, ...strong],
    request.body,
  );
  const capture = request.known ?? capturing(context, request, before);
  // What tfm writes for a generic test has been checked where the user wrote it.
  const { strictness } = request;
  const check = request.testArguments === undefined ? { called: request.called, strictness } : undefined;
  const calls = callLayers(context, capture, request.configKind, check);
  const merge = (properties: readonly ConfigLayer[]): MergedConfig =>
    context.merger.merge(
      request.resourceType,
      [...base, ...weak, ...properties, ...calls, ...strong],
      request.body,
    );
  const merged = calls.length === 0 ? before : merge(request.propertyLayers);
  context.report(...capture.diagnostics);
  // dbt learns of a property file's tags last, so that they come last among a node's tags.
  const isPatched =
    request.propertyLayers.some((layer) => layer.entries.has('tags')) && calls.length + strong.length > 0;
  const config = isPatched ? { ...merged, tags: uniqueTexts([...merge([]).tags, ...merged.tags]) } : merged;
  return { config, capture, relation: naming(context, request, config) };
}

function capturing(context: ParseContext, request: TemplatedRequest, before: MergedConfig): Capture {
  return captureTemplate(context.environment, {
    packageName: request.packageName,
    template: request.template,
    body: request.body,
    get model() {
      return modelSoFar(request, before);
    },
    // Named by what is known so far; the name can still change by a `config()` call, as in dbt.
    get relation() {
      return naming({ ...context, report: () => {} }, request, before);
    },
    ...(request.testArguments === undefined ? {} : { testArguments: request.testArguments }),
  });
}

function naming(context: ParseContext, request: TemplatedRequest, config: MergedConfig): RelationName {
  return nameRelation(context, {
    packageName: request.packageName,
    name: request.name,
    version: request.version,
    config: config.all,
    node: () => modelSoFar(request, config),
    at: request.body,
  });
}

function modelSoFar(request: TemplatedRequest, config: MergedConfig): JsonMap {
  return new Map<string, JsonValue>([
    ['name', request.name],
    ['resource_type', request.resourceType],
    ['package_name', request.packageName],
    ['path', request.path],
    ['original_file_path', request.originalFilePath],
    ['unique_id', request.uniqueId],
    ['fqn', request.fqn],
    ['alias', request.name],
    ['version', request.version],
    ['config', config.all],
    ['tags', config.tags],
    ['meta', config.meta],
    ['description', ''],
    ['columns', new Map()],
    ['raw_code', request.template.text],
    ['language', 'sql'],
    ['refs', []],
    ['sources', []],
    [
      'depends_on',
      new Map<string, JsonValue>([
        ['macros', []],
        ['nodes', []],
      ]),
    ],
  ]);
}

/** A text without the white space at its ends, and where it then stands. */
export function stripped(source: SourceText): { readonly template: SourceText; readonly body: Span } {
  const { text } = source;
  const start = text.length - text.trimStart().length;
  const template = text.trim();
  if (template.length === text.length)
    return { template: source, body: { source, start: 0, end: text.length } };
  return {
    template: { path: source.path, text: template },
    body: { source, start, end: start + template.length },
  };
}
