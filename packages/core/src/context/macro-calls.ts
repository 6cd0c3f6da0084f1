import type { ParsedMacro } from '../project/node.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { CallExpression, Expression } from '../template/read/ast.ts';
import type { MacroIndex } from './macro-index.ts';
import { parsedPart } from './parsed-template.ts';

/** The macros that a macro's text calls by name or by a literal `adapter.dispatch`, in call order, each once. */
export function macroCalls(macro: ParsedMacro, index: MacroIndex): readonly UniqueId[] {
  const template = parsedPart(macro.at).value;
  if (template === undefined) return [];
  const found = new Set<UniqueId>();
  walk(template.tree.body, (call) => {
    const id = calledMacro(call, macro.packageName, index);
    if (id !== undefined && id !== macro.uniqueId) found.add(id);
  });
  return [...found];
}

/** Trees are plain data: whatever holds expressions is walked through, calls before their arguments. */
function walk(node: unknown, visit: (call: CallExpression) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
  } else if (typeof node === 'object' && node !== null) {
    const one = node as Expression;
    if (one.kind === 'call') visit(one);
    for (const inner of Object.values(node)) walk(inner, visit);
  }
}

function calledMacro(
  { callee, args }: CallExpression,
  packageName: string,
  index: MacroIndex,
): UniqueId | undefined {
  if (callee.kind === 'name') return index.find(packageName, callee.name)?.uniqueId;
  if (callee.kind !== 'attribute' || callee.target.kind !== 'name') return undefined;
  if (callee.target.name !== 'adapter' || callee.name !== 'dispatch')
    return index.exactly(callee.target.name, callee.name)?.uniqueId;
  const texts = [
    args.positional[0],
    args.positional[1] ?? args.named.find(({ name }) => name === 'macro_namespace')?.value,
  ];
  const [name, namespace] = texts.map((text) => (text?.kind === 'string' ? text.value : null));
  if (name === null || name === undefined) return undefined;
  return index.dispatched(packageName, name, namespace ?? null).macro?.uniqueId;
}
