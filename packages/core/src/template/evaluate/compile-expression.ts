/** Expressions as closures: compiled once, called with the variables of a run. */

import { filterNamed } from '../library/filters.ts';
import { escapeValue } from '../library/markup-methods.ts';
import { callAttribute, callValue, getAttribute, getItem, getSlice } from '../library/members.ts';
import { testNamed } from '../library/tests.ts';
import type {
  ArgumentList,
  BinaryExpression,
  CallExpression,
  CompareExpression,
  Expression,
  FilterExpression,
  LogicalExpression,
  TestExpression,
  UnaryExpression,
} from '../read/ast.ts';
import { arithmetic, negate, positive } from '../value/arithmetic.ts';
import { equal, ordered, truth } from '../value/compare.ts';
import { Dict } from '../value/dict.ts';
import { Fault, typeFault } from '../value/fault.ts';
import { contains, drain, tryIterate } from '../value/iterate.ts';
import { claimJoin, spend } from '../value/meter.ts';
import { percentFormat } from '../value/percent-format.ts';
import { str, undefinedMessage } from '../value/print.ts';
import {
  type CallArguments,
  Float,
  HostObject,
  List,
  Markup,
  noArguments,
  noNames,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
} from '../value/value.ts';
import { type Frame, rt, type Spot } from './render-state.ts';
import type { Symbols } from './symbols.ts';
import { readVariable } from './variables.ts';

export type Evaluate = (frame: Frame) => Value;

/** What compiling an expression needs to know of where it stands. */
export interface ExpressionScope {
  readonly symbols: Symbols;
  /** In a branch that may not run: an unknown filter or test fails only when it is used. */
  readonly soft: boolean;
  readonly refuse: (message: string, at: Spot, hint?: string) => never;
}

export function compileExpression(expression: Expression, scope: ExpressionScope): Evaluate {
  switch (expression.kind) {
    case 'none':
      return () => null;
    case 'boolean':
    case 'integer':
    case 'string': {
      const { value } = expression;
      return () => value;
    }
    case 'float': {
      const value = new Float(expression.value);
      return () => value;
    }
    case 'name':
      return readVariable(expression.name, expression, scope.symbols);
    case 'tuple': {
      const items = expression.items.map((item) => compileExpression(item, scope));
      return (frame) => new Tuple(items.map((item) => item(frame)));
    }
    case 'list': {
      const items = expression.items.map((item) => compileExpression(item, scope));
      return (frame) => new List(items.map((item) => item(frame)));
    }
    case 'dict':
      return compileDict(expression, scope);
    case 'attribute': {
      const { name } = expression;
      const target = compileExpression(expression.target, scope);
      return (frame) => {
        const value = target(frame);
        rt.at = expression;
        return getAttribute(value, name);
      };
    }
    case 'item': {
      const target = compileExpression(expression.target, scope);
      const key = compileExpression(expression.key, scope);
      return (frame) => {
        const value = target(frame);
        const index = key(frame);
        rt.at = expression;
        return getItem(value, index);
      };
    }
    default:
      return compileOperation(expression, scope);
  }
}

type Operation = Exclude<
  Expression,
  {
    kind:
      | 'none'
      | 'boolean'
      | 'integer'
      | 'string'
      | 'float'
      | 'name'
      | 'tuple'
      | 'list'
      | 'dict'
      | 'attribute'
      | 'item';
  }
>;

function compileOperation(expression: Operation, scope: ExpressionScope): Evaluate {
  switch (expression.kind) {
    case 'slice': {
      const [target, from, to, step] = [
        expression.target,
        expression.from,
        expression.to,
        expression.step,
      ].map((part) => (part === undefined ? () => null : compileExpression(part, scope))) as [
        Evaluate,
        Evaluate,
        Evaluate,
        Evaluate,
      ];
      return (frame) => {
        const [value, a, b, c] = [target(frame), from(frame), to(frame), step(frame)];
        rt.at = expression;
        return getSlice(value, a, b, c);
      };
    }
    case 'call':
      return compileCall(expression, scope);
    case 'filter':
      return compileFilter(expression, scope, undefined);
    case 'test':
      return compileTest(expression, scope);
    case 'unary':
      return compileUnary(expression, scope);
    case 'binary':
      return compileBinary(expression, scope);
    case 'logical':
      return compileLogical(expression, scope);
    case 'compare':
      return compileCompare(expression, scope);
    case 'concat': {
      const parts = expression.parts.map((part) => compileExpression(part, scope));
      return (frame) => {
        // Python evaluates all parts before it converts any of them.
        const values = parts.map((part) => part(frame));
        rt.at = expression;
        let text = '';
        for (const value of values) {
          text += str(value);
          claimJoin(text.length);
        }
        return text;
      };
    }
    case 'conditional': {
      const soft = { ...scope, soft: true };
      const test = compileExpression(expression.test, soft);
      const consequence = compileExpression(expression.consequence, soft);
      const otherwise =
        expression.otherwise === undefined ? undefined : compileExpression(expression.otherwise, soft);
      return (frame) => {
        if (truth(test(frame))) return consequence(frame);
        return otherwise === undefined ? noElse() : otherwise(frame);
      };
    }
  }
}

