/** Python's `ast.literal_eval`, for `as_native` and its kin. */

import type { Expression } from '../read/ast.ts';
import { SyntaxFault } from '../read/syntax-fault.ts';
import { TemplateParser } from '../read/template-parser.ts';
import { negate } from '../value/arithmetic.ts';
import { Dict } from '../value/dict.ts';
import { Fault } from '../value/fault.ts';
import { Float, isInteger, List, Tuple, type Value } from '../value/value.ts';

/** The value that a text writes as a Python literal; `undefined` when it is none. */
export function pythonLiteral(text: string): Value | undefined {
  if (text.length > 1_000_000) return undefined;
  try {
    const parser = new TemplateParser(text.trimStart(), { mode: 'expression' });
    return literal(parser.parseExpressionOnly(), text.trimStart());
  } catch (error) {
    if (error instanceof SyntaxFault || error instanceof Fault) return undefined;
    throw error;
  }
}

function literal(expression: Expression, text: string): Value | undefined {
  switch (expression.kind) {
    case 'none':
    case 'boolean': {
      // Jinja knows `true` and `none` too; Python does not.
      const capital = /^[A-Z]/.test(text.charAt(expression.start)) || text.charAt(expression.start) === '(';
      if (!capital) return undefined;
      return expression.kind === 'none' ? null : expression.value;
    }
    case 'integer':
    case 'string':
      return expression.value;
    case 'float':
      return new Float(expression.value);
    case 'unary': {
      const operand = expression.operator === 'not' ? undefined : literal(expression.operand, text);
      if (operand === undefined || !(isInteger(operand) || operand instanceof Float)) return undefined;
      return expression.operator === '-' ? negate(operand) : operand;
    }
    case 'tuple':
    case 'list': {
      const items = expression.items.map((item) => literal(item, text));
      if (items.some((item) => item === undefined)) return undefined;
      return expression.kind === 'list' ? new List(items as Value[]) : new Tuple(items as Value[]);
    }
    case 'dict': {
      const dict = new Dict();
      for (const pair of expression.pairs) {
        const key = literal(pair.key, text);
        const value = literal(pair.value, text);
        if (key === undefined || value === undefined) return undefined;
        dict.set(key, value);
      }
      return dict;
    }
    default:
      return undefined;
  }
}
