/** Random templates from a seed: mostly valid, some not, with everything the language has. */

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** mulberry32 */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

const names =
  'x s t u q n m f g big flag off nothing empty l names mixed e d dd rows tup pairs nested ints zz y z a b'.split(
    ' ',
  );
const literals = [
  '0',
  '1',
  '2',
  '3',
  '-1',
  '10',
  '255',
  '1_000',
  '0x1f',
  '0b11',
  '100000000000000000000',
  '1.5',
  '2.0',
  '0.1',
  '1e3',
  '1e16',
  '1e-5',
  '2.675',
  '-0.0',
  '123456.789',
  "''",
  "'a'",
  "'A b'",
  '"it\'s"',
  "'\\n'",
  "'\\d'",
  "'é'",
  "'😀x'",
  "'1'",
  "'3.7'",
  "'%s'",
  "'%d-%s'",
  "'{} {}'",
  "'{0:>5}|{1:<4}'",
  "'{a!r:^10}'",
  "'%5.2f|%-5s|%05d'",
  "'a,b,c'",
  "'a' 'b'",
  'true',
  'false',
  'none',
  'True',
  'None',
  '[]',
  '{}',
  '()',
  '[1, 2, 3]',
  "['a', 'b']",
  '(1,)',
  '(1, 2)',
  "{'a': 1}",
  "{'b': [1, 2], 'a': none}",
  '[1, 1.0, true]',
  "'abc def'",
  "'x' * 3",
  '[none, 0, 1]',
  '[[1, 2], [3, 4]]',
  'range(3)',
  'range(1, 10, 3)',
  "'\\x41\\u00e9'",
  "'ß'",
  'dict(a=1, b=2)',
  'namespace(a=1).a',
];
const binaries = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '~',
  '~',
  'and',
  'or',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
];
const attributes = 'a b items keys values k v real upper foo w 0 1 start'.split(' ');
const smallInts = ['0', '1', '2', '3', '-1', '-2', '5'];

