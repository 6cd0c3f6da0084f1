import { claimItems, LimitFault, spend } from '../../../template/template.ts';
import { currentMeter } from '../../../template/value/meter.ts';
import { isAnchored } from './anchored.ts';
import { lowerAscii, lowerCase } from './case-folding.ts';
import type { CharacterSet } from './character-set.ts';
import { Op, type Program, unbounded } from './compile-program.ts';
import type { Subject } from './subject.ts';

export interface RunOptions {
  readonly program: Program;
  readonly subject: Subject;
  /** Where the first try begins. */
  readonly start: number;
  /** Where the text ends for this search. */
  readonly end: number;
  /** Whether a match may begin after `start`. */
  readonly search: boolean;
  /** Whether a match must reach `end`. */
  readonly full: boolean;
  /** Whether an empty match at `start` does not count: the match before ended there. */
  readonly mustAdvance: boolean;
}

/** Where a match is: start and end of the whole, then of each group; -1 for a group that took no part. */
export interface Found {
  readonly spans: readonly number[];
  /** The group that was closed last, or 0. */
  readonly lastGroup: number;
}

/**
 * Finds a match by going back over choices, as Python does, with its own stack: a bad pattern costs steps of the
 * rendering, never the process's stack. What the stack may hold is bounded too.
 */
export function runProgram(options: RunOptions): Found | undefined {
  return new Machine(options).find();
}

/** Instructions that count as one step of the template's meter. */
const instructionsPerStep = 4;
const maxStack = 1 << 24;
/** A stack of this size is kept for the next search; one search is over before another begins. */
const spareSize = 1 << 16;
const spareStack = new Int32Array(spareSize);

// Constants of this module, because the machine asks for them all the time.
const {
  literal: opLiteral,
  set: opSet,
  at: opAt,
  split: opSplit,
  jump: opJump,
  save: opSave,
  reference: opReference,
  conditional: opConditional,
  repeatOne: opRepeatOne,
  again: opAgain,
  repeatOneLazy: opRepeatOneLazy,
  oneMore: opOneMore,
  loopStart: opLoopStart,
  loop: opLoop,
  loopMore: opLoopMore,
  mark: opMark,
  cut: opCut,
  cutAndFail: opCutAndFail,
  end: opEnd,
} = Op;

class Machine {
  readonly #options: RunOptions;
  readonly #subject: Subject;
  readonly #end: number;
  readonly #registers: Int32Array;
  /** Entries of three: an instruction with a position and a number, or ~register with its old value. */
  #stack = spareStack;
  #height = 0;
  #ticks = 0;

  constructor(options: RunOptions) {
    claimItems(options.program.registers);
    this.#options = options;
    this.#subject = options.subject;
    this.#end = options.end;
    this.#registers = new Int32Array(options.program.registers).fill(-1);
  }

  find(): Found | undefined {
    const { start, search, mustAdvance, program } = this.#options;
    if (!search) return start > this.#end ? undefined : this.#try(start, mustAdvance);
    for (let from = this.#skip(start, program.firstLiteral); from <= this.#end; ) {
      const found = this.#try(from, mustAdvance && from === start);
      if (found !== undefined) return found;
      from = this.#skip(from + 1, program.firstLiteral);
    }
    this.#settle();
    return undefined;
  }

