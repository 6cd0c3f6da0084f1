import type { Dialect } from '../adapter/dialect.ts';
import type { AskWarehouse } from '../context/ask-warehouse.ts';
import type { ProjectGraph } from '../project/graph.ts';
import type { RelationName } from '../project/relation-name.ts';
import { stagedPrefix } from '../project/staged-name.ts';
import type { UniqueId } from '../project/unique-id.ts';

/**
 * Where the rows of published names lie while a run goes on. Templates know relations by their published names only,
 * whichever way they came to them: `ref`, `api.Relation`, `adapter`; SQL says the staged ones.
 */
export class StagedNames {
  readonly #dialect: Dialect;
  readonly #staged = new Map<string, RelationName>();
  readonly #published = new Map<string, string>();

  constructor(graph: ProjectGraph, dialect: Dialect, staged: ReadonlyMap<UniqueId, RelationName>) {
    this.#dialect = dialect;
    for (const [id, name] of staged) {
      const resource = graph.resources.get(id);
      if (resource === undefined || !('relation' in resource)) continue;
      const { relation } = resource;
      this.#staged.set(this.#key(relation), name);
      // A name without a database means the target's.
      this.#staged.set(this.#key({ ...relation, database: null }), name);
      this.#published.set(name.identifier, relation.identifier);
    }
  }

  of(published: RelationName): RelationName | undefined {
    const staged = this.#staged.get(this.#key(published));
    return staged === undefined ? undefined : { ...published, identifier: staged.identifier };
  }

  /** Staged identifier → published identifier: both lie in the same schema. */
  get identifiers(): ReadonlyMap<string, string> {
    return this.#published;
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
        const published = this.#published.get(name.identifier);
        if (published !== undefined) found.set(published, { name: { ...name, identifier: published }, kind });
        else if (!name.identifier.startsWith(stagedPrefix) && !found.has(name.identifier))
          found.set(name.identifier, { name, kind });
      }
      return { kind: 'list-relations', relations: [...found.values()] };
    };
  }

  #key({ database, schema, identifier }: RelationName): string {
    const fold = (part: string | null) => (part === null ? null : this.#dialect.foldIdentifier(part));
    return JSON.stringify([fold(database), fold(schema), fold(identifier)]);
  }
}
