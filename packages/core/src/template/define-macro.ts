import { compileMacro } from './evaluate/compile-template.ts';
import { Context, Frame, rt, type TemplateScope } from './evaluate/render-state.ts';
import { type MacroCode, TemplateMacro } from './evaluate/template-macro.ts';
import type { Template } from './parse-template.ts';
import type { MacroStatement } from './read/ast.ts';
import type { Callable } from './value/value.ts';

export interface MacroDefinition {
  /** The template whose file defines the macro. */
  readonly template: Template;
  readonly macro: MacroStatement;
  /** What `onMacroCall` is told. */
  readonly id: string;
  /** The name shown in messages; the macro's own without it. */
  readonly name?: string;
  /** What the macro sees, made of what the node being rendered sees; all of that without it. */
  readonly scope?: (node: TemplateScope) => TemplateScope;
}

/**
 * A macro of a macro file as a value. Its free names are looked up, when it is called, in the scope of the node that is
 * being rendered, never among the caller's variables. It is compiled at its first call.
 */
export function defineMacro(definition: MacroDefinition): Callable {
  return new TemplateMacro(
    lazyCode(definition),
    () => {
      const scope = definition.scope?.(rt.scope) ?? rt.scope;
      const context = new Context({ scope, source: definition.template.source, chainable: false });
      return { parent: new Frame(0, undefined, context), context };
    },
    { name: definition.name ?? definition.macro.name, called: () => rt.hooks.onMacroCall?.(definition.id) },
  );
}

function lazyCode(definition: MacroDefinition): MacroCode {
  let compiled: MacroCode | undefined;
  const code = (): MacroCode => {
    compiled ??= compileMacro(definition.macro, definition.template.source);
    return compiled;
  };
  return {
    name: definition.macro.name,
    source: definition.template.source,
    parameters: definition.macro.parameters.map((parameter) => parameter.name),
    get frameSize() {
      return code().frameSize;
    },
    get takesCaller() {
      return code().takesCaller;
    },
    get takesNames() {
      return code().takesNames;
    },
    get takesRest() {
      return code().takesRest;
    },
    get slots() {
      return code().slots;
    },
    run: (frame) => code().run(frame),
  };
}