/** Jinja makes this Undefined itself: it is never dbt's chainable one. */
function noElse(): Undefined {
  return new Undefined({
    hint: 'the inline if-expression evaluated to false and no else section was defined',
  });
}

function compileDict(expression: Extract<Expression, { kind: 'dict' }>, scope: ExpressionScope): Evaluate {
  const pairs = expression.pairs.map(
    ({ key, value }) => [compileExpression(key, scope), compileExpression(value, scope)] as const,
  );
  return (frame) => {
    const dict = new Dict();
    for (const [key, value] of pairs) {
      const k = key(frame);
      const v = value(frame);
      rt.at = expression;
      dict.set(k, v);
    }
    return dict;
  };
}

function compileUnary(expression: UnaryExpression, scope: ExpressionScope): Evaluate {
  const operand = compileExpression(expression.operand, scope);
  if (expression.operator === 'not') return (frame) => !truth(operand(frame));
  const operation = expression.operator === '-' ? negate : positive;
  return (frame) => {
    const value = operand(frame);
    rt.at = expression;
    return operation(value);
  };
}

function compileBinary(expression: BinaryExpression, scope: ExpressionScope): Evaluate {
  const { operator } = expression;
  const left = compileExpression(expression.left, scope);
  const right = compileExpression(expression.right, scope);
  return (frame) => {
    const a = left(frame);
    const b = right(frame);
    rt.at = expression;
    if (operator === '%') {
      if (typeof a === 'string') return percentFormat(a, b);
      if (a instanceof Markup) return new Markup(percentFormat(a.text, escapedOperand(b)));
    }
    return arithmetic(operator, a, b);
  };
}

/** Marked text escapes what is formatted into it. */
function escapedOperand(value: Value): Value {
  const escaped = (item: Value): Value => (textOf(item) === undefined ? item : escapeValue(item).text);
  if (value instanceof Tuple) return new Tuple(value.items.map(escaped));
  if (!(value instanceof Dict)) return escaped(value);
  const dict = new Dict();
  for (const { key, value: item } of value.entries.values()) dict.set(key, escaped(item));
  return dict;
}

function compileLogical(expression: LogicalExpression, scope: ExpressionScope): Evaluate {
  const left = compileExpression(expression.left, scope);
  const right = compileExpression(expression.right, scope);
  if (expression.operator === 'and') {
    return (frame) => {
      const value = left(frame);
      return truth(value) ? right(frame) : value;
    };
  }
  return (frame) => {
    const value = left(frame);
    return truth(value) ? value : right(frame);
  };
}

function compileCompare(expression: CompareExpression, scope: ExpressionScope): Evaluate {
  const first = compileExpression(expression.first, scope);
  const rest = expression.rest.map(({ operator, operand }) => ({
    operator,
    operand: compileExpression(operand, scope),
  }));
  const [only] = rest;
  if (only !== undefined && rest.length === 1) {
    const { operator, operand } = only;
    return (frame) => {
      const a = first(frame);
      const b = operand(frame);
      rt.at = expression;
      return holds(operator, a, b);
    };
  }
  return (frame) => {
    let left = first(frame);
    for (const { operator, operand } of rest) {
      const right = operand(frame);
      rt.at = expression;
      if (!holds(operator, left, right)) return false;
      left = right;
    }
    return true;
  };
}

function holds(operator: CompareExpression['rest'][number]['operator'], a: Value, b: Value): boolean {
  switch (operator) {
    case '==':
      return equal(a, b);
    case '!=':
      return !equal(a, b);
    case 'in':
      return contains(b, a);
    case 'not in':
      return !contains(b, a);
    default:
      return ordered(operator, a, b);
  }
}

/** Arguments that `call` blocks add. */
export type ExtraArguments = (frame: Frame) => readonly (readonly [string, Value])[];

