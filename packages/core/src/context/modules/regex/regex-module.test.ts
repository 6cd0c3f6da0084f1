import { expect, test } from 'vitest';
import { renderWithModules } from '../../../../test/modules/render-with-modules.ts';

/** The text of `{{ expression }}`, or the message of the mistake. */
function show(expression: string): string {
  const { output, message } = renderWithModules(`{% set re = modules.re %}{{ ${expression} }}`);
  return output ?? message ?? '';
}

test.each([
  ["re.match('a', 'ba')", 'None'],
  ["re.search('a', 'ba')", "<re.Match object; span=(1, 2), match='a'>"],
  ["re.fullmatch('a|ab', 'ab').group()", 'ab'],
  ["re.match('(?P<x>a)(b)?', 'ac').groups()", "('a', None)"],
  ["re.match('(?P<x>a)(b)?', 'ac').groups('-')", "('a', '-')"],
  ["re.match('(?P<x>a)(?P<y>b)?', 'ac').groupdict()", "{'x': 'a', 'y': None}"],
  ["re.match('(a)(b)', 'ab').group(1, 2)", "('a', 'b')"],
  ["re.match('(?P<x>a)', 'a')['x'] ~ re.match('(a)', 'a')[1]", 'aa'],
  ["re.match('(a)', 'a').group(2)", 'No such group'],
  [
    "re.search('(b)(c)?', 'abx').span(1), re.search('b', 'ab').start(), re.search('b', 'ab').end()",
    '((1, 2), 1, 2)',
  ],
  ["re.search('(b)(c)?', 'abx').span(2)", '(-1, -1)'],
  ["re.match('(?P<x>a)(?P<y>b)', 'ab').lastgroup", 'y'],
  ["re.match('(a)(?:(b)|c)', 'ac').lastindex", '1'],
  ["re.match('a', 'abc').string, re.match('a', 'abc').pos, re.match('a', 'abc').endpos", "('abc', 0, 3)"],
  ["re.match('(?P<n>a)(b)', 'ab').expand('\\\\2\\\\g<n>\\\\g<0>')", 'baab'],
  ["re.sub('(a)(b)?', '[\\\\1\\\\2]', 'abac')", '[ab][a]c'],
  ["re.sub('x*', '-', 'abxd')", '-a-b--d-'],
  ["re.sub('a', 'b', 'aaa', count=2)", 'bba'],
  ["re.subn('a', 'b', 'aaa')", "('bbb', 3)"],
  ["re.sub('A', 'b', 'aA', flags=re.I)", 'bb'],
  ["re.sub('[^a-z0-9_]+', '_', 'Some Name-2' | lower)", 'some_name_2'],
  ["re.split('[,;] ?', 'a, b;c')", "['a', 'b', 'c']"],
  ["re.split('(,)', 'a,b')", "['a', ',', 'b']"],
  ["re.split('', 'ab')", "['', 'a', 'b', '']"],
  ["re.split(',', 'a,b,c', 1)", "['a', 'b,c']"],
  ["re.findall('[0-9]+', 'a1b22')", "['1', '22']"],
  ["re.findall('(a)(b)?', 'abac')", "[('a', 'b'), ('a', '')]"],
  ["re.findall('(a)b', 'abab')", "['a', 'a']"],
  ["re.finditer('a', 'aba') | map(attribute='string') | list", "['aba', 'aba']"],
  ["re.escape('a.b-c d')", 'a\\.b\\-c\\ d'],
  ["re.compile('a', re.I + re.M)", "re.compile('a', re.IGNORECASE|re.MULTILINE)"],
  ["re.compile('(?P<n>a)').groupindex, re.compile('a').flags, re.compile('(a)').groups", "({'n': 1}, 32, 1)"],
  ["re.compile('b').search('ab', 1).span()", '(1, 2)'],
  ['re.I, re.IGNORECASE == 2, re.NOFLAG', '(re.IGNORECASE, True, re.NOFLAG)'],
  ["re.match('(?i)straSSe', 'STRAsse').group()", 'STRAsse'],
  ["re.findall('\\\\w+', 'Größe 1² _x')", "['Größe', '1²', '_x']"],
  ["re.findall('\\\\w+', 'Größe', re.A)", "['Gr', 'e']"],
  ["re.findall('.', 'a😀')", "['a', '😀']"],
  ["re.search('😀', 'a😀').span()", '(1, 2)'],
  ["re.match('(?x) a  # one\\n b', 'ab').group()", 'ab'],
  ["re.findall('^a$', 'a\\nb\\na', re.M)", "['a', 'a']"],
  ["re.match('(a)?(?(1)b|c)', 'c').group()", 'c'],
  ["re.match('(?P<q>[ab])x(?P=q)', 'axa').group()", 'axa'],
  ["re.search('(?<=ab)c', 'abc').start()", '2'],
  ["re.search('(?<!a)b', 'abb').start()", '2'],
  ["re.match('(?>a+)a', 'aaa')", 'None'],
  ["re.match('a++a', 'aaa')", 'None'],
  ["re.findall('\\\\B', '')", '[]'],
])('%s → %s', (expression, expected) => {
  expect(show(expression)).toBe(expected);
});

