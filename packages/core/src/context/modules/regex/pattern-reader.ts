import type { Fault } from '../../../template/template.ts';
import { patternError } from './pattern-error.ts';

const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

export function isIdentifier(name: string): boolean {
  return identifier.test(name);
}

/**
 * Reads a pattern character by character; a backslash and what follows it are one. Also for replacement texts, which
 * have the same escapes. Errors name the places that Python names.
 */
export class PatternReader {
  readonly characters: readonly string[];
  #index = 0;
  /** What `get` will give; `undefined` at the end. */
  next: string | undefined;

  constructor(characters: readonly string[]) {
    this.characters = characters;
    this.#advance();
  }

  #advance(): void {
    let index = this.#index;
    let character = this.characters[index];
    if (character === '\\') {
      index += 1;
      const escaped = this.characters[index];
      if (escaped === undefined) {
        throw patternError('bad escape (end of pattern)', this.characters, this.characters.length - 1);
      }
      character += escaped;
    }
    this.#index = character === undefined ? index : index + 1;
    this.next = character;
  }

  /** Takes the next character if it is this one. */
  match(character: string): boolean {
    if (this.next !== character) return false;
    this.#advance();
    return true;
  }

  get(): string | undefined {
    const taken = this.next;
    this.#advance();
    return taken;
  }

  /** At most `count` characters that are in `allowed`. */
  getWhile(count: number, allowed: string): string {
    let result = '';
    while (result.length < count && this.next !== undefined && allowed.includes(this.next)) {
      result += this.next;
      this.#advance();
    }
    return result;
  }

  /** The characters up to a terminator, which is taken as well. */
  getUntil(terminator: string, what: string): string {
    let result = '';
    for (;;) {
      const character = this.get();
      if (character === undefined) {
        if (result === '') throw this.error(`missing ${what}`);
        throw this.error(`missing ${terminator}, unterminated name`, lengthOf(result));
      }
      if (character === terminator) {
        if (result === '') throw this.error(`missing ${what}`, 1);
        return result;
      }
      result += character;
    }
  }

  /** Index of the next character. */
  get position(): number {
    return this.#index - (this.next === undefined ? 0 : lengthOf(this.next));
  }

  seek(position: number): void {
    this.#index = position;
    this.#advance();
  }

  error(message: string, back = 0): Fault {
    return patternError(message, this.characters, this.position - back);
  }
}

/** Number of code points. */
export function lengthOf(text: string): number {
  return [...text].length;
}
