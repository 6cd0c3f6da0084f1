import type { SourceText } from '../../diagnostics/source-text.ts';
import { LimitFault } from '../value/fault.ts';
import { currentMeter } from '../value/meter.ts';
import { type Value, ValueObject } from '../value/value.ts';

/** Where names come from: the context of the node that is being rendered. Lookups may be lazy. */
export interface TemplateScope {
  lookup(name: string): Value | undefined;
  /** Names worth suggesting when one is not found. */
  names?(): Iterable<string>;
}

/** A place in a template, while it is evaluated. */
export interface Spot {
  readonly start: number;
  readonly end: number;
}

/** One macro call that is going on. */
export interface CallSite {
  readonly name: string;
  readonly source: SourceText;
  readonly at: Spot;
}

export interface RenderHooks {
  /** A name that nothing defines was printed. */
  readonly onUndefinedName?: (name: string, at: { source: SourceText; start: number; end: number }) => void;
  /** A macro made by `defineMacro` is being called. */
  readonly onMacroCall?: (id: string) => void;
}

/** A compiled template, as including and importing see it. */
export interface TemplateUnit {
  readonly source: SourceText;
  readonly blocks: ReadonlyMap<string, BlockFunction>;
  /** Runs the template's body; what it writes goes to `rt.out`. */
  run(context: Context): void;
}

/** Finds the template of a name, for `include`, `import` and `extends`. */
export type TemplateLoader = (name: string, from: SourceText) => TemplateUnit | undefined;

/** What is going on in one rendering. */
export class RenderState {
  /** Text written so far by the innermost macro, block or template. */
  out = '';
  /** What is being evaluated, for the place of an error. */
  at: Spot;
  source: SourceText;
  scope: TemplateScope;
  readonly calls: CallSite[] = [];
  readonly hooks: RenderHooks;
  readonly maxOutput: number;
  /** Whether `as_bool` and its kin convert, as in YAML, or do nothing, as in SQL. */
  readonly native: boolean;
  /** How many macros are running that `return` could end. */
  returnable = 0;

  readonly loader: TemplateLoader | undefined;

  constructor(
    source: SourceText,
    scope: TemplateScope,
    options: {
      readonly hooks?: RenderHooks;
      readonly native?: boolean;
      readonly loader?: TemplateLoader;
    } = {},
  ) {
    const { hooks = {}, native = false, loader } = options;
    this.loader = loader;
    this.source = source;
    this.at = { start: 0, end: 0 };
    this.scope = scope;
    this.hooks = hooks;
    this.native = native;
    this.maxOutput = currentMeter().limits.text;
  }

  write(text: string): void {
    this.out += text;
    if (this.out.length > this.maxOutput) {
      throw new LimitFault(`The template writes more than ${this.maxOutput} characters`);
    }
  }
}

/** The rendering that is going on. Rendering is synchronous; a nested one puts back what was there. */
export let rt: RenderState = new RenderState({ path: '', text: '' }, { lookup: () => undefined });

export function switchState(state: RenderState): RenderState {
  const before = rt;
  rt = state;
  return before;
}

/** Thrown by `return(value)`; the nearest macro catches it. */
export class ReturnSignal {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** Not resolved yet: looked up when first read. */
export class Unresolved extends ValueObject {
  get typeName(): string {
    return 'unresolved';
  }
}

export const unresolved = new Unresolved();

/** The variables of a template or module that other functions of it and importers can see. */
export class Context {
  readonly scope: TemplateScope;
  /** What top-level statements have assigned. */
  readonly vars = new Map<string, Value>();
  readonly exported = new Set<string>();
  /** Variables given by an includer or importer. */
  readonly given: ReadonlyMap<string, Value> | undefined;
  readonly chainable: boolean;
  readonly source: SourceText;
  /** The functions of each block, the most derived first. */
  readonly blocks = new Map<string, BlockFunction[]>();
  readonly name: string | undefined;

  constructor(options: {
    scope: TemplateScope;
    source: SourceText;
    chainable: boolean;
    name?: string | undefined;
    given?: ReadonlyMap<string, Value> | undefined;
  }) {
    this.scope = options.scope;
    this.source = options.source;
    this.chainable = options.chainable;
    this.name = options.name;
    this.given = options.given;
  }

  resolve(name: string): Value | undefined {
    const own = this.vars.get(name);
    if (own !== undefined) return own;
    const given = this.given?.get(name);
    return given === undefined ? this.scope.lookup(name) : given;
  }

  /** A context that sees this one and some local variables. */
  derived(locals: ReadonlyMap<string, Value>): Context {
    const given = new Map(this.given ?? []);
    for (const [name, value] of this.vars) given.set(name, value);
    for (const [name, value] of locals) given.set(name, value);
    const context = new Context({
      scope: this.scope,
      source: this.source,
      chainable: this.chainable,
      name: this.name,
      given,
    });
    for (const [name, functions] of this.blocks) context.blocks.set(name, functions.slice());
    return context;
  }
}

export interface BlockFunction {
  readonly name: string;
  readonly source: SourceText;
  render(context: Context): void;
}

/** The variables of one run of a function. */
export class Frame {
  readonly slots: (Value | undefined)[];
  readonly parent: Frame | undefined;
  readonly context: Context;
  /** The template that the one this frame belongs to has extended. */
  extended: TemplateUnit | undefined = undefined;

  constructor(size: number, parent: Frame | undefined, context: Context) {
    this.slots = new Array<Value | undefined>(size).fill(undefined);
    this.parent = parent;
    this.context = context;
  }
}
