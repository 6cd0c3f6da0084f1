import { displayWidth, escapeControl } from './display-width.ts';
import { positionOf, type Span } from './source-text.ts';

/** Columns that a frame takes at most, with the line number before the source. */
const frameWidth = 80;
const tab = '    ';

/** One character as it is shown. */
interface Cell {
  readonly text: string;
  readonly width: number;
  /** Belongs to the place that the frame points at. */
  readonly marked: boolean;
}

/**
 * The line of a place with a squiggle under it:
 *
 *     3 | select * from {{ ref('stg_order') }}
 *       |                      ~~~~~~~~~~~
 *
 * Of a place over several lines only the first is shown. Long lines are cut around the place.
 */
export function codeFrame(at: Span): string {
  const { text } = at.source;
  const start = Math.min(Math.max(at.start, 0), text.length);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline === -1 ? text.length : newline;
  // Of a huge line only what can be shown is looked at.
  const from = Math.max(lineStart, start - 4 * frameWidth);
  const line = text.slice(from, Math.min(lineEnd, start + 4 * frameWidth)).replace(/\r$/, '');
  const number = String(positionOf(text, start).line);
  const room = frameWidth - number.length - ' | '.length;
  const cells = cut(toCells(line, start - from, Math.max(at.end, start + 1) - from), room);

  const gutter = ' '.repeat(number.length);
  const shown = cells
    .map((cell) => cell.text)
    .join('')
    .trimEnd();
  const squiggle = cells
    .map((cell) => (cell.marked ? '~' : ' ').repeat(cell.width))
    .join('')
    .trimEnd();
  return [
    `${gutter} |`,
    `${number} | ${shown}`.trimEnd(),
    `${gutter} | ${squiggle === '' ? '~' : squiggle}`,
  ].join('\n');
}

function toCells(line: string, start: number, end: number): Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  for (const character of line) {
    const text = character === '\t' ? tab : escapeControl(character);
    const width = text.length > character.length ? text.length : displayWidth(character);
    cells.push({ text, width, marked: offset >= start && offset < end });
    offset += character.length;
  }
  // A place at the very end of a line has no character of its own.
  if (start >= offset) cells.push({ text: ' ', width: 1, marked: true });
  return cells;
}

/** As many cells as fit, with the marked ones in view; `…` stands for what is left out. */
function cut(cells: readonly Cell[], width: number): readonly Cell[] {
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (total <= width) return cells;
  const firstMarked = Math.max(
    0,
    cells.findIndex((cell) => cell.marked),
  );
  let begin = firstMarked;
  // A third of the frame shows what is before the place.
  for (let room = Math.floor(width / 3); begin > 0; begin -= 1) {
    room -= cells[begin - 1]?.width ?? 0;
    if (room < 0) break;
  }
  const ellipsis: Cell = { text: '…', width: 1, marked: false };
  const result: Cell[] = begin > 0 ? [ellipsis] : [];
  let room = width - result.length - 1;
  for (const cell of cells.slice(begin)) {
    room -= cell.width;
    if (room < 0) return [...result, ellipsis];
    result.push(cell);
  }
  return result;
}