test.each([
  ["re.compile('(')", 'Missing ), unterminated subpattern at position 0'],
  ["re.compile('a)')", 'Unbalanced parenthesis at position 1'],
  ["re.compile('*')", 'Nothing to repeat at position 0'],
  ["re.compile('a**')", 'Multiple repeat at position 2'],
  ["re.compile('[a')", 'Unterminated character set at position 0'],
  ["re.compile('[b-a]')", 'Bad character range b-a at position 1'],
  ["re.compile('(?<=a+)b')", 'Look-behind requires fixed-width pattern'],
  ["re.compile('(?P<n>a)(?P<n>b)')", "Redefinition of group name 'n' as group 2; was group 1 at position 12"],
  ["re.compile('a\\n(')", 'Missing ), unterminated subpattern at position 2 (line 2, column 1)'],
  ["re.compile('a(?i)')", 'Global flags not at the start of the expression at position 1'],
  ["re.compile('\\\\y')", 'Bad escape \\y at position 0'],
  ["re.compile('\\\\2')", 'Invalid group reference 2 at position 1'],
  ["re.sub('a', '\\\\1', 'a')", 'Invalid group reference 1 at position 1'],
  ["re.sub('a', '\\\\g<x>', 'a')", "Unknown group name 'x'"],
  ["re.match('a', 1)", "Expected string or bytes-like object, got 'int'"],
  ['re.match(1, none)', 'First argument must be string or compiled pattern'],
  ["re.match(re.compile('a'), 'a', re.I)", 'Cannot process flags argument with a compiled pattern'],
])('%s fails: %s', (expression, expected) => {
  expect(show(expression)).toBe(expected);
});

test('A macro can make the replacement', () => {
  const template =
    "{% macro up(m) %}<{{ m.group() | upper }}>{% endmacro %}{{ modules.re.sub('[ab]', up, 'abc') }}";
  expect(renderWithModules(template).output).toBe('<A><B>c');
});

test('The replacement must be text', () => {
  const template = "{{ modules.re.sub('a', modules.itertools.count, 'a') }}";
  expect(renderWithModules(template).code).toBe('template-error');
});

test.each([
  ["re.sub('(a+)+$', 'x', 'a' * 40 ~ 'b')"],
  ["re.match('(a|aa)+$', 'a' * 60 ~ 'b')"],
  ["re.match('(?:(?:a*)*)*b', 'a' * 100)"],
  ["re.match('(.*)(.*)(.*)(.*)(.*)x', 'a' * 1000)"],
  ["re.findall('.*x', 'a' * 1000000)"],
  ["re.match('(?:a|b)*', 'ab' * 1000000)"],
  ["re.match('(?:){1000000000}', '')"],
  ["re.match('(?:(?:){1000000}){1000000}', '')"],
  ["re.compile('(' * 100000)"],
  ["re.compile('a' * 200000)"],
  ["re.compile('()' * 50000).findall('a' * 100000)"],
  ["re.match('a?' * 30 ~ 'a' * 30, 'a' * 29 ~ 'b')"],
  ["re.sub('a', 'b' * 10000, 'a' * 100000)"],
  ["re.sub('(?=(a*))', '\\\\1', 'a' * 20000)"],
  ["re.match('((?=((?=((?=((?=(a*))a*))a*))a*))a)*', 'a' * 20000)"],
])(
  '%s ends at a limit',
  (expression) => {
    const started = performance.now();
    expect(renderWithModules(`{% set re = modules.re %}{{ ${expression} }}`).code).toBe('template-limit');
    expect(performance.now() - started).toBeLessThan(15_000);
  },
  20_000,
);

test('Long texts are no problem', () => {
  expect(show("re.sub('[aeiou]', '', 'hello world ' * 50000) | length")).toBe('450000');
  expect(show("re.findall('(\\\\w+) (\\\\w+)', 'hello world ' * 5000) | length")).toBe('5000');
});
