import type { Capture, ConfigCall } from '../context/capture.ts';
import { internalPackage } from '../context/macro-index.ts';
import { parsedPart } from '../context/parsed-template.ts';
import { toValue } from '../context/values/json-values.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type { ParsedMacro, ParsedTest, RefCall, SourceCall } from '../project/node.ts';
import { type UniqueId, uniqueId } from '../project/unique-id.ts';
import { repr, staticCalls, textOf, type Value } from '../template/template.ts';
import { checkConfigKeys, checkConfigValues } from './config/check-config.ts';
import { type ConfigLayer, emptyLayer } from './config/config-layer.ts';
import { uniqueTexts } from './config/merge-config.ts';
import { describe } from './describe.ts';
import { readTestEntry, type TestEntry } from './generic-test-entry.ts';
import { configAsCall, synthesizeTestName, testHash } from './generic-test-name.ts';
import { isOverridden } from './name-relation.ts';
import type { ParseContext } from './parse-context.ts';
import { parseTemplated } from './parse-templated.ts';
import type { PropertyEntry, PropertyFile } from './property-files.ts';
import { register } from './register.ts';
import { testFields } from './test-fields.ts';

/** What tests are written on. */
export interface TestTarget {
  readonly entry: PropertyEntry;
  readonly kind: 'model' | 'seed' | 'snapshot' | 'source';
  readonly id: UniqueId;
  /** As names of tests call it: `stg_orders`, `dim_x_v1`, `raw_orders` of a source `raw`: `raw_raw_orders`. */
  readonly nameInTests: string;
  /** `ref('stg_orders')` */
  readonly call: string;
  /** What `call` refers to. */
  readonly refersTo: Omit<RefCall, 'at'> | Omit<SourceCall, 'at'>;
  readonly tags: readonly string[];
  /** `models.stg_orders` */
  readonly fileKeyName: string;
}

/** A list of tests, and the column it stands at. */
export interface TestList {
  readonly value: JsonValue | undefined;
  readonly place: (index: number) => Span;
  readonly column: {
    readonly name: string;
    readonly quote: boolean;
    readonly tags: readonly string[];
  } | null;
}

export function parseTestList(context: ParseContext, target: TestTarget, list: TestList): void {
  if (!isJsonList(list.value)) return;
  list.value.forEach((value, index) => {
    parseGenericTest(context, { target, value, at: list.place(index), column: list.column });
  });
}

interface TestRequest {
  readonly target: TestTarget;
  readonly value: JsonValue;
  readonly at: Span;
  readonly column: TestList['column'];
}