const filters: readonly (readonly [string, readonly string[]])[] = [
  ['abs', []],
  ['attr', ["('a')", "('upper')", '(x)', "('items')"]],
  ['batch', ['(2)', '(2, none)', "(3, 'z')", '(0)', "('a')"]],
  ['slice', ['(2)', "(3, 'z')", '(5)', '(0)']],
  ['capitalize', ['']],
  ['lower', ['']],
  ['upper', ['']],
  ['title', ['']],
  ['trim', ['', "('a')", "(' H')", '(none)']],
  ['center', ['', '(20)', '(5)', '(width=9)']],
  ['indent', ['', '(2)', "('> ')", '(first=true)', '(2, true, true)', '(blank=true)', '(-1)']],
  ['wordcount', ['']],
  ['wordwrap', ['(5)', '(10, false)', "(8, wrapstring='|')", '(3, true, none, false)', '(0)']],
  ['truncate', ['', '(5)', '(5, true)', "(6, false, '..')", '(9, leeway=0)', "(4, true, '', 0)", '(1)']],
  ['replace', ["('a', 'b')", "('o', '0', 1)", "('', '-')", '(1, 2)', "('l', '', 0)"]],
  ['reverse', ['']],
  ['string', ['']],
  ['striptags', ['']],
  ['urlencode', ['']],
  ['urlize', ['']],
  ['escape', ['']],
  ['e', ['']],
  ['forceescape', ['']],
  ['safe', ['']],
  ['xmlattr', ['', '(false)']],
  ['format', ["('a')", '(1, 2)', '(a=1)', '()', '(1.5)']],
  ['default', ['', "('D')", "('D', true)", '(boolean=true)', "(default_value='q')", '(none)']],
  ['d', ['(1)']],
  ['first', ['']],
  ['last', ['']],
  ['length', ['']],
  ['count', ['']],
  ['list', ['']],
  ['join', ['', "(',')", "('-', 'k')", "(', ', attribute='v')", '(1)', '(none)']],
  ['items', ['']],
  ['int', ['', '(5)', '(base=16)', '(0, 2)', '(none)', '(default=-1)', '(base=0)']],
  ['float', ['', '(1.5)', '(none)']],
  [
    'round',
    ['', '(1)', '(2)', "(1, 'ceil')", "(0, 'floor')", "(method='ceil')", '(-1)', '(none)', "(1, 'x')"],
  ],
  ['filesizeformat', ['', '(true)']],
  [
    'map',
    [
      "('upper')",
      "(attribute='k')",
      "(attribute='v', default=0)",
      "('int')",
      "(attribute='sub.w')",
      '(attribute=0)',
      "('default', 'q')",
      '()',
      "('nope')",
      "('round', 1)",
    ],
  ],
  ['select', ['', "('odd')", "('string')", "('gt', 2)", "('in', [1, 2])", "('none')", '(zz)']],
  ['reject', ['', "('odd')", "('defined')", "('equalto', 1)"]],
  [
    'selectattr',
    ["('k')", "('v', 'gt', 1)", "('k', 'equalto', 'x')", "('v', 'defined')", "('sub.w', 'eq', 1)", '()'],
  ],
  ['rejectattr', ["('v')", "('k', 'eq', 'x')", "('v', 'undefined')"]],
  [
    'sort',
    [
      '',
      '(true)',
      '(case_sensitive=true)',
      "(attribute='k')",
      "(attribute='v')",
      "(attribute='k,v')",
      '(false, true)',
      "(attribute='0')",
    ],
  ],
  ['dictsort', ['', '(true)', "(by='value')", '(reverse=true)', "(by='x')"]],
  ['unique', ['', '(true)', "(attribute='k')"]],
  ['min', ['', "(attribute='v')", '(true)']],
  ['max', ['', "(attribute='v')", '(case_sensitive=true)']],
  ['groupby', ["('k')", "('v', default=0)", "('k', case_sensitive=true)", "('sub.w', default=-1)"]],
  ['sum', ['', "(attribute='v')", '(start=10)', "('v', 1)", '(start=[])', "(start='')"]],
  ['tojson', ['', '(2)', '(indent=1)']],
  ['pprint', ['']],
  ['nosuchfilter', ['']],
];
const tests = [
  'boolean',
  'callable',
  'defined',
  'divisibleby 2',
  'divisibleby(3)',
  'eq 1',
  'equalto(2)',
  '== 3',
  'escaped',
  'even',
  'false',
  'float',
  'filter',
  'ge 2',
  'gt(1)',
  'greaterthan 0',
  'in [1, 2]',
  "in 'abc'",
  'integer',
  'iterable',
  'le 3',
  'lower',
  'lt 2',
  'lessthan(5)',
  'mapping',
  'ne 1',
  'none',
  'number',
  'odd',
  'sameas none',
  'sameas(true)',
  'sequence',
  'string',
  'test',
  'true',
  'undefined',
  'upper',
  'nosuchtest',
];
const methods: readonly (readonly [string, readonly string[]])[] = [
  ['capitalize', ['']],
  ['casefold', ['']],
  ['title', ['']],
  ['swapcase', ['']],
  ['upper', ['']],
  ['lower', ['']],
  ['istitle', ['']],
  ['isalpha', ['']],
  ['isalnum', ['']],
  ['isdecimal', ['']],
  ['isdigit', ['']],
  ['isnumeric', ['']],
  ['isspace', ['']],
  ['isupper', ['']],
  ['islower', ['']],
  ['isidentifier', ['']],
  ['isprintable', ['']],
  ['isascii', ['']],
  ['center', ['10', "11, '*'", "5, 'ab'", '-1']],
  ['ljust', ['10', "9, '.'"]],
  ['rjust', ['10', "9, '.'"]],
  ['zfill', ['8', '2']],
  ['count', ["'l'", "'l', 3", "''", "'o', 2, -3", '1']],
  ['find', ["'o'", "'o', 5", "'z'", "'', 3", "'o', -4, -1", 'sub=1']],
  ['rfind', ["'o'", "'o', 0, 5", "'z'"]],
  ['index', ["'o'", "'z'", '2', 'none']],
  ['rindex', ["'o'"]],
  ['startswith', ["'H'", "('a', 'H')", "'e', 1", '1', "'', 99"]],
  ['endswith', ["'z'", "('a', 'z')", "'l', 0, 4"]],
  ['split', ['', "','", "' ', 1", 'none, 1', "'l', maxsplit=1", "sep='o'", "''"]],
  ['rsplit', ['', "' ', 1", 'none, 1', "'l'"]],
  ['splitlines', ['', 'true', 'keepends=true']],
  ['strip', ['', "'Hz'", "' \\n'", 'none', '1']],
  ['lstrip', ['', "'H'"]],
  ['rstrip', ['', "'z'"]],
  ['partition', ["','", "'zz'", "''"]],
  ['rpartition', ["'o'", "'zz'"]],
  ['replace', ["'o', '0'", "'o', '0', 1", "'', '.'", "'l', ''", "'a'"]],
  ['removeprefix', ["'He'", "'x'"]],
  ['removesuffix', ["'baz'", "''"]],
  ['expandtabs', ['', '4', 'tabsize=2', '0']],
  ['join', ["['a', 'b']", "'abc'", '[1]', '[]', 'd', 'names']],
  ['format', ['1, 2', "'a', 'b'", 'a=1', '', '1.5, [1]', 'n, f']],
  ['translate', ["{72: 'J', 101: none}"]],
  ['append', ['1', '']],
  ['extend', ['[5, 6]', "'ab'", '3']],
  ['insert', ['0, 9', '-1, 9', '99, 9']],
  ['pop', ['', '0', '9', "'a'", "'zz', 1", '-1']],
  ['remove', ['2', '99']],
  ['clear', ['']],
  ['copy', ['']],
  ['reverse', ['']],
  ['sort', ['', 'reverse=true', 'true']],
  ['get', ["'a'", "'zz'", "'zz', 5", "'a', default=1", '1', '[]']],
  ['items', ['']],
  ['keys', ['']],
  ['values', ['']],
  ['setdefault', ["'c', 5", "'a', 9", "'q'"]],
  ['update', ["{'c': 3}", "[('z', 1)]", 'q=5', '[1]']],
  ['popitem', ['']],
  ['union', ['[3, 4]']],
  ['difference', ['[1]']],
  ['intersection', ['[1, 9]']],
  ['issubset', ['[1, 2, 3, 4]']],
  ['add', ['9', '[]']],
  ['discard', ['1']],
  ['symmetric_difference', ['[3, 4]']],
  ['isdisjoint', ['[9]']],
  ['bit_length', ['']],
  ['is_integer', ['']],
  ['conjugate', ['']],
  ['nosuch', ['']],
  ['__class__', ['']],
];
const numberFormats = [
  'd',
  'i',
  's',
  'r',
  'f',
  '.2f',
  '.0f',
  'e',
  '.3e',
  'g',
  '.3g',
  'x',
  'X',
  'o',
  'c',
  '5d',
  '-5d',
  '05d',
  '+d',
  ' d',
  '#x',
  '10.3f',
  '-10s',
  '.2s',
  'G',
  'E',
  '#o',
  '#.3g',
  'z',
  '08.2f',
  '+.1e',
];
const specs = [
  '',
  '5',
  '>8',
  '<8',
  '^9',
  '*^9',
  '=+8',
  '05',
  '+',
  ' ',
  '-',
  ',',
  '_',
  '08,',
  '.2f',
  ',.2f',
  'x',
  '#x',
  '#o',
  'b',
  '#b',
  'X',
  'e',
  '.3e',
  'g',
  '.3g',
  '%',
  '.1%',
  's',
  '.2',
  '10.3',
  'c',
  'n',
  'd',
  '>+6d',
  '_x',
  '<05',
  'q',
  '=^5',
  'z.1f',
  '#.3g',
  '012,.1f',
  '.0f',
  '.0%',
  'G',
  '020.5',
];

