import type { YamlRenderer } from '../context/render-yaml.ts';
import { toValue } from '../context/values/json-values.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import { truth } from '../template/template.ts';
import { plainJson } from './schema/plain-json.ts';
import { describeFound } from './schema/validate.ts';

/** Configs that may stand beside a test's arguments. */
const configArguments = [
  'severity',
  'tags',
  'enabled',
  'where',
  'limit',
  'warn_if',
  'error_if',
  'fail_calc',
  'store_failures',
  'store_failures_as',
  'sql_header',
  'meta',
  'database',
  'schema',
  'alias',
];

/** One entry of `data_tests:`, in whichever spelling, taken apart. */
export interface TestEntry {
  readonly namespace: string | null;
  readonly name: string;
  /** Of the user; null: synthesised. */
  readonly ownName: string | null;
  readonly description: JsonValue | undefined;
  readonly arguments: JsonMap;
  /** In dbt's order, rendered. */
  readonly config: JsonMap;
}

export interface TestEntryRequest {
  readonly value: JsonValue;
  readonly at: Span;
  readonly columnName: string | null;
  readonly renderer: YamlRenderer;
  /** Behaviour flag `require_generic_test_arguments_property`. */
  readonly unpackArguments: boolean;
}

/** Reads an entry; undefined when it is no test at all. */
export function readTestEntry(request: TestEntryRequest): {
  readonly entry: TestEntry | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { at } = request;
  const fail = (problem: string): { entry: undefined; diagnostics: readonly Diagnostic[] } => ({
    entry: undefined,
    // The schema says the same in other words.
    diagnostics: [diagnostic('test-shape', { problem }, { at, supersedes: ['wrong-type'] })],
  });
  const shape = shapeOf(request.value);
  if (typeof shape === 'string') return fail(shape);
  const match = /^(?:([A-Za-z_]\w*)\.)?([A-Za-z_]\w*)$/.exec(shape.name);
  if (match === null) return fail(`"${shape.name}" is no name of a test`);
  const diagnostics: Diagnostic[] = [];
  const given = new Map(shape.given);
  if (request.columnName !== null) given.set('column_name', request.columnName);
  if (request.unpackArguments) unpack(given);
  if (given.has('model')) diagnostics.push(diagnostic('test-argument-model', { name: shape.name }, { at }));
  given.delete('model');
  const under = given.get('config');
  if (under !== undefined && under !== null && !isJsonMap(under)) {
    return fail(`"config" must be a map, not ${describeFound(plainJson(under))}`);
  }
  const config = takeConfig(given, isJsonMap(under) ? under : new Map(), (key) => {
    diagnostics.push(diagnostic('test-config-twice', { key, name: shape.name }, { at }));
  });
  const ownName = given.get('name');
  const description = given.get('description');
  for (const key of ['config', 'name', 'description']) given.delete(key);
  const entry: TestEntry = {
    namespace: match[1] ?? null,
    name: match[2] ?? '',
    ownName: ownName === undefined || ownName === null ? null : String(plainJson(ownName)),
    description,
    arguments: given,
    config: request.renderer.deep(config, () => at) as JsonMap,
  };
  return { entry, diagnostics };
}

interface Shape {
  readonly name: string;
  readonly given: JsonMap;
}

/** A name; a map of one name; or a map with `test_name`. */
function shapeOf(value: JsonValue): Shape | string {
  if (typeof value === 'string') return { name: value, given: new Map() };
  if (!isJsonMap(value)) return `it is ${describeFound(plainJson(value))}`;
  const flat = value.get('test_name');
  if (flat !== undefined) {
    if (typeof flat !== 'string') return '"test_name" must be text';
    const given = new Map(value);
    given.delete('test_name');
    return { name: flat, given };
  }
  if (value.size !== 1)
    return value.size === 0
      ? 'it is empty'
      : `it has ${value.size} keys (${[...value.keys()].join(', ')}) instead of one name`;
  const [name = '', given = null] = [...value.entries()][0] ?? [];
  if (given === null) return { name, given: new Map() };
  return isJsonMap(given)
    ? { name, given }
    : `the arguments of "${name}" must be a map, not ${describeFound(plainJson(given))}`;
}

/** Both spellings of arguments may be mixed; those under `arguments` win. */
function unpack(given: Map<string, JsonValue>): void {
  const under = given.get('arguments');
  if (under !== undefined && under !== null && !isJsonMap(under)) return;
  given.delete('arguments');
  if (isJsonMap(under)) {
    for (const [key, value] of under) given.set(key, value);
  }
}

/** dbt's order: first the configs that may stand beside the arguments, then the others of `config`. */
function takeConfig(given: Map<string, JsonValue>, under: JsonMap, twice: (key: string) => void): JsonMap {
  const config = new Map<string, JsonValue>();
  for (const key of configArguments) {
    const beside = given.get(key);
    given.delete(key);
    const isGiven = beside !== undefined && truth(toValue(beside));
    if (isGiven && under.has(key)) twice(key);
    const value = isGiven ? beside : (under.get(key) ?? beside);
    if (value !== undefined && value !== null) config.set(key, value);
  }
  for (const [key, value] of under)
    if (!configArguments.includes(key) && value !== null) config.set(key, value);
  return config;
}
