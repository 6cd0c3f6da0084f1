/** Random regular expressions and texts they may match, for the comparison with Python. */
import type { Random } from '../template/random-template.ts';

export interface RegexCase {
  readonly pattern: string;
  readonly flags: number;
  readonly text: string;
  readonly replacement: string;
  readonly region: readonly number[];
}

const letters = [
  'a',
  'b',
  'c',
  'A',
  'B',
  '1',
  ' ',
  '_',
  '-',
  'é',
  'ß',
  'ſ',
  's',
  'K',
  'k',
  'ı',
  'İ',
  'i',
  '\n',
  '😀',
  'ǅ',
  '٣',
];
const classes = [
  '\\d',
  '\\w',
  '\\s',
  '\\D',
  '\\W',
  '\\S',
  '.',
  '[ab]',
  '[^a]',
  '[a-c]',
  '[^\\w]',
  '[\\d_-]',
  '[A-Z]',
  '[]a]',
  '[^]b]',
  '[a\\-c]',
  '[é-ſ]',
  '[^A-C\\s]',
];
const anchors = ['^', '$', '\\b', '\\B', '\\A', '\\Z'];
const escapes = ['\\.', '\\n', '\\x61', '\\u0062', '\\07', '\\141', '\\-', '\\_', '\\\\', '\\t', '\\/'];
const quantifiers = [
  '*',
  '+',
  '?',
  '{2}',
  '{1,2}',
  '{,2}',
  '{1,}',
  '{0}',
  '{0,1}',
  '{3,2}',
  '{x}',
  '{}',
  '{,}',
];
const broken = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '|',
  '*',
  '+',
  '?',
  '\\',
  '(?',
  '(?P',
  '(?P<',
  '(?P<1>',
  '(?P=q)',
  '(?<',
  '\\8',
  '\\q',
  '[b-a]',
  '[\\d-z]',
  '(?(9)a)',
  '(?(x)a|b|c)',
  '\\x1',
  '\\u12',
  '(?#',
  '(?z)',
  '(?-i)',
  '(?i',
  '(?i-i:a)',
  '(?au:a)',
  '(?L:a)',
  '\\777',
  '[a',
  '(?(',
  '(?(0)a)',
  '**',
  'a{2}{3}',
  '(?P<n>a)(?P<n>b)',
  '(?P=',
  '(?i-',
  '(?i-m',
  '(?s-a:b)',
  '(?!',
  '(?:',
  'a**',
  'a++',
  'a+++',
  '(?P<é>a)',
];

export class RegexMaker {
  readonly #random: Random;
  #groups = 0;
  #names: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  case(): RegexCase {
    const random = this.#random;
    this.#groups = 0;
    this.#names = [];
    let pattern = this.#alternatives(3);
    if (random.chance(0.06)) pattern = `(?${random.pick(['i', 'm', 's', 'x', 'a', 'im', 'u'])})${pattern}`;
    if (random.chance(0.08)) {
      const at = random.below(pattern.length + 1);
      pattern = pattern.slice(0, at) + random.pick(broken) + pattern.slice(at);
    }
    const flags = random.chance(0.5)
      ? 0
      : random.below(8) * 2 + (random.chance(0.2) ? 64 : 0) + (random.chance(0.2) ? 256 : 0);
    const region = random.chance(0.7) ? [] : [random.below(6) - 1, 5 + random.below(5)];
    return { pattern, flags: flags & ~4, text: this.#text(), replacement: this.#replacement(), region };
  }

  #text(): string {
    const random = this.#random;
    const alphabet = random.chance(0.6) ? ['a', 'b', 'c'] : letters;
    return Array.from({ length: random.below(9) }, () => random.pick(alphabet)).join('');
  }

  #replacement(): string {
    const parts = [
      'x',
      '-',
      '\\1',
      '\\g<0>',
      '\\g<1>',
      '\\2',
      '\\n',
      '\\\\',
      '\\.',
      '\\g<n1>',
      '\\0',
      '\\101',
      '',
      '\\q',
      '\\g<',
      '\\12',
      '\\g<99>',
      '\\08',
      '\\400',
    ];
    const few = ['x', '-', '\\g<0>', '', '\\n'];
    const usable = this.#groups > 0 ? [...few, '\\1', '\\g<1>'] : few;
    const chosen = this.#random.chance(0.15) ? parts : usable;
    return Array.from({ length: this.#random.below(4) }, () => this.#random.pick(chosen)).join('');
  }

  #alternatives(depth: number): string {
    const count = this.#random.chance(0.3) ? 2 + this.#random.below(2) : 1;
    return Array.from({ length: count }, () => this.#sequence(depth)).join('|');
  }

  #sequence(depth: number): string {
    let text = '';
    for (let i = this.#random.below(4); i >= 0; i -= 1) text += this.#quantified(depth);
    return text;
  }

  #quantified(depth: number): string {
    const atom = this.#atom(depth);
    if (!this.#random.chance(0.4)) return atom;
    const quantifier = this.#random.chance(0.9)
      ? this.#random.pick(quantifiers.slice(0, 8))
      : this.#random.pick(quantifiers);
    const suffix = this.#random.chance(0.2) ? '?' : this.#random.chance(0.04) ? '+' : '';
    return atom + quantifier + suffix;
  }

  #atom(depth: number): string {
    const random = this.#random;
    const roll = random.below(100);
    if (roll < 45) return random.chance(0.8) ? random.pick(['a', 'b', 'c']) : random.pick(letters);
    if (roll < 58) return random.pick(classes);
    if (roll < 63) return random.pick(anchors);
    if (roll < 67) return random.pick(escapes);
    if (roll < 71 && this.#groups > 0) return this.#reference();
    if (depth === 0 || random.chance(0.1)) return random.chance(0.3) ? '' : random.pick(['a', 'b']);
    return this.#group(depth - 1);
  }

  #reference(): string {
    const random = this.#random;
    if (this.#names.length > 0 && random.chance(0.5)) return `(?P=${random.pick(this.#names)})`;
    return `\\${1 + random.below(this.#groups)}`;
  }

  #group(depth: number): string {
    const random = this.#random;
    const roll = random.below(100);
    if (roll < 40) {
      this.#groups += 1;
      return `(${this.#alternatives(depth)})`;
    }
    if (roll < 52) {
      this.#groups += 1;
      const name = `n${this.#groups}`;
      const body = this.#alternatives(depth);
      this.#names.push(name);
      return `(?P<${name}>${body})`;
    }
    if (roll < 65) return `(?:${this.#alternatives(depth)})`;
    if (roll < 72) return `(?=${this.#alternatives(depth)})`;
    if (roll < 78) return `(?!${this.#alternatives(depth)})`;
    if (roll < 85)
      return `(?<${random.pick(['=', '!'])}${random.chance(0.8) ? random.pick(['a', 'b', 'ab', '[ab]', 'a|b', '\\w', '^', '(a)', 'b{2}']) : this.#alternatives(depth)})`;
    if (roll < 90 && this.#groups > 0)
      return `(?(${1 + random.below(this.#groups)})${this.#sequence(depth)}${random.chance(0.6) ? `|${this.#sequence(depth)}` : ''})`;
    if (roll < 94) return `(?>${this.#alternatives(depth)})`;
    if (roll < 98)
      return `(?${random.pick(['i', 's', 'm', 'x', '-i', 'a', 'i-s'])}:${this.#alternatives(depth)})`;
    return '(?#note)';
  }
}
