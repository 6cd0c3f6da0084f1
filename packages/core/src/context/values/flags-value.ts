import type { JsonMap } from '../../project/json-value.ts';
import { HostObject, hostFunction, type Value } from '../../template/template.ts';
import { toValue } from './json-values.ts';

/** Flags that always exist, with their defaults; the others exist when somebody has set them. */
const defaults: Readonly<Record<string, Value>> = {
  full_refresh: false,
  store_failures: false,
  empty: false,
  fail_fast: false,
  debug: false,
  quiet: false,
  print: true,
  introspect: true,
  warn_error: false,
  use_colors: true,
  version_check: true,
  write_json: true,
  partial_parse: true,
  static_parser: true,
  cache_selected_only: false,
  defer: false,
  favor_state: false,
  indirect_selection: 'eager',
  log_format: 'default',
  log_level: 'info',
  single_threaded: false,
  macro_debugging: false,
  sample: null,
  event_time_start: null,
  event_time_end: null,
};

/** `flags`: upper-case names, as in dbt. */
export class FlagsValue extends HostObject {
  readonly #flags: JsonMap;
  readonly #command: string;
  readonly #overrides: ReadonlyMap<string, Value>;

  constructor(flags: JsonMap, command: string, overrides: ReadonlyMap<string, Value>) {
    super();
    this.#flags = flags;
    this.#command = command;
    this.#overrides = overrides;
  }

  get typeName(): string {
    return 'Flags';
  }

  override truth(): boolean {
    return true;
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'WHICH') return this.#command;
    if (name === 'get')
      return hostFunction(
        'get',
        ['name', 'default?'],
        ([key, fallback]) => this.getAttribute(String(key)) ?? fallback ?? null,
      );
    const key = name.toLowerCase();
    const override = this.#overrides.get(key);
    if (override !== undefined) return override;
    const value = this.#flags.get(key);
    return value === undefined ? defaults[key] : toValue(value);
  }
}
