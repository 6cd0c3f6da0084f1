import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import type { Expression, TemplateTree } from './read/ast.ts';
import { SyntaxFault } from './read/syntax-fault.ts';
import { TemplateParser } from './read/template-parser.ts';

/** A template that has been read. */
export interface Template {
  readonly source: SourceText;
  readonly tree: TemplateTree;
}

export interface ParseOptions {
  /** Where the text begins in `source`, when only a part of it is the template. */
  readonly start?: number;
  /** Where it ends. */
  readonly end?: number;
}

/** Reads a template. Its places are offsets into the source, also when only a part of it is read. */
export function parseTemplate(source: SourceText, options: ParseOptions = {}): Outcome<Template | undefined> {
  return attempt(source, () => {
    const tree = new TemplateParser(source.text, options).parseTemplate();
    return { source, tree };
  });
}

/** An expression without braces, as YAML keys such as `column: ref('a')` hold them. */
export interface TemplateExpression {
  readonly source: SourceText;
  readonly expression: Expression;
}

/** Reads `source` as one expression: what could stand between `{{` and `}}`. */
export function parseExpression(source: SourceText): Outcome<TemplateExpression | undefined> {
  return attempt(source, () => {
    const parser = new TemplateParser(source.text, { mode: 'expression' });
    return { source, expression: parser.parseExpressionOnly() };
  });
}

function attempt<T>(source: SourceText, read: () => T): Outcome<T | undefined> {
  try {
    return { value: read(), diagnostics: [] };
  } catch (error) {
    return { value: undefined, diagnostics: [syntaxDiagnostic(source, error)] };
  }
}

function syntaxDiagnostic(source: SourceText, error: unknown): Diagnostic {
  if (error instanceof SyntaxFault) {
    const related = error.related;
    return diagnostic(
      'template-syntax',
      { problem: error.message },
      {
        at: { source, start: error.start, end: Math.max(error.end, error.start) },
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        related:
          related === undefined
            ? []
            : [{ message: related.message, at: { source, start: related.start, end: related.end } }],
      },
    );
  }
  // The nesting that reading allows is far below the stack's depth, unless the caller has used most of the stack.
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return diagnostic(
      'template-limit',
      { problem: 'The template is nested too deeply' },
      { at: { source, start: 0, end: 0 } },
    );
  }
  throw error;
}
