import type { Dialect } from '../adapter/dialect.ts';
import type { AskWarehouse } from '../context/ask-warehouse.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { addTo } from '../project/multi-map.ts';
import type { RelationName } from '../project/relation-name.ts';
import { stagedPrefix } from '../project/staged-name.ts';
import type { UniqueId } from '../project/unique-id.ts';

/**
 * Where the rows of published names lie while a run goes on. Templates know relations by their published names only,
 * whichever way they came to them: `ref`, `api.Relation`, `adapter`; SQL says the staged ones. Made for every
 * rendering, so it looks nothing up before it is asked.
 */
export class StagedNames {
  readonly #published: PublishedNames;
  readonly #staged: ReadonlyMap<UniqueId, RelationName>;
  #identifiers: ReadonlyMap<string, string> | undefined;

  constructor(published: PublishedNames, staged: ReadonlyMap<UniqueId, RelationName>) {
    this.#published = published;
    this.#staged = staged;
  }

  of(published: RelationName): RelationName | undefined {
    const id = this.#published.idsOf(published).find((one) => this.#staged.has(one));
    const staged = id === undefined ? undefined : this.#staged.get(id);
    return staged === undefined ? undefined : { ...published, identifier: staged.identifier };
  }

  /** Staged identifier → published identifier: both lie in the same schema. */
  identifiers(): ReadonlyMap<string, string> {
    this.#identifiers ??= new Map(
      [...this.#staged].flatMap(([id, { identifier }]) => {
        const published = this.#published.relationOf(id);
        return published === undefined ? [] : [[identifier, published.identifier] as const];
      }),
    );
    return this.#identifiers;
  }

  /** Asks about what is staged where the question says the published name, and answers with published names. */
  asking(ask: AskWarehouse): AskWarehouse {
    return async (request) => {
      if (request.kind === 'find-relation' || request.kind === 'columns')
        return ask({ ...request, relation: this.of(request.relation) ?? request.relation });
      const answer = await ask(request);
      if (answer.kind !== 'list-relations') return answer;
      const found = new Map<string, (typeof answer.relations)[number]>();
      for (const { name, kind } of answer.relations) {
        const published = this.identifiers().get(name.identifier);
        if (published !== undefined) found.set(published, { name: { ...name, identifier: published }, kind });
        else if (!name.identifier.startsWith(stagedPrefix) && !found.has(name.identifier))
          found.set(name.identifier, { name, kind });
      }
      return { kind: 'list-relations', relations: [...found.values()] };
    };
  }
}

/** The published names of a project, in any spelling that the warehouse takes for the same. */
export class PublishedNames {
  readonly #graph: ProjectGraph;
  readonly #dialect: Dialect;
  readonly #ids = new Map<string, UniqueId[]>();

  constructor(graph: ProjectGraph, dialect: Dialect) {
    this.#graph = graph;
    this.#dialect = dialect;
    for (const id of graph.resources.keys()) {
      const relation = this.relationOf(id);
      if (relation === undefined) continue;
      addTo(this.#ids, this.#key(relation), id);
      // A name without a database means the target's.
      if (relation.database !== null) addTo(this.#ids, this.#key({ ...relation, database: null }), id);
    }
  }

  idsOf(name: RelationName): readonly UniqueId[] {
    return this.#ids.get(this.#key(name)) ?? [];
  }

  relationOf(id: UniqueId): RelationName | undefined {
    const resource = this.#graph.resources.get(id);
    return resource !== undefined && 'relation' in resource ? resource.relation : undefined;
  }

  #key({ database, schema, identifier }: RelationName): string {
    const fold = (part: string | null) => (part === null ? null : this.#dialect.foldIdentifier(part));
    return JSON.stringify([fold(database), fold(schema), fold(identifier)]);
  }
}
