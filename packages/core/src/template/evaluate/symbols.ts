/**
 * Which variable a name means. Jinja compiles a template to Python functions and decides by their variables, so this
 * follows its analysis to the letter: which scope a `set` belongs to, what a loop body sees before it assigns, what a
 * macro sees of the scopes around it.
 */
import type { Body, Expression, MacroStatement, Parameter, Statement, Target } from '../read/ast.ts';
import { namesOf } from './names-of.ts';

/** The variables of one function: template, macro, call block, recursive loop, loop condition. */
export class FunctionScope {
  readonly parent: FunctionScope | undefined;
  readonly depth: number;
  readonly #slots = new Map<string, number>();

  constructor(parent: FunctionScope | undefined) {
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  get size(): number {
    return this.#slots.size;
  }

  /** Scopes at the same level of one function share a variable of the same name, as in the Python that Jinja makes. */
  slot(level: number, name: string): number {
    const key = `${level} ${name}`;
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.#slots.size;
      this.#slots.set(key, slot);
    }
    return slot;
  }
}

export interface Variable {
  readonly name: string;
  readonly scope: FunctionScope;
  readonly slot: number;
}

/** How a variable gets its value when its scope is entered. */
export type Load =
  | { readonly kind: 'parameter' }
  | { readonly kind: 'resolve' }
  | { readonly kind: 'alias'; readonly of: Variable }
  | { readonly kind: 'undefined' };

const parameter: Load = { kind: 'parameter' };
const resolve: Load = { kind: 'resolve' };
const notYet: Load = { kind: 'undefined' };

export class Symbols {
  readonly parent: Symbols | undefined;
  readonly level: number;
  readonly scope: FunctionScope;
  #refs = new Map<string, Variable>();
  #loads = new Map<number, { readonly variable: Variable; readonly load: Load }>();
  #stores = new Set<string>();

  constructor(parent: Symbols | undefined, scope: FunctionScope) {
    this.parent = parent;
    this.level = parent === undefined ? 0 : parent.level + 1;
    this.scope = scope;
  }

  get loads(): Iterable<{ readonly variable: Variable; readonly load: Load }> {
    return this.#loads.values();
  }

  get stores(): ReadonlySet<string> {
    return this.#stores;
  }

  find(name: string): Variable | undefined {
    return this.#refs.get(name) ?? this.parent?.find(name);
  }

