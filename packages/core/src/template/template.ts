/**
 * The template language: Jinja as dbt uses it, with Python's values, evaluated by tfm itself.
 *
 *     const { value: template, diagnostics } = parseTemplate(source);
 *     const compiled = compileTemplate(template);
 *     const { value: text, diagnostics } = compiled.render({ lookup: (name) => context.get(name) });
 *
 * See `value/value.ts` for how values are represented, `HostObject` and `hostFunction` for adding some.
 */
export {
  attempt,
  type CompiledTemplate,
  compileTemplate,
  evaluateExpression,
  type RenderOptions,
} from './compile-template.ts';
export { defineMacro, type MacroDefinition } from './define-macro.ts';
export type { RenderHooks, TemplateScope } from './evaluate/render-state.ts';
export { returnFunction } from './evaluate/template-macro.ts';
export { filterNames } from './library/filters.ts';
export { globals } from './library/globals.ts';
export { type JsonOptions, jsonText } from './library/json-text.ts';
export { callAttribute, callValue, getAttribute, getItem } from './library/members.ts';
export { pythonLiteral } from './library/python-literal.ts';
export { testNames } from './library/tests.ts';
export {
  type ParseOptions,
  parseExpression,
  parseTemplate,
  type Template,
  type TemplateExpression,
} from './parse-template.ts';
export type { MacroStatement, NamedBlockStatement, Parameter, Statement } from './read/ast.ts';
export { type BlockKind, scanBlocks, type TopLevelBlock } from './scan-blocks.ts';
export { type StaticCall, type StaticCallName, type StaticTemplate, staticCalls } from './static-calls.ts';
export { TemplateError } from './template-error.ts';
export { equal, ordered, sortByKeys, truth } from './value/compare.ts';
export { Dict, DictView, isCallable, keyOf, ValueSet } from './value/dict.ts';
export { Fault, type FaultKind, hostError, LimitFault, Suspension } from './value/fault.ts';
export { contains, iterate, length, toArray, tryIterate, tryLength } from './value/iterate.ts';
export { claimItems, claimText, defaultLimits, spend, type TemplateLimits } from './value/meter.ts';
export { fromPlain, type Plain, toPlain } from './value/plain.ts';
export { repr, str } from './value/print.ts';
export { bind, hostFunction, type Signature, signature } from './value/signature.ts';
export { missing } from './value/undefined-mode.ts';
export {
  type ArithmeticOperator,
  type CallArguments,
  Callable,
  Float,
  HostFunction,
  HostObject,
  HostRecord,
  type HostTrait,
  type Integer,
  integer,
  isInteger,
  List,
  Markup,
  Namespace,
  type Next,
  noArguments,
  noNames,
  Range,
  Tuple,
  textOf,
  typeName,
  Undefined,
  type Value,
  ValueIterator,
} from './value/value.ts';
