import { displayWidth, escapeControl } from '../diagnostics/display-width.ts';

/** One column of a table for a terminal. A null cell is what the database calls null. */
export interface TextColumn {
  readonly header: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly (string | null)[];
}

export interface TextTableOptions {
  /** Columns of the terminal; undefined: nothing is cut (a pipe gets everything). */
  readonly width: number | undefined;
  readonly paintHeader: (text: string) => string;
  readonly paintNull: (text: string) => string;
}

export interface TextTable {
  readonly lines: readonly string[];
  /** Columns for which there was no room. */
  readonly hidden: readonly string[];
}

const gap = '  ';
/** A column that is cut keeps at least so much. */
const narrowest = 8;

/** Rows as aligned text, numbers to the right, a rule under the header. */
export function textTable(columns: readonly TextColumn[], options: TextTableOptions): TextTable {
  const shown = columns.map((column) => ({
    ...column,
    header: oneLine(column.header),
    cells: column.cells.map((cell) => (cell === null ? null : oneLine(cell))),
  }));
  const widths = fit(
    shown.map(({ header, cells }) =>
      Math.max(textWidth(header), ...cells.map((cell) => textWidth(cell ?? 'null')), 1),
    ),
    options.width,
  );
  const fitting = shown.slice(0, widths.length);
  const rowCount = columns[0]?.cells.length ?? 0;
  const line = (texts: readonly { readonly text: string; readonly paint?: (text: string) => string }[]) =>
    texts
      .map(({ text, paint = (same) => same }, index) => {
        const cut = cutTo(text, widths[index] ?? 0);
        const space = ' '.repeat((widths[index] ?? 0) - textWidth(cut));
        return fitting[index]?.align === 'right' ? `${space}${paint(cut)}` : `${paint(cut)}${space}`;
      })
      .join(gap)
      .trimEnd();
  return {
    lines: [
      line(fitting.map(({ header }) => ({ text: header, paint: options.paintHeader }))),
      widths.map((width) => '─'.repeat(width)).join(gap),
      ...Array.from({ length: rowCount }, (_, row) =>
        line(
          fitting.map(({ cells }) => {
            const cell = cells[row] ?? null;
            return cell === null ? { text: 'null', paint: options.paintNull } : { text: cell };
          }),
        ),
      ),
    ],
    hidden: shown.slice(widths.length).map(({ header }) => header),
  };
}

/** Long columns become narrower first; when that does not help, columns at the right are left out. */
function fit(natural: readonly number[], width: number | undefined): readonly number[] {
  if (width === undefined) return natural;
  const total = (widths: readonly number[]) =>
    widths.reduce((sum, each) => sum + each + gap.length, -gap.length);
  let count = natural.length;
  while (count > 1 && total(natural.slice(0, count).map((each) => Math.min(each, narrowest))) > width)
    count -= 1;
  const widths = natural.slice(0, count);
  for (let excess = total(widths) - width; excess > 0; excess = total(widths) - width) {
    const widest = Math.max(...widths);
    const at = widths.indexOf(widest);
    const next = Math.max(...widths.filter((each) => each < widest), count === 1 ? 1 : narrowest);
    if (widest <= next) break;
    widths[at] = Math.max(next, widest - excess);
  }
  return widths;
}

function oneLine(text: string): string {
  return escapeControl(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** Columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += displayWidth(character);
  return width;
}

/** The text, or as much of it as fits with a `…` at the end. */
export function cutTo(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let cut = '';
  let room = width - 1;
  for (const character of text) {
    room -= displayWidth(character);
    if (room < 0) break;
    cut += character;
  }
  return `${cut}…`;
}
