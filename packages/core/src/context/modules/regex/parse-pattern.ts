import { claimItems, Fault, LimitFault, spend } from '../../../template/template.ts';
import { characters as charactersOf } from '../../../template/value/code-points.ts';
import { quoted } from '../../../template/value/print.ts';
import { decimalDigits, type GroupChecks, readEscape } from './parse-escape.ts';
import { isFlagLetter, readInlineFlags } from './parse-flags.ts';
import { readSet } from './parse-set.ts';
import { patternError } from './pattern-error.ts';
import { isIdentifier, lengthOf, PatternReader } from './pattern-reader.ts';
import { regexFlags } from './regex-flags.ts';
import type { Item, ParsedPattern, RepeatMode, Sequence, Width } from './syntax.ts';
import { widthOf } from './width.ts';

const maxLength = 100_000;
const maxDepth = 200;
/** Python's largest number of repetitions. */
const maxRepeat = 4294967295;
const maxGroups = 1073741823;

/** A regular expression as Python's `re` reads it. */
export function parsePattern(text: string, flags: number): ParsedPattern {
  if (text.length > maxLength) {
    throw new LimitFault(`A regular expression of more than ${maxLength} characters is refused`);
  }
  claimItems(text.length);
  spend(text.length);
  return new PatternParser(charactersOf(text), flags).parse();
}

/** Where the parser is: whether white space counts, and how deep. */
interface Place {
  readonly verbose: boolean;
  readonly depth: number;
}

class PatternParser implements GroupChecks {
  readonly #reader: PatternReader;
  #flags: number;
  readonly #names = new Map<string, number>();
  readonly #widths: (Width | undefined)[] = [undefined];
  /** Places of conditions on groups that may come later. */
  readonly #conditions = new Map<number, number>();
  /** Number of groups when the outermost look-behind began. */
  #lookbehindGroups: number | undefined;

  constructor(characters: readonly string[], flags: number) {
    this.#reader = new PatternReader(characters);
    this.#flags = flags;
  }

