import type { ParsedMacro } from '../project/node.ts';
import type { ProjectSettings } from '../project/project.ts';
import type { UniqueId } from '../project/unique-id.ts';
import {
  type Callable,
  defineMacro,
  HostObject,
  type TemplateScope,
  type Value,
} from '../template/template.ts';
import { parsedPart } from './parsed-template.ts';

/** The package of tfm's own macros. */
export const internalPackage = 'dbt';

export interface MacroIndexParts {
  readonly macros: ReadonlyMap<UniqueId, ParsedMacro>;
  readonly rootName: string;
  readonly packageNames: ReadonlySet<string>;
  readonly dispatch: ProjectSettings['dispatch'];
  readonly adapterType: string;
}

/** All macros of a project as values, by package, with dbt's rules of which one a name means. */
export class MacroIndex {
  readonly #parts: MacroIndexParts;
  readonly #byPackage = new Map<string, Map<string, ParsedMacro>>();
  readonly #values = new Map<UniqueId, Callable | undefined>();

  constructor(parts: MacroIndexParts) {
    this.#parts = parts;
    for (const macro of parts.macros.values()) {
      const own = this.#byPackage.get(macro.packageName);
      if (own === undefined) this.#byPackage.set(macro.packageName, new Map([[macro.name, macro]]));
      else own.set(macro.name, macro);
    }
  }

  /** What a bare name means to a node or macro of a package: a macro, or a package as a namespace. */
  lookup(packageName: string, name: string): Value | undefined {
    const macro = this.find(packageName, name, false);
    if (macro !== undefined) return this.value(macro);
    if (this.#parts.packageNames.has(name)) return new PackageNamespace(this, name);
    const internal = this.#byPackage.get(internalPackage)?.get(name);
    return internal === undefined ? undefined : this.value(internal);
  }

  /** The package's own, then the project's, then (unless `internal` is false) tfm's own. */
  find(packageName: string, name: string, internal = true): ParsedMacro | undefined {
    const { rootName } = this.#parts;
    const own = packageName === internalPackage ? undefined : this.#byPackage.get(packageName)?.get(name);
    return (
      own ??
      this.#byPackage.get(rootName)?.get(name) ??
      (internal ? this.#byPackage.get(internalPackage)?.get(name) : undefined)
    );
  }

  readonly #overriding = new Map<string, boolean>();

  /** Whether a project or package puts macros of its own in the place of `ref`, `source`, `config` or `var`. */
  overridesBuiltins(packageName: string): boolean {
    let known = this.#overriding.get(packageName);
    if (known === undefined) {
      known = ['ref', 'source', 'config', 'var'].some(
        (name) => this.find(packageName, name, false) !== undefined,
      );
      this.#overriding.set(packageName, known);
    }
    return known;
  }

  /** A macro of exactly this package; `dbt.x` also finds what the project overrides nothing of. */
  inPackage(packageName: string, name: string): Value | undefined {
    const macro = this.exactly(packageName, name);
    return macro === undefined ? undefined : this.value(macro);
  }

  exactly(packageName: string, name: string): ParsedMacro | undefined {
    return this.#byPackage.get(packageName)?.get(name);
  }

  /** Names a bare lookup could find, for suggestions. */
  *names(packageName: string): Iterable<string> {
    for (const owner of new Set([packageName, this.#parts.rootName, internalPackage]))
      yield* this.#byPackage.get(owner)?.keys() ?? [];
    yield* this.#parts.packageNames;
  }

  /** `adapter.dispatch(name, namespace)`, or the names that were tried. */
  dispatch(packageName: string, name: string, namespace: string | null): Value | readonly string[] {
    const { macro, tried } = this.dispatched(packageName, name, namespace);
    return (macro === undefined ? undefined : this.value(macro)) ?? tried;
  }

  /** The macro that is meant for this warehouse: the most specific one of the first package that has any. */
  dispatched(
    packageName: string,
    name: string,
    namespace: string | null,
  ): { readonly macro: ParsedMacro | undefined; readonly tried: readonly string[] } {
    const tried: string[] = [];
    const prefixes = [...new Set([this.#parts.adapterType, 'default'])];
    for (const owner of this.#searchOrder(namespace)) {
      for (const prefix of prefixes) {
        const full = `${prefix}__${name}`;
        const macro = owner === null ? this.find(packageName, full) : this.exactly(owner, full);
        if (macro !== undefined) return { macro, tried };
        tried.push(owner === null ? full : `${owner}.${full}`);
      }
    }
    return { macro: undefined, tried };
  }

  #searchOrder(namespace: string | null): readonly (string | null)[] {
    if (namespace === null) return [null];
    const configured = this.#parts.dispatch.find((entry) => entry.macroNamespace === namespace);
    if (configured !== undefined) return configured.searchOrder;
    return this.#parts.packageNames.has(namespace) ? [this.#parts.rootName, namespace] : [null];
  }

  value(macro: ParsedMacro): Value | undefined {
    if (this.#values.has(macro.uniqueId)) return this.#values.get(macro.uniqueId);
    const template = parsedPart(macro.at).value;
    const statement = template?.tree.body[0];
    const value =
      template === undefined || statement?.kind !== 'macro'
        ? undefined
        : defineMacro({
            template,
            macro: statement,
            id: macro.uniqueId,
            name: macro.name,
            scope: (node) => new MacroScope(this, macro.packageName, node),
          });
    this.#values.set(macro.uniqueId, value);
    return value;
  }
}

/** What a macro sees: its own package's macros first, then all that the node being rendered sees. */
class MacroScope implements TemplateScope {
  readonly #index: MacroIndex;
  readonly #packageName: string;
  readonly #node: TemplateScope;

  constructor(index: MacroIndex, packageName: string, node: TemplateScope) {
    this.#index = index;
    this.#packageName = packageName;
    this.#node = node;
  }

  lookup(name: string): Value | undefined {
    return this.#index.lookup(this.#packageName, name) ?? this.#node.lookup(name);
  }

  names(): Iterable<string> {
    return this.#node.names?.() ?? [];
  }
}

/** A package's name as a value: `dbt_utils.star`. */
class PackageNamespace extends HostObject {
  readonly #index: MacroIndex;
  readonly #name: string;

  constructor(index: MacroIndex, name: string) {
    super();
    this.#index = index;
    this.#name = name;
  }

  get typeName(): string {
    return 'Namespace';
  }

  override getAttribute(name: string): Value | undefined {
    return this.#index.inPackage(this.#name, name);
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.#index.inPackage(this.#name, key) : undefined;
  }

  override repr(): string {
    return `<package ${this.#name}>`;
  }
}
