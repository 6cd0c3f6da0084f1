import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { compileLoneExpression, compileTree } from './evaluate/compile-template.ts';
import { failure } from './evaluate/failure.ts';
import {
  Context,
  type RenderHooks,
  RenderState,
  rt,
  switchState,
  type TemplateLoader,
  type TemplateScope,
  type TemplateUnit,
} from './evaluate/render-state.ts';
import { globals } from './library/globals.ts';
import { NativeMarker } from './library/native-marker.ts';
import { switchNativeFilters } from './library/native-mode.ts';
import { pythonLiteral } from './library/python-literal.ts';
import type { Template, TemplateExpression } from './parse-template.ts';
import { SyntaxFault } from './read/syntax-fault.ts';
import { Fault, hostError, Suspension } from './value/fault.ts';
import { currentMeter, defaultLimits, Meter, switchMeter, type TemplateLimits } from './value/meter.ts';
import { str } from './value/print.ts';
import { switchChainable } from './value/undefined-mode.ts';
import { Float, isInteger, type Value } from './value/value.ts';

export interface RenderOptions extends RenderHooks {
  /**
   * What an undefined name does. `runtime`: attributes and calls of it fail. `parse`: in the template's own text they
   * give Undefined again, as in dbt while it parses; macros behave as at run time.
   */
  readonly undefinedMode?: 'runtime' | 'parse';
  readonly limits?: Partial<TemplateLimits>;
  /** Milliseconds from any start; without it no wall time is counted. */
  readonly clock?: () => number;
  /** For `include`, `import` and `extends`; without it they fail, as in dbt. */
  readonly loader?: (name: string, from: Template['source']) => CompiledTemplate | undefined;
}

/** A template ready to be rendered, many times, with different contexts. */
export interface CompiledTemplate {
  readonly template: Template;
  /** Mistakes found while compiling: an unknown filter or test. Rendering such a template only returns them. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text. `value` is undefined exactly when there is an error. */
  render(scope: TemplateScope, options?: RenderOptions): Outcome<string | undefined>;
  /** As YAML renders: a template that is one expression keeps its value's type, everything else is text. */
  renderNative(scope: TemplateScope, options?: RenderOptions): Outcome<Value | undefined>;
}

interface Compiled<T> {
  readonly code: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const units = new WeakMap<CompiledTemplate, TemplateUnit>();

/** Compiles a template to closures. Keep what it returns: rendering it again costs nothing but the rendering. */
export function compileTemplate(template: Template): CompiledTemplate {
  const { code, diagnostics } = compiled(template, () => compileTree(template.tree, template.source));
  const native = nativeExpression(template);
  const result: CompiledTemplate = {
    template,
    diagnostics,
    render(scope, options = {}) {
      if (code === undefined) return { value: undefined, diagnostics };
      return rendering(template.source, scope, options, false, (context) => {
        code.run(context);
        return rt.out;
      });
    },
    renderNative(scope, options = {}) {
      if (code === undefined) return { value: undefined, diagnostics };
      return rendering(template.source, scope, options, true, (context): Value => {
        if (native !== undefined) return nativeValue(native(context));
        code.run(context);
        return rt.out;
      });
    },
  };
  if (code !== undefined) units.set(result, code);
  return result;
}

/** The value of an expression without braces. */
export function evaluateExpression(
  expression: TemplateExpression,
  scope: TemplateScope,
  options: RenderOptions = {},
): Outcome<Value | undefined> {
  const { code, diagnostics } = compiled(expression, () =>
    compileLoneExpression(expression.expression, expression.source),
  );
  if (code === undefined) return { value: undefined, diagnostics };
  return rendering(expression.source, scope, options, true, (context) => nativeValue(code(context)));
}

function compiled<T>(from: { readonly source: Template['source'] }, compile: () => T): Compiled<T> {
  try {
    return { code: compile(), diagnostics: [] };
  } catch (error) {
    const at = { source: from.source, start: 0, end: 0 };
    if (error instanceof SyntaxFault) {
      const place = { at: { ...at, start: error.start, end: error.end } };
      const hint = error.hint === undefined ? {} : { hint: error.hint };
      return {
        code: undefined,
        diagnostics: [diagnostic('template-syntax', { problem: error.message }, { ...place, ...hint })],
      };
    }
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      return {
        code: undefined,
        diagnostics: [diagnostic('template-limit', { problem: 'The template is nested too deeply' }, { at })],
      };
    }
    throw error;
  }
}

