/**
 * The tree of a template: plain data, every node with its place. `start` and `end` are offsets into the source text, in
 * UTF-16 units, `end` exclusive.
 */

export interface Place {
  readonly start: number;
  readonly end: number;
}

interface Node<Kind extends string> extends Place {
  readonly kind: Kind;
}

// Expressions

export interface NoneLiteral extends Node<'none'> {}
export interface BooleanLiteral extends Node<'boolean'> {
  readonly value: boolean;
}
export interface IntegerLiteral extends Node<'integer'> {
  readonly value: number | bigint;
}
export interface FloatLiteral extends Node<'float'> {
  readonly value: number;
}
export interface StringLiteral extends Node<'string'> {
  readonly value: string;
}
export interface NameExpression extends Node<'name'> {
  readonly name: string;
}
export interface TupleExpression extends Node<'tuple'> {
  readonly items: readonly Expression[];
}
export interface ListExpression extends Node<'list'> {
  readonly items: readonly Expression[];
}
export interface DictExpression extends Node<'dict'> {
  readonly pairs: readonly { readonly key: Expression; readonly value: Expression }[];
}
/** `target.name` */
export interface AttributeExpression extends Node<'attribute'> {
  readonly target: Expression;
  readonly name: string;
}
/** `target[key]` */
export interface ItemExpression extends Node<'item'> {
  readonly target: Expression;
  readonly key: Expression;
}
/** `target[from:to:step]` */
export interface SliceExpression extends Node<'slice'> {
  readonly target: Expression;
  readonly from: Expression | undefined;
  readonly to: Expression | undefined;
  readonly step: Expression | undefined;
}
export interface NamedArgument extends Place {
  readonly name: string;
  readonly value: Expression;
}
/** What stands between the parentheses of a call, a filter or a test. */
export interface ArgumentList {
  readonly positional: readonly Expression[];
  readonly named: readonly NamedArgument[];
  /** `*values` */
  readonly star: Expression | undefined;
  /** `**values` */
  readonly doubleStar: Expression | undefined;
}
export interface CallExpression extends Node<'call'> {
  readonly callee: Expression;
  readonly args: ArgumentList;
}
/** `target | name(args)`; without a target in `{% filter %}` and block `set`, where the block's text is the target. */
export interface FilterExpression extends Node<'filter'> {
  readonly target: Expression | undefined;
  readonly name: string;
  readonly nameStart: number;
  readonly args: ArgumentList;
}
/** `target is name(args)` */
export interface TestExpression extends Node<'test'> {
  readonly target: Expression;
  readonly name: string;
  readonly nameStart: number;
  readonly args: ArgumentList;
}
export interface UnaryExpression extends Node<'unary'> {
  readonly operator: 'not' | '-' | '+';
  readonly operand: Expression;
}
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';
export interface BinaryExpression extends Node<'binary'> {
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface LogicalExpression extends Node<'logical'> {
  readonly operator: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
/** `first operator operand operator operand …`, chained as in Python. */
export interface CompareExpression extends Node<'compare'> {
  readonly first: Expression;
  readonly rest: readonly { readonly operator: CompareOperator; readonly operand: Expression }[];
}
/** `a ~ b ~ c` */
export interface ConcatExpression extends Node<'concat'> {
  readonly parts: readonly Expression[];
}
/** `consequence if test else otherwise` */
export interface ConditionalExpression extends Node<'conditional'> {
  readonly test: Expression;
  readonly consequence: Expression;
  readonly otherwise: Expression | undefined;
}

export type Expression =
  | NoneLiteral
  | BooleanLiteral
  | IntegerLiteral
  | FloatLiteral
  | StringLiteral
  | NameExpression
  | TupleExpression
  | ListExpression
  | DictExpression
  | AttributeExpression
  | ItemExpression
  | SliceExpression
  | CallExpression
  | FilterExpression
  | TestExpression
  | UnaryExpression
  | BinaryExpression
  | LogicalExpression
  | CompareExpression
  | ConcatExpression
  | ConditionalExpression;

// What can stand left of `=` or after `for`

export interface NamespaceTarget extends Node<'namespace-target'> {
  readonly name: string;
  readonly attribute: string;
}
export interface TupleTarget extends Node<'tuple-target'> {
  readonly items: readonly Target[];
}
export type Target = NameExpression | NamespaceTarget | TupleTarget;

// Statements

export type Body = readonly Statement[];

export interface TextStatement extends Node<'text'> {
  readonly text: string;
}
/** `{{ expression }}` */
export interface OutputStatement extends Node<'output'> {
  readonly expressions: readonly Expression[];
}
export interface IfStatement extends Node<'if'> {
  readonly branches: readonly { readonly test: Expression; readonly body: Body }[];
  readonly otherwise: Body;
}
export interface ForStatement extends Node<'for'> {
  readonly target: Target;
  readonly iterable: Expression;
  readonly condition: Expression | undefined;
  readonly recursive: boolean;
  readonly body: Body;
  readonly otherwise: Body;
}
export interface BreakStatement extends Node<'break'> {}
export interface ContinueStatement extends Node<'continue'> {}
export interface SetStatement extends Node<'set'> {
  readonly target: Target;
  readonly value: Expression;
}
export interface SetBlockStatement extends Node<'set-block'> {
  readonly target: Target;
  readonly filter: FilterExpression | undefined;
  readonly body: Body;
}
export interface DoStatement extends Node<'do'> {
  readonly expression: Expression;
}
export interface WithStatement extends Node<'with'> {
  readonly assignments: readonly { readonly target: Target; readonly value: Expression }[];
  readonly body: Body;
}
export interface Parameter extends Place {
  readonly name: string;
  readonly fallback: Expression | undefined;
  /** dbt's type annotation, as written; it is not enforced. */
  readonly type: string | undefined;
}
export type MacroRole = 'macro' | 'test' | 'materialization';
/** `macro`, `test` (= `data_test`) and `materialization`. */
export interface MacroStatement extends Node<'macro'> {
  readonly role: MacroRole;
  readonly name: string;
  readonly nameStart: number;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
  /** Of a materialization: the adapter it is for, `default` when none is named. */
  readonly adapter: string | undefined;
  /** Of a materialization. */
  readonly languages: readonly string[] | undefined;
}
export interface CallBlockStatement extends Node<'call-block'> {
  readonly parameters: readonly Parameter[];
  readonly call: CallExpression;
  readonly body: Body;
}
export interface FilterBlockStatement extends Node<'filter-block'> {
  readonly filter: FilterExpression;
  readonly body: Body;
}
export interface BlockStatement extends Node<'block'> {
  readonly name: string;
  readonly scoped: boolean;
  readonly required: boolean;
  readonly body: Body;
}
export interface ExtendsStatement extends Node<'extends'> {
  readonly template: Expression;
}
export interface IncludeStatement extends Node<'include'> {
  readonly template: Expression;
  readonly ignoreMissing: boolean;
  readonly withContext: boolean;
}
export interface ImportStatement extends Node<'import'> {
  readonly template: Expression;
  readonly target: string;
  readonly withContext: boolean;
}
export interface FromImportStatement extends Node<'from-import'> {
  readonly template: Expression;
  readonly names: readonly { readonly name: string; readonly alias: string }[];
  readonly withContext: boolean;
}
/** `autoescape`: a scope of its own; only `false` can be evaluated. */
export interface AutoescapeStatement extends Node<'autoescape'> {
  readonly value: Expression;
  readonly body: Body;
}
/** dbt's `snapshot` and `docs` blocks. */
export interface NamedBlockStatement extends Node<'named-block'> {
  readonly tag: 'snapshot' | 'docs';
  readonly name: string;
  readonly nameStart: number;
  readonly body: Body;
}

export type Statement =
  | TextStatement
  | OutputStatement
  | IfStatement
  | ForStatement
  | BreakStatement
  | ContinueStatement
  | SetStatement
  | SetBlockStatement
  | DoStatement
  | WithStatement
  | MacroStatement
  | CallBlockStatement
  | FilterBlockStatement
  | BlockStatement
  | ExtendsStatement
  | IncludeStatement
  | ImportStatement
  | FromImportStatement
  | AutoescapeStatement
  | NamedBlockStatement;

export interface TemplateTree extends Place {
  readonly body: Body;
}
