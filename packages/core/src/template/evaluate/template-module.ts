/** What templates see of other templates and of their own blocks. */

import { enter, leave } from '../value/meter.ts';
import { missing, switchChainable } from '../value/undefined-mode.ts';
import { type CallArguments, HostObject, type Value } from '../value/value.ts';
import { type BlockFunction, type Context, rt, type TemplateUnit } from './render-state.ts';

/** What `import` gives: the names a template has exported. */
export class TemplateModule extends HostObject {
  readonly #exports: ReadonlyMap<string, Value>;
  readonly #text: string;
  readonly name: string;

  constructor(name: string, exports: ReadonlyMap<string, Value>, text: string) {
    super();
    this.name = name;
    this.#exports = exports;
    this.#text = text;
  }

  get typeName(): string {
    return 'TemplateModule';
  }

  override getAttribute(name: string): Value | undefined {
    return this.#exports.get(name);
  }

  override str(): string {
    return this.#text;
  }

  override repr(): string {
    return `<TemplateModule '${this.name}'>`;
  }
}

/** Runs something with a text of its own, and gives that text. */
export function captured(run: () => void): string {
  const { out } = rt;
  rt.out = '';
  run();
  const text = rt.out;
  rt.out = out;
  return text;
}

/** Runs another template in place. */
export function runUnit(unit: TemplateUnit, context: Context): void {
  const { source, at } = rt;
  enter('Templates are');
  const chainable = switchChainable(context.chainable);
  rt.calls.push({ name: unit.source.path, source, at });
  rt.source = unit.source;
  unit.run(context);
  rt.calls.pop();
  rt.source = source;
  rt.at = at;
  switchChainable(chainable);
  leave();
}

/** A block as a value: `super()` and `self.name()`. */
export class BlockReference extends HostObject {
  readonly #name: string;
  readonly #context: Context;
  readonly #stack: readonly BlockFunction[];
  readonly #depth: number;

  constructor(name: string, context: Context, stack: readonly BlockFunction[], depth: number) {
    super();
    this.#name = name;
    this.#context = context;
    this.#stack = stack;
    this.#depth = depth;
  }

  get typeName(): string {
    return 'BlockReference';
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(_args: CallArguments): Value {
    return captured(() => runBlock(this.#stack[this.#depth] as BlockFunction, this.#context));
  }

  override getAttribute(name: string): Value | undefined {
    if (name !== 'super') return undefined;
    return parentBlock(this.#name, this.#context, this.#stack, this.#depth);
  }
}

/** The block that the one at `depth` overrides. */
export function parentBlock(
  name: string,
  context: Context,
  stack: readonly BlockFunction[],
  depth: number,
): Value {
  if (depth + 1 < stack.length) return new BlockReference(name, context, stack, depth + 1);
  return missing({ hint: `there is no parent block called '${name}'.`, name: 'super' });
}

export function runBlock(block: BlockFunction, context: Context): void {
  const { source } = rt;
  enter('Blocks are');
  rt.source = block.source;
  block.render(context);
  rt.source = source;
  leave();
}

/** `self`: the template's own blocks. */
export class TemplateReference extends HostObject {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  get typeName(): string {
    return 'TemplateReference';
  }

  override getItem(key: Value): Value | undefined {
    const name = typeof key === 'string' ? key : '';
    const stack = this.#context.blocks.get(name);
    return stack === undefined ? undefined : new BlockReference(name, this.#context, stack, 0);
  }
}
