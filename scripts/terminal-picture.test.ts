import { describe, expect, test } from 'vitest';
import { readScreen } from './terminal-picture/screen.ts';
import { screenSvg } from './terminal-picture/screen-svg.ts';

const esc = '\u001b';

/** What can be read on the screen, line by line. */
function textOf(output: string, columns = 20): readonly string[] {
  return readScreen(output, columns).map((runs) =>
    runs.reduce((line, run) => line.padEnd(run.column) + run.text, '').trimEnd(),
  );
}

describe('readScreen', () => {
  test.each([
    ['lines of a terminal', 'one\r\ntwo\r\n', ['one', 'two']],
    ['a line feed alone keeps the column', 'one\ntwo', ['one', '   two']],
    ['a carriage return writes over', 'loading\rdone   \r\n', ['done']],
    ['a status line that is erased', `working${esc}[2K\rdone`, ['done']],
    ['erasing to the end of the line', `abcdef\r${esc}[3C${esc}[K`, ['abc']],
    ['going up and drawing again', `one\r\ntwo\r\n${esc}[2A${esc}[Jnew\r\n`, ['new']],
    ['wrapping', 'a'.repeat(23), ['a'.repeat(20), 'aaa']],
    ['no wrapping at exactly the last column', `${'a'.repeat(20)}\r\nb`, ['a'.repeat(20), 'b']],
    ['tabs', 'a\tb', ['a       b']],
    ['links and titles', `${esc}]0;title\u0007${esc}]8;;https://x${esc}\\here${esc}]8;;${esc}\\`, ['here']],
    ['a hidden cursor', `${esc}[?25lx${esc}[?25h`, ['x']],
    ['empty lines within, none at the end', 'a\r\n\r\nb\r\n\r\n', ['a', '', 'b']],
    ['wide characters', '日本x', ['日本x']],
  ])('%s', (_, output, lines) => {
    expect(textOf(output)).toEqual(lines);
  });

  test('keeps what looks alike together, at its column', () => {
    const runs = readScreen(`${esc}[32mok${esc}[39m ${esc}[1;2mb${esc}[22mc${esc}[0m`, 20)[0];
    expect(
      runs?.map(({ column, text, style }) => [column, text, style.color, style.bold, style.dim]),
    ).toEqual([
      [0, 'ok', 'green', false, false],
      [3, 'b', null, true, true],
      [4, 'c', null, false, false],
    ]);
  });

  test.each([
    ['31', 'red'],
    ['97', 'bright-white'],
    ['38;5;12', 'bright-blue'],
    ['38;5;196', '#ff0000'],
    ['38;5;232', '#080808'],
    ['38;2;1;2;3', '#010203'],
    ['31;39', null],
    ['31;0', null],
    ['31;', null],
  ])('colour %s', (code, color) => {
    expect(readScreen(`${esc}[${code}mx`, 20)[0]?.[0]?.style.color).toBe(color);
  });
});

describe('screenSvg', () => {
  const draw = (output: string) =>
    screenSvg({ title: 'a & b', command: 'npx tfm "x"', lines: readScreen(output, 40), columns: 40 });

  test('escapes what means something in XML', () => {
    const svg = draw('1 < 2 & "3"');
    expect(svg).toContain('>1 &lt; 2 &amp; &quot;3&quot;</tspan>');
    expect(svg).toContain('>a &amp; b</text>');
    expect(svg).toContain('aria-label="Terminal: npx tfm &quot;x&quot;"');
  });

  test('draws a run as it looks, as wide as its columns', () => {
    const svg = draw(`ab ${esc}[1;33mwarn${esc}[0m`);
    expect(svg).toMatch(/<tspan x="22" textLength="16.8" lengthAdjust="spacingAndGlyphs">ab<\/tspan>/);
    expect(svg).toMatch(
      /<tspan x="47.2" textLength="33.6" [^>]*fill="#f2cc6b" font-weight="600">warn<\/tspan>/,
    );
  });

  test('grows with the lines', () => {
    const heightOf = (output: string) => Number(/ height="(\d+)"/.exec(draw(output))?.[1]);
    expect(heightOf('a\r\nb\r\nc')).toBe(heightOf('a') + 42);
  });
});
