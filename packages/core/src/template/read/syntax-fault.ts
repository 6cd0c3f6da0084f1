/** A place that helps to understand a syntax error: the tag that opened a block. */
export interface SyntaxRelation {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A template that cannot be read. Offsets are those of the source text. */
export class SyntaxFault extends Error {
  readonly start: number;
  readonly end: number;
  readonly hint: string | undefined;
  readonly related: SyntaxRelation | undefined;

  constructor(message: string, start: number, end: number, hint?: string, related?: SyntaxRelation) {
    super(message);
    this.start = start;
    this.end = end;
    this.hint = hint;
    this.related = related;
  }
}