const targets: Readonly<Record<string, readonly string[]>> = {
  text: [
    'x',
    's',
    't',
    'u',
    'q',
    "'a,b'",
    "''",
    "'12'",
    "'0x1F'",
    "'1.5e3'",
    "'Ab cD'",
    'names[0]',
    "'%s|%s'",
    "'{} {}'",
    "'a\\nb'",
    "'ǆ'",
  ],
  number: [
    'n',
    'm',
    'f',
    'g',
    'big',
    '0',
    '1',
    '2.675',
    '1e16',
    'flag',
    '12345.678',
    '10',
    "'7'",
    '-0.0',
    '0.5',
    '1.5',
    '2 ** 70',
    '1e300',
  ],
  list: [
    'l',
    'names',
    'mixed',
    'e',
    'rows',
    'pairs',
    'nested',
    'tup',
    'range(4)',
    'd',
    's',
    'ints',
    '[3, 1, 2]',
    "['b', 'A', none]",
    'zz',
    '[1.0, 1, true]',
    '[[2, 1], [1]]',
    'd.items()',
  ],
  rows: ['rows', 'rows', 'rows[:2]', '[d, d]', '[{"k": "a", "v": 1}]', 'pairs', 'e'],
  dict: ['d', 'dd', '{}', "{'b': 2, 'A': 1}", 'rows[0]', 'dict(z=none)'],
  set: ['ints', 'set(l)', 'set()', 'set([5, 1])'],
};