  parse(): ParsedPattern {
    const body = this.#alternatives({ verbose: (this.#flags & regexFlags.verbose) !== 0, depth: 0 });
    const flags = unicodeOrAscii(this.#flags);
    if (this.#reader.next !== undefined) throw this.#reader.error('unbalanced parenthesis');
    for (const [group, position] of this.#conditions) {
      if (group >= this.groupCount) {
        throw patternError(`invalid group reference ${group}`, this.#reader.characters, position);
      }
    }
    const groups = this.groupCount - 1;
    return { body, flags, groups, groupNames: this.#names, groupWidths: this.#widths };
  }

  get groupCount(): number {
    return this.#widths.length;
  }

  isClosed(group: number): boolean {
    return this.#widths[group] !== undefined;
  }

  checkLookbehind(group: number): void {
    if (this.#lookbehindGroups === undefined) return;
    if (!this.isClosed(group)) throw this.#reader.error('cannot refer to an open group');
    if (group >= this.#lookbehindGroups) {
      throw this.#reader.error('cannot refer to group defined in the same lookbehind subpattern');
    }
  }

  #alternatives(place: Place): Sequence {
    const branches: Sequence[] = [];
    let { verbose } = place;
    do {
      branches.push(
        this.#sequence({ verbose, depth: place.depth + 1 }, place.depth === 0 && branches.length === 0),
      );
      if (place.depth === 0) verbose = (this.#flags & regexFlags.verbose) !== 0;
    } while (this.#reader.match('|'));
    return branches.length === 1 ? (branches[0] as Sequence) : [{ kind: 'branch', branches }];
  }

  #sequence(place: Place, isFirst = false): Sequence {
    if (place.depth > maxDepth) {
      throw new LimitFault(`A regular expression nested more than ${maxDepth} levels deep is refused`);
    }
    const reader = this.#reader;
    const items: Item[] = [];
    let { verbose } = place;
    for (;;) {
      const character = reader.next;
      if (character === undefined || character === '|' || character === ')') return items;
      reader.get();
      if (verbose && ' \t\n\r\v\f'.includes(character)) continue;
      if (verbose && character === '#') this.#skipComment();
      else if (character.startsWith('\\')) items.push(readEscape(reader, character, this));
      else if ('?*+{'.includes(character)) this.#repeat(items, character);
      else if (character === '(') {
        const item = this.#parenthesis({ verbose, depth: place.depth }, isFirst && items.length === 0);
        if (item === undefined) verbose ||= place.depth === 1 && (this.#flags & regexFlags.verbose) !== 0;
        else items.push(item);
      } else items.push(this.#character(character));
    }
  }

  #skipComment(): void {
    for (let character = this.#reader.get(); character !== undefined; character = this.#reader.get()) {
      if (character === '\n') return;
    }
  }

  #character(character: string): Item {
    switch (character) {
      case '[':
        return readSet(this.#reader);
      case '.':
        return { kind: 'any' };
      case '^':
        return { kind: 'at', where: 'start' };
      case '$':
        return { kind: 'at', where: 'end' };
      default:
        return { kind: 'literal', code: character.codePointAt(0) ?? 0 };
    }
  }

  #repeat(items: Item[], sign: string): void {
    const reader = this.#reader;
    const here = reader.position;
    const bounds = sign === '{' ? this.#bounds(here) : fixedBounds(sign);
    if (bounds === undefined) {
      items.push({ kind: 'literal', code: 123 });
      return;
    }
    const repeated = items.at(-1);
    if (repeated === undefined || repeated.kind === 'at') {
      throw reader.error('nothing to repeat', reader.position - here + 1);
    }
    if (repeated.kind === 'repeat') throw reader.error('multiple repeat', reader.position - here + 1);
    const mode: RepeatMode = reader.match('?') ? 'lazy' : reader.match('+') ? 'possessive' : 'greedy';
    items[items.length - 1] = { kind: 'repeat', mode, ...bounds, body: [repeated] };
  }

  /** `{2}`, `{2,}`, `{,3}`, `{2,3}`; anything else is a plain brace. */
  #bounds(here: number): { readonly min: number; readonly max: number } | undefined {
    const reader = this.#reader;
    if (reader.next === '}') return undefined;
    const low = reader.getWhile(maxLength, decimalDigits);
    const high = reader.match(',') ? reader.getWhile(maxLength, decimalDigits) : low;
    if (!reader.match('}')) {
      reader.seek(here);
      return undefined;
    }
    const min = low === '' ? 0 : Number(low);
    const max = high === '' ? Number.POSITIVE_INFINITY : Number(high);
    if (min >= maxRepeat || (high !== '' && max >= maxRepeat)) {
      throw new Fault('OverflowError', 'the repetition number is too large');
    }
    if (max < min) throw reader.error('min repeat greater than max repeat', reader.position - here);
    return { min, max };
  }

  /** What a `(`, which has been taken, begins; `undefined` when that matches nothing by itself. */
  #parenthesis(place: Place, mayTurnOn: boolean): Item | undefined {
    const reader = this.#reader;
    const start = reader.position - 1;
    if (!reader.match('?')) return this.#group(place, start, { name: undefined });
    const kind = this.#required();
    switch (kind) {
      case 'P':
        return this.#pythonExtension(place, start);
      case ':':
        return { kind: 'group', group: null, on: 0, off: 0, body: this.#body(place, start) };
      case '#':
        this.#inlineComment(start);
        return undefined;
      case '=':
      case '!':
        return { kind: 'look', behind: false, negated: kind === '!', body: this.#body(place, start) };
      case '<':
        return this.#lookbehind(place, start);
      case '(':
        return this.#conditional(place, start);
      case '>':
        return { kind: 'atomic', body: this.#body(place, start) };
      default:
        break;
    }
    if (kind !== '-' && !isFlagLetter(kind))
      throw reader.error(`unknown extension ?${kind}`, lengthOf(kind) + 1);
    return this.#flagGroup(place, start, { letter: kind, mayTurnOn });
  }

  #required(): string {
    const character = this.#reader.get();
    if (character === undefined) throw this.#reader.error('unexpected end of pattern');
    return character;
  }

  #body(place: Place, start: number): Sequence {
    const body = this.#alternatives(place);
    this.#close(start);
    return body;
  }

  #close(start: number): void {
    const reader = this.#reader;
    if (!reader.match(')')) {
      throw reader.error('missing ), unterminated subpattern', reader.position - start);
    }
  }

  #group(place: Place, start: number, { name }: { readonly name: string | undefined }): Item {
    const group = this.groupCount;
    if (name !== undefined) {
      const before = this.#names.get(name);
      if (before !== undefined) {
        const message = `redefinition of group name ${quoted(name)} as group ${group}; was group ${before}`;
        throw this.#reader.error(message, lengthOf(name) + 1);
      }
      this.#names.set(name, group);
    }
    this.#widths.push(undefined);
    const body = this.#body(place, start);
    this.#widths[group] = widthOf(body, this.#widths);
    return { kind: 'group', group, on: 0, off: 0, body };
  }

  #pythonExtension(place: Place, start: number): Item {
    const reader = this.#reader;
    if (reader.match('<')) {
      const name = reader.getUntil('>', 'group name');
      this.#checkName(name);
      return this.#group(place, start, { name });
    }
    if (!reader.match('=')) {
      const character = this.#required();
      throw reader.error(`unknown extension ?P${character}`, lengthOf(character) + 2);
    }
    const name = reader.getUntil(')', 'group name');
    this.#checkName(name);
    const group = this.#namedGroup(name);
    if (!this.isClosed(group)) throw reader.error('cannot refer to an open group', lengthOf(name) + 1);
    this.checkLookbehind(group);
    return { kind: 'reference', group };
  }

  #checkName(name: string): void {
    if (isIdentifier(name)) return;
    throw this.#reader.error(`bad character in group name ${quoted(name)}`, lengthOf(name) + 1);
  }

