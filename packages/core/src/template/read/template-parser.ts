import lexer from 'nunjucks/src/lexer.js';
import { nearest } from '../../diagnostics/nearest.ts';
import type {
  Body,
  CallExpression,
  Expression,
  FilterExpression,
  NameExpression,
  Parameter,
  Statement,
  Target,
  TemplateTree,
} from './ast.ts';
import { ExpressionParser } from './expression-parser.ts';
import type { PlacedToken } from './tokenizer.ts';

/** A block that is open while its body is read. */
interface OpenBlock {
  readonly tag: string;
  readonly start: number;
  readonly end: number;
  readonly ends: readonly string[];
}

const endTags: ReadonlySet<string> = new Set([
  'endfor',
  'endif',
  'endset',
  'endmacro',
  'endcall',
  'endfilter',
  'endblock',
  'endwith',
  'endautoescape',
  'endtest',
  'enddata_test',
  'endmaterialization',
  'endsnapshot',
  'enddocs',
  'endraw',
  'else',
  'elif',
]);

const openTags: readonly string[] = [
  'for',
  'if',
  'set',
  'macro',
  'call',
  'filter',
  'block',
  'with',
  'autoescape',
  'test',
  'data_test',
  'materialization',
  'snapshot',
  'docs',
  'raw',
  'do',
  'break',
  'continue',
  'include',
  'import',
  'from',
  'extends',
  'print',
];

/** What a tag that only opens and ends a block is. */
type BlockReader = (start: number) => Statement;

/** Jinja's statements and dbt's block tags. */
export class TemplateParser extends ExpressionParser {
  readonly #open: OpenBlock[] = [];
  #loops = 0;

  readonly #readers: ReadonlyMap<string, BlockReader> = new Map<string, BlockReader>([
    ['for', (start) => this.parseFor(start)],
    ['if', (start) => this.parseIf(start)],
    ['set', (start) => this.parseSet(start)],
    ['do', (start) => this.parseDo(start)],
    ['with', (start) => this.parseWith(start)],
    ['macro', (start) => this.parseMacro(start)],
    ['test', (start) => this.parseTestBlock(start, 'test')],
    ['data_test', (start) => this.parseTestBlock(start, 'data_test')],
    ['materialization', (start) => this.parseMaterialization(start)],
    ['snapshot', (start) => this.parseNamedBlock(start, 'snapshot')],
    ['docs', (start) => this.parseNamedBlock(start, 'docs')],
    ['call', (start) => this.parseCall(start)],
    ['filter', (start) => this.parseFilterStatement(start)],
    ['block', (start) => this.parseBlock(start)],
    ['extends', (start) => this.parseExtends(start)],
    ['include', (start) => this.parseInclude(start)],
    ['import', (start) => this.parseImport(start)],
    ['from', (start) => this.parseFrom(start)],
    ['print', (start) => this.parsePrint(start)],
    ['autoescape', (start) => this.parseAutoescape(start)],
    ['break', (start) => this.#loopControl('break', start)],
    ['continue', (start) => this.#loopControl('continue', start)],
  ]);

  parseTemplate(): TemplateTree {
    const body = this.parseNodes();
    return { body, start: 0, end: this.current.end };
  }

  /** An expression alone, as in YAML: `ref('a')` without braces. */
  parseExpressionOnly(): Expression {
    const expression = this.parseTuple();
    if (this.current.type !== 'end') throw this.unexpected('the end of the expression');
    return expression;
  }

  /** Statements up to one of the tags that end the innermost open block, whose name is then the next token. */
  parseNodes(): Body {
    const body: Statement[] = [];
    const open = this.#open.at(-1);
    for (;;) {
      const token = this.current;
      if (token.type === 'end') {
        if (open !== undefined) throw this.#neverClosed(open);
        return body;
      }
      this.advance();
      if (token.type === lexer.TOKEN_DATA) {
        body.push({ kind: 'text', text: token.value, start: token.start, end: token.end });
      } else if (token.type === lexer.TOKEN_VARIABLE_START) {
        body.push(this.#output(token));
      } else {
        if (open?.ends.includes(this.current.value) === true && this.current.type === lexer.TOKEN_SYMBOL)
          return body;
        body.push(this.parseStatement(token.start));
        this.expectToken(lexer.TOKEN_BLOCK_END, '"%}"');
      }
    }
  }

  #output(token: PlacedToken): Statement {
    const expression = this.parseTuple();
    this.expectToken(lexer.TOKEN_VARIABLE_END, '"}}"');
    return { kind: 'output', expressions: [expression], start: token.start, end: this.previousEnd };
  }

