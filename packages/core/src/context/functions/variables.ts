import { nearest } from '../../diagnostics/nearest.ts';
import { isJsonMap, type JsonMap, type JsonValue } from '../../project/json-value.ts';
import type { ProjectSettings } from '../../project/project.ts';
import {
  type CallArguments,
  HostObject,
  hostError,
  hostFunction,
  Undefined,
  type Value,
} from '../../template/template.ts';
import { toValue } from '../values/json-values.ts';

/** What `var` finds for the nodes of one package. */
export interface VarTable {
  readonly values: ReadonlyMap<string, JsonValue>;
  /** Whose nodes they are, for messages. */
  readonly owner: string;
}

/**
 * Weakest first: the package's own globals and its map under its own name, then the root project's (a package's user
 * decides), then the command line.
 */
export function varTable(
  owner: ProjectSettings,
  root: ProjectSettings,
  packageNames: ReadonlySet<string>,
  commandLine: JsonMap,
): VarTable {
  const values = new Map<string, JsonValue>();
  const add = (vars: JsonMap): void => {
    // A map under a package's name is for that package's nodes; any other map is a value.
    for (const [key, value] of vars) if (!(isJsonMap(value) && packageNames.has(key))) values.set(key, value);
    const own = vars.get(owner.name);
    if (isJsonMap(own)) for (const [key, value] of own) values.set(key, value);
  };
  if (owner.name !== root.name) add(owner.vars);
  add(root.vars);
  for (const [key, value] of commandLine) values.set(key, value);
  return { values, owner: owner.name };
}

export interface VarOptions {
  /** At parse time a missing var is none: the branch that needs it may never run. */
  readonly lenient: boolean;
  /** Renders a text value that holds a template. */
  readonly render: (text: string) => Value;
}

/** `var(name, default)` and `var.has_var(name)`. */
export class VarFunction extends HostObject {
  readonly #table: VarTable;
  readonly #options: VarOptions;

  constructor(table: VarTable, options: VarOptions) {
    super();
    this.#table = table;
    this.#options = options;
  }

  get typeName(): string {
    return 'Var';
  }

  override get isCallable(): boolean {
    return true;
  }

  override truth(): boolean {
    return true;
  }

  override call(args: CallArguments): Value {
    return this.#call.call(args);
  }

  override getAttribute(name: string): Value | undefined {
    if (name !== 'has_var') return undefined;
    return hostFunction('has_var', ['name'], ([key]) => this.#table.values.has(String(key)));
  }

  readonly #call = hostFunction('var', ['name', 'default?'], ([key, fallback]) => {
    const name = String(key);
    const value = this.#table.values.get(name);
    if (value !== undefined) return this.#rendered(value);
    if (fallback !== undefined && !(fallback instanceof Undefined)) return fallback;
    if (fallback !== undefined || this.#options.lenient) return null;
    throw this.#missing(name);
  });

  #rendered(value: JsonValue): Value {
    return typeof value === 'string' && /\{[{%]/.test(value) ? this.#options.render(value) : toValue(value);
  }

  #missing(name: string): Error {
    const known = [...this.#table.values.keys()];
    const meant = nearest(name, known);
    const list = known.length === 0 ? 'no vars are defined' : `there are: ${known.slice(0, 20).join(', ')}`;
    const hint =
      meant === undefined
        ? `tfm … --vars '{${name}: <value>}', or "vars:" in the project file`
        : `did you mean "${meant}"?`;
    return hostError(`Var "${name}" is not defined for package "${this.#table.owner}"; ${list}`, { hint });
  }
}

const secretPrefix = 'DBT_ENV_SECRET';

/** `env_var(name, default)`. */
export function envVarFunction(
  env: ReadonlyMap<string, string>,
  options: { readonly secrets: boolean },
): Value {
  return hostFunction('env_var', ['var', 'default?'], ([key, fallback]) => {
    const name = String(key);
    if (name.startsWith(secretPrefix) && !options.secrets) {
      throw hostError(
        `Secret environment variable "${name}" may only be read in profiles.yml and packages.yml`,
        {
          hint: `give it a name that does not begin with ${secretPrefix}`,
        },
      );
    }
    const value = env.get(name);
    if (value !== undefined) return value;
    if (fallback !== undefined && !(fallback instanceof Undefined)) return fallback;
    throw hostError(`Environment variable "${name}" is not set`, { hint: `export ${name}=<value>` });
  });
}
