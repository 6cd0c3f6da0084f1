import { columnsOf, type Run, type Style } from './screen.ts';

export interface Picture {
  /** In the middle of the bar above. */
  readonly title: string;
  /** What was typed, after the prompt. */
  readonly command: string;
  readonly lines: readonly (readonly Run[])[];
  readonly columns: number;
}

const fontSize = 14;
const cellWidth = 8.4;
const lineHeight = 21;
const barHeight = 38;
const padding = 22;
const fonts =
  "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, 'Cascadia Mono', Consolas, 'JetBrains Mono', 'DejaVu Sans Mono', 'Liberation Mono', monospace";

/** Light enough to be read on its own ground, whose edge is seen on white and on black pages. */
const ground = '#171c26';
const bar = '#212836';
const edge = '#39435a';
const text = '#e4e9f2';
const dimText = '#8d98ad';

const theme: { readonly [name: string]: string } = {
  black: '#4b566b',
  red: '#ff7a85',
  green: '#7ee0a1',
  yellow: '#f2cc6b',
  blue: '#7cb7ff',
  magenta: '#d3a4ff',
  cyan: '#72dfe6',
  white: text,
  'bright-black': dimText,
  'bright-red': '#ff9aa3',
  'bright-green': '#a0efbc',
  'bright-yellow': '#ffe08f',
  'bright-blue': '#a5ceff',
  'bright-magenta': '#e2c3ff',
  'bright-cyan': '#9aeef3',
  'bright-white': '#ffffff',
};

/** A terminal as a picture that any browser draws sharply, whatever monospace font it has. */
export function screenSvg(picture: Picture): string {
  const width = Math.ceil(picture.columns * cellWidth + 2 * padding);
  const rows = picture.lines.length + 2;
  const height = Math.ceil(barHeight + rows * lineHeight + 2 * padding - 8);
  const lines = picture.lines.map((runs, i) => line(runs, i + 2)).filter((drawn) => drawn !== '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(`Terminal: ${picture.command}`)}">
<title>${escapeXml(picture.command)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${ground}" stroke="${edge}"/>
<path d="M0.5 ${barHeight}V10.5A10 10 0 0 1 10.5 0.5H${width - 10.5}A10 10 0 0 1 ${width - 0.5} 10.5V${barHeight}Z" fill="${bar}" stroke="${edge}"/>
${['#ff6b66', '#f6bf4f', '#5ecb6b'].map((color, i) => `<circle cx="${22 + 20 * i}" cy="${barHeight / 2}" r="6" fill="${color}"/>`).join('')}
<text x="${width / 2}" y="${barHeight / 2 + 5}" text-anchor="middle" font-family="${fonts}" font-size="13" fill="${dimText}">${escapeXml(picture.title)}</text>
<g font-family="${fonts}" font-size="${fontSize}" fill="${text}">
<text y="${baseline(0)}"><tspan x="${padding}" fill="${theme.green}" font-weight="600">$</tspan><tspan x="${columnX(2)}" ${length(columnsOf(picture.command))} font-weight="600">${escapeXml(picture.command)}</tspan></text>
${lines.join('\n')}
</g>
</svg>
`;
}

function line(runs: readonly Run[], row: number): string {
  if (runs.length === 0) return '';
  const grounds = runs.map((run) => groundOf(run, row)).join('');
  return `${grounds}<text y="${baseline(row)}">${runs.map(span).join('')}</text>`;
}

/** Words far apart are placed each by itself: how a viewer treats spaces is its own affair. */
function span(run: Run): string {
  return [...run.text.matchAll(/\S+(?: \S+)*/g)]
    .map(({ index, 0: words }) => {
      const column = run.column + columnsOf(run.text.slice(0, index));
      return `<tspan x="${columnX(column)}" ${length(columnsOf(words))}${attributes(run.style)}>${escapeXml(words)}</tspan>`;
    })
    .join('');
}

/** Holds the columns together in fonts of other widths. */
function length(columns: number): string {
  return `textLength="${number(columns * cellWidth)}" lengthAdjust="spacingAndGlyphs"`;
}

function groundOf(run: Run, row: number): string {
  const color = run.style.inverse ? paint(run.style.color ?? 'white') : backgroundOf(run.style);
  if (color === null) return '';
  const top = baseline(row) - lineHeight + 6;
  return `<rect x="${columnX(run.column)}" y="${number(top)}" width="${number(run.width * cellWidth)}" height="${lineHeight}" fill="${color}"/>`;
}

function backgroundOf(style: Style): string | null {
  return style.background === null ? null : paint(style.background);
}

function attributes(style: Style): string {
  const color = style.inverse ? (style.background ?? ground) : style.color;
  const parts = [
    ...(color === null ? (style.dim ? [`fill="${dimText}"`] : []) : [`fill="${paint(color)}"`]),
    ...(color !== null && style.dim ? ['opacity="0.7"'] : []),
    ...(style.bold ? ['font-weight="600"'] : []),
    ...(style.italic ? ['font-style="italic"'] : []),
    ...(style.underline ? ['text-decoration="underline"'] : []),
  ];
  return parts.map((part) => ` ${part}`).join('');
}

function paint(color: string): string {
  return theme[color] ?? color;
}

function columnX(column: number): string {
  return number(padding + column * cellWidth);
}

function baseline(row: number): number {
  return barHeight + padding + row * lineHeight + 9;
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escapeXml(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
