import { SyntaxFault } from './syntax-fault.ts';

const simple: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\n', ''],
]);

const escapes = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/gu;

/** The text of a string literal, given what stands between its quotes at `start`; escapes as in Python. */
export function stringLiteral(raw: string, start: number): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  if (!text.includes('\\')) return text;
  return text.replace(escapes, (whole, octal, short, medium, long, other, offset: number) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const hex: string | undefined = short ?? medium ?? long;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      if (code > 0x10ffff)
        throw new SyntaxFault(
          'This escape is not a character of Unicode',
          start + offset,
          start + offset + whole.length,
        );
      return String.fromCodePoint(code);
    }
    if (other === 'x' || other === 'u' || other === 'U' || other === 'N') {
      const problem =
        other === 'N'
          ? 'Characters cannot be written by name'
          : `\\${other} needs ${{ x: 2, u: 4, U: 8 }[other as 'x']} hexadecimal digits`;
      throw new SyntaxFault(problem, start + offset, start + offset + 2, 'write \\\\ for a backslash');
    }
    return simple.get(other) ?? unknownEscape(other);
  });
}

/** An unknown escape keeps its backslash. Jinja turns a character beyond ASCII into its escape first, so that stays. */
function unknownEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 128) return `\\${character}`;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
