/** Statements as closures. One `TemplateCompiler` compiles one template. */

import { nearest } from '../../diagnostics/nearest.ts';
import type { SourceText } from '../../diagnostics/source-text.ts';
import { filterNames } from '../library/filters.ts';
import { testNames } from '../library/tests.ts';
import type {
  Body,
  CallBlockStatement,
  Expression,
  ForStatement,
  IfStatement,
  MacroStatement,
  Parameter,
  SetBlockStatement,
  SetStatement,
  Statement,
  Target,
  TemplateTree,
  WithStatement,
} from '../read/ast.ts';
import { SyntaxFault } from '../read/syntax-fault.ts';
import { truth } from '../value/compare.ts';
import { hostError } from '../value/fault.ts';
import { toArray, tryIterate } from '../value/iterate.ts';
import { enter, leave, spend } from '../value/meter.ts';
import { str } from '../value/print.ts';
import { Namespace, type Next, Tuple, Undefined, type Value } from '../value/value.ts';
import { loopIterator, unpacked, writeText } from './checked-values.ts';
import { compileCall, compileExpression, compileFilter, type Evaluate } from './compile-expression.ts';
import { CompileOtherTemplates, type Execute, type StatementScope } from './compile-other-templates.ts';
import { Loop } from './loop.ts';
import { undeclared } from './names-of.ts';
import { type BlockFunction, type Context, Frame, rt, type Spot, type TemplateUnit } from './render-state.ts';
import { assignmentTo, hasScopedBlock } from './search-body.ts';
import { FunctionScope, macroName, Symbols } from './symbols.ts';
import { type MacroCode, notProvided, TemplateMacro } from './template-macro.ts';
import { captured, parentBlock, TemplateReference } from './template-module.ts';
import { enterScope, leaveScope, writeVariable } from './variables.ts';

const goOn = 0;
const breakLoop = 1;
const continueLoop = 2;

/** Compiles a whole template. Fails with a `SyntaxFault` for an unknown filter or test. */
export function compileTree(tree: TemplateTree, source: SourceText): TemplateUnit {
  return new TemplateCompiler(source).template(tree);
}

/** Compiles one macro of a file, so that it sees nothing but the scope of the node being rendered. */
export function compileMacro(macro: MacroStatement, source: SourceText): MacroCode {
  return new TemplateCompiler(source).loneMacro(macro);
}

/** Compiles an expression that stands alone. */
export function compileLoneExpression(
  expression: Expression,
  source: SourceText,
): (context: Context) => Value {
  return new TemplateCompiler(source).loneExpression(expression);
}

/**
 * Statements hold statements, so their compilation is one class: every method compiles one kind, and calls `body` for
 * what is inside it.
 */
class TemplateCompiler {
  readonly #source: SourceText;
  readonly #blocks = new Map<string, BlockFunction>();
  readonly #other: CompileOtherTemplates;

  constructor(source: SourceText) {
    this.#source = source;
    this.#other = new CompileOtherTemplates((name, scope) => this.#store(name, scope));
  }

  template(tree: TemplateTree): TemplateUnit {
    const functionScope = new FunctionScope(undefined);
    const symbols = new Symbols(undefined, functionScope);
    const self = undeclared(tree.body, ['self']).has('self') ? symbols.declareParameter('self') : undefined;
    symbols.analyze(tree.body);
    const scope = this.#scope(symbols, { toplevel: true });
    const body = this.body(tree.body, scope);
    const open = enterScope(symbols);
    const run = (context: Context): void => {
      for (const [name, block] of this.#blocks) {
        const stack = context.blocks.get(name);
        if (stack === undefined) context.blocks.set(name, [block]);
        else if (!stack.includes(block)) stack.push(block);
      }
      const frame = new Frame(functionScope.size, undefined, context);
      if (self !== undefined) frame.slots[self.slot] = new TemplateReference(context);
      open(frame);
      body(frame);
      if (frame.extended !== undefined) {
        rt.source = frame.extended.source;
        frame.extended.run(context);
      }
    };
    return { source: this.#source, blocks: this.#blocks, run };
  }

  loneMacro(macro: MacroStatement): MacroCode {
    const symbols = new Symbols(undefined, new FunctionScope(undefined));
    return this.#macroCode(macroName(macro), macro.parameters, macro.body, this.#scope(symbols, {}));
  }

  loneExpression(expression: Expression): (context: Context) => Value {
    const functionScope = new FunctionScope(undefined);
    const symbols = new Symbols(undefined, functionScope);
    symbols.analyzeExpression(expression);
    const evaluate = compileExpression(expression, this.#scope(symbols, {}));
    const open = enterScope(symbols);
    return (context) => {
      const frame = new Frame(functionScope.size, undefined, context);
      open(frame);
      return evaluate(frame);
    };
  }

  #scope(symbols: Symbols, options: Partial<StatementScope>): StatementScope {
    return {
      symbols,
      soft: options.soft ?? false,
      toplevel: options.toplevel ?? false,
      checkOutput: options.checkOutput ?? options.toplevel ?? false,
      refuse: (message, at, hint) => this.#refuse(message, at, hint),
    };
  }

  /** A scope inside another one, in the same function. */
  #inner(scope: StatementScope, functionScope = scope.symbols.scope): StatementScope {
    const symbols = new Symbols(scope.symbols, functionScope);
    return { ...scope, symbols, soft: false, toplevel: false };
  }