  #try(from: number, mustAdvance: boolean): Found | undefined {
    const to = this.#run(from, mustAdvance);
    return to === undefined ? undefined : this.#found(from, to);
  }

  /** The next place where a match can begin. */
  #skip(from: number, literal: number | undefined): number {
    if (literal === undefined) return from;
    let at = from;
    while (at < this.#end && this.#subject.at(at) !== literal) at += 1;
    this.#tick((at - from) >>> 3);
    return at < this.#end ? at : this.#end + 1;
  }

  #tick(count: number): void {
    this.#ticks += count;
    if (this.#ticks > 4096) this.#settle();
  }

  #settle(): void {
    spend(Math.ceil(this.#ticks / instructionsPerStep));
    this.#ticks = 0;
  }

  #found(from: number, to: number): Found {
    this.#settle();
    const { groups } = this.#options.program;
    claimItems(groups * 2 + 2);
    const spans = [from, to];
    for (let slot = 0; slot < groups * 2; slot += 2) {
      const start = this.#registers[slot] as number;
      const end = this.#registers[slot + 1] as number;
      spans.push(...(start >= 0 && end >= start ? [start, end] : [-1, -1]));
    }
    return { spans, lastGroup: Math.max(this.#registers[groups * 2] as number, 0) };
  }

  #push(tag: number, first: number, second: number): void {
    if (this.#height + 3 > this.#stack.length) this.#grow();
    this.#stack[this.#height++] = tag;
    this.#stack[this.#height++] = first;
    this.#stack[this.#height++] = second;
  }

  #grow(): void {
    const size = this.#stack.length * 2;
    if (size > maxStack) throw new LimitFault('A regular expression needs more memory than it may have');
    currentMeter().allocate(size);
    const before = this.#stack;
    this.#stack = new Int32Array(size);
    this.#stack.set(before);
  }

  /** Sets a register; going back undoes it. */
  #set(register: number, value: number): void {
    this.#push(~register, this.#registers[register] as number, 0);
    this.#registers[register] = value;
  }

  /** Drops the choices made since a height, but keeps what must be undone when an earlier choice is taken. */
  #keepUndo(height: number): void {
    const stack = this.#stack;
    let kept = height;
    for (let at = height; at < this.#height; at += 3) {
      if ((stack[at] as number) >= 0) continue;
      stack[kept] = stack[at] as number;
      stack[kept + 1] = stack[at + 1] as number;
      kept += 3;
    }
    this.#tick((this.#height - height) / 3);
    this.#height = kept;
  }

  /** Undoes everything since a height. */
  #undo(height: number): void {
    this.#tick((this.#height - height) / 3);
    while (this.#height > height) {
      this.#height -= 3;
      const tag = this.#stack[this.#height] as number;
      if (tag < 0) this.#registers[~tag] = this.#stack[this.#height + 1] as number;
    }
  }

  /** Number of characters from a position on that belong to a set, at most so many. */
  #count(set: CharacterSet, from: number, most: number): number {
    const subject = this.#subject;
    const stop = most < this.#end - from ? from + most : this.#end;
    let at = from;
    while (at < stop && set.has(subject.at(at))) at += 1;
    this.#tick((at - from) >>> 2);
    return at - from;
  }

  /**
   * Runs from a position; the end of the match, or `undefined`. One long function: its state lives in local variables,
   * which is what makes it fast.
   */
  #run(start: number, mustAdvance: boolean): number | undefined {
    const { program, full } = this.#options;
    const { code, sets } = program;
    const subject = this.#subject;
    const end = this.#end;
    const registers = this.#registers;
    this.#height = 0;
    let pc = 0;
    let at = start;
    let extra = 0;
    for (;;) {
      this.#ticks += 1;
      if (this.#ticks > 4096) this.#settle();
      let ok = true;
      switch (code[pc]) {
        case opLiteral:
          ok = at < end && subject.at(at) === code[pc + 1];
          at += 1;
          pc += 2;
          break;
        case opSet:
          ok = at < end && (sets[code[pc + 1] as number] as CharacterSet).has(subject.at(at));
          at += 1;
          pc += 2;
          break;
        case opAt:
          ok = isAnchored(code[pc + 1] as number, subject, at, end);
          pc += 2;
          break;
        case opSplit:
          this.#push(code[pc + 2] as number, at, 0);
          pc = code[pc + 1] as number;
          break;
        case opJump:
          pc = code[pc + 1] as number;
          break;
        case opSave: {
          this.#set(code[pc + 1] as number, at);
          const group = code[pc + 2] as number;
          if (group > 0) this.#set(program.groups * 2, group);
          pc += 3;
          break;
        }
        case opReference: {
          const to = this.#repeated(code[pc + 1] as number, at, code[pc + 2] as number);
          ok = to !== undefined;
          at = to ?? at;
          pc += 3;
          break;
        }
        case opConditional: {
          const slot = (code[pc + 1] as number) * 2 - 2;
          const from = registers[slot] as number;
          pc = from >= 0 && (registers[slot + 1] as number) >= from ? pc + 3 : (code[pc + 2] as number);
          break;
        }
        case opRepeatOne: {
          const min = code[pc + 2] as number;
          const count = this.#count(sets[code[pc + 1] as number] as CharacterSet, at, code[pc + 3] as number);
          ok = count >= min;
          // `again` tries the longest first, and goes on if the literal after it is there.
          extra = at + min;
          at += count;
          pc += 5;
          break;
        }
        case opAgain: {
          const literal = code[pc - 1] as number;
          if (literal >= 0) {
            const from = at;
            while (at >= extra && (at >= end || subject.at(at) !== literal)) at -= 1;
            this.#tick((from - at) >>> 2);
          }
          ok = at >= extra;
          if (at > extra) this.#push(pc, at - 1, extra);
          pc += 1;
          break;
        }
        case opRepeatOneLazy: {
          const min = code[pc + 2] as number;
          ok = this.#count(sets[code[pc + 1] as number] as CharacterSet, at, min) === min;
          at += min;
          pc += 4;
          if (ok) this.#push(pc, at, min);
          pc += 1;
          break;
        }
        case opOneMore: {
          const max = code[pc - 1] as number;
          const set = sets[code[pc - 3] as number] as CharacterSet;
          ok = extra < max && at < end && set.has(subject.at(at));
          at += 1;
          if (ok) this.#push(pc, at, extra + 1);
          pc += 1;
          break;
        }
        case opLoopStart: {
          const register = code[pc + 1] as number;
          this.#set(register, -1);
          this.#set(register + 1, -1);
          pc += 2;
          break;
        }
        case opLoop:
          pc = this.#loop(code, pc, at);
          break;
        case opLoopMore: {
          const register = code[pc - 5] as number;
          this.#set(register, extra);
          this.#set(register + 1, at);
          pc = code[pc - 2] as number;
          break;
        }
        case opMark: {
          const register = code[pc + 1] as number;
          const height = this.#height;
          const back = code[pc + 2] as number;
          if (at < back) {
            ok = code[pc + 3] !== -1;
            pc = code[pc + 3] as number;
            break;
          }
          this.#set(register, height);
          this.#set(register + 1, at);
          at -= back;
          pc += 4;
          break;
        }
        case opCut: {
          const register = code[pc + 1] as number;
          if (code[pc + 2] === 1) at = registers[register + 1] as number;
          this.#keepUndo(registers[register] as number);
          pc += 3;
          break;
        }
        case opCutAndFail:
          this.#undo(registers[code[pc + 1] as number] as number);
          ok = false;
          break;
        case opEnd:
          if ((!full || at === end) && !(mustAdvance && at === start)) return at;
          ok = false;
          break;
        default:
          ok = false;
      }
      if (ok) continue;
      // Back to the last choice.
      let tag = -1;
      while (tag < 0) {
        if (this.#height === 0) return undefined;
        this.#height -= 3;
        tag = this.#stack[this.#height] as number;
        const value = this.#stack[this.#height + 1] as number;
        if (tag < 0) registers[~tag] = value;
        else at = value;
      }
      pc = tag;
      extra = this.#stack[this.#height + 2] as number;
    }
  }

  /** One round of a loop is over: the next instruction. */
  #loop(code: readonly number[], pc: number, at: number): number {
    const register = code[pc + 1] as number;
    const count = (this.#registers[register] as number) + 1;
    const max = code[pc + 3] as number;
    const body = code[pc + 4] as number;
    const tail = pc + 7;
    if (count < (code[pc + 2] as number)) {
      this.#set(register, count);
      return body;
    }
    // A round that has matched nothing is the last one.
    const isLast = (max !== unbounded && count >= max) || at === this.#registers[register + 1];
    if (isLast) return tail;
    if (code[pc + 5] === 1) {
      this.#push(pc + 6, at, count);
      return tail;
    }
    this.#push(tail, at, 0);
    this.#set(register, count);
    this.#set(register + 1, at);
    return body;
  }

  /** The end of what a group has matched, when it is found again here. */
  #repeated(group: number, at: number, mode: number): number | undefined {
    const from = this.#registers[group * 2 - 2] as number;
    const length = (this.#registers[group * 2 - 1] as number) - from;
    if (from < 0 || length < 0 || at + length > this.#end) return undefined;
    const subject = this.#subject;
    const fold = mode === 1 ? lowerCase : lowerAscii;
    for (let i = 0; i < length; i += 1) {
      const a = subject.at(from + i);
      const b = subject.at(at + i);
      if (a !== b && (mode === 0 || fold(a) !== fold(b))) {
        this.#tick(i >>> 2);
        return undefined;
      }
    }
    this.#tick(length >>> 2);
    return at + length;
  }
}