const kinds: ReadonlyMap<string, string> = new Map([
  ...[
    'capitalize',
    'lower',
    'upper',
    'title',
    'trim',
    'center',
    'indent',
    'wordcount',
    'wordwrap',
    'truncate',
    'replace',
    'string',
    'striptags',
  ].map((f) => [f, 'text'] as const),
  ...['urlencode', 'urlize', 'escape', 'e', 'forceescape', 'safe', 'format'].map((f) => [f, 'text'] as const),
  ...['abs', 'int', 'float', 'round', 'filesizeformat'].map((f) => [f, 'number'] as const),
  ...['xmlattr', 'dictsort', 'items'].map((f) => [f, 'dict'] as const),
  ...['selectattr', 'rejectattr', 'groupby'].map((f) => [f, 'rows'] as const),
]);

function kindOf(filter: string): string {
  return kinds.get(filter) ?? 'list';
}

function resultOf(filter: string): string {
  const kind = kindOf(filter);
  if (filter === 'wordcount' || filter === 'length' || filter === 'count') return 'number';
  if (
    filter === 'join' ||
    filter === 'tojson' ||
    filter === 'pprint' ||
    filter === 'filesizeformat' ||
    filter === 'xmlattr'
  )
    return 'text';
  return kind === 'dict' || kind === 'rows' ? 'list' : kind;
}

/** Makes one template. */
export class TemplateMaker {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  expression(depth: number): string {
    const r = this.#random;
    if (depth <= 0 || r.chance(0.12)) return this.#atom();
    switch (r.below(15)) {
      case 0:
      case 1:
        return `${this.#operand(depth - 1)} ${r.pick(binaries)} ${this.#operand(depth - 1)}`;
      case 2:
      case 3:
      case 4:
        return this.#filtered(depth);
      case 5:
      case 6:
        return this.#method(depth);
      case 7:
        return `${this.#operand(depth - 1)} is ${r.chance(0.3) ? 'not ' : ''}${r.pick(tests)}`;
      case 8:
        // Jinja folds slices of constants while it compiles, where a slice of a number is Undefined and no error.
        return `${r.pick(['s', 'u', 'l', 'names', 'tup', 'd', 'n', 'range(9)', 'rows', 'zz', 'nothing'])}[${this.#index(depth)}]`;
      case 9:
        return `${this.#operand(depth - 1)}.${r.pick(attributes)}`;
      case 10:
        return r.chance(0.5)
          ? `${this.expression(depth - 1)} if ${this.expression(depth - 1)}${r.chance(0.8) ? ` else ${this.expression(depth - 1)}` : ''}`
          : `not ${this.expression(depth - 1)}`;
      case 11:
        return this.#formatted(depth);
      case 12:
        return this.#collection(depth);
      case 13:
        return `${r.pick(['-', '+', '- '])}${this.#operand(depth - 1)}`;
      default:
        return this.#chain(depth);
    }
  }

