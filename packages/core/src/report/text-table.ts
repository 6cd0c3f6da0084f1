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
    shown.map(({ header, cells, align }) => {
      const natural = Math.max(textWidth(header), ...cells.map((cell) => textWidth(cell ?? 'null')), 1);
      return { natural, least: align === 'right' ? natural : Math.min(natural, narrowest) };
    }),
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

interface ColumnWidth {
  readonly natural: number;
  /** A number that is cut is another number: only texts give way. */
  readonly least: number;
}

/** Long texts become narrower first; when that does not help, columns at the right are left out. */
function fit(columns: readonly ColumnWidth[], width: number | undefined): readonly number[] {
  const total = (widths: readonly number[]) =>
    widths.reduce((sum, each) => sum + each + gap.length, -gap.length);
  if (width === undefined) return columns.map(({ natural }) => natural);
  let count = columns.length;
  while (count > 1 && total(columns.slice(0, count).map(({ least }) => least)) > width) count -= 1;
  const shown = columns.slice(0, count);
  const widths = shown.map(({ natural }) => natural);
  for (let excess = total(widths) - width; excess > 0; excess = total(widths) - width) {
    // The widest text that may still give way, down to the next one.
    const roomy = widths.flatMap((each, index) => (each > (shown[index]?.least ?? each) ? [index] : []));
    const at = roomy.reduce<number | undefined>(
      (best, index) => (best === undefined || (widths[index] ?? 0) > (widths[best] ?? 0) ? index : best),
      undefined,
    );
    if (at === undefined) break;
    const widest = widths[at] ?? 0;
    const next = Math.max(
      ...roomy.map((index) => widths[index] ?? 0).filter((each) => each < widest),
      shown[at]?.least ?? 1,
    );
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
