import { expect, test } from 'vitest';
import { compileTemplate } from './compile-template.ts';
import { parseTemplate } from './parse-template.ts';
import { fromPlain } from './value/plain.ts';

/** Text, or the code of the diagnostic that the template ends in. */
function outcome(text: string, names: Readonly<Record<string, unknown>> = {}): string {
  const parsed = parseTemplate({ path: 'attack.sql', text });
  if (parsed.value === undefined) return parsed.diagnostics[0]?.code ?? '';
  const scope = {
    lookup: (name: string) => (Object.hasOwn(names, name) ? fromPlain(names[name]) : undefined),
  };
  const rendered = compileTemplate(parsed.value).render(scope);
  return rendered.value ?? rendered.diagnostics[0]?.code ?? '';
}

const deepText = (open: string, close: string, depth: number): string =>
  `{{ ${open.repeat(depth)}1${close.repeat(depth)} }}`;

test.each([
  ["{{ 'x' * 10**9 }}", 'template-limit'],
  ['{{ [0] * 10**9 }}', 'template-limit'],
  ["{{ ('x',) * 10**12 }}", 'template-limit'],
  ['{{ 2 ** (10**9) }}', 'template-limit'],
  ['{{ (10 ** 4000) ** 4000 }}', 'template-limit'],
  ['{{ (2 ** 100000) ** 1000 }}', 'template-limit'],
  ['{{ range(10**9) }}', 'template-error'],
  ['{{ range(10**30) | list }}', 'template-error'],
  ["{{ '%1000000000d' % 1 }}", 'template-limit'],
  ["{{ '%.1000000000f' % 1 }}", 'template-limit'],
  ["{{ '%*d' % (1000000000, 1) }}", 'template-limit'],
  ["{{ '%99999999999999999999d' % 1 }}", 'template-error'],
  ["{{ '{:>1000000000}'.format(1) }}", 'template-limit'],
  ["{{ '{:.1000000000f}'.format(1.5) }}", 'template-limit'],
  ["{{ '{:{}}'.format(1, 1000000000) }}", 'template-limit'],
  ["{{ '{:1000000000,d}'.format(1) }}", 'template-limit'],
  ["{{ 'a'.center(10**9) }}", 'template-limit'],
  ["{{ 'a'.ljust(10**18) }}", 'template-limit'],
  ["{{ 'a'.rjust(10**30) }}", 'template-limit'],
  ["{{ 'a'.zfill(10**9) }}", 'template-limit'],
  ["{{ 'a\tb'.expandtabs(10**9) }}", 'template-limit'],
  ["{{ 'a' | center(10**9) }}", 'template-limit'],
  ["{{ 'a\nb' | indent(10**9) }}", 'template-limit'],
  ['{{ [1] | batch(10**9, 0) | list }}', 'template-limit'],
  ['{{ [1] | slice(10**9) | list }}', 'template-limit'],
  ['{{ [[1]] | tojson(10**9) }}', 'template-limit'],
  ['{{ lipsum(10**9) }}', 'template-limit'],
  ["{{ ('a' * 100000).replace('a', 'b' * 100000) }}", 'template-limit'],
  ["{{ ('a' * 100000).replace('', 'b' * 100000) }}", 'template-limit'],
  ["{{ ('b' * 100000).join('a' * 100000) }}", 'template-limit'],
  ["{{ range(100000) | join('b' * 100000) }}", 'template-limit'],
  ["{{ ('a' * 100000).translate({97: 'b' * 100000}) }}", 'template-limit'],
])('%s ends in %s', (text, code) => {
  const started = performance.now();
  expect(outcome(text)).toBe(code);
  expect(performance.now() - started).toBeLessThan(3000);
});

test.each([
  ['parentheses', deepText('(', ')', 100_000)],
  ['brackets', deepText('[', ']', 100_000)],
  ['dicts', deepText('{1: ', '}', 50_000)],
  ['not', `{{ ${'not '.repeat(100_000)}1 }}`],
  ['minus', `{{ ${'-'.repeat(100_000)}1 }}`],
  ['sum', `{{ 1${' + 1'.repeat(100_000)} }}`],
  ['powers', `{{ 1${' ** 1'.repeat(100_000)} }}`],
  ['or', `{{ 0${' or 0'.repeat(100_000)} }}`],
  ['filters', `{{ 1${' | string'.repeat(100_000)} }}`],
  ['attributes', `{{ x${'.a'.repeat(100_000)} }}`],
  ['calls', `{{ x${'()'.repeat(100_000)} }}`],
  ['subscripts', `{{ x${'[0'.repeat(50_000)}${']'.repeat(50_000)} }}`],
  ['inline if', `{{ ${'1 if 0 else '.repeat(50_000)}1 }}`],
  ['if blocks', `${'{% if 1 %}'.repeat(10_000)}${'{% endif %}'.repeat(10_000)}`],
  ['for blocks', `${'{% for a in [1] %}'.repeat(10_000)}${'{% endfor %}'.repeat(10_000)}`],
  ['targets', `{% for ${'('.repeat(50_000)}a${')'.repeat(50_000)} in [] %}{% endfor %}`],
  ['types', `{% macro m(a: ${'list['.repeat(50_000)}int${']'.repeat(50_000)}) %}{% endmacro %}`],
  ['open blocks', '{% if 1 %}'.repeat(100_000)],
  ['open braces', '{{ {'.repeat(100_000)],
  ['open comments', '{#'.repeat(200_000)],
  ['a long name', `{{ ${'a'.repeat(1_000_000)}!`],
  ['a long number', `{{ ${'9'.repeat(1_000_000)} }}`],
  ['raw tags', '{% raw %}'.repeat(50_000)],
])('deep nesting of %s ends in a diagnostic', (_, text) => {
  const started = performance.now();
  expect(outcome(text)).toMatch(/^template-(?:syntax|limit)$/);
  expect(performance.now() - started).toBeLessThan(3000);
});

