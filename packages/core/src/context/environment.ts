import type { Invocation } from '../project/invocation.ts';
import type { JsonValue } from '../project/json-value.ts';
import type { ParsedMacro, ParsedNode, ParsedSource } from '../project/node.ts';
import type { ProjectSettings } from '../project/project.ts';
import type { Target } from '../project/target.ts';
import type { UniqueId } from '../project/unique-id.ts';
import {
  HostRecord,
  hostError,
  hostFunction,
  str,
  type TemplateScope,
  truth,
  type Value,
} from '../template/template.ts';
import { dataFunctions } from './functions/data-functions.ts';
import { exceptionsValue } from './functions/exceptions.ts';
import { envVarFunction, VarFunction, type VarTable, varTable } from './functions/variables.ts';
import { internalPackage, MacroIndex } from './macro-index.ts';
import { modulesValue, startedAtValue } from './modules/modules-value.ts';
import { renderNativeText } from './render-native-text.ts';
import { ColumnClass } from './values/column-value.ts';
import { toDict, toValue } from './values/json-values.ts';
import { RelationClass, type RelationDialect } from './values/relation-value.ts';

/** The dbt release whose behaviour templates find. */
export const dbtVersion = '1.12.6';

/** What templates may say outside of their text: a line for the log, or for the terminal. */
export type MessageSink = (level: 'debug' | 'info' | 'warning', text: string) => void;

/** What a project is for its templates. A `ParsedProject` has it all. */
export interface EnvironmentParts {
  readonly settings: ProjectSettings;
  readonly packages: ReadonlyMap<string, ProjectSettings>;
  readonly target: Target;
  readonly macros: ReadonlyMap<UniqueId, ParsedMacro>;
  readonly invocation: Invocation;
  /** Absent while the project is parsed. */
  readonly nodes?: ReadonlyMap<UniqueId, ParsedNode>;
  readonly sources?: ReadonlyMap<UniqueId, ParsedSource>;
}

/** Everything that is the same for all templates of a project: made once, used by every rendering. */
export interface TemplateEnvironment {
  readonly parts: EnvironmentParts;
  readonly dialect: RelationDialect;
  readonly sink: MessageSink;
  readonly macros: MacroIndex;
  /** Names that mean the same in every template. */
  readonly globals: ReadonlyMap<string, Value>;
  vars(packageName: string): VarTable;
  /** `var` for a package's nodes. */
  varFunction(packageName: string, lenient: boolean): Value;
}

export function createEnvironment(
  parts: EnvironmentParts,
  dialect: RelationDialect,
  sink: MessageSink,
): TemplateEnvironment {
  const { settings, packages, target, invocation } = parts;
  const packageNames = new Set([settings.name, ...packages.keys(), internalPackage]);
  const tables = new Map<string, VarTable>();
  const vars = (packageName: string): VarTable => {
    let table = tables.get(packageName);
    if (table === undefined) {
      const owner = packages.get(packageName) ?? settings;
      table = varTable(owner, settings, packageNames, invocation.vars);
      tables.set(packageName, table);
    }
    return table;
  };
  const varFunction = (packageName: string, lenient: boolean): Value => {
    const made = new VarFunction(vars(packageName), { lenient, render: (text) => renderVar(text, scope) });
    return made;
  };
  const globals = globalValues(parts, dialect);
  // Vars that are templates see other vars and the environment.
  const scope: TemplateScope = {
    lookup: (name) => (name === 'var' ? varFunction(settings.name, false) : globals.get(name)),
  };
  const macros = new MacroIndex({
    macros: parts.macros,
    rootName: settings.name,
    packageNames,
    dispatch: settings.dispatch,
    adapterType: target.type,
  });
  return { parts, dialect, sink, macros, globals, vars, varFunction };
}

function renderVar(text: string, scope: TemplateScope): Value {
  const source = { path: 'vars', text };
  const rendered = renderNativeText(text, { source, start: 0, end: text.length }, scope);
  if (rendered.value !== undefined) return toValue(rendered.value);
  throw hostError(rendered.diagnostics[0]?.message ?? 'The var cannot be rendered');
}

function globalValues(
  { settings, target, invocation }: EnvironmentParts,
  dialect: RelationDialect,
): ReadonlyMap<string, Value> {
  const targetValue = targetAsValue(target);
  return new Map<string, Value>([
    ...dataFunctions,
    ['env_var', envVarFunction(invocation.env, { secrets: false })],
    ['target', targetValue],
    ['env', targetValue],
    ['dbt_version', dbtVersion],
    ['invocation_id', invocation.id],
    ['run_started_at', startedAtValue(invocation.startedAt)],
    ['modules', modulesValue(invocation.startedAt)],
    ['project_name', settings.name],
    ['thread_id', 'MainThread'],
    ['invocation_args_dict', toDict(invocation.flags)],
    ['dbt_metadata_envs', toDict(metadataEnvs(invocation.env))],
    ['selected_resources', toValue([])],
    ['api', apiValue(dialect)],
    ['context_macro_stack', null],
  ]);
}

/** `api`: the classes of relations and columns. */
export function apiValue(dialect: RelationDialect): Value {
  return new HostRecord(
    'api',
    new Map<string, Value>([
      ['Relation', new RelationClass(dialect)],
      ['Column', new ColumnClass(dialect)],
    ]),
  );
}

function metadataEnvs(env: ReadonlyMap<string, string>): ReadonlyMap<string, JsonValue> {
  const prefix = 'DBT_ENV_CUSTOM_ENV_';
  return new Map(
    [...env]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

/** Keys of an output that templates see: all that are no secret. */
export function targetAsValue(target: Target): Value {
  const shown = new Map<string, JsonValue>([
    ['profile_name', target.profileName],
    ['name', target.name],
    ['target_name', target.name],
    ['type', target.type],
    ['threads', target.threads],
    ['schema', target.schema],
    ['database', target.database],
  ]);
  for (const [key, value] of target.settings) {
    if (!shown.has(key) && !secretKey.test(key) && !privateKeys.has(key)) shown.set(key, value);
  }
  if (!shown.has('dbname') && shown.has('database')) shown.set('dbname', target.database);
  return toDict(shown);
}

const secretKey = /pass|secret|token|private|credential|api_?key|keyfile|jwt/i;
const privateKeys = new Set([
  'secrets',
  'settings',
  'config_options',
  'attach',
  'http_headers',
  'filesystems',
  'plugins',
  'key',
]);

/** `log`, `print` and `exceptions.warn` of one rendering; what they say is kept until it has come to its end. */
export class Messages {
  readonly #kept: (readonly ['debug' | 'info' | 'warning', string])[] = [];
  readonly #sink: MessageSink;

  constructor(sink: MessageSink) {
    this.#sink = sink;
  }

  readonly values: ReadonlyMap<string, Value> = new Map<string, Value>([
    [
      'log',
      hostFunction('log', ['msg', 'info?'], ([message, info]) => {
        this.#kept.push([info !== undefined && truth(info) ? 'info' : 'debug', str(message ?? null)]);
        return '';
      }),
    ],
    [
      'print',
      hostFunction('print', ['msg'], ([message]) => {
        this.#kept.push(['info', str(message ?? null)]);
        return '';
      }),
    ],
    ['exceptions', exceptionsValue((message) => this.#kept.push(['warning', message]))],
  ]);

  /** A rendering that is done again after a question to the warehouse says everything again: only the last one counts. */
  flush(): void {
    for (const [level, text] of this.#kept) this.#sink(level, text);
    this.#kept.length = 0;
  }
}
