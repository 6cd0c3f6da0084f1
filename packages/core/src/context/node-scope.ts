import type { Span } from '../diagnostics/source-text.ts';
import {
  callValue,
  Dict,
  HostObject,
  HostRecord,
  hostError,
  hostFunction,
  isInteger,
  List,
  returnFunction,
  str,
  type TemplateScope,
  Tuple,
  textOf,
  Undefined,
  type Value,
} from '../template/template.ts';
import { callPlace } from './call-place.ts';
import { apiValue, Messages, type TemplateEnvironment } from './environment.ts';
import { renderNativeText } from './render-native-text.ts';
import { AdapterValue, type Warehouse } from './values/adapter-value.ts';
import { type ConfigMode, ConfigValue } from './values/config-value.ts';
import { FlagsValue } from './values/flags-value.ts';
import type { RelationDialect } from './values/relation-value.ts';
import { TableValue } from './values/table-value.ts';

export interface CalledRef {
  readonly package: string | null;
  readonly name: string;
  readonly version: string | number | null;
  readonly at: Span;
}

export interface CalledSource {
  readonly source: string;
  readonly table: string;
  readonly at: Span;
}

export interface NodeScopeOptions {
  readonly environment: TemplateEnvironment;
  /** Another one than the environment's: while a run goes on, relations are written under other names. */
  readonly dialect?: RelationDialect;
  /** Whose macros and vars count. */
  readonly packageName: string;
  readonly phase: 'parse' | 'run';
  readonly config: ConfigMode;
  readonly ref: (call: CalledRef) => Value;
  readonly source: (call: CalledSource) => Value;
  readonly thisRelation: Value;
  /** `model`, made when it is asked for. */
  readonly model: () => Value;
  readonly graph: () => Value;
  readonly warehouse: Warehouse | null;
  readonly flags?: ReadonlyMap<string, Value>;
  readonly more?: ReadonlyMap<string, Value>;
}

/** dbt's context of one node: what its template and the macros it calls can name. */
export class NodeScope implements TemplateScope {
  readonly messages: Messages;
  readonly #options: NodeScopeOptions;
  readonly #made = new Map<string, Value>();
  readonly #results = new Map<string, Value>();

  constructor(options: NodeScopeOptions) {
    this.#options = options;
    this.messages = new Messages(options.environment.sink);
  }

  lookup(name: string): Value | undefined {
    const { environment, packageName } = this.#options;
    // A project may define `ref` and the like itself; `builtins.ref` is then what it calls.
    const own = environment.macros.find(packageName, name, false);
    if (own !== undefined) return environment.macros.value(own);
    const builtin = this.#builtin(name);
    return builtin === undefined ? environment.macros.lookup(packageName, name) : builtin;
  }

  *names(): Iterable<string> {
    const { environment, packageName, more } = this.#options;
    yield* builtinNames;
    yield* environment.globals.keys();
    yield* more?.keys() ?? [];
    yield* environment.macros.names(packageName);
  }

