import { CharacterSet } from './character-set.ts';
import { patternError } from './pattern-error.ts';
import { regexFlags } from './regex-flags.ts';
import type { Anchor, Item, ParsedPattern, Repeat, Sequence } from './syntax.ts';
import { widthOf } from './width.ts';

/** Instructions of the matching machine; numbers after them are their operands. */
export const Op = {
  /** code */
  literal: 0,
  /** set */
  set: 1,
  /** anchor */
  at: 2,
  /** first, second: goes on at the first, and at the second if that fails */
  split: 3,
  /** target */
  jump: 4,
  /** slot, group to be the last one, or 0 */
  save: 5,
  /** group, 0 = exact, 1 = any case, 2 = any case of ASCII */
  reference: 6,
  /** group, target when it has matched nothing */
  conditional: 7,
  /** set, min, max, literal that must follow or -1; then `again` */
  repeatOne: 8,
  again: 9,
  /** set, min, max; then `oneMore` */
  repeatOneLazy: 10,
  oneMore: 11,
  /** register */
  loopStart: 12,
  /** register, min, max, target of the body, 1 = lazy; then `loopMore` */
  loop: 13,
  loopMore: 14,
  /** register, characters to go back, target when there are not so many, or -1 to fail */
  mark: 15,
  /** register, 1 = go back to where the mark was made */
  cut: 16,
  /** register: fails, with everything since the mark */
  cutAndFail: 17,
  fail: 18,
  end: 19,
} as const;

export const anchorCodes = {
  textStart: 0,
  textEnd: 1,
  lineStart: 2,
  end: 3,
  lineEnd: 4,
  boundary: 5,
  notBoundary: 6,
};

/** Stands for "no bound" among the operands. */
export const unbounded = 0xffffffff;

export interface Program {
  readonly code: readonly number[];
  readonly sets: readonly CharacterSet[];
  /** Two for each group, from group 1; then the number of the last group; then the loops' and marks'. */
  readonly registers: number;
  readonly groups: number;
  /** The character every match begins with, if there is one. */
  readonly firstLiteral: number | undefined;
}

export function compileProgram(pattern: ParsedPattern): Program {
  const compiler = new Compiler(pattern);
  compiler.sequence(pattern.body, pattern.flags);
  compiler.code.push(Op.end);
  return {
    code: compiler.code,
    sets: compiler.sets,
    registers: compiler.registers,
    groups: pattern.groups,
    firstLiteral: firstLiteral(pattern.body, pattern.flags),
  };
}

function firstLiteral(sequence: Sequence, flags: number): number | undefined {
  const [first] = sequence;
  if (first === undefined || (flags & regexFlags.ignoreCase) !== 0) return undefined;
  if (first.kind === 'literal') return first.code;
  if (first.kind === 'group') return firstLiteral(first.body, first.on);
  return first.kind === 'repeat' && first.min > 0 ? firstLiteral(first.body, flags) : undefined;
}

class Compiler {
  readonly code: number[] = [];
  readonly sets: CharacterSet[] = [];
  registers: number;
  readonly #pattern: ParsedPattern;

  constructor(pattern: ParsedPattern) {
    this.#pattern = pattern;
    this.registers = pattern.groups * 2 + 1;
  }

  sequence(items: Sequence, flags: number): void {
    items.forEach((item, index) => {
      this.#item(item, flags, items[index + 1]);
    });
  }