function parseGenericTest(context: ParseContext, { target, value, at, column }: TestRequest): void {
  const { file } = target.entry;
  const owner = file.package;
  const packageName = owner.settings.name;
  const columnName =
    column === null ? null : column.quote ? context.environment.dialect.quote(column.name) : column.name;
  const read = readTestEntry({
    value,
    at,
    columnName,
    renderer: context.renderer(packageName),
    unpackArguments: context.root.settings.flags.get('require_generic_test_arguments_property') !== false,
  });
  context.report(...read.diagnostics);
  const { entry } = read;
  if (entry === undefined) return;
  const macro = findTestMacro(context, packageName, entry, at);
  if (macro === undefined) return;
  const kwargs = new Map(entry.arguments);
  kwargs.set('model', `{{ get_where_subquery(${target.call}) }}`);
  checkArguments(context, { entry, macro, at, kwargs, strictness: owner.strictness });

  const { name, short, config } = nameTest(entry, target, kwargs);
  const metadata = { name: entry.name, namespace: entry.namespace, kwargs };
  const id = uniqueId('test', packageName, name, testHash(name, metadata));
  const layer = configLayer(config, at);
  const called = `test "${name}"`;
  if (layer.entries.size > 0) {
    context.report(
      ...checkConfigKeys('testConfig', layer.entries, `in the config of ${called}`, owner.strictness),
    );
    context.report(
      ...checkConfigValues('testConfig', layer.entries, `the config of ${called}`, owner.strictness),
    );
  }
  const macroCall = entry.namespace === null ? `test_${entry.name}` : `${entry.namespace}.test_${entry.name}`;
  const template = {
    path: file.source.path,
    text: `{{ ${macroCall}(**_dbt_generic_test_kwargs) }}${configAsCall(config)}`,
  };
  const fqn = [packageName, ...foldersOf(file), name];
  const known = knownCapture(context, { macro, kwargs, target, config, at, packageName });
  const base = {
    uniqueId: id,
    name,
    packageName,
    path: `${short}.sql`,
    originalFilePath: file.originalFilePath,
    fqn,
    template,
  };
  const body = { source: template, start: 0, end: template.text.length };
  const {
    config: merged,
    capture,
    relation,
  } = parseTemplated(context, {
    ...base,
    body,
    resourceType: 'test',
    called,
    version: null,
    tree: 'data_tests',
    configKind: 'testConfig',
    strictness: owner.strictness,
    propertyLayers: [layer],
    testArguments: { kwargs, at },
    ...(known === undefined ? {} : { known }),
  });
  const macros = [...new Set([macro.uniqueId, ...capture.macros])];
  const own = [...(column?.tags ?? []), ...target.tags, ...uniqueTexts(config.get('tags'))].sort();
  const described = describe(context, packageName, entry.description, () => at);
  const test: ParsedTest = {
    ...base,
    ...described,
    resourceType: 'test',
    kind: 'generic',
    body,
    at,
    config: own.length === 0 ? merged : { ...merged, tags: uniqueTexts([...own, ...merged.tags]) },
    columns: [],
    patchPath: null,
    checksum: { name: 'none', checksum: '' },
    uses: { refs: capture.refs, sources: capture.sources, macros },
    testMetadata: metadata,
    columnName,
    testedNode: target.id,
    fileKeyName: target.fileKeyName,
    relation,
    ...testFields(context, merged.all),
  };
  register(context, test);
}

/** The user's own name, or dbt's; a name that is too long for a file is shortened, and then the alias too. */
function nameTest(
  entry: TestEntry,
  target: TestTarget,
  kwargs: JsonMap,
): { readonly name: string; readonly short: string; readonly config: JsonMap } {
  if (entry.ownName !== null) return { name: entry.ownName, short: entry.ownName, config: entry.config };
  const kind = target.kind === 'source' ? `source_${entry.name}` : entry.name;
  const { short, full } = synthesizeTestName(
    entry.namespace === null ? kind : `${entry.namespace}_${kind}`,
    target.nameInTests,
    kwargs,
  );
  const config =
    short === full || entry.config.has('alias')
      ? entry.config
      : new Map([...entry.config, ['alias', short] as const]);
  return { name: full, short, config };
}

/** dbt: the folders of the property file without the first one. */
function foldersOf(file: PropertyFile): readonly string[] {
  return file.originalFilePath.split('/').slice(1, -1);
}

function configLayer(config: JsonMap, at: Span): ConfigLayer {
  if (config.size === 0) return emptyLayer;
  return { entries: new Map([...config].map(([key, value]) => [key, { value, at }])), unrendered: config };
}

function findTestMacro(
  context: ParseContext,
  packageName: string,
  entry: TestEntry,
  at: Span,
): ParsedMacro | undefined {
  const { macros, parts } = context.environment;
  const name = `test_${entry.name}`;
  const found =
    entry.namespace === null
      ? macros.find(packageName, name)
      : parts.macros.get(uniqueId('macro', entry.namespace, name));
  if (found !== undefined) return found;
  const written = entry.namespace === null ? entry.name : `${entry.namespace}.${entry.name}`;
  const known = [...parts.macros.values()]
    .filter((macro) => macro.name.startsWith('test_'))
    .map((macro) => {
      const bare = macro.name.slice('test_'.length);
      return entry.namespace === null ? bare : `${macro.packageName}.${bare}`;
    });
  context.report(diagnostic('unknown-test', { name: written, nearest: nearest(written, known) }, { at }));
  return undefined;
}

interface ArgumentCheck {
  readonly entry: TestEntry;
  readonly macro: ParsedMacro;
  readonly at: Span;
  readonly kwargs: JsonMap;
  readonly strictness: string;
}