  #namedGroup(name: string): number {
    const group = this.#names.get(name);
    if (group === undefined) {
      throw this.#reader.error(`unknown group name ${quoted(name)}`, lengthOf(name) + 1);
    }
    return group;
  }

  #inlineComment(start: number): void {
    const reader = this.#reader;
    for (;;) {
      if (reader.next === undefined) {
        throw reader.error('missing ), unterminated comment', reader.position - start);
      }
      if (reader.get() === ')') return;
    }
  }

  #lookbehind(place: Place, start: number): Item {
    const kind = this.#required();
    if (kind !== '=' && kind !== '!')
      throw this.#reader.error(`unknown extension ?<${kind}`, lengthOf(kind) + 2);
    const outer = this.#lookbehindGroups;
    this.#lookbehindGroups ??= this.groupCount;
    const body = this.#alternatives(place);
    this.#lookbehindGroups = outer;
    this.#close(start);
    return { kind: 'look', behind: true, negated: kind === '!', body };
  }

  #conditional(place: Place, start: number): Item {
    const reader = this.#reader;
    const name = reader.getUntil(')', 'group name');
    const group = isIdentifier(name) ? this.#namedGroup(name) : this.#conditionNumber(name);
    this.checkLookbehind(group);
    const inner = { verbose: place.verbose, depth: place.depth + 1 };
    const yes = this.#sequence(inner);
    let no: Sequence | null = null;
    if (reader.match('|')) {
      no = this.#sequence(inner);
      if (reader.next === '|') throw reader.error('conditional backref with more than two branches');
    }
    this.#close(start);
    return { kind: 'conditional', group, yes, no };
  }

  #conditionNumber(name: string): number {
    const reader = this.#reader;
    const back = lengthOf(name) + 1;
    if (!/^[0-9]+$/.test(name)) throw reader.error(`bad character in group name ${quoted(name)}`, back);
    const group = Number(name);
    if (group === 0) throw reader.error('bad group number', back);
    if (group >= maxGroups) throw reader.error(`invalid group reference ${BigInt(name)}`, back);
    if (!this.#conditions.has(group)) this.#conditions.set(group, reader.position - back);
    return group;
  }

  #flagGroup(
    place: Place,
    start: number,
    { letter, mayTurnOn }: { readonly letter: string; readonly mayTurnOn: boolean },
  ): Item | undefined {
    const reader = this.#reader;
    const flags = readInlineFlags(reader, letter);
    if (flags.everywhere) {
      this.#flags |= flags.on;
      if (mayTurnOn) return undefined;
      throw reader.error('global flags not at the start of the expression', reader.position - start);
    }
    const { on, off } = flags;
    const verbose = (place.verbose || (on & regexFlags.verbose) !== 0) && (off & regexFlags.verbose) === 0;
    return { kind: 'group', group: null, on, off, body: this.#body({ verbose, depth: place.depth }, start) };
  }
}

function fixedBounds(sign: string): { readonly min: number; readonly max: number } {
  if (sign === '?') return { min: 0, max: 1 };
  return { min: sign === '+' ? 1 : 0, max: Number.POSITIVE_INFINITY };
}

function unicodeOrAscii(flags: number): number {
  if ((flags & regexFlags.locale) !== 0) {
    throw new Fault('ValueError', 'cannot use LOCALE flag with a str pattern');
  }
  if ((flags & regexFlags.ascii) === 0) return flags | regexFlags.unicode;
  if ((flags & regexFlags.unicode) === 0) return flags;
  throw new Fault('ValueError', 'ASCII and UNICODE flags are incompatible');
}