/** The template's expression when it is nothing but one `{{ }}`. */
function nativeExpression(template: Template): ((context: Context) => Value) | undefined {
  const [only, ...others] = template.tree.body;
  if (only?.kind !== 'output' || others.length > 0 || only.expressions.length !== 1) return undefined;
  const [expression] = only.expressions;
  if (expression === undefined) return undefined;
  let code: ((context: Context) => Value) | undefined;
  return (context) => {
    code ??= compileLoneExpression(expression, template.source);
    return code(context);
  };
}

/** What `as_text`, `as_bool`, `as_number` and `as_native` ask for is done at the very end. */
function nativeValue(value: Value): Value {
  if (!(value instanceof NativeMarker)) return value;
  if (value.kind === 'text') return value.str();
  const inner = value.value;
  const literal = typeof inner === 'string' ? literalOr(inner) : inner;
  if (value.kind === 'bool' && typeof literal !== 'boolean') {
    throw hostError(`Could not convert value '${str(inner)}' into type 'bool'`);
  }
  const isNumber = isInteger(literal) || literal instanceof Float;
  if (value.kind === 'number' && !isNumber)
    throw hostError(`Could not convert value '${str(inner)}' into type 'number'`);
  return literal;
}

function literalOr(text: string): Value {
  const value = pythonLiteral(text);
  return value === undefined ? text : value;
}

function withGlobals(scope: TemplateScope): TemplateScope {
  return {
    lookup: (name) => {
      const value = scope.lookup(name);
      return value === undefined ? globals.get(name) : value;
    },
    names: () => [...(scope.names?.() ?? []), ...globals.keys()],
  };
}

/** Sets up a rendering, runs it, turns what is thrown into a diagnostic, and puts everything back. */
function rendering<T extends Value>(
  source: Template['source'],
  scope: TemplateScope,
  options: RenderOptions,
  native: boolean,
  run: (context: Context) => T,
): Outcome<T | undefined> {
  const meter = new Meter({ ...defaultLimits, ...options.limits }, options.clock);
  // A rendering inside another one counts its nesting on top, so that the two cannot outgrow the stack together.
  meter.depth = currentMeter().depth;
  const meterBefore = switchMeter(meter);
  const chainable = options.undefinedMode === 'parse';
  const chainableBefore = switchChainable(chainable);
  const nativeBefore = switchNativeFilters(native);
  const loader = options.loader === undefined ? undefined : loaderOf(options.loader);
  const all = withGlobals(scope);
  const state = new RenderState(source, all, {
    hooks: options,
    native,
    ...(loader === undefined ? {} : { loader }),
  });
  const stateBefore = switchState(state);
  try {
    return { value: run(new Context({ scope: all, source, chainable })), diagnostics: [] };
  } catch (error) {
    if (error instanceof Suspension) throw error;
    const diagnosis = failure(error, state);
    if (diagnosis === undefined) throw error;
    return { value: undefined, diagnostics: [diagnosis] };
  } finally {
    switchState(stateBefore);
    switchMeter(meterBefore);
    switchChainable(chainableBefore);
    switchNativeFilters(nativeBefore);
  }
}

function loaderOf(loader: NonNullable<RenderOptions['loader']>): TemplateLoader {
  return (name, from) => {
    const found = loader(name, from);
    if (found === undefined) return undefined;
    const unit = units.get(found);
    if (unit === undefined)
      throw new Fault('HostError', found.diagnostics[0]?.message ?? `"${name}" cannot be read`);
    return unit;
  };
}

/**
 * Runs a part of a rendering that may fail, for host functions such as `try_or_compiler_error`: after a failure the
 * rendering is as it was before, and can go on.
 */
export function attempt(run: () => Value): Outcome<Value | undefined> {
  const { out, source, at, returnable } = rt;
  const calls = rt.calls.length;
  const meter = currentMeter();
  const { depth } = meter;
  const chainable = switchChainable(false);
  switchChainable(chainable);
  try {
    return { value: run(), diagnostics: [] };
  } catch (error) {
    const diagnosis = error instanceof Suspension ? undefined : failure(error, rt);
    if (diagnosis === undefined || diagnosis.code === 'template-limit') throw error;
    rt.out = out;
    rt.source = source;
    rt.at = at;
    rt.returnable = returnable;
    rt.calls.length = calls;
    meter.depth = depth;
    switchChainable(chainable);
    return { value: undefined, diagnostics: [diagnosis] };
  }
}
