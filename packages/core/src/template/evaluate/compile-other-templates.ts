/** `extends`, `include`, `import` and `from … import`. */

import type {
  ExtendsStatement,
  FromImportStatement,
  ImportStatement,
  IncludeStatement,
} from '../read/ast.ts';
import { Fault, hostError } from '../value/fault.ts';
import { toArray } from '../value/iterate.ts';
import { undefinedMessage } from '../value/print.ts';
import { missing } from '../value/undefined-mode.ts';
import { List, orElse, Tuple, textOf, Undefined, type Value } from '../value/value.ts';
import { compileExpression, type Evaluate, type ExpressionScope } from './compile-expression.ts';
import { Context, type Frame, rt, type TemplateUnit } from './render-state.ts';
import { captured, runUnit, TemplateModule } from './template-module.ts';
import { peekVariable } from './variables.ts';

/** Runs a statement; says whether a loop is to be left or continued. */
export type Execute = (frame: Frame) => number;

export interface StatementScope extends ExpressionScope {
  readonly toplevel: boolean;
  /** Whether output has to be dropped once the template has extended another one. */
  readonly checkOutput: boolean;
}

/** Compiles the writing of a name. */
type CompileWrite = (name: string, scope: StatementScope) => (frame: Frame, value: Value) => void;

export class CompileOtherTemplates {
  readonly #compileWrite: CompileWrite;

  constructor(compileWrite: CompileWrite) {
    this.#compileWrite = compileWrite;
  }

  statement(
    statement: ExtendsStatement | IncludeStatement | ImportStatement | FromImportStatement,
    scope: StatementScope,
  ): Execute {
    switch (statement.kind) {
      case 'extends':
        return this.#extends(statement, scope);
      case 'include':
        return this.#include(statement, scope);
      case 'import':
        return this.#import(statement, scope);
      case 'from-import':
        return this.#fromImport(statement, scope);
    }
  }

  #extends(statement: ExtendsStatement, scope: StatementScope): Execute {
    if (!scope.toplevel) scope.refuse('"extends" can only stand at the top level of a template', statement);
    const template = compileExpression(statement.template, scope);
    return (frame) => {
      rt.at = statement;
      if (frame.extended !== undefined) throw hostError('extended multiple times');
      const unit = load(template(frame), frame);
      frame.extended = unit;
      for (const [name, block] of unit.blocks) {
        const stack = frame.context.blocks.get(name);
        if (stack === undefined) frame.context.blocks.set(name, [block]);
        else stack.push(block);
      }
      return 0;
    };
  }

  #include(statement: IncludeStatement, scope: StatementScope): Execute {
    const template = compileExpression(statement.template, scope);
    const locals = this.locals(scope);
    return (frame) => {
      if (scope.checkOutput && frame.extended !== undefined) return 0;
      const name = template(frame);
      rt.at = statement;
      const unit = find(name, frame);
      if (unit === undefined) {
        if (statement.ignoreMissing) return 0;
        throw notFound(name);
      }
      runUnit(unit, moduleContext(unit, frame, statement.withContext ? locals(frame) : undefined));
      return 0;
    };
  }

  #module(template: Evaluate, frame: Frame, given: ReadonlyMap<string, Value> | undefined): TemplateModule {
    const unit = load(template(frame), frame);
    const context = moduleContext(unit, frame, given);
    const text = captured(() => runUnit(unit, context));
    const exports = new Map<string, Value>();
    for (const name of context.exported) {
      const value = context.vars.get(name);
      if (value !== undefined) exports.set(name, value);
    }
    return new TemplateModule(unit.source.path, exports, text);
  }

  #import(statement: ImportStatement, scope: StatementScope): Execute {
    const template = compileExpression(statement.template, scope);
    const write = this.#compileWrite(statement.target, scope);
    const locals = this.locals(scope);
    return (frame) => {
      rt.at = statement;
      write(frame, this.#module(template, frame, statement.withContext ? locals(frame) : undefined));
      frame.context.exported.delete(statement.target);
      return 0;
    };
  }

  #fromImport(statement: FromImportStatement, scope: StatementScope): Execute {
    const template = compileExpression(statement.template, scope);
    const names = statement.names.map(({ name, alias }) => ({
      name,
      alias,
      write: this.#compileWrite(alias, scope),
    }));
    const locals = this.locals(scope);
    return (frame) => {
      rt.at = statement;
      const module = this.#module(template, frame, statement.withContext ? locals(frame) : undefined);
      for (const { name, alias, write } of names) {
        const hint = `the template '${module.name}' does not export the requested name '${name}'`;
        write(frame, orElse(module.getAttribute(name), missing({ hint, name })));
        frame.context.exported.delete(alias);
      }
      return 0;
    };
  }

  /** The variables that other templates see with context: all that the scopes around have assigned. */
  locals(scope: StatementScope): (frame: Frame) => ReadonlyMap<string, Value> {
    const names = new Set<string>();
    for (
      let symbols: typeof scope.symbols | undefined = scope.symbols;
      symbols !== undefined;
      symbols = symbols.parent
    ) {
      for (const name of symbols.stores) names.add(name);
    }
    return (frame) => {
      const values = new Map<string, Value>();
      for (const name of names) {
        const variable = scope.symbols.find(name);
        const value = variable === undefined ? undefined : peekVariable(frame, variable, scope.symbols.scope);
        if (value !== undefined) values.set(name, value);
      }
      return values;
    };
  }
}

function moduleContext(
  unit: TemplateUnit,
  frame: Frame,
  given: ReadonlyMap<string, Value> | undefined,
): Context {
  const { context } = frame;
  const all =
    given === undefined ? undefined : new Map([...(context.given ?? []), ...context.vars, ...given]);
  return new Context({ scope: context.scope, source: unit.source, chainable: context.chainable, given: all });
}

function load(name: Value, frame: Frame): TemplateUnit {
  const unit = find(name, frame);
  if (unit === undefined) throw notFound(name);
  return unit;
}

function find(name: Value, frame: Frame): TemplateUnit | undefined {
  if (rt.loader === undefined) {
    throw hostError('Templates cannot be loaded here: there is no loader for include, import and extends', {
      hint: 'put what is shared into a macro',
    });
  }
  if (name instanceof Undefined) throw new Fault('UndefinedError', undefinedMessage(name));
  const names = name instanceof List || name instanceof Tuple ? toArray(name) : [name];
  for (const candidate of names) {
    const text = textOf(candidate);
    if (text === undefined) throw hostError('The name of a template must be text');
    const unit = rt.loader(text, frame.context.source);
    if (unit !== undefined) return unit;
  }
  return undefined;
}

function notFound(name: Value): Fault {
  return hostError(`There is no template "${textOf(name) ?? 'of these names'}"`);
}
