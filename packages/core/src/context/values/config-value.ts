import type { JsonMap, JsonValue } from '../../project/json-value.ts';
import {
  type CallArguments,
  Dict,
  HostObject,
  hostError,
  hostFunction,
  str,
  truth,
  type Value,
} from '../../template/template.ts';
import { toValue } from './json-values.ts';

/** What `config` does while a project is parsed, and what it does later. */
export type ConfigMode =
  /** `config(…)` collects; `config.get` knows nothing yet and gives `''`, as in dbt. */
  | { readonly kind: 'parse'; readonly collect: (options: ReadonlyMap<string, Value>) => void }
  /** The merged config of the node. */
  | { readonly kind: 'run'; readonly config: JsonMap };

/** `config`: callable, with its members. */
export class ConfigValue extends HostObject {
  readonly #mode: ConfigMode;
  readonly #set = new Map<string, Value>();

  constructor(mode: ConfigMode) {
    super();
    this.#mode = mode;
  }

  get typeName(): string {
    return 'Config';
  }

  override truth(): boolean {
    return true;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(args: CallArguments): Value {
    if (this.#mode.kind === 'parse') this.#mode.collect(optionsOf(args));
    return '';
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'get':
        return hostFunction(
          'config.get',
          ['name', 'default?', 'validator?'],
          ([key, fallback]) => this.#get(str(key ?? null)) ?? fallback ?? null,
        );
      case 'require':
        return hostFunction('config.require', ['name', 'validator?'], ([key]) =>
          this.#require(str(key ?? null), this.#get(str(key ?? null))),
        );
      case 'meta_get':
        return hostFunction(
          'config.meta_get',
          ['name', 'default?', 'validator?'],
          ([key, fallback]) => this.#meta(str(key ?? null)) ?? fallback ?? null,
        );
      case 'meta_require':
        return hostFunction('config.meta_require', ['name', 'validator?'], ([key]) =>
          this.#require(str(key ?? null), this.#meta(str(key ?? null))),
        );
      case 'set':
        return hostFunction('config.set', ['name', 'value'], ([key, value]) => {
          this.#set.set(str(key ?? null), value ?? null);
          return '';
        });
      case 'persist_relation_docs':
      case 'persist_column_docs': {
        const part = name === 'persist_relation_docs' ? 'relation' : 'columns';
        return hostFunction(name, [], () => {
          const docs = this.#get('persist_docs');
          return docs instanceof Dict && truth(docs.get(part) ?? false);
        });
      }
      case 'model':
        return undefined;
      default:
        return undefined;
    }
  }

  #get(key: string): Value | undefined {
    if (this.#mode.kind === 'parse') return '';
    const own = this.#set.get(key);
    if (own !== undefined) return own;
    const { config } = this.#mode;
    const value = config.get(key) ?? config.get(spellings[key] ?? key);
    return value === undefined || value === null ? undefined : toValue(value);
  }

  #meta(key: string): Value | undefined {
    if (this.#mode.kind === 'parse') return '';
    const meta = this.#mode.config.get('meta');
    const value: JsonValue | undefined = meta instanceof Map ? (meta as JsonMap).get(key) : undefined;
    return value === undefined || value === null ? undefined : toValue(value);
  }

  #require(key: string, value: Value | undefined): Value {
    if (value !== undefined) return value;
    throw hostError(`Config "${key}" is required, but this node does not have it`, {
      hint: `{{ config(${key}=…) }}`,
    });
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#get(key) : undefined;
  }

  override toPlain(): unknown {
    return undefined;
  }
}

const spellings: Readonly<Record<string, string>> = {
  pre_hook: 'pre-hook',
  post_hook: 'post-hook',
  predicates: 'incremental_predicates',
};

function optionsOf(args: CallArguments): ReadonlyMap<string, Value> {
  const [only] = args.positional;
  if (args.positional.length === 0) return args.named;
  if (args.positional.length === 1 && args.named.size === 0 && only instanceof Dict) {
    return new Map([...only.entries.values()].map(({ key, value }) => [str(key), value]));
  }
  throw hostError('config() takes either keyword arguments or one dict', {
    hint: "config(materialized='table')",
  });
}
