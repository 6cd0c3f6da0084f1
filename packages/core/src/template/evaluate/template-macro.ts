import { nearest } from '../../diagnostics/nearest.ts';
import type { SourceText } from '../../diagnostics/source-text.ts';
import { Dict } from '../value/dict.ts';
import { hostError, typeFault } from '../value/fault.ts';
import { currentMeter, enter, spend } from '../value/meter.ts';
import { quoted } from '../value/print.ts';
import { hostFunction } from '../value/signature.ts';
import { missing, switchChainable } from '../value/undefined-mode.ts';
import {
  type CallArguments,
  Callable,
  type HostFunction,
  orElse,
  Tuple,
  type Undefined,
  type Value,
} from '../value/value.ts';
import { type Context, Frame, ReturnSignal, rt } from './render-state.ts';

/** A compiled macro or call block, without the variables around it. */
export interface MacroCode {
  readonly name: string | undefined;
  readonly source: SourceText;
  readonly parameters: readonly string[];
  readonly frameSize: number;
  readonly takesCaller: boolean;
  readonly takesNames: boolean;
  readonly takesRest: boolean;
  /** Slots of the parameters, then of `caller`, `kwargs`, `varargs` as far as they are taken. */
  readonly slots: readonly number[];
  /** Defaults and body. */
  readonly run: (frame: Frame) => void;
}

/** A macro as a value. */
export class TemplateMacro extends Callable {
  readonly #code: MacroCode;
  readonly #shownName: string | undefined;
  readonly #around: () => { readonly parent: Frame; readonly context: Context };
  readonly #called: (() => void) | undefined;

  constructor(
    code: MacroCode,
    around: () => { readonly parent: Frame; readonly context: Context },
    options: { readonly name?: string; readonly called?: () => void } = {},
  ) {
    super();
    this.#code = code;
    this.#around = around;
    this.#shownName = options.name ?? code.name;
    this.#called = options.called;
  }

  get name(): string {
    return this.#shownName ?? 'caller';
  }

  override get typeName(): string {
    return 'Macro';
  }

  override repr(): string {
    return `<Macro ${this.#shownName === undefined ? 'anonymous' : quoted(this.#shownName)}>`;
  }

  override getAttribute(name: string): Value | undefined {
    // dbt's macros hide what plain Jinja's show.
    if (this.#called !== undefined) return undefined;
    switch (name) {
      case 'name':
        return this.#code.name ?? null;
      case 'arguments':
        return new Tuple(this.#code.parameters);
      case 'catch_kwargs':
        return this.#code.takesNames;
      case 'catch_varargs':
        return this.#code.takesRest;
      case 'caller':
        return this.#code.takesCaller;
      default:
        return undefined;
    }
  }

  call(args: CallArguments): Value {
    spend(4);
    const code = this.#code;
    const values = this.#bind(args);
    const { parent, context } = this.#around();
    const frame = new Frame(code.frameSize, parent, context);
    values.forEach((value, i) => {
      frame.slots[code.slots[i] as number] = value;
    });
    this.#called?.();
    return this.#invoke(frame);
  }

  /** Runs the body with a text of its own, and puts everything back. */
  #invoke(frame: Frame): Value {
    const code = this.#code;
    const state = rt;
    const { out, source, at } = state;
    const depth = currentMeter().depth;
    const calls = state.calls.length;
    const { returnable } = state;
    enter('Macro calls');
    state.calls.push({ name: this.name, source, at });
    const chainable = switchChainable(frame.context.chainable);
    state.out = '';
    state.source = code.source;
    if (code.name !== undefined) state.returnable += 1;
    let result: Value;
    try {
      code.run(frame);
      result = state.out;
    } catch (error) {
      // A call block does not end at `return`: the macro that called `caller()` does.
      if (!(error instanceof ReturnSignal) || code.name === undefined) throw error;
      result = error.value;
    }
    state.out = out;
    state.source = source;
    state.at = at;
    state.calls.length = calls;
    state.returnable = returnable;
    switchChainable(chainable);
    currentMeter().depth = depth;
    return result;
  }

  #bind(args: CallArguments): (Value | undefined)[] {
    const { parameters, takesCaller, takesNames, takesRest } = this.#code;
    const { positional } = args;
    const named = new Map(args.named);
    const values: (Value | undefined)[] = positional.slice(0, parameters.length);
    let callerFound = parameters.includes('caller');
    if (values.length < parameters.length) {
      callerFound = false;
      for (const name of parameters.slice(values.length)) {
        if (name === 'caller') callerFound = true;
        values.push(named.get(name));
        named.delete(name);
      }
    }
    if (takesCaller && !callerFound) {
      const caller = named.get('caller');
      named.delete('caller');
      values.push(caller ?? missing({ hint: 'No caller defined', name: 'caller' }));
    }
    if (takesNames) values.push(Dict.of(named));
    else if (named.size > 0) throw this.#unknownName(named);
    if (takesRest) values.push(new Tuple(positional.slice(parameters.length)));
    else if (positional.length > parameters.length) {
      throw typeFault(`macro '${this.name}' takes not more than ${parameters.length} argument(s)`);
    }
    return values;
  }

  #unknownName(named: ReadonlyMap<string, Value>): Error {
    if (named.has('caller')) {
      return typeFault(
        `macro '${this.name}' was called with a block, but does not call caller()`,
        'write {{ caller() }} where the block belongs',
      );
    }
    const [name = ''] = named.keys();
    const meant = nearest(name, this.#code.parameters);
    return typeFault(
      `macro '${this.name}' takes no keyword argument '${name}'`,
      meant === undefined ? undefined : `did you mean ${meant}=?`,
    );
  }
}

/** The default of a parameter that was not given and has none. */
export function notProvided(name: string): Undefined {
  return missing({ hint: `parameter '${name}' was not provided`, name });
}

/** `return(value)`: ends the nearest macro. */
export const returnFunction: HostFunction = hostFunction('return', ['data?'], ([value]) => {
  if (rt.returnable === 0) throw hostError('return() outside of a macro');
  throw new ReturnSignal(orElse(value, null));
});
