import lexer from 'nunjucks/src/lexer.js';
import type {
  ArgumentList,
  BinaryOperator,
  CallExpression,
  CompareOperator,
  Expression,
  FilterExpression,
  NamedArgument,
} from './ast.ts';
import { TokenReader } from './token-reader.ts';
import type { PlacedToken } from './tokenizer.ts';

export const noArgumentList: ArgumentList = {
  positional: [],
  named: [],
  star: undefined,
  doubleStar: undefined,
};

/** How long a chain such as `a + b + c + …` or `a.b.c…` may be. */
const maxChain = 1000;

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const products: ReadonlySet<string> = new Set(['*', '/', '//', '%']);

/** What may follow a test's name as its argument without parentheses. */
const argumentStarts: ReadonlySet<string> = new Set([
  lexer.TOKEN_SYMBOL,
  lexer.TOKEN_STRING,
  lexer.TOKEN_INT,
  lexer.TOKEN_FLOAT,
  lexer.TOKEN_LEFT_PAREN,
  lexer.TOKEN_LEFT_BRACKET,
  lexer.TOKEN_LEFT_CURLY,
]);

export interface TupleOptions {
  /** Whether `a if b` may stand in it; in `for … in` and `if` tags it may not. */
  readonly conditional?: boolean;
  /** A word that ends the tuple. */
  readonly end?: string;
  readonly parentheses?: boolean;
}

/** Jinja's expressions. Each method reads one level of precedence, from the loosest to the tightest. */
export class ExpressionParser extends TokenReader {
  parseExpression(conditional = true): Expression {
    return this.nested(() => (conditional ? this.parseInlineIf() : this.parseOr()));
  }

  parseInlineIf(): Expression {
    const { start } = this.current;
    let result = this.parseOr();
    let links = 0;
    while (this.skipSymbol('if')) {
      links += 1;
      this.#link(links);
      const test = this.nested(() => this.parseOr());
      const otherwise = this.skipSymbol('else') ? this.nested(() => this.parseInlineIf()) : undefined;
      result = { kind: 'conditional', test, consequence: result, otherwise, start, end: this.previousEnd };
    }
    return result;
  }

  parseOr(): Expression {
    const { start } = this.current;
    let left = this.parseAnd();
    let links = 0;
    while (this.skipSymbol('or')) {
      links += 1;
      this.#link(links);
      const right = this.parseAnd();
      left = { kind: 'logical', operator: 'or', left, right, start, end: this.previousEnd };
    }
    return left;
  }

  parseAnd(): Expression {
    const { start } = this.current;
    let left = this.parseNot();
    let links = 0;
    while (this.skipSymbol('and')) {
      links += 1;
      this.#link(links);
      const right = this.parseNot();
      left = { kind: 'logical', operator: 'and', left, right, start, end: this.previousEnd };
    }
    return left;
  }

  parseNot(): Expression {
    const { start } = this.current;
    if (!this.isSymbol('not')) return this.parseCompare();
    this.advance();
    const operand = this.nested(() => this.parseNot());
    return { kind: 'unary', operator: 'not', operand, start, end: operand.end };
  }

  parseCompare(): Expression {
    const { start } = this.current;
    const first = this.parseAdd();
    const rest: { operator: CompareOperator; operand: Expression }[] = [];
    for (let operator = this.#comparison(); operator !== undefined; operator = this.#comparison()) {
      rest.push({ operator, operand: this.parseAdd() });
    }
    return rest.length === 0 ? first : { kind: 'compare', first, rest, start, end: this.previousEnd };
  }