  #refuse(message: string, at: Spot, hint?: string): never {
    const unknown = /^Unknown (filter|test) "(.*)"$/s.exec(message);
    const meant =
      unknown === null
        ? undefined
        : nearest(unknown[2] ?? '', unknown[1] === 'filter' ? filterNames() : testNames());
    throw new SyntaxFault(
      message,
      at.start,
      at.end,
      hint ?? (meant === undefined ? undefined : `did you mean ${meant}?`),
    );
  }

  body(body: Body, scope: StatementScope): Execute {
    const steps = body.map((statement) => this.#statement(statement, scope));
    const [first, second] = steps;
    if (first === undefined) return () => goOn;
    if (second === undefined) return first;
    return (frame) => {
      for (const step of steps) {
        const signal = step(frame);
        if (signal !== goOn) return signal;
      }
      return goOn;
    };
  }

  #statement(statement: Statement, scope: StatementScope): Execute {
    switch (statement.kind) {
      case 'text': {
        const { text } = statement;
        return this.#writing(scope, () => rt.write(text));
      }
      case 'output':
        return this.#output(statement.expressions, scope);
      case 'if':
        return this.#if(statement, scope);
      case 'for':
        return this.#for(statement, scope);
      case 'break':
        return () => breakLoop;
      case 'continue':
        return () => continueLoop;
      case 'set':
        return this.#set(statement, scope);
      case 'set-block':
        return this.#setBlock(statement, scope);
      case 'do': {
        const evaluate = compileExpression(statement.expression, scope);
        return (frame) => {
          spend(1);
          evaluate(frame);
          return goOn;
        };
      }
      case 'with':
        return this.#with(statement, scope);
      default:
        return this.#block(statement, scope);
    }
  }

  #block(
    statement: Exclude<
      Statement,
      { kind: 'text' | 'output' | 'if' | 'for' | 'break' | 'continue' | 'set' | 'set-block' | 'do' | 'with' }
    >,
    scope: StatementScope,
  ): Execute {
    switch (statement.kind) {
      case 'macro':
        return this.#macro(statement, scope);
      case 'call-block':
        return this.#callBlock(statement, scope);
      case 'filter-block':
        return this.#filterBlock(statement.filter, statement.body, scope);
      case 'block':
        return this.#templateBlock(statement, scope);
      case 'autoescape': {
        const value = compileExpression(statement.value, scope);
        const body = this.#innerBody(statement.body, scope);
        return (frame) => {
          if (truth(value(frame))) throw hostError('autoescape cannot be switched on');
          return body(frame);
        };
      }
      case 'named-block':
        return statement.tag === 'docs' ? () => goOn : this.#innerBody(statement.body, scope);
      default:
        return this.#other.statement(statement, scope);
    }
  }

  #innerBody(body: Body, scope: StatementScope): Execute {
    const inner = this.#inner(scope);
    inner.symbols.analyze(body);
    const run = this.body(body, inner);
    const open = enterScope(inner.symbols);
    const close = leaveScope(inner.symbols);
    return (frame) => {
      open(frame);
      const signal = run(frame);
      close(frame);
      return signal;
    };
  }

  /** Output of a template that extends another one goes nowhere. */
  #writing(scope: StatementScope, write: (frame: Frame) => void): Execute {
    if (!scope.checkOutput) {
      return (frame) => {
        write(frame);
        return goOn;
      };
    }
    return (frame) => {
      if (frame.extended === undefined) write(frame);
      return goOn;
    };
  }

  #output(expressions: readonly Expression[], scope: StatementScope): Execute {
    const writers = expressions.map((expression) => {
      const evaluate = compileExpression(expression, scope);
      const name = expression.kind === 'name' ? expression.name : undefined;
      return (frame: Frame): void => {
        spend(1);
        const value = evaluate(frame);
        if (typeof value === 'string') {
          rt.write(value);
          return;
        }
        rt.at = expression;
        if (name !== undefined && value instanceof Undefined && value.origin.owner === undefined) {
          rt.hooks.onUndefinedName?.(name, {
            source: rt.source,
            start: expression.start,
            end: expression.end,
          });
        }
        rt.write(str(value));
      };
    });
    return this.#writing(scope, (frame) => {
      for (const write of writers) write(frame);
    });
  }

  #if(statement: IfStatement, scope: StatementScope): Execute {
    const soft = { ...scope, soft: true };
    const branches = statement.branches.map(({ test, body }) => ({
      test: compileExpression(test, soft),
      body: this.body(body, soft),
    }));
    const otherwise = this.body(statement.otherwise, soft);
    return (frame) => {
      spend(1);
      for (const { test, body } of branches) if (truth(test(frame))) return body(frame);
      return otherwise(frame);
    };
  }

  // Loops

  #for(statement: ForStatement, scope: StatementScope): Execute {
    const parts = this.#loop(statement, scope);
    const iterable = compileExpression(statement.iterable, scope);
    const at = statement.iterable;
    if (parts.recursive === undefined) {
      return (frame) => {
        const value = iterable(frame);
        rt.at = at;
        parts.run(frame, value, 0);
        return goOn;
      };
    }
    const { recursive } = parts;
    return this.#writing(scope, (frame) => {
      const value = iterable(frame);
      rt.at = at;
      rt.write(str(recursive(frame, value, 0)));
    });
  }

  #loop(
    statement: ForStatement,
    scope: StatementScope,
  ): {
    run: (frame: Frame, iterable: Value, depth: number) => void;
    recursive: ((frame: Frame, iterable: Value, depth: number) => Value) | undefined;
  } {
    this.#refuseLoopAssignment(statement);
    const functionScope = statement.recursive ? new FunctionScope(scope.symbols.scope) : scope.symbols.scope;
    const inner = this.#inner(scope, functionScope);
    const extended =
      statement.recursive ||
      undeclared(statement.body, ['loop']).has('loop') ||
      hasScopedBlock(statement.body);
    const loopVariable = extended ? inner.symbols.declareParameter('loop') : undefined;
    inner.symbols.declareTarget(statement.target);
    inner.symbols.analyze(statement.body);
    const condition =
      statement.condition === undefined ? undefined : this.#condition(statement, statement.condition, scope);
    const assign = this.#assign(statement.target, inner);
    const body = this.body(statement.body, inner);
    const open = enterScope(inner.symbols);
    const close = leaveScope(inner.symbols);
    const otherwise =
      statement.otherwise.length === 0
        ? undefined
        : this.#otherwise(statement.otherwise, scope, functionScope);
    const toParent = statement.recursive;
    const recursive = statement.recursive
      ? (frame: Frame, iterable: Value, depth: number): Value => {
          enter('Recursive loops are');
          const own = new Frame(functionScope.size, frame, frame.context);
          const text = captured(() => run(own, iterable, depth));
          leave();
          return text;
        }
      : undefined;
    const run = (frame: Frame, iterable: Value, depth: number): void => {
      const around = toParent ? (frame.parent as Frame) : frame;
      let next = loopIterator(iterable);
      if (condition !== undefined) next = condition(around, next);
      let loop: Loop | undefined;
      if (loopVariable !== undefined) {
        const again =
          recursive === undefined
            ? undefined
            : (value: Value, level: number) => recursive(around, value, level);
        loop = new Loop(next, condition === undefined ? iterable : undefined, depth, again);
      }
      let ran = false;
      for (let item = loop === undefined ? next() : loop.advance(); item !== undefined; ) {
        spend(1);
        rt.at = statement.target;
        assign(frame, item);
        if (loopVariable !== undefined) frame.slots[loopVariable.slot] = loop as Loop;
        open(frame);
        const signal = body(frame);
        if (signal === breakLoop) break;
        // As in Jinja, a round that `continue` or `break` cuts short does not count for `else`.
        if (signal === goOn) ran = true;
        rt.at = statement.iterable;
        item = loop === undefined ? next() : loop.advance();
      }
      close(frame);
      if (!ran) otherwise?.(frame);
    };
    return { run, recursive };
  }

  #otherwise(body: Body, scope: StatementScope, functionScope: FunctionScope): Execute {
    const inner = this.#inner(scope, functionScope);
    inner.symbols.analyze(body);
    const run = this.body(body, inner);
    const open = enterScope(inner.symbols);
    return (frame) => {
      open(frame);
      return run(frame);
    };
  }

  #refuseLoopAssignment(statement: ForStatement): void {
    const at = assignmentTo('loop', [statement]);
    if (at !== undefined) this.#refuse('"loop" cannot be assigned to inside of a loop', at);
  }

  /** `for … if`: a function of its own that passes on the items for which the condition holds. */
  #condition(
    statement: ForStatement,
    test: Expression,
    scope: StatementScope,
  ): (frame: Frame, next: Next) => Next {
    const functionScope = new FunctionScope(scope.symbols.scope);
    const inner = this.#inner(scope, functionScope);
    inner.symbols.declareTarget(statement.target);
    inner.symbols.analyzeExpression(test);
    const assign = this.#assign(statement.target, inner);
    const holds = compileExpression(test, inner);
    const open = enterScope(inner.symbols);
    return (around, next) => {
      const frame = new Frame(functionScope.size, around, around.context);
      open(frame);
      return () => {
        for (let item = next(); item !== undefined; item = next()) {
          spend(1);
          const kept =
            statement.target.kind === 'tuple-target' && tryIterate(item) !== undefined
              ? new Tuple(toArray(item))
              : item;
          assign(frame, kept);
          if (truth(holds(frame))) return kept;
        }
        return undefined;
      };
    };
  }

  // Assignments

  /** Writes a value to a target, unpacking as Python does. */
  #assign(target: Target, scope: StatementScope): (frame: Frame, value: Value) => void {
    if (target.kind === 'name') return writeVariable(target.name, scope.symbols);
    if (target.kind === 'namespace-target') {
      const { attribute } = target;
      const namespace = compileExpression({ ...target, kind: 'name' }, scope);
      return (frame, value) => {
        const owner = namespace(frame);
        rt.at = target;
        if (!(owner instanceof Namespace)) {
          throw hostError(
            `"${target.name}" is no namespace, so "${target.name}.${attribute}" cannot be set`,
            {
              hint: `write {% set ${target.name} = namespace(…) %} first`,
            },
          );
        }
        owner.attributes.set(attribute, value);
      };
    }
    const items = target.items.map((item) => this.#assign(item, scope));
    return (frame, value) => {
      const values = unpacked(value, items.length);
      items.forEach((assign, i) => {
        assign(frame, values[i] as Value);
      });
    };
  }

  /** Writes a name, and at the top level makes it known to other functions and importers. */
  #store(name: string, scope: StatementScope): (frame: Frame, value: Value) => void {
    const write = writeVariable(name, scope.symbols);
    if (!scope.toplevel) return write;
    const isPublic = !name.startsWith('_');
    return (frame, value) => {
      write(frame, value);
      frame.context.vars.set(name, value);
      if (isPublic) frame.context.exported.add(name);
    };
  }

  /** As `#assign`, for `set`: top-level names become known. */
  #storeTarget(target: Target, scope: StatementScope): (frame: Frame, value: Value) => void {
    if (target.kind === 'name') return this.#store(target.name, scope);
    if (target.kind === 'namespace-target') return this.#assign(target, scope);
    const items = target.items.map((item) => this.#storeTarget(item, scope));
    return (frame, value) => {
      const values = unpacked(value, items.length);
      items.forEach((store, i) => {
        store(frame, values[i] as Value);
      });
    };
  }

  #set(statement: SetStatement, scope: StatementScope): Execute {
    const value = compileExpression(statement.value, scope);
    const store = this.#storeTarget(statement.target, scope);
    const check = this.#namespaceCheck(statement.target, scope);
    return (frame) => {
      spend(1);
      check?.(frame);
      const result = value(frame);
      rt.at = statement.target;
      store(frame, result);
      return goOn;
    };
  }

  /** Jinja looks at the namespaces before it evaluates the right side. */
  #namespaceCheck(target: Target, scope: StatementScope): ((frame: Frame) => void) | undefined {
    if (target.kind === 'namespace-target') {
      const owner = compileExpression({ ...target, kind: 'name' }, scope);
      return (frame) => {
        if (owner(frame) instanceof Namespace) return;
        rt.at = target;
        throw hostError(
          `"${target.name}" is no namespace, so "${target.name}.${target.attribute}" cannot be set`,
          {
            hint: `write {% set ${target.name} = namespace(…) %} first`,
          },
        );
      };
    }
    if (target.kind === 'name') return undefined;
    const checks = target.items.flatMap((item) => this.#namespaceCheck(item, scope) ?? []);
    if (checks.length === 0) return undefined;
    return (frame) => {
      for (const check of checks) check(frame);
    };
  }

  #setBlock(statement: SetBlockStatement, scope: StatementScope): Execute {
    const { body, symbols, text } = this.#buffered(statement.body, scope);
    const value =
      statement.filter === undefined
        ? undefined
        : compileFilter(statement.filter, { ...scope, symbols }, (frame) => text(frame));
    const store = this.#storeTarget(statement.target, scope);
    return (frame) => {
      const result = value === undefined ? body(frame) : value(frame);
      rt.at = statement.target;
      store(frame, result);
      return goOn;
    };
  }

  /** A body whose output becomes a text. */
  #buffered(
    body: Body,
    scope: StatementScope,
    checkOutput = false,
  ): { body: Evaluate; text: Evaluate; symbols: Symbols } {
    const inner = { ...this.#inner(scope), checkOutput };
    inner.symbols.analyze(body);
    const run = this.body(body, inner);
    const open = enterScope(inner.symbols);
    const evaluate: Evaluate = (frame) => {
      spend(1);
      open(frame);
      return captured(() => run(frame));
    };
    return { body: evaluate, text: evaluate, symbols: inner.symbols };
  }

  #filterBlock(
    filter: Extract<Statement, { kind: 'filter-block' }>['filter'],
    body: Body,
    scope: StatementScope,
  ): Execute {
    const buffered = this.#buffered(body, scope, scope.checkOutput);
    const evaluate = compileFilter(filter, { ...scope, symbols: buffered.symbols }, buffered.text);
    return (frame) => {
      writeText(evaluate(frame));
      return goOn;
    };
  }

  #with(statement: WithStatement, scope: StatementScope): Execute {
    const inner = this.#inner(scope);
    for (const { target } of statement.assignments) inner.symbols.declareTarget(target);
    inner.symbols.analyze(statement.body);
    const assignments = statement.assignments.map(({ target, value }) => ({
      target,
      assign: this.#assign(target, inner),
      value: compileExpression(value, scope),
    }));
    const body = this.body(statement.body, inner);
    const open = enterScope(inner.symbols);
    const close = leaveScope(inner.symbols);
    return (frame) => {
      open(frame);
      for (const { target, assign, value } of assignments) {
        const result = value(frame);
        rt.at = target;
        assign(frame, result);
      }
      const signal = body(frame);
      close(frame);
      return signal;
    };
  }

  // Macros

  #macroCode(
    name: string | undefined,
    parameters: readonly Parameter[],
    body: Body,
    scope: StatementScope,
  ): MacroCode {
    const functionScope = new FunctionScope(scope.symbols.scope);
    const inner = { ...this.#inner(scope, functionScope), checkOutput: false };
    const { symbols } = inner;
    const slots = parameters.map((parameter) => symbols.declareParameter(parameter.name).slot);
    const names = parameters.map((parameter) => parameter.name);
    const wanted = undeclared(body, ['caller', 'kwargs', 'varargs']);
    const explicit = parameters.find((parameter) => parameter.name === 'caller');
    if (wanted.has('caller') && explicit !== undefined && explicit.fallback === undefined) {
      this.#refuse('A parameter "caller" needs a default', explicit, 'leave it out, or write caller=none');
    }
    if (wanted.has('caller') && explicit === undefined) slots.push(symbols.declareParameter('caller').slot);
    const takesNames = wanted.has('kwargs') && !names.includes('kwargs');
    if (takesNames) slots.push(symbols.declareParameter('kwargs').slot);
    const takesRest = wanted.has('varargs') && !names.includes('varargs');
    if (takesRest) slots.push(symbols.declareParameter('varargs').slot);
    symbols.analyzeMacro(parameters, body);
    const fallbacks = parameters.map((parameter, i) => ({
      slot: slots[i] as number,
      name: parameter.name,
      value: parameter.fallback === undefined ? undefined : compileExpression(parameter.fallback, inner),
    }));
    const run = this.body(body, inner);
    const open = enterScope(symbols);
    return {
      name,
      source: this.#source,
      parameters: names,
      get frameSize() {
        return functionScope.size;
      },
      takesCaller: wanted.has('caller'),
      takesNames,
      takesRest,
      slots,
      run: (frame) => {
        open(frame);
        for (const { slot, name: parameter, value } of fallbacks) {
          if (frame.slots[slot] !== undefined) continue;
          frame.slots[slot] = value === undefined ? notProvided(parameter) : value(frame);
        }
        run(frame);
      },
    };
  }

  #macro(statement: MacroStatement, scope: StatementScope): Execute {
    const name = macroName(statement);
    const code = this.#macroCode(name, statement.parameters, statement.body, scope);
    const store = this.#store(name, scope);
    return (frame) => {
      store(frame, new TemplateMacro(code, () => ({ parent: frame, context: frame.context })));
      return goOn;
    };
  }

  #callBlock(statement: CallBlockStatement, scope: StatementScope): Execute {
    const code = this.#macroCode(undefined, statement.parameters, statement.body, scope);
    const call = compileCall(statement.call, scope, (frame) => [
      ['caller', new TemplateMacro(code, () => ({ parent: frame, context: frame.context }))],
    ]);
    return (frame) => {
      spend(1);
      writeText(call(frame));
      return goOn;
    };
  }

  // Blocks

  #templateBlock(statement: Extract<Statement, { kind: 'block' }>, scope: StatementScope): Execute {
    const { name } = statement;
    if (this.#blocks.has(name)) this.#refuse(`The block "${name}" is defined twice`, statement);
    const block = this.#blockFunction(name, statement.body);
    this.#blocks.set(name, block);
    const locals = statement.scoped ? this.#other.locals(scope) : undefined;
    return this.#writing({ ...scope, checkOutput: scope.toplevel }, (frame) => {
      const { context } = frame;
      const stack = context.blocks.get(name) ?? [block];
      rt.at = statement;
      if (statement.required && stack.length <= 1) throw hostError(`Required block '${name}' not found`);
      const { source } = rt;
      const current = stack[0] as BlockFunction;
      enter('Blocks are');
      rt.source = current.source;
      current.render(locals === undefined ? context : context.derived(locals(frame)));
      rt.source = source;
      leave();
    });
  }

  #blockFunction(name: string, body: Body): BlockFunction {
    const functionScope = new FunctionScope(undefined);
    const symbols = new Symbols(undefined, functionScope);
    const wanted = undeclared(body, ['self', 'super']);
    const self = wanted.has('self') ? symbols.declareParameter('self') : undefined;
    const superVariable = wanted.has('super') ? symbols.declareParameter('super') : undefined;
    symbols.analyze(body);
    const run = this.body(body, this.#scope(symbols, {}));
    const open = enterScope(symbols);
    const block: BlockFunction = {
      name,
      source: this.#source,
      render: (context) => {
        const frame = new Frame(functionScope.size, undefined, context);
        if (self !== undefined) frame.slots[self.slot] = new TemplateReference(context);
        if (superVariable !== undefined) {
          const stack = context.blocks.get(name) ?? [block];
          frame.slots[superVariable.slot] = parentBlock(name, context, stack, stack.indexOf(block));
        }
        open(frame);
        run(frame);
      },
    };
    return block;
  }
}