  #neverClosed(open: OpenBlock): Error {
    return this.fault(`"{% ${open.tag} %}" is never closed`, open, `add {% ${open.ends.at(-1)} %}`);
  }

  /** One tag. What it returns begins at `{%`; the caller reads its `%}`. */
  parseStatement(start: number): Statement {
    const token = this.current;
    if (token.type !== lexer.TOKEN_SYMBOL) throw this.unexpected('the name of a tag');
    const reader = this.#readers.get(token.value);
    if (reader === undefined) throw this.#unknownTag(token);
    this.advance();
    return this.nested(() => reader(start));
  }

  #unknownTag(token: PlacedToken): Error {
    const open = this.#open.at(-1);
    if (!endTags.has(token.value)) {
      const expected = open === undefined ? openTags : [...open.ends, ...openTags];
      const meant = nearest(token.value, expected);
      return this.fault(
        `Unknown tag "${token.value}"`,
        token,
        meant === undefined ? undefined : `did you mean {% ${meant} %}?`,
      );
    }
    if (open === undefined) return this.fault(`"{% ${token.value} %}" closes nothing`, token);
    return this.fault(
      `"{% ${token.value} %}" while "{% ${open.tag} %}" is open`,
      token,
      `add {% ${open.ends.at(-1)} %} before it`,
      { message: `"{% ${open.tag} %}" was opened here`, start: open.start, end: open.end },
    );
  }

  /** The body of a block: reads the `%}` of its opening tag, and everything up to the name of a tag that ends it. */
  parseBody(tag: string, start: number, ends: readonly string[]): Body {
    this.skip(lexer.TOKEN_COLON);
    this.expectToken(lexer.TOKEN_BLOCK_END, '"%}"');
    this.#open.push({ tag, start, end: this.previousEnd, ends });
    const body = this.parseNodes();
    this.#open.pop();
    return body;
  }

  /** A body that only one tag ends; that tag's name is read. */
  parseWholeBody(tag: string, start: number, end: string): Body {
    const body = this.parseBody(tag, start, [end]);
    this.advance();
    return body;
  }

  // Control flow

  parseFor(start: number): Statement {
    const target = this.parseTarget({ end: 'in' });
    this.expectSymbol('in');
    const iterable = this.parseTuple({ conditional: false, end: 'recursive' });
    const condition = this.skipSymbol('if') ? this.parseExpression() : undefined;
    const recursive = this.skipSymbol('recursive');
    this.#loops += 1;
    const body = this.parseBody('for', start, ['else', 'endfor']);
    this.#loops -= 1;
    const otherwise = this.advance().value === 'else' ? this.parseWholeBody('for', start, 'endfor') : [];
    return {
      kind: 'for',
      target,
      iterable,
      condition,
      recursive,
      body,
      otherwise,
      start,
      end: this.current.end,
    };
  }

  parseIf(start: number): Statement {
    const branches: { test: Expression; body: Body }[] = [];
    let otherwise: Body = [];
    for (;;) {
      const test = this.parseTuple({ conditional: false });
      const body = this.parseBody('if', start, ['elif', 'else', 'endif']);
      branches.push({ test, body });
      const end = this.advance().value;
      if (end === 'elif') continue;
      if (end === 'else') otherwise = this.parseWholeBody('if', start, 'endif');
      return { kind: 'if', branches, otherwise, start, end: this.current.end };
    }
  }

  #loopControl(kind: 'break' | 'continue', start: number): Statement {
    if (this.#loops === 0) {
      throw this.fault(`"{% ${kind} %}" outside of a loop`, { start, end: this.current.end });
    }
    return { kind, start, end: this.current.end };
  }

  // Assignments

  parseSet(start: number): Statement {
    const target = this.parseTarget({ namespace: true });
    if (this.skipOperator('=')) {
      const value = this.parseTuple();
      return { kind: 'set', target, value, start, end: this.current.end };
    }
    const filter = this.#filterChain();
    const body = this.parseWholeBody('set', start, 'endset');
    return { kind: 'set-block', target, filter, body, start, end: this.current.end };
  }

  #filterChain(): FilterExpression | undefined {
    let filter: FilterExpression | undefined;
    while (this.skip(lexer.TOKEN_PIPE)) filter = this.parseFilter(filter);
    return filter;
  }

  parseDo(start: number): Statement {
    const expression = this.parseTuple();
    return { kind: 'do', expression, start, end: this.current.end };
  }

  parseWith(start: number): Statement {
    const assignments: { target: Target; value: Expression }[] = [];
    while (this.current.type !== lexer.TOKEN_BLOCK_END) {
      if (assignments.length > 0) this.expectToken(lexer.TOKEN_COMMA, '"," or "%}"');
      const target = this.parseTarget({});
      this.expectOperator('=');
      assignments.push({ target, value: this.parseExpression() });
    }
    const body = this.parseWholeBody('with', start, 'endwith');
    return { kind: 'with', assignments, body, start, end: this.current.end };
  }

  /** A name, `namespace.name`, or several of them with commas. */
  parseTarget(options: { readonly end?: string; readonly namespace?: boolean }): Target {
    const { start } = this.current;
    const items: Target[] = [];
    let comma = false;
    for (;;) {
      if (items.length > 0) {
        if (!this.skip(lexer.TOKEN_COMMA)) break;
        comma = true;
      }
      const { type } = this.current;
      const ends =
        type === lexer.TOKEN_BLOCK_END ||
        type === lexer.TOKEN_VARIABLE_END ||
        type === lexer.TOKEN_RIGHT_PAREN;
      if (ends || (options.end !== undefined && this.isSymbol(options.end))) break;
      items.push(this.#oneTarget(options.namespace === true));
    }
    const [first] = items;
    if (first === undefined) throw this.unexpected('a name to assign to');
    return comma ? { kind: 'tuple-target', items, start, end: this.previousEnd } : first;
  }

  #oneTarget(namespace: boolean): Target {
    const token = this.current;
    const { start } = token;
    if (token.type === lexer.TOKEN_LEFT_PAREN) {
      this.advance();
      const inner = this.nested(() => this.parseTarget({}));
      this.expectToken(lexer.TOKEN_RIGHT_PAREN, '")"');
      return inner;
    }
    if (token.type !== lexer.TOKEN_SYMBOL) {
      throw this.fault(
        'Only a name can be assigned to',
        token.type === 'end' ? { start, end: token.end } : token,
      );
    }
    this.advance();
    if (namespace && this.skipOperator('.')) {
      const attribute = this.expectToken(lexer.TOKEN_SYMBOL, 'a name').value;
      return { kind: 'namespace-target', name: token.value, attribute, start, end: this.previousEnd };
    }
    return this.#assignable(token);
  }

  #assignable(token: PlacedToken): NameExpression {
    if (/^(?:[Tt]rue|[Ff]alse|[Nn]one)$/.test(token.value)) {
      throw this.fault(`"${token.value}" cannot be assigned to`, token);
    }
    return { kind: 'name', name: token.value, start: token.start, end: token.end };
  }

  #name(what: string): PlacedToken {
    const token = this.expectToken(lexer.TOKEN_SYMBOL, what);
    this.#assignable(token);
    return token;
  }

  // Macros

  parseMacro(start: number): Statement {
    const name = this.#name('the name of the macro');
    const parameters = this.parseSignature();
    const body = this.#outsideLoops(() => this.parseWholeBody('macro', start, 'endmacro'));
    return this.#macro('macro', name, parameters, body, start);
  }

  parseTestBlock(start: number, tag: 'test' | 'data_test'): Statement {
    const name = this.#name('the name of the test');
    const parameters = this.parseSignature();
    const body = this.#outsideLoops(() => this.parseWholeBody(tag, start, `end${tag}`));
    return this.#macro('test', name, parameters, body, start);
  }

  #macro(
    role: 'macro' | 'test',
    name: PlacedToken,
    parameters: readonly Parameter[],
    body: Body,
    start: number,
  ): Statement {
    return {
      kind: 'macro',
      role,
      name: name.value,
      nameStart: name.start,
      parameters,
      body,
      adapter: undefined,
      languages: undefined,
      start,
      end: this.current.end,
    };
  }

  /** `materialization m, adapter='duckdb', supported_languages=['sql']` or `materialization m, default` */
  parseMaterialization(start: number): Statement {
    const name = this.#name('the name of the materialization');
    let adapter = 'default';
    let languages: readonly string[] = ['sql'];
    while (this.skip(lexer.TOKEN_COMMA)) {
      const option = this.expectToken(lexer.TOKEN_SYMBOL, '"default", "adapter" or "supported_languages"');
      if (option.value === 'default') adapter = 'default';
      else if (option.value === 'adapter') {
        this.expectOperator('=');
        adapter = this.expectToken(lexer.TOKEN_STRING, 'the name of an adapter in quotes').value;
      } else if (option.value === 'supported_languages') {
        this.expectOperator('=');
        languages = this.#texts();
      } else {
        const meant = nearest(option.value, ['default', 'adapter', 'supported_languages']);
        throw this.fault(
          `A materialization has no option "${option.value}"`,
          option,
          meant === undefined
            ? 'options are default, adapter and supported_languages'
            : `did you mean ${meant}?`,
        );
      }
    }
    const body = this.#outsideLoops(() =>
      this.parseWholeBody('materialization', start, 'endmaterialization'),
    );
    return {
      kind: 'macro',
      role: 'materialization',
      name: name.value,
      nameStart: name.start,
      parameters: [],
      body,
      adapter,
      languages,
      start,
      end: this.current.end,
    };
  }

  #texts(): string[] {
    const list = this.parseExpression();
    const items = list.kind === 'list' || list.kind === 'tuple' ? list.items : [];
    const texts = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
    if (texts.length === 0 || texts.length !== items.length)
      throw this.fault('A list of names in quotes was expected', list);
    return texts;
  }

  parseNamedBlock(start: number, tag: 'snapshot' | 'docs'): Statement {
    const name = this.#name(`the name of the ${tag} block`);
    const body = this.#outsideLoops(() => this.parseWholeBody(tag, start, `end${tag}`));
    return {
      kind: 'named-block',
      tag,
      name: name.value,
      nameStart: name.start,
      body,
      start,
      end: this.current.end,
    };
  }

  #outsideLoops<T>(read: () => T): T {
    const loops = this.#loops;
    this.#loops = 0;
    const result = read();
    this.#loops = loops;
    return result;
  }

  /** `(a, b: str, c=1)` */
  parseSignature(): Parameter[] {
    this.expectToken(lexer.TOKEN_LEFT_PAREN, '"("');
    const parameters: Parameter[] = [];
    while (this.current.type !== lexer.TOKEN_RIGHT_PAREN) {
      if (parameters.length > 0) this.expectToken(lexer.TOKEN_COMMA, '"," or ")"');
      const token = this.#name('the name of a parameter');
      const type = this.skip(lexer.TOKEN_COLON) ? this.#type() : undefined;
      const fallback = this.skipOperator('=') ? this.parseExpression() : undefined;
      if (fallback === undefined && parameters.at(-1)?.fallback !== undefined) {
        throw this.fault(`Parameter "${token.value}" has no default but follows one that has`, token);
      }
      if (parameters.some((parameter) => parameter.name === token.value)) {
        throw this.fault(`There are two parameters "${token.value}"`, token);
      }
      parameters.push({ name: token.value, fallback, type, start: token.start, end: this.previousEnd });
    }
    this.advance();
    return parameters;
  }

  /** `str`, `list[int]`, `dict[str, any]` */
  #type(): string {
    let text = this.expectToken(lexer.TOKEN_SYMBOL, 'a type').value;
    while (this.skipOperator('.')) text += `.${this.expectToken(lexer.TOKEN_SYMBOL, 'a type').value}`;
    if (this.skip(lexer.TOKEN_LEFT_BRACKET)) {
      const parts = [this.nested(() => this.#type())];
      while (this.skip(lexer.TOKEN_COMMA)) parts.push(this.nested(() => this.#type()));
      this.expectToken(lexer.TOKEN_RIGHT_BRACKET, '"]"');
      text += `[${parts.join(', ')}]`;
    }
    return text;
  }

  parseCall(start: number): Statement {
    const parameters = this.current.type === lexer.TOKEN_LEFT_PAREN ? this.parseSignature() : [];
    const call = this.parseExpression();
    if (call.kind !== 'call') throw this.fault('A call was expected', call, 'write {% call name(…) %}');
    const body = this.#outsideLoops(() => this.parseWholeBody('call', start, 'endcall'));
    return {
      kind: 'call-block',
      parameters,
      call: call as CallExpression,
      body,
      start,
      end: this.current.end,
    };
  }

  parseFilterStatement(start: number): Statement {
    let filter = this.parseFilter(undefined);
    while (this.skip(lexer.TOKEN_PIPE)) filter = this.parseFilter(filter);
    const body = this.parseWholeBody('filter', start, 'endfilter');
    return { kind: 'filter-block', filter, body, start, end: this.current.end };
  }

  // Other templates

  parseBlock(start: number): Statement {
    const name = this.expectToken(lexer.TOKEN_SYMBOL, 'the name of the block').value;
    const scoped = this.skipSymbol('scoped');
    const required = this.skipSymbol('required');
    const body = this.#outsideLoops(() => this.parseWholeBody('block', start, 'endblock'));
    if (required && !body.every((statement) => statement.kind === 'text' && statement.text.trim() === '')) {
      throw this.fault('A required block can only hold comments and white space', {
        start,
        end: this.current.end,
      });
    }
    this.skipSymbol(name);
    return { kind: 'block', name, scoped, required, body, start, end: this.current.end };
  }

  parseExtends(start: number): Statement {
    return { kind: 'extends', template: this.parseExpression(), start, end: this.current.end };
  }

  parseInclude(start: number): Statement {
    const template = this.parseExpression();
    const ignoreMissing = this.isSymbol('ignore') && this.look(1).value === 'missing';
    if (ignoreMissing) {
      this.advance();
      this.advance();
    }
    const withContext = this.parseWithContext() ?? true;
    return { kind: 'include', template, ignoreMissing, withContext, start, end: this.current.end };
  }

  parseImport(start: number): Statement {
    const template = this.parseExpression();
    this.expectSymbol('as');
    const target = this.#name('a name').value;
    const withContext = this.parseWithContext() ?? false;
    return { kind: 'import', template, target, withContext, start, end: this.current.end };
  }

  parseFrom(start: number): Statement {
    const template = this.parseExpression();
    this.expectSymbol('import');
    const names: { name: string; alias: string }[] = [];
    let withContext: boolean | undefined;
    for (;;) {
      if (names.length > 0) this.expectToken(lexer.TOKEN_COMMA, '","');
      withContext = this.parseWithContext();
      if (withContext !== undefined) break;
      const token = this.#name('the name of a macro');
      if (token.value.startsWith('_'))
        throw this.fault('A name that begins with "_" cannot be imported', token);
      const alias = this.skipSymbol('as') ? this.#name('a name').value : token.value;
      names.push({ name: token.value, alias });
      withContext = this.parseWithContext();
      if (withContext !== undefined || this.current.type !== lexer.TOKEN_COMMA) break;
    }
    return {
      kind: 'from-import',
      template,
      names,
      withContext: withContext ?? false,
      start,
      end: this.current.end,
    };
  }

  parseWithContext(): boolean | undefined {
    const withContext = this.isSymbol('with');
    if ((!withContext && !this.isSymbol('without')) || this.look(1).value !== 'context') return undefined;
    this.advance();
    this.advance();
    return withContext;
  }

  parsePrint(start: number): Statement {
    const expressions: Expression[] = [];
    while (this.current.type !== lexer.TOKEN_BLOCK_END) {
      if (expressions.length > 0) this.expectToken(lexer.TOKEN_COMMA, '"," or "%}"');
      expressions.push(this.parseExpression());
    }
    return { kind: 'output', expressions, start, end: this.current.end };
  }

  parseAutoescape(start: number): Statement {
    const value = this.parseExpression();
    const body = this.parseWholeBody('autoescape', start, 'endautoescape');
    return { kind: 'autoescape', value, body, start, end: this.current.end };
  }
}