  #operand(depth: number): string {
    const text = this.expression(depth);
    return this.#random.chance(0.7) && !/^[\w.]+$/.test(text) ? `(${text})` : text;
  }

  #atom(): string {
    return this.#random.chance(0.5) ? this.#random.pick(names) : this.#random.pick(literals);
  }

  /** Something that a filter or method of this kind can work with, most of the time. */
  #target(kind: string, depth: number): string {
    const r = this.#random;
    if (r.chance(0.12)) return this.#operand(depth - 1);
    const makers = filters.filter(([filter]) => resultOf(filter) === kind);
    if (depth > 1 && makers.length > 0 && r.chance(0.3)) {
      const [name, args] = r.pick(makers);
      return `(${this.#target(kindOf(name), depth - 1)} | ${name}${args.length === 0 ? '' : r.pick(args)})`;
    }
    return r.pick(targets[kind] ?? names);
  }

  #filtered(depth: number): string {
    const r = this.#random;
    const [first, firstArgs] = r.pick(filters);
    let text = `${this.#target(kindOf(first), depth)} | ${first}${firstArgs.length === 0 ? '' : r.pick(firstArgs)}`;
    if (
      [
        'batch',
        'slice',
        'map',
        'select',
        'reject',
        'selectattr',
        'rejectattr',
        'unique',
        'reverse',
        'items',
      ].includes(first)
    ) {
      text += r.chance(0.9) ? ' | list' : '';
    }
    const next = filters.filter(([filter]) => kindOf(filter) === resultOf(first));
    if (next.length > 0 && r.chance(0.3)) {
      const [name, args] = r.pick(next);
      text += ` | ${name}${args.length === 0 ? '' : r.pick(args)}`;
    }
    return text;
  }

  #method(depth: number): string {
    const r = this.#random;
    const at = r.below(methods.length);
    const [name, args] = methods[at] as (typeof methods)[number];
    const first = (wanted: string): number => methods.findIndex(([method]) => method === wanted);
    const kind =
      at < first('append')
        ? 'text'
        : at < first('get')
          ? 'list'
          : at < first('union')
            ? 'dict'
            : at < first('bit_length')
              ? 'set'
              : 'number';
    const target = this.#target(kind, depth);
    return `${target}.${name}(${r.pick(args)})`;
  }

  #index(depth: number): string {
    const r = this.#random;
    if (r.chance(0.4)) {
      const part = (): string => (r.chance(0.5) ? r.pick(smallInts) : '');
      return `${part()}:${part()}${r.chance(0.4) ? `:${part()}` : ''}`;
    }
    if (r.chance(0.5))
      return r.pick([...smallInts, "'a'", "'k'", "'items'", 'n', 'none', '1.0', 'true', "'upper'", '[]']);
    return this.expression(depth - 2);
  }

  #formatted(depth: number): string {
    const r = this.#random;
    if (r.chance(0.5)) return `'%${r.pick(numberFormats)}' % ${this.#operand(depth - 1)}`;
    return `'{:${r.pick(specs)}}'.format(${this.expression(depth - 1)})`;
  }

  #collection(depth: number): string {
    const r = this.#random;
    const items = Array.from({ length: r.below(4) }, () => this.expression(depth - 2));
    const comma = r.chance(0.2) && items.length > 0 ? ',' : '';
    if (r.chance(0.5)) return `[${items.join(', ')}${comma}]`;
    if (r.chance(0.4)) return `(${items.join(', ')},${items.length === 0 ? ')' : ')'}`.replace('(,)', '()');
    return `{${items.map((item) => `${this.#atom()}: ${item}`).join(', ')}${comma}}`;
  }

  #chain(depth: number): string {
    const r = this.#random;
    const parts = Array.from({ length: 2 + r.below(3) }, () => this.#operand(depth - 2));
    return parts.reduce(
      (left, right) =>
        `${left} ${r.pick([...binaries, '**'].filter((o) => o !== '**' || /^-?[1-3]$/.test(right)))} ${right}`,
    );
  }

  /** A number as Jinja reads it, from very small to very large. */
  #number(): string {
    const r = this.#random;
    const digits = String(r.below(10 ** (1 + r.below(9))));
    switch (r.below(6)) {
      case 0:
        return digits;
      case 1:
        return `${digits}.${r.below(1000)}`;
      case 2:
        return `${digits}.${r.pick(['5', '25', '125', '0', '675', '05', '995'])}`;
      case 3:
        return `${r.below(10)}.${r.below(100000)}e${r.pick(['', '-'])}${r.below(25)}`;
      case 4:
        return `${r.below(100)}${'0'.repeat(r.below(24))}${r.below(2) === 0 ? '' : r.below(1000)}`.replace(
          /^0+(?=\d)/,
          '',
        );
      default:
        return `(-${digits}${r.pick(['', '.5', '.0'])})`;
    }
  }

  #spec(): string {
    const r = this.#random;
    const align = r.pick(['', '', '<', '>', '^', '=', '*<', '0>', 'x^', '_=']);
    return `${align}${r.pick(['', '', '+', '-', ' '])}${r.pick(['', '', '', 'z', '#'])}${r.pick(['', '', '0'])}${r.pick(['', '', '5', '12', '20'])}${r.pick(['', '', '', ',', '_'])}${r.pick(['', '', '.0', '.1', '.3', '.10', '.20'])}${r.pick(['', '', 'd', 'f', 'f', 'e', 'g', 'g', '%', 'n', 'x', 'b', 'o', 's', 'c', 'E', 'G', 'F', 'X'])}`;
  }

  #text(): string {
    const r = this.#random;
    const parts = [
      'a',
      'B',
      'ß',
      ' ',
      '  ',
      '-',
      '--',
      'foo',
      'Bar-baz',
      '1',
      '\\n',
      '\\t',
      '.',
      ',',
      '!',
      'É',
      '日',
      '😀',
      'well-known',
      '(x)',
      '<b>',
      '&amp;',
      'ﬁ',
      '\\u2028',
      '\\x1c',
      'ǆ',
      'Σ',
      'http://a.bc/d',
      'me@ab.cd',
      '%20',
      '{',
      '}',
      '\\\\',
    ];
    return `'${Array.from({ length: r.below(9) }, () => r.pick(parts)).join('')}'`;
  }

  /** One operation whose every detail matters: numbers, formats, texts, slices. */
  focused(): string {
    const r = this.#random;
    const small = (): string => String(r.below(12) - 3);
    switch (r.below(14)) {
      case 0:
        return `{{ '{:${this.#spec()}}'.format(${r.chance(0.85) ? this.#number() : this.#text()}) }}`;
      case 1:
        return `{{ '%${r.pick(['', '-', '0', '+', ' ', '#', '-0', '+0', '#0'])}${r.pick(['', '3', '12'])}${r.pick(['', '.0', '.2', '.', '.12'])}${r.pick([...'diuoxXeEfFgGcrsa%'])}' % ${r.chance(0.85) ? this.#number() : this.#text()} }}`;
      case 2:
        return `{{ ${this.#number()} | round(${r.pick(['', '0', '1', '2', '3', '-1', '-2', '10'])}${r.chance(0.3) ? `${r.pick(['0, ', '1, '])}'${r.pick(['ceil', 'floor'])}'` : ''}) }}`
          .replace(/\((\d|-\d)+0, /, '(0, ')
          .replace(/\((\d|-\d)+1, /, '(1, ');
      case 3:
        return `{{ ${this.#number()} ${r.pick(['+', '-', '*', '/', '//', '%', '//', '%', '<', '=='])} ${this.#number()} }}`;
      case 4:
        return `{{ ${this.#number()} }} {{ [${this.#number()}] | tojson }} {{ ${this.#number()} | float }} {{ ${this.#number()} | int }}`;
      case 5:
        return `{{ '${r.pick(['', ' ', '-', '+'])}${this.#number().replace(/[()]/g, '')}${r.pick(['', ' ', 'x', '_0', 'e5'])}' | ${r.pick(['int', 'float', 'int(base=16)', 'int(0, 8)', 'int(7, 0)', 'int(base=36)'])} }}`;
      case 6:
        return `{{ ${this.#text()} | wordwrap(${r.pick(['1', '3', '5', '8', '20'])}${r.pick(['', ', false', ', true, "|"', ', true, none, false'])}) }}`;
      case 7: {
        const [name, args] = r.pick(methods.slice(0, 45));
        return `{{ ${this.#text()}.${name}(${r.chance(0.6) ? r.pick(args) : this.#text()}) }}`;
      }
      case 8:
        return `{{ ${r.pick(["'abcdefgh'", '(1, 2, 3, 4, 5)', 'range(10)', '[1, 2, 3, 4]', "'é😀x日'"])}[${r.chance(0.7) ? small() : ''}:${r.chance(0.7) ? small() : ''}${r.chance(0.6) ? `:${small()}` : ''}]${r.chance(0.3) ? ' | list' : ''} }}`;
      case 9: {
        const [name, args] = r.pick(filters.filter(([filter]) => kindOf(filter) === 'text'));
        return `{{ ${this.#text()} | ${name}${args.length === 0 ? '' : r.pick(args)} }}`;
      }
      case 10:
        return `{{ [${this.#text()}, ${this.#number()}, (${this.#text()},), {${this.#text()}: ${this.#number()}}]${r.pick(['', '', ' | pprint', ' | tojson', ' | tojson(2)', ' | string | length'])} }}`;
      case 11:
        return `{{ ${r.pick(['(1, 2, 3)', '[3, 1, 2]', "['b', 'A', 'a']", 'l', 'rows', 'names'])} | ${r.pick(['batch', 'slice'])}(${r.pick(['1', '2', '3', '7'])}${r.pick(['', ", '-'"])}) | list }}`;
      case 12:
        return `{{ ${this.#number()} ** ${r.pick(['0', '1', '2', '3', '-1', '-2'])} }} {{ -${this.#number()} }} {{ ${this.#number()} | filesizeformat }}`;
      default:
        return `{{ ${this.#atom()} ${r.pick(['==', '!=', '<', '>=', 'in', 'not in'])} ${this.#atom()} ${r.pick(['==', '<', 'in'])} ${this.#atom()} }}`;
    }
  }

  template(): string {
    const r = this.#random;
    const count = r.chance(0.7) ? 1 : 2;
    return Array.from({ length: count }, () => this.statement(r.chance(0.5) ? 0 : 2)).join('');
  }

  body(depth: number): string {
    return Array.from({ length: 1 + this.#random.below(2) }, () => this.statement(depth - 1)).join('');
  }

  statement(depth: number): string {
    const r = this.#random;
    const o = r.pick(['{%', '{%', '{%', '{%-', '{%+']);
    const c = r.pick(['%}', '%}', '%}', '-%}', '+%}']);
    const e = (n = 1): string => this.expression(n);
    const space = r.pick([
      '',
      '',
      ' ',
      '\n',
      ' \n ',
      'text',
      '{# c #}',
      '{#- c -#}',
      '\r\n',
      '{% raw %}{{ x }} {% endraw %}',
    ]);
    if (depth <= 0 || r.chance(0.45)) {
      const output = `${r.pick(['{{', '{{', '{{-'])} ${e(1 + r.below(3))} ${r.pick(['}}', '}}', '-}}'])}`;
      return `${space}${output}${r.chance(0.1) ? `, ${space}` : ''}`;
    }
    return space + this.#tag(depth, o, c, e);
  }

  #tag(depth: number, o: string, c: string, e: (n?: number) => string): string {
    const r = this.#random;
    const body = (): string => this.body(depth);
    const name = (): string => r.pick(['a', 'b', 'y', 'z', 'x', 'n']);
    const end = (tag: string): string => `${o} ${r.chance(0.01) ? 'endfoo' : tag} ${c}`;
    switch (r.below(16)) {
      case 0:
      case 1:
        return `${o} if ${e()} ${c}${body()}${r.chance(0.3) ? `${o} elif ${e()} ${c}${body()}` : ''}${r.chance(0.5) ? `${o} else ${c}${body()}` : ''}${end('endif')}`;
      case 2:
      case 3:
        return this.#for(depth, o, c, e);
      case 4:
      case 5:
        return `${o} set ${name()} = ${e()} ${c}{{ ${name()} }}`;
      case 6:
        return `${o} set ${name()}, ${name()} = ${r.pick(['1, 2', 'pairs[0]', "'ab'", 'l', e()])} ${c}{{ a }}{{ b }}`;
      case 7:
        return `${o} set ${name()}${r.chance(0.4) ? ` | ${r.pick(['upper', 'trim', 'length', "replace('a', 'b') | title"])}` : ''} ${c}${body()}${end('endset')}[{{ a }}{{ y }}]`;
      case 8:
        return `${o} set ns = namespace(a=1) ${c}${o} for i in l ${c}${o} set ns.a = ns.a + i ${c}${end('endfor')}{{ ns.a }}`;
      case 9:
        return `${o} do ${r.pick(['l', 'names', 'd', e()])}.${r.pick(['append(1)', "update({'q': 1})", 'pop()', 'clear()', "extend('ab')", 'reverse()', 'sort()'])} ${c}{{ l }}{{ d }}`;
      case 10:
        return `${o} with ${name()} = ${e()}${r.chance(0.4) ? `, ${name()} = ${e()}` : ''} ${c}${body()}{{ a }}${end('endwith')}{{ a }}`;
      case 11:
      case 12:
        return this.#macro(depth, o, c, e);
      case 13:
        return `${o} filter ${r.pick(['upper', 'trim', "replace('e', '3')", 'indent(2) | title', 'length', 'string'])} ${c}${body()}${end('endfilter')}`;
      case 14:
        return r.pick([
          "{% include 'inc' %}",
          "{% set y = 5 %}{% include 'inc2' %}",
          "{% include 'none' ignore missing %}",
          "{% include ['none', 'inc'] %}",
          "{% import 'lib' as lib %}{{ lib.add(2, 3) }}{{ lib.lib_name }}",
          "{% from 'lib' import add as plus, nope %}{{ plus(1, n) }}{{ nope }}",
          "{% from 'lib' import add with context %}{{ add('a', 'b') }}",
          "{% include 'none' %}",
          '{% block h %}blk{{ x }}{% endblock %}',
          "{% extends 'base' %}{% block body %}child {{ super() }}{{ n }}{% endblock %}",
          "{% extends 'base2' %}{% block head %}3{{ super() }}{% endblock %}{% set x = 1 %}",
          '{% for i in l %}{% block inner scoped %}{{ i }}{% endblock %}{% endfor %}',
          '{% print 1, x %}',
          '{% autoescape false %}{{ q }}{% endautoescape %}',
        ]);
      default:
        return r.pick([
          '{{ cycler(1, 2).next() }}',
          "{% set j = joiner('|') %}{{ j() }}{{ j() }}",
          '{% set c = cycler("a", "b") %}{{ c.next() }}{{ c.next() }}{{ c.current }}',
          '{{ dict(d, c=3) }}',
          '{{ dict([(1, 2)]) }}',
          '{{ range(5)[1:3] }}',
          '{{ range(2, 8, 2) | list }}',
          '{{ namespace(d) .a }}',
          '{{ zip(l, names) | list }}',
          '{{ set(l) }}',
          '{{ range(200000) }}',
          '{{ loop }}',
          '{% break %}',
          '{{ self.h() }}',
          '{{ caller() }}',
          '{{ x',
          '{% if x %}',
          '{{ 1 + }}',
          '{{ a b }}',
          '{{ [1, 2 }}',
          '{% endfor %}',
          '{{ "abc }}',
        ]);
    }
  }

  #for(depth: number, o: string, c: string, e: (n?: number) => string): string {
    const r = this.#random;
    const source = r.pick([
      'l',
      'names',
      'd',
      'rows',
      'range(3)',
      's',
      'e',
      'zz',
      'd.items()',
      'pairs',
      'mixed',
      'nested',
      e(2),
    ]);
    const unpack = r.chance(0.2);
    const target = unpack ? r.pick(['k, v', 'a, b', '(a, b)', 'a, (b, y)']) : r.pick(['i', 'x', 'a']);
    const condition = r.chance(0.25)
      ? ` if ${r.pick(['i', 'x', 'a', 'true', 'i is odd', 'x != 2', e(1)])}`
      : '';
    const recursive = r.chance(0.1);
    const loop = r.pick([
      '',
      '',
      '{{ loop.index }}',
      '{{ loop.last }}{{ loop.first }}',
      '{{ loop.revindex }}/{{ loop.length }}',
      "{{ loop.cycle('a', 'b') }}",
      '{{ loop.previtem }}<{{ loop.nextitem }}',
      '{{ loop.changed(i) }}',
      '{{ loop.depth }}',
      '{% if loop.index == 2 %}{% break %}{% endif %}',
      '{% if loop.first %}{% continue %}{% endif %}',
      '{% set outer = loop %}{% for k in "ab" %}{{ outer.index }}{{ loop.index }}{% endfor %}',
      '{{ loop }}',
      '{% set a = a ~ 1 %}{{ a }}',
      '{% set y = loop.index %}{{ y }}',
    ]);
    const inner = recursive
      ? '{{ i }}{% if i is iterable and i is not string %}{{ loop(i) }}{% endif %}'
      : this.body(depth);
    const tail = r.chance(0.3) ? `${o} else ${c}${this.body(depth)}` : '';
    return `${o} for ${recursive ? 'i' : target} in ${recursive ? 'nested' : source}${condition}${recursive ? ' recursive' : ''} ${c}{{ ${unpack ? 'a' : 'i'} }}${loop}${inner}${tail}${o} endfor ${c}`;
  }

  #macro(depth: number, o: string, c: string, e: (n?: number) => string): string {
    const r = this.#random;
    const parameters = r.pick(['', 'a', 'a, b', "a, b='z'", 'a=1, b=a', 'a, b=n, y=[]', 'x']);
    const extra = r.pick([
      '',
      '',
      '',
      '{{ varargs }}',
      '{{ kwargs }}',
      '{{ varargs | join }}{{ kwargs.q }}',
      '[{{ caller() }}]',
      '[{{ caller(1) }}]',
      '{{ caller is defined }}',
    ]);
    const args = r.pick([
      '',
      '1',
      '1, 2',
      '1, 2, 3',
      'b=2',
      'a=1',
      '1, b=3',
      '*l',
      '**d',
      '1, q=5',
      "'a', *[2]",
      e(1),
      '1, a=2',
    ]);
    const define = `${o} macro mac(${parameters}) ${c}<{{ a }}{{ b }}${extra}${this.body(depth - 1)}>${o} endmacro ${c}`;
    const use = r.pick([
      `{{ mac(${args}) }}`,
      `{% call mac(${args}) %}blk{{ a }}{% endcall %}`,
      `{% call(p) mac(${args}) %}blk{{ p }}{% endcall %}`,
      '{{ mac }}',
      '{{ mac.name }}{{ mac.arguments }}{{ mac.catch_kwargs }}{{ mac.caller }}',
      `{% for i in [1, 2] %}{{ mac(i) }}{% endfor %}`,
      `{% set f = mac %}{{ f(${args}) | upper }}`,
      `{{ mac(mac(${args})) }}`,
      '{% filter upper %}{{ mac(1) }}{% endfilter %}',
    ]);
    return define + use;
  }
}
