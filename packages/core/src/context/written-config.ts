import type { SourceText } from '../diagnostics/source-text.ts';
import type { CallExpression, Expression } from '../template/read/ast.ts';
import { repr, type Statement, type Template } from '../template/template.ts';

/**
 * The keyword arguments of a template's first `config(…)` call as they are written: `state:modified` compares these, so
 * that an environment variable in them does not count as a change. The spelling is dbt's own.
 */
export function writtenConfig(template: Template): ReadonlyMap<string, string> {
  const call = firstConfigCall(template.tree.body);
  return new Map(
    (call?.args.named ?? []).map(({ name, value }) => [
      name,
      value.kind === 'string' ? value.value : written(value, template.source),
    ]),
  );
}

/** Trees are plain data: whatever holds expressions is walked through. */
function firstConfigCall(node: unknown): CallExpression | undefined {
  if (Array.isArray(node)) {
    for (const item of node) {
      const found = firstConfigCall(item);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof node !== 'object' || node === null) return undefined;
  const one = node as Statement | Expression;
  if (one.kind === 'call' && one.callee.kind === 'name' && one.callee.name === 'config') return one;
  for (const inner of Object.values(one)) {
    const found = firstConfigCall(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

function written(expression: Expression, source: SourceText): string {
  const inner = (one: Expression): string => written(one, source);
  switch (expression.kind) {
    case 'none':
      return 'None';
    case 'boolean':
      return expression.value ? 'True' : 'False';
    case 'integer':
    case 'string':
      return repr(expression.value);
    case 'name':
      return expression.name;
    case 'list':
      return `[${expression.items.map(inner).join(', ')}]`;
    case 'tuple':
      return expression.items.length === 1
        ? `(${expression.items.map(inner)[0]},)`
        : `(${expression.items.map(inner).join(', ')})`;
    case 'dict':
      return `{${expression.pairs.map(({ key, value }) => `${inner(key)}: ${inner(value)}`).join(', ')}}`;
    case 'attribute':
      return `${inner(expression.target)}.${expression.name}`;
    case 'item':
      return `${inner(expression.target)}[${inner(expression.key)}]`;
    case 'concat':
      return expression.parts.map(inner).join(' ~ ');
    case 'call': {
      const named = expression.args.named.map(({ name, value }) => `${name}=${inner(value)}`);
      return `${inner(expression.callee)}(${[...expression.args.positional.map(inner), ...named].join(', ')})`;
    }
    default:
      return source.text.slice(expression.start, expression.end);
  }
}
