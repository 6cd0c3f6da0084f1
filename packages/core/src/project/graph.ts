import type { Resource } from './node.ts';
import type { ParsedProject } from './project.ts';
import type { UniqueId } from './unique-id.ts';

/** The project with every ref and source resolved. */
export interface ProjectGraph {
  readonly project: ParsedProject;
  readonly resources: ReadonlyMap<UniqueId, Resource>;
  /** What a resource reads, each once, in the order of its first call. Every resource is a key. */
  readonly parents: ReadonlyMap<UniqueId, readonly UniqueId[]>;
  /** Sorted. Every resource is a key. */
  readonly children: ReadonlyMap<UniqueId, readonly UniqueId[]>;
  /** Every resource after all its parents; ties by unique id. */
  readonly order: readonly UniqueId[];
}
