import type { TemplateEnvironment } from '../context/environment.ts';
import type { YamlRenderer } from '../context/render-yaml.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ParsedDoc, ParsedExposure, ParsedNode, ParsedSource } from '../project/node.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { ProjectFiles } from '../read/project-files.ts';
import type { ConfigLayer } from './config/config-layer.ts';
import type { ConfigTree } from './config/config-tree.ts';
import type { ConfigMerger } from './config/merge-config.ts';
import type { ParsedProjectFile } from './project-file.ts';
import type { PropertyEntry, PropertyList } from './property-files.ts';

/** The trees of configs of one project file. */
export type TreeKind = 'models' | 'seeds' | 'snapshots' | 'data_tests' | 'sources' | 'analyses' | 'exposures';

/** What every part of parsing shares. */
export interface ParseContext {
  readonly files: ProjectFiles;
  /** The project, its packages, tfm's own macros. */
  readonly owners: readonly ParsedProjectFile[];
  readonly root: ParsedProjectFile;
  readonly environment: TemplateEnvironment;
  readonly docs: ReadonlyMap<UniqueId, ParsedDoc>;
  /** For property files of a package. */
  readonly renderer: (packageName: string) => YamlRenderer;
  readonly trees: (packageName: string, kind: TreeKind) => ConfigTree;
  readonly properties: PropertyIndex;
  readonly merger: ConfigMerger;
  readonly naming: NamingMemory;
  readonly report: (...problems: readonly Diagnostic[]) => void;
  readonly collected: Collected;
}

/** Which of tfm's own macros a package's nodes meet unchanged, asked once. */
export type NamingMemory = Map<string, boolean>;

/** What has been made so far. */
export interface Collected {
  readonly nodes: Map<UniqueId, ParsedNode>;
  readonly sources: Map<UniqueId, ParsedSource>;
  readonly exposures: Map<UniqueId, ParsedExposure>;
  readonly disabled: Map<UniqueId, (ParsedNode | ParsedSource | ParsedExposure)[]>;
}

/** The entries of all property files, found by package, list and name. */
export class PropertyIndex {
  readonly #entries = new Map<string, PropertyEntry>();
  readonly #used = new Set<PropertyEntry>();
  readonly #all: PropertyEntry[] = [];

  /** The entry that was there before, when there is one. */
  add(entry: PropertyEntry): PropertyEntry | undefined {
    const key = keyOf(entry.file.package.settings.name, entry.list, entry.name);
    const before = this.#entries.get(key);
    if (before !== undefined) return before;
    this.#entries.set(key, entry);
    this.#all.push(entry);
    return undefined;
  }

  /** The description of a resource, marked as used; undefined when there is none. */
  take(packageName: string, list: PropertyList, name: string): PropertyEntry | undefined {
    const entry = this.#entries.get(keyOf(packageName, list, name));
    if (entry !== undefined) this.#used.add(entry);
    return entry;
  }

  list(packageName: string, list: PropertyList): readonly PropertyEntry[] {
    return this.#all.filter(
      (entry) => entry.list === list && entry.file.package.settings.name === packageName,
    );
  }

  unused(list: PropertyList): readonly PropertyEntry[] {
    return this.#all.filter((entry) => entry.list === list && !this.#used.has(entry));
  }
}

function keyOf(packageName: string, list: string, name: string): string {
  return `${packageName}\n${list}\n${name}`;
}

/** The layers of the trees that hold for a node: its own package's are weakest, the root project's strongest. */
export function treeLayers(
  context: ParseContext,
  packageName: string,
  kind: TreeKind,
  fqn: readonly string[],
): { readonly weak: readonly ConfigLayer[]; readonly strong: readonly ConfigLayer[] } {
  const rootName = context.root.settings.name;
  const weak = context.trees(packageName, kind).layersFor(fqn);
  return { weak, strong: packageName === rootName ? [] : context.trees(rootName, kind).layersFor(fqn) };
}

/** A file's folders as parts of an fqn. */
export function folderParts(path: string): readonly string[] {
  return path.split('/').slice(0, -1);
}

/** The file name without its extension. */
export function stem(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}