  #comparison(): CompareOperator | undefined {
    const token = this.current;
    if (token.type === lexer.TOKEN_OPERATOR && comparisons.has(token.value)) {
      this.advance();
      return token.value as CompareOperator;
    }
    if (this.skipSymbol('in')) return 'in';
    if (this.isSymbol('not') && this.look(1).type === lexer.TOKEN_SYMBOL && this.look(1).value === 'in') {
      this.advance();
      this.advance();
      return 'not in';
    }
    return undefined;
  }

  parseAdd(): Expression {
    let left = this.parseConcat();
    let links = 0;
    while (this.isOperator('+') || this.isOperator('-')) {
      links += 1;
      left = this.#binary(left, links, () => this.parseConcat());
    }
    return left;
  }

  #binary(left: Expression, links: number, readRight: () => Expression): Expression {
    this.#link(links);
    const operator = this.advance().value as BinaryOperator;
    const right = readRight();
    return { kind: 'binary', operator, left, right, start: left.start, end: right.end };
  }

  parseConcat(): Expression {
    const { start } = this.current;
    const first = this.parseMul();
    if (this.current.type !== lexer.TOKEN_TILDE) return first;
    const parts = [first];
    while (this.skip(lexer.TOKEN_TILDE)) parts.push(this.parseMul());
    return { kind: 'concat', parts, start, end: this.previousEnd };
  }

  parseMul(): Expression {
    let left = this.parsePow();
    let links = 0;
    while (this.current.type === lexer.TOKEN_OPERATOR && products.has(this.current.value)) {
      links += 1;
      left = this.#binary(left, links, () => this.parsePow());
    }
    return left;
  }

  parsePow(): Expression {
    let left = this.parseUnary();
    let links = 0;
    while (this.isOperator('**')) {
      links += 1;
      left = this.#binary(left, links, () => this.parseUnary());
    }
    return left;
  }

  parseUnary(filters = true): Expression {
    const { start, value } = this.current;
    let result: Expression;
    if (this.isOperator('-') || this.isOperator('+')) {
      this.advance();
      const operand = this.nested(() => this.parseUnary(false));
      result = { kind: 'unary', operator: value as '-' | '+', operand, start, end: operand.end };
    } else {
      result = this.parsePrimary();
    }
    result = this.parsePostfix(result);
    return filters ? this.parseFilters(result) : result;
  }

  parsePrimary(): Expression {
    const token = this.current;
    const { start, end, value } = token;
    switch (token.type) {
      case lexer.TOKEN_SYMBOL:
        this.advance();
        return symbol(value, start, end);
      case lexer.TOKEN_STRING:
        return this.#string();
      case lexer.TOKEN_INT:
        this.advance();
        if (value.length > 4300) throw this.fault('This number has more than 4300 digits', token);
        return { kind: 'integer', value: integerValue(value), start, end };
      case lexer.TOKEN_FLOAT:
        this.advance();
        return { kind: 'float', value: Number(value), start, end };
      case lexer.TOKEN_LEFT_PAREN: {
        this.advance();
        const inner = this.nested(() => this.parseTuple({ parentheses: true }));
        this.expectToken(lexer.TOKEN_RIGHT_PAREN, '")"');
        return { ...inner, start, end: this.previousEnd };
      }
      case lexer.TOKEN_LEFT_BRACKET:
        return this.#list();
      case lexer.TOKEN_LEFT_CURLY:
        return this.#dict();
      default:
        throw this.unexpected('an expression');
    }
  }

  #string(): Expression {
    const { start } = this.current;
    let text = '';
    while (this.current.type === lexer.TOKEN_STRING) text += this.advance().value;
    return { kind: 'string', value: text, start, end: this.previousEnd };
  }

  #list(): Expression {
    const { start } = this.advance();
    const items: Expression[] = [];
    while (this.current.type !== lexer.TOKEN_RIGHT_BRACKET) {
      if (items.length > 0) this.expectToken(lexer.TOKEN_COMMA, '"," or "]"');
      if (this.current.type === lexer.TOKEN_RIGHT_BRACKET) break;
      items.push(this.parseExpression());
    }
    this.advance();
    return { kind: 'list', items, start, end: this.previousEnd };
  }

  #dict(): Expression {
    const { start } = this.advance();
    const pairs: { key: Expression; value: Expression }[] = [];
    while (this.current.type !== lexer.TOKEN_RIGHT_CURLY) {
      if (pairs.length > 0) this.expectToken(lexer.TOKEN_COMMA, '"," or "}"');
      if (this.current.type === lexer.TOKEN_RIGHT_CURLY) break;
      const key = this.parseExpression();
      this.expectToken(lexer.TOKEN_COLON, '":"', 'a dict is written {key: value}');
      pairs.push({ key, value: this.parseExpression() });
    }
    this.advance();
    return { kind: 'dict', pairs, start, end: this.previousEnd };
  }

  /** One expression, or several with commas between them. */
  parseTuple(options: TupleOptions = {}): Expression {
    const { start } = this.current;
    const items: Expression[] = [];
    let comma = false;
    for (;;) {
      if (items.length > 0) {
        if (this.current.type !== lexer.TOKEN_COMMA) break;
        this.advance();
        comma = true;
      }
      if (this.#tupleEnds(options.end)) break;
      items.push(this.parseExpression(options.conditional ?? true));
    }
    const [first] = items;
    if (!comma && first !== undefined) return first;
    if (first === undefined && options.parentheses !== true) throw this.unexpected('an expression');
    return { kind: 'tuple', items, start, end: this.previousEnd };
  }

  #tupleEnds(end: string | undefined): boolean {
    const { type } = this.current;
    if (
      type === lexer.TOKEN_VARIABLE_END ||
      type === lexer.TOKEN_BLOCK_END ||
      type === lexer.TOKEN_RIGHT_PAREN ||
      type === 'end'
    )
      return true;
    return end !== undefined && this.isSymbol(end);
  }

  parsePostfix(target: Expression): Expression {
    let result = target;
    for (let links = 1; ; links += 1) {
      this.#link(links);
      const { type } = this.current;
      if (this.isOperator('.')) result = this.#attribute(result);
      else if (type === lexer.TOKEN_LEFT_BRACKET) result = this.#subscript(result);
      else if (type === lexer.TOKEN_LEFT_PAREN) result = this.parseCallOf(result);
      else return result;
    }
  }

  #attribute(target: Expression): Expression {
    this.advance();
    const token = this.advance();
    const { start } = target;
    if (token.type === lexer.TOKEN_SYMBOL)
      return { kind: 'attribute', target, name: token.value, start, end: token.end };
    if (token.type !== lexer.TOKEN_INT) throw this.fault('A name or a number was expected after "."', token);
    const key: Expression = {
      kind: 'integer',
      value: integerValue(token.value),
      start: token.start,
      end: token.end,
    };
    return { kind: 'item', target, key, start, end: token.end };
  }

  #subscript(target: Expression): Expression {
    this.advance();
    const { start } = target;
    const open = this.current.start;
    const keys: Expression[] = [];
    let comma = false;
    while (this.current.type !== lexer.TOKEN_RIGHT_BRACKET) {
      if (keys.length > 0) {
        this.expectToken(lexer.TOKEN_COMMA, '"]"');
        comma = true;
      }
      const key = this.#subscribed(target, comma);
      if (key.kind === 'slice' && this.current.type === lexer.TOKEN_RIGHT_BRACKET && !comma) {
        this.advance();
        return { ...key, end: this.previousEnd };
      }
      keys.push(key);
    }
    this.advance();
    const end = this.previousEnd;
    const [first] = keys;
    const key: Expression =
      first !== undefined && keys.length === 1
        ? first
        : { kind: 'tuple', items: keys, start: open, end: end - 1 };
    return { kind: 'item', target, key, start, end };
  }

  /** An index, or a slice, which knows its target. */
  #subscribed(target: Expression, nested: boolean): Expression {
    let from: Expression | undefined;
    if (this.current.type !== lexer.TOKEN_COLON) {
      from = this.parseExpression();
      if (this.current.type !== lexer.TOKEN_COLON) return from;
    }
    const colon = this.advance();
    if (nested) throw this.fault('A slice cannot stand beside other indexes', colon);
    const to = this.#sliceEnds() ? undefined : this.parseExpression();
    let step: Expression | undefined;
    if (this.skip(lexer.TOKEN_COLON) && !this.#sliceEnds()) step = this.parseExpression();
    const next: PlacedToken = this.current;
    if (next.type === lexer.TOKEN_COMMA) throw this.fault('A slice cannot stand beside other indexes', next);
    return { kind: 'slice', target, from, to, step, start: target.start, end: this.previousEnd };
  }

  #sliceEnds(): boolean {
    const { type } = this.current;
    return type === lexer.TOKEN_COLON || type === lexer.TOKEN_RIGHT_BRACKET || type === lexer.TOKEN_COMMA;
  }

  parseCallOf(callee: Expression): CallExpression {
    const args = this.parseArguments();
    return { kind: 'call', callee, args, start: callee.start, end: this.previousEnd };
  }

  /** `(a, b=c, *d, **e)` */
  parseArguments(): ArgumentList {
    const open = this.expectToken(lexer.TOKEN_LEFT_PAREN, '"("');
    const positional: Expression[] = [];
    const named: NamedArgument[] = [];
    let star: Expression | undefined;
    let doubleStar: Expression | undefined;
    const ensure = (ok: boolean, message: string): void => {
      if (!ok) throw this.fault(message, this.current.type === 'end' ? open : this.current);
    };
    let first = true;
    while (this.current.type !== lexer.TOKEN_RIGHT_PAREN) {
      if (!first) {
        this.expectToken(lexer.TOKEN_COMMA, '"," or ")"');
        if (this.current.type === lexer.TOKEN_RIGHT_PAREN) break;
      }
      first = false;
      const { start } = this.current;
      if (this.isOperator('*')) {
        ensure(
          star === undefined && doubleStar === undefined,
          'Only one "*" argument is possible, before "**"',
        );
        this.advance();
        star = this.parseExpression();
      } else if (this.isOperator('**')) {
        ensure(doubleStar === undefined, 'Only one "**" argument is possible');
        this.advance();
        doubleStar = this.parseExpression();
      } else if (this.current.type === lexer.TOKEN_SYMBOL && isAssign(this.look(1))) {
        ensure(doubleStar === undefined, 'A named argument cannot follow "**"');
        const name = this.advance().value;
        this.advance();
        named.push({ name, value: this.parseExpression(), start, end: this.previousEnd });
      } else {
        ensure(
          star === undefined && doubleStar === undefined && named.length === 0,
          'A positional argument cannot follow named or starred ones',
        );
        positional.push(this.parseExpression());
      }
    }
    this.advance();
    this.#refuseTwice(named);
    return { positional, named, star, doubleStar };
  }

  #refuseTwice(named: readonly NamedArgument[]): void {
    const seen = new Set<string>();
    for (const argument of named) {
      if (seen.has(argument.name))
        throw this.fault(`The argument "${argument.name}" is given twice`, argument);
      seen.add(argument.name);
    }
  }

  /** `| filter`, `is test` and calls of their results. */
  parseFilters(target: Expression): Expression {
    let result = target;
    for (let links = 1; ; links += 1) {
      this.#link(links);
      const { type } = this.current;
      if (type === lexer.TOKEN_PIPE) {
        this.advance();
        result = this.parseFilter(result);
      } else if (this.isSymbol('is')) result = this.#test(result);
      else if (type === lexer.TOKEN_LEFT_PAREN) result = this.parseCallOf(result);
      else return result;
    }
  }

  /** One filter, after its `|`. */
  parseFilter(target: Expression | undefined): FilterExpression {
    const { start } = this.current;
    const name = this.#dottedName('the name of a filter');
    const args = this.current.type === lexer.TOKEN_LEFT_PAREN ? this.parseArguments() : noArgumentList;
    return {
      kind: 'filter',
      target,
      name,
      nameStart: start,
      args,
      start: target?.start ?? start,
      end: this.previousEnd,
    };
  }

  #dottedName(what: string): string {
    let name = this.expectToken(lexer.TOKEN_SYMBOL, what).value;
    while (this.skipOperator('.')) name += `.${this.expectToken(lexer.TOKEN_SYMBOL, what).value}`;
    return name;
  }

  #test(target: Expression): Expression {
    this.advance();
    const negated = this.isSymbol('not');
    if (negated) this.advance();
    const nameStart = this.current.start;
    const name = this.#dottedName('the name of a test');
    let args = noArgumentList;
    if (this.current.type === lexer.TOKEN_LEFT_PAREN) args = this.parseArguments();
    else if (
      argumentStarts.has(this.current.type) &&
      !this.isSymbol('else') &&
      !this.isSymbol('or') &&
      !this.isSymbol('and')
    ) {
      if (this.isSymbol('is')) {
        throw this.fault('Tests cannot be chained with "is"', this.current, 'join them with and');
      }
      const argument = this.nested(() => this.parsePostfix(this.parsePrimary()));
      args = { ...noArgumentList, positional: [argument] };
    }
    const place = { start: target.start, end: this.previousEnd };
    const test: Expression = { kind: 'test', target, name, nameStart, args, ...place };
    return negated ? { kind: 'unary', operator: 'not', operand: test, ...place } : test;
  }

  /** A chain is a tree as deep as it is long. */
  #link(links: number): void {
    if (links > maxChain) throw this.fault(`This expression has more than ${maxChain} parts`, this.current);
  }
}

function isAssign(token: { type: string; value: string }): boolean {
  return token.type === lexer.TOKEN_OPERATOR && token.value === '=';
}

function symbol(name: string, start: number, end: number): Expression {
  switch (name) {
    case 'true':
    case 'True':
      return { kind: 'boolean', value: true, start, end };
    case 'false':
    case 'False':
      return { kind: 'boolean', value: false, start, end };
    case 'none':
    case 'None':
      return { kind: 'none', start, end };
    default:
      return { kind: 'name', name, start, end };
  }
}

function integerValue(text: string): number | bigint {
  const small = Number(text);
  if (Number.isSafeInteger(small)) return small;
  return BigInt(text);
}