  #item(item: Item, flags: number, next: Item | undefined): void {
    const { code } = this;
    switch (item.kind) {
      case 'literal':
      case 'set':
      case 'any':
        this.#one(item, flags);
        return;
      case 'at':
        code.push(Op.at, anchorCode(item.where, flags));
        return;
      case 'branch':
        this.#branch(item.branches, flags);
        return;
      case 'group':
        this.#group(item, flags);
        return;
      case 'atomic':
        this.#atomic(() => this.sequence(item.body, flags));
        return;
      case 'repeat':
        this.#repeat(item, flags, next);
        return;
      case 'look':
        this.#look(item, flags);
        return;
      case 'reference':
        code.push(Op.reference, item.group, caseMode(flags));
        return;
      case 'conditional':
        this.#conditional(item, flags);
    }
  }

  #one(item: Item, flags: number): void {
    if (item.kind === 'literal' && (flags & regexFlags.ignoreCase) === 0) {
      this.code.push(Op.literal, item.code);
    } else this.code.push(Op.set, this.#set(item, flags));
  }

  #set(item: Item, flags: number): number {
    this.sets.push(setOf(item, flags));
    return this.sets.length - 1;
  }

  /** Where a target will be written. */
  #hole(): number {
    this.code.push(0);
    return this.code.length - 1;
  }

  #fill(hole: number): void {
    this.code[hole] = this.code.length;
  }

  #branch(branches: readonly Sequence[], flags: number): void {
    const { code } = this;
    const ends: number[] = [];
    branches.forEach((branch, index) => {
      if (index === branches.length - 1) {
        this.sequence(branch, flags);
        return;
      }
      code.push(Op.split, code.length + 3);
      const second = this.#hole();
      this.sequence(branch, flags);
      code.push(Op.jump);
      ends.push(this.#hole());
      this.#fill(second);
    });
    for (const end of ends) this.#fill(end);
  }

  #group(item: Extract<Item, { kind: 'group' }>, flags: number): void {
    const kinds = regexFlags.ascii | regexFlags.locale | regexFlags.unicode;
    const base = (item.on & kinds) === 0 ? flags : flags & ~kinds;
    const inner = (base | item.on) & ~item.off;
    const { group } = item;
    if (group === null) {
      this.sequence(item.body, inner);
      return;
    }
    this.code.push(Op.save, group * 2 - 2, 0);
    this.sequence(item.body, inner);
    this.code.push(Op.save, group * 2 - 1, group);
  }

  #conditional(item: Extract<Item, { kind: 'conditional' }>, flags: number): void {
    this.code.push(Op.conditional, item.group);
    const otherwise = this.#hole();
    this.sequence(item.yes, flags);
    if (item.no === null) {
      this.#fill(otherwise);
      return;
    }
    this.code.push(Op.jump);
    const end = this.#hole();
    this.#fill(otherwise);
    this.sequence(item.no, flags);
    this.#fill(end);
  }

  #register(count: number): number {
    this.registers += count;
    return this.registers - count;
  }

  #atomic(body: () => void): void {
    const register = this.#register(2);
    this.code.push(Op.mark, register, 0, -1);
    body();
    this.code.push(Op.cut, register, 0);
  }

  #look(item: Extract<Item, { kind: 'look' }>, flags: number): void {
    const { code } = this;
    const register = this.#register(2);
    code.push(Op.mark, register, item.behind ? this.#fixedWidth(item.body) : 0);
    const tooEarly = this.#hole();
    if (!item.negated) {
      code[tooEarly] = -1;
      this.sequence(item.body, flags);
      code.push(Op.cut, register, 1);
      return;
    }
    // When the body fails, the second way is taken: back to where the mark was made.
    code.push(Op.split, code.length + 3);
    const second = this.#hole();
    this.sequence(item.body, flags);
    code.push(Op.cutAndFail, register);
    this.#fill(second);
    code.push(Op.cut, register, 1);
    this.#fill(tooEarly);
  }

  #fixedWidth(body: Sequence): number {
    const { min, max } = widthOf(body, this.#pattern.groupWidths);
    if (min > unbounded) throw patternError('looks too much behind');
    if (min !== max) throw patternError('look-behind requires fixed-width pattern');
    return min;
  }

  #repeat(item: Repeat, flags: number, next: Item | undefined): void {
    if (item.mode === 'possessive') this.#atomic(() => this.#greedyOrLazy(item, flags, undefined));
    else this.#greedyOrLazy(item, flags, next);
  }

  #greedyOrLazy(item: Repeat, flags: number, next: Item | undefined): void {
    const { code } = this;
    const max = Number.isFinite(item.max) ? item.max : unbounded;
    const single = singleCharacter(item.body, flags);
    if (single !== undefined) {
      const set = this.#set(single.item, single.flags);
      if (item.mode === 'lazy') {
        code.push(Op.repeatOneLazy, set, item.min, max, Op.oneMore);
        return;
      }
      const isExact = next?.kind === 'literal' && (flags & regexFlags.ignoreCase) === 0;
      code.push(Op.repeatOne, set, item.min, max, isExact ? next.code : -1, Op.again);
      return;
    }
    const register = this.#register(2);
    code.push(Op.loopStart, register, Op.jump);
    const test = this.#hole();
    const body = code.length;
    // A possessive repeat never goes back into one of its rounds.
    if (item.mode === 'possessive') this.#atomic(() => this.sequence(item.body, flags));
    else this.sequence(item.body, flags);
    this.#fill(test);
    code.push(Op.loop, register, item.min, max, body, item.mode === 'lazy' ? 1 : 0, Op.loopMore);
  }
}

/** A body that always matches exactly one character is repeated without a loop. */
function singleCharacter(
  body: Sequence,
  flags: number,
): { readonly item: Item; readonly flags: number } | undefined {
  const [item] = body;
  if (item === undefined || body.length !== 1) return undefined;
  if (item.kind === 'literal' || item.kind === 'set' || item.kind === 'any') return { item, flags };
  const isPlain = item.kind === 'group' && item.group === null && item.on === 0 && item.off === 0;
  return isPlain ? singleCharacter(item.body, flags) : undefined;
}

function setOf(item: Item, flags: number): CharacterSet {
  if (item.kind === 'literal') return new CharacterSet([{ from: item.code, to: item.code }], false, flags);
  if (item.kind === 'set') return new CharacterSet(item.members, item.negated, flags);
  const isNewlineOut = (flags & regexFlags.dotAll) === 0;
  return new CharacterSet(isNewlineOut ? [{ from: 10, to: 10 }] : [], true, 0);
}

function anchorCode(where: Anchor, flags: number): number {
  const isMultiLine = (flags & regexFlags.multiLine) !== 0;
  switch (where) {
    case 'text-start':
      return anchorCodes.textStart;
    case 'text-end':
      return anchorCodes.textEnd;
    case 'start':
      return isMultiLine ? anchorCodes.lineStart : anchorCodes.textStart;
    case 'end':
      return isMultiLine ? anchorCodes.lineEnd : anchorCodes.end;
    case 'boundary':
    case 'not-boundary': {
      const isAscii = (flags & regexFlags.ascii) !== 0;
      return (where === 'boundary' ? anchorCodes.boundary : anchorCodes.notBoundary) + (isAscii ? 2 : 0);
    }
  }
}

function caseMode(flags: number): number {
  if ((flags & regexFlags.ignoreCase) === 0) return 0;
  return (flags & regexFlags.ascii) === 0 ? 1 : 2;
}