/** An argument that the test does not have would fail when it runs; here it is told with its place. */
function checkArguments(
  context: ParseContext,
  { entry, macro, at, kwargs, strictness }: ArgumentCheck,
): void {
  const statement = parsedPart(macro.at).value?.tree.body[0];
  if (statement?.kind !== 'macro') return;
  const parameters = statement.parameters.map((parameter) => parameter.name);
  if (/\bkwargs\b/.test(macro.at.source.text.slice(macro.at.start, macro.at.end))) return;
  for (const argument of kwargs.keys()) {
    if (parameters.includes(argument)) continue;
    const others = parameters.filter((name) => name !== 'model');
    const known = others.length === 0 ? 'none' : others.map((name) => `"${name}"`).join(', ');
    const parameters_ = { test: entry.name, argument, nearest: nearest(argument, others), known };
    context.report(
      diagnostic('test-argument', parameters_, {
        at,
        ...(strictness === 'package' ? { severity: 'warning' } : {}),
      }),
    );
  }
}

interface KnownRequest {
  readonly macro: ParsedMacro;
  readonly kwargs: JsonMap;
  readonly target: TestTarget;
  readonly config: JsonMap;
  readonly at: Span;
  readonly packageName: string;
}

const ownTests = new Set(['test_unique', 'test_not_null', 'test_accepted_values', 'test_relationships']);

/**
 * tfm's own four tests read what their arguments name and nothing else: with literal arguments nothing has to be
 * rendered. Most tests of a project are these.
 */
function knownCapture(
  context: ParseContext,
  { macro, kwargs, target, config, at, packageName }: KnownRequest,
): Capture | undefined {
  if (macro.packageName !== internalPackage || !ownTests.has(macro.name)) return undefined;
  if (
    ['get_where_subquery', macro.name, 'ref', 'source'].some((name) =>
      isOverridden(context, packageName, name),
    )
  )
    return undefined;
  const refs: RefCall[] = [];
  const sources: SourceCall[] = [];
  for (const [key, value] of kwargs) {
    if (key === 'model' || key === 'column_name') continue;
    if (!takeCalls(value, at, refs, sources)) return undefined;
  }
  if ('source' in target.refersTo) sources.push({ ...target.refersTo, at });
  else refs.push({ ...target.refersTo, at });
  // dbt does not render these two at all, and names neither the macros nor the config a second time.
  const isPlain = macro.name === 'test_unique' || macro.name === 'test_not_null';
  const call: ConfigCall = { options: new Map([...config].map(([key, value]) => [key, toValue(value)])), at };
  return {
    refs,
    sources,
    macros: isPlain ? [] : [uniqueId('macro', internalPackage, 'get_where_subquery')],
    configs: isPlain || config.size === 0 ? [] : [call],
    writtenConfig: new Map(
      [...call.options].map(([key, value]) => [key, typeof value === 'string' ? value : repr(value)]),
    ),
    diagnostics: [],
  };
}

/** Literal `ref` and `source` calls of an argument; false when it holds anything else to render. */
function takeCalls(value: JsonValue, at: Span, refs: RefCall[], sources: SourceCall[]): boolean {
  if (isJsonMap(value)) return [...value.values()].every((item) => takeCalls(item, at, refs, sources));
  if (isJsonList(value)) return value.every((item) => takeCalls(item, at, refs, sources));
  if (typeof value !== 'string') return true;
  if (/\{[{%#]/.test(value)) return false;
  if (!/^\s*(?:env_var|ref|var|source|doc)\s*\(.+\)\s*$/s.test(value)) return true;
  const [call, ...others] = staticCalls({ path: '', text: `{{ ${value.trim()} }}` })?.calls ?? [];
  if (call === undefined || others.length > 0 || call.named.size > 0) return false;
  const [first, second, ...more] = call.positional.map((one: Value) => textOf(one));
  if (first === undefined || more.length > 0) return false;
  if (call.name === 'ref')
    refs.push({ package: second === undefined ? null : first, name: second ?? first, version: null, at });
  else if (call.name === 'source' && second !== undefined) sources.push({ source: first, table: second, at });
  else return false;
  return true;
}
