import { plainScalar } from '../yaml/scalar.ts';

const width = 80;
const indent = '      ';

/**
 * A text as PyYAML writes it for the value of a key in a list of maps: plain where that reads back as the same text,
 * else in quotes, wrapped after 80 columns. `column` is where the text begins.
 */
export function yamlScalarText(text: string, column: number): string {
  // Anything but printable ASCII stands escaped: our own files never hold it, and every reader agrees on it.
  if (!/^[\n\x20-\x7e]*$/.test(text)) return doubleQuoted(text);
  if (text.includes('\n')) return doubleQuoted(text);
  if (isPlain(text)) return wrapped(text, column, false);
  return `'${wrapped(text.replaceAll("'", "''"), column + 1, true)}'`;
}

function isPlain(text: string): boolean {
  if (text === '' || text !== text.trim() || typeof plainScalar(text) !== 'string') return false;
  if (/^[#,[\]{}&*!|>'"%@`]|^[?:-](?: |$)|^---|^\.\.\./.test(text) || /: |:$| #/.test(text)) return false;
  // What YAML 1.1 takes for a date, a default value or a merge.
  return !/^(?:=|<<|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?)$/.test(text);
}

/** Single blanks after the 80th column become line breaks, except at the ends. */
function wrapped(text: string, column: number, isQuoted: boolean): string {
  let result = '';
  let at = column;
  for (const part of text.split(/( +)/)) {
    const isBlank = /^ +$/.test(part);
    const isInside = !isQuoted || (result !== '' && result.length + part.length < text.length);
    if (isBlank && part.length === 1 && at > width && isInside) {
      result += `\n${indent}`;
      at = indent.length;
    } else {
      result += part;
      at += part.length;
    }
  }
  return result;
}

function doubleQuoted(text: string): string {
  const escaped = [...text].map((character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    if (/^[\x20-\x7e]$/.test(character)) return character;
    if (character === '\n') return '\\n';
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
    return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
  });
  return `"${escaped.join('')}"`;
}
