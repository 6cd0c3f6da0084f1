import type { Palette } from './palette.ts';

/** Colours for the text of `printDiagnostic`: the words that matter stand out, the frame's border steps back. */
export function paintDiagnostic(text: string, palette: Palette): string {
  return text
    .split('\n')
    .map((line) => paintLine(line, palette))
    .join('\n');
}

function paintLine(line: string, palette: Palette): string {
  const head = /^(error|warning)(\[[a-z-]+\])( .*)$/.exec(line);
  if (head !== null) {
    const [, severity = '', code = '', message = ''] = head;
    const paint = severity === 'error' ? palette.red : palette.yellow;
    return `${palette.bold(paint(severity))}${palette.dim(code)}${palette.bold(message)}`;
  }
  const place = /^( -->)( .*)$/.exec(line);
  if (place !== null) return `${palette.dim(place[1] ?? '')}${palette.cyan(place[2] ?? '')}`;
  const squiggle = /^( +\|)( *~+)$/.exec(line);
  if (squiggle !== null) return `${palette.dim(squiggle[1] ?? '')}${palette.red(squiggle[2] ?? '')}`;
  const source = /^( *\d* *\|)(.*)$/.exec(line);
  if (source !== null) return `${palette.dim(source[1] ?? '')}${source[2] ?? ''}`;
  const word = /^(hint|note):(.*)$/.exec(line);
  return word === null ? line : `${palette.cyan(`${word[1]}:`)}${word[2] ?? ''}`;
}