export function compileArguments(
  args: ArgumentList,
  scope: ExpressionScope,
  extra?: ExtraArguments,
): (frame: Frame) => CallArguments {
  const positional = args.positional.map((item) => compileExpression(item, scope));
  const named = args.named.map(({ name, value }) => [name, compileExpression(value, scope)] as const);
  const star = args.star === undefined ? undefined : compileExpression(args.star, scope);
  const doubleStar = args.doubleStar === undefined ? undefined : compileExpression(args.doubleStar, scope);
  const simple = named.length === 0 && star === undefined && doubleStar === undefined && extra === undefined;
  if (simple && positional.length === 0) return () => noArguments;
  if (simple && positional.length === 1) {
    const only = positional[0] as Evaluate;
    return (frame) => ({ positional: [only(frame)], named: noNames });
  }
  if (simple) return (frame) => ({ positional: positional.map((item) => item(frame)), named: noNames });
  return (frame) => {
    const values = positional.map((item) => item(frame));
    const names = new Map<string, Value>();
    for (const [name, value] of named) names.set(name, value(frame));
    if (star !== undefined) addStar(values, star(frame));
    for (const [name, value] of extra?.(frame) ?? []) {
      if (names.has(name)) throw typeFault(`got multiple values for keyword argument '${name}'`);
      names.set(name, value);
    }
    if (doubleStar !== undefined) addDoubleStar(names, doubleStar(frame));
    return { positional: values, named: names };
  };
}

function addStar(values: Value[], star: Value): void {
  const next = tryIterate(star);
  if (next === undefined) throw typeFault(`argument after * must be an iterable, not ${typeName(star)}`);
  for (const item of drain(next)) values.push(item);
}

function addDoubleStar(names: Map<string, Value>, value: Value): void {
  if (value instanceof Undefined) throw new Fault('UndefinedError', undefinedMessage(value));
  if (!(value instanceof Dict))
    throw typeFault(`argument after ** must be a mapping, not ${typeName(value)}`);
  for (const entry of value.entries.values()) {
    const name = textOf(entry.key);
    if (name === undefined) throw typeFault('keywords must be strings');
    if (names.has(name)) throw typeFault(`got multiple values for keyword argument '${name}'`);
    names.set(name, entry.value);
  }
}

export function compileCall(
  expression: CallExpression,
  scope: ExpressionScope,
  extra?: ExtraArguments,
): Evaluate {
  const args = compileArguments(expression.args, scope, extra);
  const { callee } = expression;
  if (callee.kind === 'attribute') {
    const target = compileExpression(callee.target, scope);
    const { name } = callee;
    return (frame) => {
      const value = target(frame);
      if (value instanceof HostObject || value instanceof Undefined) {
        // Their attributes may have to be looked up before the arguments are evaluated.
        rt.at = callee;
        const method = getAttribute(value, name);
        const given = args(frame);
        spend(1);
        rt.at = expression;
        return callValue(method, given);
      }
      const given = args(frame);
      spend(1);
      rt.at = expression;
      return callAttribute(value, name, given);
    };
  }
  const target = compileExpression(callee, scope);
  return (frame) => {
    const value = target(frame);
    if (value instanceof Undefined && !value.chainable) {
      rt.at = expression;
      return callValue(value, noArguments);
    }
    const given = args(frame);
    spend(1);
    rt.at = expression;
    return callValue(value, given);
  };
}

/** A filter; `text` gives the target of a filter block's first filter. */
export function compileFilter(
  expression: FilterExpression,
  scope: ExpressionScope,
  text: Evaluate | undefined,
): Evaluate {
  const { name, nameStart } = expression;
  const filter = filterNamed(name);
  const at = { start: nameStart, end: nameStart + name.length };
  if (filter === undefined && !scope.soft) scope.refuse(`Unknown filter "${name}"`, at);
  const inner = expression.target;
  let target: Evaluate;
  if (inner === undefined) target = text ?? (() => '');
  else target = inner.kind === 'filter' ? compileFilter(inner, scope, text) : compileExpression(inner, scope);
  const args = compileArguments(expression.args, scope);
  return (frame) => {
    const value = target(frame);
    const given = args(frame);
    spend(1);
    rt.at = expression;
    if (filter === undefined) throw typeFault(`No filter named '${name}' found.`);
    return filter(value, given);
  };
}

function compileTest(expression: TestExpression, scope: ExpressionScope): Evaluate {
  const { name, nameStart } = expression;
  const test = testNamed(name);
  const at = { start: nameStart, end: nameStart + name.length };
  if (test === undefined && !scope.soft) scope.refuse(`Unknown test "${name}"`, at);
  const target = compileExpression(expression.target, scope);
  const args = compileArguments(expression.args, scope);
  return (frame) => {
    const value = target(frame);
    const given = args(frame);
    spend(1);
    rt.at = expression;
    if (test === undefined) throw typeFault(`No test named '${name}' found.`);
    return test(value, given);
  };
}
