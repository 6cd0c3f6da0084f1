import { internalPackage } from '../context/macro-index.ts';
import { emptyGraph, NodeScope } from '../context/node-scope.ts';
import { renderNativeText } from '../context/render-native-text.ts';
import { partialNode } from '../context/values/model-value.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import type { JsonMap, JsonValue } from '../project/json-value.ts';
import type { RelationName } from '../project/relation-name.ts';
import type { Value } from '../template/template.ts';
import type { ParseContext } from './parse-context.ts';

export interface NamingRequest {
  readonly packageName: string;
  readonly name: string;
  readonly version: string | number | null;
  readonly config: JsonMap;
  /** What `node` shows to the naming macros. */
  readonly node: () => JsonMap;
  readonly at: Span;
}

const macroNames = {
  database: 'generate_database_name',
  schema: 'generate_schema_name',
  identifier: 'generate_alias_name',
} as const;

/** The published name of a node: what the project's naming macros say. */
export function nameRelation(context: ParseContext, request: NamingRequest): RelationName {
  const { target } = context.environment.parts;
  const custom = (key: string): string | null => {
    const value = request.config.get(key);
    return value === undefined || value === null || value === '' ? null : String(value);
  };
  const database = name(context, request, 'database', custom('database'), (own) => own ?? target.database);
  const schema = name(context, request, 'schema', custom('schema'), (own) =>
    own === null ? target.schema : `${target.schema}_${own.trim()}`,
  );
  const version = request.version === null ? '' : `_v${String(request.version).replaceAll('.', '_')}`;
  const identifier = name(context, request, 'identifier', custom('alias'), (own) =>
    own === null ? `${request.name}${version}` : own.trim(),
  );
  const relation = {
    database: database || null,
    schema: schema || null,
    identifier: identifier ?? request.name,
  };
  checkReserved(context, relation, request);
  return relation;
}

/** tfm's own macros are known; only a project's are evaluated. */
function name(
  context: ParseContext,
  request: NamingRequest,
  part: keyof typeof macroNames,
  custom: string | null,
  standard: (custom: string | null) => string | null,
): string | null {
  const macroName = macroNames[part];
  if (!isOverridden(context, request.packageName, macroName)) return standard(custom);
  return callMacro(context, request, macroName, custom) ?? standard(custom);
}

/** Whether a project or package puts something in the place of one of tfm's own macros. */
export function isOverridden(context: ParseContext, packageName: string, macroName: string): boolean {
  const key = `${packageName}\n${macroName}`;
  let known = context.naming.get(key);
  if (known === undefined) {
    known = findOverride(context, packageName, macroName);
    context.naming.set(key, known);
  }
  return known;
}

function findOverride(context: ParseContext, packageName: string, macroName: string): boolean {
  const { macros, parts } = context.environment;
  return [macroName, `default__${macroName}`, `${parts.target.type}__${macroName}`].some((one) => {
    const macro = macros.find(packageName, one);
    return macro !== undefined && macro.packageName !== internalPackage;
  });
}

function callMacro(
  context: ParseContext,
  request: NamingRequest,
  macroName: string,
  custom: string | null,
): string | null {
  const { environment } = context;
  const node = partialNode(request.node());
  const more = new Map<string, Value>([
    ['__tfm_custom', custom],
    ['__tfm_node', node],
  ]);
  const scope = new NodeScope({
    environment,
    packageName: request.packageName,
    phase: 'parse',
    config: { kind: 'run', config: request.config },
    ref: () => null,
    source: () => null,
    thisRelation: null,
    model: () => node,
    graph: emptyGraph,
    warehouse: null,
    more,
  });
  const rendered = renderNativeText(`{{ ${macroName}(__tfm_custom, __tfm_node) }}`, request.at, scope);
  scope.messages.flush();
  context.report(...rendered.diagnostics);
  const value: JsonValue | undefined = rendered.value;
  return value === undefined || value === null ? null : String(value).trim();
}

function checkReserved(
  context: ParseContext,
  relation: RelationName,
  { name: nodeName, at }: NamingRequest,
): void {
  if (relation.schema?.toLowerCase() === '_tfm')
    context.report(diagnostic('reserved-schema', { schema: relation.schema, name: nodeName }, { at }));
  if (/^_tfm_|^__tfm_/i.test(relation.identifier))
    context.report(diagnostic('reserved-name', { kind: 'Relation', name: relation.identifier }, { at }));
}