  #builtin(name: string): Value | undefined {
    const made = this.#made.get(name);
    if (made !== undefined) return made;
    const { more } = this.#options;
    // A value of none is a value.
    if (more?.has(name) === true) return more.get(name);
    let value = this.#make(name);
    if (value === undefined)
      value = this.messages.values.get(name) ?? this.#options.environment.globals.get(name);
    if (value !== undefined) this.#made.set(name, value);
    return value;
  }

  #make(name: string): Value | undefined {
    const { environment, packageName, phase, thisRelation, warehouse } = this.#options;
    switch (name) {
      case 'ref':
        return this.#ref();
      case 'source':
        return this.#source();
      case 'config':
        return new ConfigValue(this.#options.config);
      case 'var':
        return environment.varFunction(packageName, phase === 'parse');
      case 'this':
        return thisRelation;
      case 'model':
        return this.#options.model();
      case 'graph':
        return this.#options.graph();
      case 'execute':
        return phase === 'run';
      case 'return':
        return returnFunction;
      case 'adapter':
        return new AdapterValue({
          type: environment.parts.target.type,
          dialect: this.#options.dialect ?? environment.dialect,
          warehouse,
          dispatch: (macro, namespace) => this.#dispatch(macro, namespace),
          isFlagOn: (flag) => environment.parts.settings.flags.get(flag) === true,
        });
      case 'flags':
        return new FlagsValue(
          environment.parts.invocation.flags,
          environment.parts.invocation.command,
          this.#options.flags ?? new Map(),
        );
      case 'api':
        return this.#options.dialect === undefined ? undefined : apiValue(this.#options.dialect);
      case 'builtins':
        return new HostRecord(
          'builtins',
          new Map(
            ['ref', 'source', 'config', 'var', 'env_var', 'return', 'log', 'print'].map((one) => [
              one,
              this.#builtin(one) ?? null,
            ]),
          ),
        );
      case 'context':
        return new ContextValue(this);
      case 'store_result':
      case 'store_raw_result':
        return this.#storeResult(name);
      case 'load_result':
        return hostFunction(name, ['name'], ([key]) => this.#results.get(str(key ?? null)) ?? null);
      case 'render':
        return hostFunction(name, ['string'], ([text]) => this.#render(str(text ?? null)));
      case 'write':
        return hostFunction(name, ['payload'], () => '');
      case 'try_or_compiler_error':
        return hostFunction(
          name,
          ['message_if_exception', 'func', '*args', '**kwargs'],
          ([, callee], positional, named) => callValue(callee ?? null, { positional, named }),
        );
      case 'metric':
      case 'function':
        return hostFunction(name, ['*args'], () => '');
      case 'database':
      case 'schema':
        return environment.parts.target[name];
      default:
        return undefined;
    }
  }

  #ref(): Value {
    return hostFunction('ref', ['*args', '=v?', '=version?', '**others'], ([v, version], args, others) => {
      if (others.size > 0)
        throw hostError(`ref() has no argument "${[...others.keys()][0]}"`, {
          hint: "ref('model'), ref('package', 'model'), ref('model', v=1)",
        });
      const names = args.map((arg) => textArgument('ref', arg));
      const [first, second] = names;
      if (first === undefined || names.length > 2) {
        throw hostError(`ref() takes one or two texts, not ${names.length}`, {
          hint: "ref('model') or ref('package', 'model')",
        });
      }
      const call = second === undefined ? { package: null, name: first } : { package: first, name: second };
      return this.#options.ref({ ...call, version: versionArgument(v ?? version), at: callPlace() });
    });
  }

  #source(): Value {
    return hostFunction('source', ['*args'], (_values, args) => {
      const [source, table] = args.map((arg) => textArgument('source', arg));
      if (source === undefined || table === undefined || args.length !== 2) {
        throw hostError(`source() takes two texts, not ${args.length}`, {
          hint: "source('source', 'table')",
        });
      }
      return this.#options.source({ source, table, at: callPlace() });
    });
  }

  #dispatch(macro: string, namespace: string | null): Value {
    if (macro.includes('.')) {
      throw hostError(`adapter.dispatch() got "${macro}": the package is the second argument`, {
        hint: `adapter.dispatch('${macro.split('.').at(-1)}', '${macro.split('.')[0]}')`,
      });
    }
    const { environment, packageName } = this.#options;
    const found = environment.macros.dispatch(packageName, macro, namespace);
    if (!isTried(found)) return found;
    throw hostError(`adapter.dispatch() finds no macro for "${macro}"; looked for: ${found.join(', ')}`);
  }

  #storeResult(name: string): Value {
    return hostFunction(
      name,
      ['name', 'response?', 'agate_table?', 'message?', 'code?', 'rows_affected?'],
      ([key, response, table]) => {
        const data =
          table instanceof TableValue ? new List(table.rows.map((row) => new Tuple(row))) : new List([]);
        this.#results.set(
          str(key ?? null),
          new HostRecord(
            'Result',
            new Map<string, Value>([
              ['response', response ?? ''],
              ['data', data],
              ['table', table instanceof TableValue ? table : new TableValue([], [], [])],
            ]),
          ),
        );
        return '';
      },
    );
  }

  #render(text: string): Value {
    const source = { path: 'render()', text };
    const rendered = renderNativeText(text, { source, start: 0, end: text.length }, this);
    if (rendered.value === undefined) throw hostError(rendered.diagnostics[0]?.message ?? 'render() fails');
    return str((rendered.value as Value) ?? null);
  }
}

const builtinNames = [
  'ref',
  'source',
  'config',
  'var',
  'this',
  'model',
  'graph',
  'execute',
  'return',
  'adapter',
  'flags',
  'builtins',
  'context',
  'load_result',
  'log',
  'print',
  'exceptions',
  'run_query',
  'statement',
];

function isTried(found: Value | readonly string[]): found is readonly string[] {
  return Array.isArray(found);
}

function textArgument(callee: string, value: Value): string {
  const text = textOf(value);
  if (text !== undefined) return text;
  const what =
    value instanceof Undefined
      ? 'something that is not defined'
      : `the ${value === null ? 'value none' : 'value'} ${str(value)}`;
  throw hostError(`${callee}() takes texts, not ${what}`, { hint: `put the name in quotes: ${callee}('…')` });
}

function versionArgument(value: Value | undefined): string | number | null {
  if (value === undefined || value === null || value instanceof Undefined) return null;
  if (isInteger(value)) return Number(value);
  return str(value);
}

/** `context`: all of it as a dict. */
class ContextValue extends HostObject {
  readonly #scope: NodeScope;

  constructor(scope: NodeScope) {
    super();
    this.#scope = scope;
  }

  get typeName(): string {
    return 'dict';
  }

  override truth(): boolean {
    return true;
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#scope.lookup(key) : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'get') {
      return hostFunction(
        'get',
        ['key', 'default?'],
        ([key, fallback]) =>
          (typeof key === 'string' ? this.#scope.lookup(key) : undefined) ?? fallback ?? null,
      );
    }
    return this.#scope.lookup(name);
  }

  override contains(item: Value): boolean {
    return typeof item === 'string' && this.#scope.lookup(item) !== undefined;
  }
}

export function emptyGraph(): Value {
  return Dict.of(
    [
      'nodes',
      'sources',
      'exposures',
      'groups',
      'metrics',
      'semantic_models',
      'saved_queries',
      'unit_tests',
      'functions',
    ].map((key) => [key, new Dict()]),
  );
}
