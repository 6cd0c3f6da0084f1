import type { ResultColumn, ResultSet } from '../adapter/cell.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import { Suspension } from '../template/template.ts';

/** What a template can ask the warehouse. Plain data: it is recorded and compared. */
export type WarehouseRequest =
  | { readonly kind: 'query'; readonly sql: string }
  /** A statement that changes something; its result is not read. */
  | { readonly kind: 'execute'; readonly sql: string }
  | { readonly kind: 'find-relation'; readonly relation: RelationName }
  | { readonly kind: 'columns'; readonly relation: RelationName }
  /** Names and types of a query's columns. */
  | { readonly kind: 'describe'; readonly sql: string }
  | { readonly kind: 'schema-exists'; readonly database: string | null; readonly schema: string }
  /** All relations of a schema. */
  | { readonly kind: 'list-relations'; readonly database: string | null; readonly schema: string };

/** The answer to a request of the same kind. */
export type WarehouseAnswer =
  | { readonly kind: 'query'; readonly result: ResultSet }
  | { readonly kind: 'execute'; readonly rowCount: number | null }
  | { readonly kind: 'find-relation'; readonly found: RelationKind | null }
  | { readonly kind: 'columns'; readonly columns: readonly ResultColumn[] }
  | { readonly kind: 'describe'; readonly columns: readonly ResultColumn[] }
  | { readonly kind: 'schema-exists'; readonly exists: boolean }
  | {
      readonly kind: 'list-relations';
      readonly relations: readonly { readonly name: RelationName; readonly kind: RelationKind }[];
    };

export type RequestOf<K extends WarehouseRequest['kind']> = Extract<WarehouseRequest, { readonly kind: K }>;
export type AnswerTo<K extends WarehouseRequest['kind']> = Extract<WarehouseAnswer, { readonly kind: K }>;

export interface RecordedAnswer {
  readonly request: WarehouseRequest;
  readonly answer: WarehouseAnswer;
}

/**
 * Thrown out of a rendering that cannot go on without the warehouse. Whoever renders asks the warehouse, adds the
 * answer to the recorded ones, and renders again from the start: the same template asks the same questions in the same
 * order, so the n-th request meets the n-th answer.
 */
export class NeedsWarehouse extends Suspension {
  readonly request: WarehouseRequest;

  constructor(request: WarehouseRequest) {
    super('the template asks the warehouse');
    this.request = request;
  }
}

/** The recorded answers of one rendering, given out in order. */
export class AnswerTape {
  readonly #answers: readonly RecordedAnswer[];
  #next = 0;

  constructor(answers: readonly RecordedAnswer[]) {
    this.#answers = answers;
  }

  /** The answer to a request; undefined when the template asks something else than the last time. */
  ask<K extends WarehouseRequest['kind']>(request: RequestOf<K>): AnswerTo<K> | undefined {
    const recorded = this.#answers[this.#next];
    if (recorded === undefined) throw new NeedsWarehouse(request);
    this.#next += 1;
    if (JSON.stringify(recorded.request) !== JSON.stringify(request) || recorded.answer.kind !== request.kind)
      return undefined;
    return recorded.answer as AnswerTo<K>;
  }
}
