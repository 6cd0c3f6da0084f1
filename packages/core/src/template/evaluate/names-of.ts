import type { ArgumentList, Body, Expression, Parameter, Statement, Target } from '../read/ast.ts';

/** The names an expression looks up, in the order in which Jinja visits them. */
export function namesOf(expression: Expression): string[] {
  const names: string[] = [];
  visit(expression, names);
  return names;
}

function visitAll(expressions: Iterable<Expression | undefined>, names: string[]): void {
  for (const expression of expressions) if (expression !== undefined) visit(expression, names);
}

function visitArguments(args: ArgumentList, names: string[]): void {
  visitAll(args.positional, names);
  for (const { value } of args.named) visit(value, names);
  visitAll([args.star, args.doubleStar], names);
}

function visit(expression: Expression, names: string[]): void {
  switch (expression.kind) {
    case 'name':
      names.push(expression.name);
      return;
    case 'tuple':
    case 'list':
      visitAll(expression.items, names);
      return;
    case 'dict':
      for (const { key, value } of expression.pairs) visitAll([key, value], names);
      return;
    case 'attribute':
      visit(expression.target, names);
      return;
    case 'item':
      visitAll([expression.target, expression.key], names);
      return;
    case 'slice':
      visitAll([expression.target, expression.from, expression.to, expression.step], names);
      return;
    case 'call':
      visit(expression.callee, names);
      visitArguments(expression.args, names);
      return;
    case 'filter':
    case 'test':
      visitAll([expression.target], names);
      visitArguments(expression.args, names);
      return;
    case 'unary':
      visit(expression.operand, names);
      return;
    case 'binary':
    case 'logical':
      visitAll([expression.left, expression.right], names);
      return;
    case 'compare':
      visit(expression.first, names);
      for (const { operand } of expression.rest) visit(operand, names);
      return;
    case 'concat':
      visitAll(expression.parts, names);
      return;
    case 'conditional':
      visitAll([expression.test, expression.consequence, expression.otherwise], names);
      return;
    default:
  }
}

/**
 * Which of the wanted names a body mentions without anything in it having assigned them before: what decides whether a
 * macro takes `varargs`, `kwargs` and `caller`, and whether a loop needs `loop`. Bodies of blocks do not count.
 */
export function undeclared(body: Body, wanted: readonly string[]): ReadonlySet<string> {
  const search = new UndeclaredSearch(wanted);
  search.body(body);
  return search.found;
}

class UndeclaredSearch {
  readonly found = new Set<string>();
  readonly #wanted: ReadonlySet<string>;
  readonly #stored = new Set<string>();

  constructor(wanted: readonly string[]) {
    this.#wanted = new Set(wanted);
  }

  body(body: Body): void {
    for (const statement of body) this.#statement(statement);
  }

  #expressions(...expressions: readonly (Expression | undefined)[]): void {
    const names: string[] = [];
    visitAll(expressions, names);
    for (const name of names) if (this.#wanted.has(name) && !this.#stored.has(name)) this.found.add(name);
  }

  #target(target: Target): void {
    if (target.kind === 'name') this.#stored.add(target.name);
    else if (target.kind === 'tuple-target') for (const item of target.items) this.#target(item);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'output':
        this.#expressions(...statement.expressions);
        return;
      case 'do':
        this.#expressions(statement.expression);
        return;
      case 'set':
        this.#target(statement.target);
        this.#expressions(statement.value);
        return;
      case 'if':
        for (const { test, body } of statement.branches) {
          this.#expressions(test);
          this.body(body);
        }
        this.body(statement.otherwise);
        return;
      case 'for':
        this.#target(statement.target);
        this.#expressions(statement.iterable);
        this.body(statement.body);
        this.body(statement.otherwise);
        this.#expressions(statement.condition);
        return;
      default:
        this.#otherStatement(statement);
    }
  }

  #otherStatement(statement: Statement): void {
    switch (statement.kind) {
      case 'set-block':
        this.#target(statement.target);
        this.#expressions(statement.filter);
        this.body(statement.body);
        return;
      case 'with':
        for (const { target } of statement.assignments) this.#target(target);
        this.#expressions(...statement.assignments.map(({ value }) => value));
        this.body(statement.body);
        return;
      case 'macro':
        this.#parameters(statement.parameters);
        this.body(statement.body);
        return;
      case 'call-block':
        this.#expressions(statement.call);
        this.#parameters(statement.parameters);
        this.body(statement.body);
        return;
      case 'filter-block':
        this.body(statement.body);
        this.#expressions(statement.filter);
        return;
      case 'autoescape':
        this.#expressions(statement.value);
        this.body(statement.body);
        return;
      case 'named-block':
        this.body(statement.body);
        return;
      case 'include':
      case 'import':
      case 'from-import':
      case 'extends':
        this.#expressions(statement.template);
        return;
      default:
    }
  }

  #parameters(parameters: readonly Parameter[]): void {
    for (const { name } of parameters) this.#stored.add(name);
    for (const { fallback } of parameters) this.#expressions(fallback);
  }
}