  #define(name: string, load: Load): Variable {
    const variable = { name, scope: this.scope, slot: this.scope.slot(this.level, name) };
    this.#refs.set(name, variable);
    this.#loads.set(variable.slot, { variable, load });
    return variable;
  }

  load(name: string): void {
    if (this.find(name) === undefined) this.#define(name, resolve);
  }

  store(name: string): void {
    this.#stores.add(name);
    if (this.#refs.has(name)) return;
    const outer = this.parent?.find(name);
    this.#define(name, outer === undefined ? notYet : { kind: 'alias', of: outer });
  }

  declareParameter(name: string): Variable {
    this.#stores.add(name);
    return this.#define(name, parameter);
  }

  /** A view of the same scope, to see what one branch does to it. */
  #branch(): Symbols {
    const copy = new Symbols(this.parent, this.scope);
    copy.#refs = new Map(this.#refs);
    copy.#loads = new Map(this.#loads);
    copy.#stores = new Set(this.#stores);
    return copy;
  }

  /** Joins what the branches of an `if` did: a name that any of them sets is looked up first, for the others. */
  #join(branches: readonly Symbols[]): void {
    const stored = new Set<string>();
    for (const branch of branches)
      for (const name of branch.#stores) if (!this.#stores.has(name)) stored.add(name);
    for (const branch of branches) {
      for (const [name, variable] of branch.#refs) this.#refs.set(name, variable);
      for (const [slot, load] of branch.#loads) this.#loads.set(slot, load);
      for (const name of branch.#stores) this.#stores.add(name);
    }
    for (const name of stored) {
      const variable = this.find(name);
      if (variable === undefined) continue;
      const outer = this.parent?.find(name);
      this.#loads.set(variable.slot, {
        variable,
        load: outer === undefined ? resolve : { kind: 'alias', of: outer },
      });
    }
  }

  analyze(body: Body): void {
    for (const statement of body) this.#statement(statement);
  }

  analyzeExpression(expression: Expression): void {
    for (const name of namesOf(expression)) this.load(name);
  }

  /** The target of a loop, whose names belong to the body. */
  declareTarget(target: Target): void {
    if (target.kind === 'name') this.declareParameter(target.name);
    else if (target.kind === 'tuple-target') for (const item of target.items) this.declareTarget(item);
  }

  storeTarget(target: Target): void {
    if (target.kind === 'name') this.store(target.name);
    else if (target.kind === 'namespace-target') this.load(target.name);
    else for (const item of target.items) this.storeTarget(item);
  }

  /** Parameters, their defaults and the body of a macro or call block. */
  analyzeMacro(parameters: readonly Parameter[], body: Body): void {
    for (const item of parameters) this.declareParameter(item.name);
    for (const item of parameters) if (item.fallback !== undefined) this.analyzeExpression(item.fallback);
    this.analyze(body);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case 'text':
      case 'break':
      case 'continue':
      case 'block':
      case 'autoescape':
        return;
      case 'output':
        for (const expression of statement.expressions) this.analyzeExpression(expression);
        return;
      case 'do':
        this.analyzeExpression(statement.expression);
        return;
      case 'set':
        this.analyzeExpression(statement.value);
        this.storeTarget(statement.target);
        return;
      case 'set-block':
        this.storeTarget(statement.target);
        return;
      case 'if':
        this.#if(statement.branches, statement.otherwise, 0);
        return;
      case 'for':
        this.analyzeExpression(statement.iterable);
        return;
      case 'macro':
        this.#macro(statement);
        return;
      default:
        this.#otherStatement(statement);
    }
  }

  #otherStatement(
    statement: Exclude<Statement, { kind: 'text' | 'break' | 'continue' | 'block' | 'autoescape' }>,
  ): void {
    switch (statement.kind) {
      case 'with':
        for (const { value } of statement.assignments) this.analyzeExpression(value);
        return;
      case 'call-block':
        this.analyzeExpression(statement.call);
        return;
      case 'filter-block':
        this.analyzeExpression(statement.filter);
        return;
      case 'include':
      case 'extends':
        this.analyzeExpression(statement.template);
        return;
      case 'import':
        this.analyzeExpression(statement.template);
        this.store(statement.target);
        return;
      case 'from-import':
        this.analyzeExpression(statement.template);
        for (const { alias } of statement.names) this.store(alias);
        return;
      default:
    }
  }

  #macro(statement: MacroStatement): void {
    this.store(macroName(statement));
  }

  /** Jinja sees `elif` as an `if` inside, but all `elif`s as one branch. */
  #if(
    branches: readonly { readonly test: Expression; readonly body: Body }[],
    otherwise: Body,
    from: number,
  ): void {
    const [first, ...others] = branches.slice(from);
    if (first === undefined) return;
    this.analyzeExpression(first.test);
    const body = this.#branch();
    body.analyze(first.body);
    const elifs = this.#branch();
    for (const branch of others) elifs.#if([branch], [], 0);
    const last = this.#branch();
    last.analyze(otherwise);
    this.#join([body, elifs, last]);
  }
}

/** The name under which a macro statement is known: tests and materializations have a prefix, as in dbt. */
export function macroName(statement: MacroStatement): string {
  if (statement.role === 'macro') return statement.name;
  if (statement.role === 'test') return `test_${statement.name}`;
  return `materialization_${statement.name}_${statement.adapter ?? 'default'}`;
}
