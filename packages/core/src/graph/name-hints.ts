import { nearest } from '../diagnostics/nearest.ts';
import type { RefCall, SourceCall } from '../project/node.ts';
import type { ParsedProject } from '../project/project.ts';

/** A project with more wrong names than this has another problem than a typo; comparing all with all would take hours. */
const MAX_HINTS = 100;

/** The names that wrong refs and sources were likely meant to be. */
export class NameHints {
  readonly #project: ParsedProject;
  readonly #refs = new Map<string | null, readonly string[]>();
  #sources: readonly string[] | undefined;
  #left = MAX_HINTS;

  constructor(project: ParsedProject) {
    this.#project = project;
  }

  forRef(call: RefCall): string | undefined {
    if (!this.#mayLook()) return undefined;
    const names = this.#refNames(call.package);
    if (names.length > 0 || call.package === null) return nearest(call.name, names);
    return nearest(call.package, [this.#project.settings.name, ...this.#project.packages.keys()]);
  }

  forSource(call: SourceCall): string | undefined {
    if (!this.#mayLook()) return undefined;
    this.#sources ??= [
      ...new Set([...this.#project.sources.values()].map((source) => `${source.sourceName}.${source.name}`)),
    ];
    return nearest(`${call.source}.${call.table}`, this.#sources);
  }

  #mayLook(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }

  #refNames(packageName: string | null): readonly string[] {
    const known = this.#refs.get(packageName);
    if (known !== undefined) return known;
    const names = new Set<string>();
    for (const node of this.#project.nodes.values()) {
      const isReferable =
        node.resourceType === 'model' || node.resourceType === 'seed' || node.resourceType === 'snapshot';
      if (isReferable && (packageName === null || node.packageName === packageName)) names.add(node.name);
    }
    const list = [...names];
    this.#refs.set(packageName, list);
    return list;
  }
}