test.each([
  ['{% for a in range(100000) %}{% for b in range(100000) %}{{ b }}{% endfor %}{% endfor %}'],
  ['{% set l = [1] %}{% for a in l %}{% do l.append(a) %}{% endfor %}'],
  ["{% set ns = namespace(s='x') %}{% for a in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}"],
  ["{% set ns = namespace(s='x') %}{% for a in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}"],
  [
    "{% set ns = namespace(s='x') %}{% for a in range(100) %}{% set ns.s = '%s%s' % (ns.s, ns.s) %}{% endfor %}",
  ],
  [
    "{% set ns = namespace(s='x') %}{% for a in range(100) %}{% set ns.s = [ns.s, ns.s] | join %}{% endfor %}",
  ],
  [
    "{% set ns = namespace(s='x') %}{% for a in range(100) %}{% set ns.s = ns.s | replace('x', 'xx') %}{% endfor %}",
  ],
  ['{% set ns = namespace(s=[0]) %}{% for a in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}'],
  [
    '{% set ns = namespace(s=[0]) %}{% for a in range(100) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}',
  ],
  [
    '{% set ns = namespace(s=[0]) %}{% for a in range(100) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | tojson }}',
  ],
  [
    '{% set ns = namespace(s=[0], t=[0]) %}{% for a in range(100) %}{% set ns.s = [ns.s, ns.s] %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.s == ns.t }}',
  ],
  [
    '{% set ns = namespace(s=(0,)) %}{% for a in range(100) %}{% set ns.s = (ns.s, ns.s) %}{% endfor %}{{ {ns.s: 1} }}',
  ],
  [
    '{% set ns = namespace(s=(0,)) %}{% for a in range(100000) %}{% set ns.s = (ns.s,) %}{% endfor %}{{ ns.s }}',
  ],
  [
    '{% set ns = namespace(s=(0,)) %}{% for a in range(100000) %}{% set ns.s = (ns.s,) %}{% endfor %}{{ {ns.s: 1} }}',
  ],
  [
    '{% set ns = namespace(s=[0]) %}{% for a in range(50000) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s | pprint }}',
  ],
  [
    '{% set ns = namespace(s=[0]) %}{% for a in range(50000) %}{% set ns.s = [ns.s] %}{% endfor %}{{ ns.s | tojson }}',
  ],
  [
    '{% set ns = namespace(n=3) %}{% for a in range(100) %}{% set ns.n = ns.n * ns.n %}{% endfor %}{{ ns.n }}',
  ],
  ['{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
  ['{% macro m(f) %}{{ f(f) }}{% endmacro %}{{ m(m) }}'],
  ['{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}'],
  [
    '{% macro m() %}{{ caller() }}{% endmacro %}{% macro n() %}{% call m() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}',
  ],
  [
    '{% set d = {} %}{% for a in range(100000) %}{% for b in range(100) %}{% do d.update({(a, b): 1}) %}{% endfor %}{% endfor %}',
  ],
])('%s ends in template-limit', (text) => {
  const started = performance.now();
  expect(outcome(text)).toBe('template-limit');
  expect(performance.now() - started).toBeLessThan(15_000);
});

test('a list inside itself prints with dots', () => {
  expect(outcome('{% set l = [1] %}{% do l.append(l) %}{{ l }}')).toBe('[1, [...]]');
  expect(outcome("{% set d = {} %}{% do d.update({'d': d}) %}{{ d }}")).toBe("{'d': {...}}");
});

test('nothing of JavaScript can be reached', () => {
  const values = [
    "''",
    '[]',
    '{}',
    '()',
    '1',
    '1.5',
    'true',
    'none',
    'range(3)',
    'namespace()',
    'm',
    'range',
    "''.upper",
    'cycler(1)',
    "''|safe",
    'd.items()',
    'loop',
    'zz',
  ];
  const members = [
    'constructor',
    'prototype',
    '__proto__',
    '__class__',
    '__init__',
    '__globals__',
    '__subclasses__',
    'mro',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'call',
    'apply',
    'bind',
    'caller',
    'entries',
    'items_',
    'getAttribute',
    'slots',
    'typeName',
    'value',
    'text',
    'next',
    'push',
    'then',
  ];
  const allowed = new Set(['cycler(1).next', 'm.caller']);
  for (const value of values) {
    for (const member of members) {
      if (allowed.has(`${value}.${member}`)) continue;
      for (const access of [
        `(${value}).${member}`,
        `(${value})['${member}']`,
        `(${value}) | attr('${member}')`,
      ]) {
        const text = `{% macro m() %}{% endmacro %}{% for d in [{'a': 1}] %}[{{ ${access} }}]{{ loop.index }}{% endfor %}`;
        expect(outcome(text), access).toMatch(/^(?:\[\]1|template-error)$/);
      }
    }
  }
});

test('keys such as __proto__ are plain data', () => {
  expect(
    outcome("{% set d = {'__proto__': 1, 'constructor': 2} %}{{ d }}{{ d['__proto__'] }}{{ d.constructor }}"),
  ).toBe("{'__proto__': 1, 'constructor': 2}12");
  expect(
    outcome('{{ __proto__ }}{{ constructor }}{{ toString }}{{ this }}{{ globalThis }}{{ process }}'),
  ).toBe('');
});

test('formats cannot reach further than templates', () => {
  expect(outcome("{{ '{0.__class__}'.format(1) }}")).toBe('');
  expect(outcome("{{ '{0.constructor}'.format([]) }}")).toBe('');
  expect(outcome("{{ '{0.constructor.x}'.format([]) }}")).toBe('template-error');
});
