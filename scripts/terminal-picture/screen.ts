/** How a character looks. Colours are names of the theme or `#rrggbb`; null: the terminal's own. */
export interface Style {
  readonly color: string | null;
  readonly background: string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
}

/** Characters beside each other that look the same, from a column on. */
export interface Run {
  readonly column: number;
  /** Columns that it takes; wide characters take two. */
  readonly width: number;
  readonly text: string;
  readonly style: Style;
}

interface Cell {
  readonly text: string;
  readonly style: Style;
}

const plain: Style = {
  color: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

// One token of a terminal's input: a control sequence, an operating system command, another escape, or a character.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal reads
const token = /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\s\S]/gu;

/** What stands on the screen of a terminal of so many columns, and as many rows as needed, in the end. */
export function readScreen(output: string, columns: number): readonly (readonly Run[])[] {
  const screen = new Screen(columns);
  for (const [text, parameters, final] of output.matchAll(token)) {
    if (final !== undefined) screen.control(parameters ?? '', final);
    else if (!text.startsWith('\u001b')) screen.write(text);
  }
  return screen.lines();
}

class Screen {
  readonly #columns: number;
  readonly #rows: Cell[][] = [[]];
  #row = 0;
  #column = 0;
  #style = plain;

  constructor(columns: number) {
    this.#columns = columns;
  }

  write(character: string): void {
    switch (character) {
      case '\n':
        this.#moveTo(this.#row + 1, this.#column);
        return;
      case '\r':
        this.#column = 0;
        return;
      case '\b':
        this.#column = Math.max(0, this.#column - 1);
        return;
      case '\t':
        this.#column = Math.min(this.#columns - 1, (Math.floor(this.#column / 8) + 1) * 8);
        return;
    }
    if (character < ' ') return;
    const width = widthOf(character);
    if (width === 0) {
      this.#combine(character);
      return;
    }
    // Wraps when the next character comes, not when the last column is filled.
    if (this.#column + width > this.#columns) this.#moveTo(this.#row + 1, 0);
    const row = this.#rows[this.#row] ?? [];
    for (let i = row.length; i < this.#column; i += 1) row[i] = { text: ' ', style: plain };
    row[this.#column] = { text: character, style: this.#style };
    if (width === 2) row[this.#column + 1] = { text: '', style: this.#style };
    this.#column += width;
  }

  control(parameters: string, final: string): void {
    // Private ones hide the cursor or hold drawing back: nothing that is seen in the end.
    if (/^[<=>?]/.test(parameters)) return;
    const numbers = parameters.split(/[;:]/).map((part) => (part === '' ? null : Number(part)));
    const count = Math.max(1, numbers[0] ?? 1);
    switch (final) {
      case 'm':
        this.#style = styled(this.#style, numbers);
        return;
      case 'A':
        this.#moveTo(this.#row - count, this.#column);
        return;
      case 'B':
        this.#moveTo(this.#row + count, this.#column);
        return;
      case 'C':
        this.#column = Math.min(this.#columns - 1, this.#column + count);
        return;
      case 'D':
        this.#column = Math.max(0, this.#column - count);
        return;
      case 'E':
        this.#moveTo(this.#row + count, 0);
        return;
      case 'F':
        this.#moveTo(this.#row - count, 0);
        return;
      case 'G':
        this.#column = Math.min(this.#columns, count) - 1;
        return;
      case 'K':
        this.#eraseInLine(numbers[0] ?? 0);
        return;
      case 'J':
        this.#eraseBelow(numbers[0] ?? 0);
        return;
    }
  }

  lines(): readonly (readonly Run[])[] {
    const lines = this.#rows.map(runsOf);
    const last = lines.findLastIndex((runs) => runs.length > 0);
    return lines.slice(0, last + 1);
  }

  #moveTo(row: number, column: number): void {
    this.#row = Math.max(0, row);
    this.#column = column;
    while (this.#rows.length <= this.#row) this.#rows.push([]);
  }

  #combine(mark: string): void {
    const row = this.#rows[this.#row] ?? [];
    const before = row[this.#column - 1];
    if (before !== undefined) row[this.#column - 1] = { ...before, text: before.text + mark };
  }

  #eraseInLine(mode: number): void {
    const row = this.#rows[this.#row] ?? [];
    if (mode === 0) row.length = Math.min(row.length, this.#column);
    else if (mode === 2) row.length = 0;
    else for (let i = 0; i <= this.#column && i < row.length; i += 1) row[i] = { text: ' ', style: plain };
  }

  #eraseBelow(mode: number): void {
    if (mode === 0) {
      this.#eraseInLine(0);
      this.#rows.length = this.#row + 1;
    } else if (mode === 2) {
      for (const row of this.#rows) row.length = 0;
    }
  }
}

function styled(before: Style, numbers: readonly (number | null)[]): Style {
  let style = before;
  for (let i = 0; i < numbers.length; i += 1) {
    const number = numbers[i] ?? 0;
    if (number === 38 || number === 48) {
      const { color, used } = extendedColor(numbers.slice(i + 1));
      style = number === 38 ? { ...style, color } : { ...style, background: color };
      i += used;
    } else style = withAttribute(style, number);
  }
  return style;
}

function withAttribute(style: Style, number: number): Style {
  switch (number) {
    case 0:
      return plain;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 3:
      return { ...style, italic: true };
    case 4:
      return { ...style, underline: true };
    case 7:
      return { ...style, inverse: true };
    case 22:
      return { ...style, bold: false, dim: false };
    case 23:
      return { ...style, italic: false };
    case 24:
      return { ...style, underline: false };
    case 27:
      return { ...style, inverse: false };
    case 39:
      return { ...style, color: null };
    case 49:
      return { ...style, background: null };
  }
  if (number >= 30 && number <= 37) return { ...style, color: names[number - 30] ?? null };
  if (number >= 40 && number <= 47) return { ...style, background: names[number - 40] ?? null };
  if (number >= 90 && number <= 97) return { ...style, color: `bright-${names[number - 90]}` };
  if (number >= 100 && number <= 107) return { ...style, background: `bright-${names[number - 100]}` };
  return style;
}

/** What follows 38 or 48: `5;n` of 256 colours, or `2;r;g;b`. */
function extendedColor(numbers: readonly (number | null)[]): {
  readonly color: string | null;
  readonly used: number;
} {
  const [kind, first = 0, second = 0, third = 0] = numbers;
  if (kind === 2) return { color: hex(first ?? 0, second ?? 0, third ?? 0), used: 4 };
  if (kind !== 5) return { color: null, used: 1 };
  const index = first ?? 0;
  if (index < 8) return { color: names[index] ?? null, used: 2 };
  if (index < 16) return { color: `bright-${names[index - 8]}`, used: 2 };
  if (index >= 232) return { color: hex(gray(index), gray(index), gray(index)), used: 2 };
  const cube = index - 16;
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  return {
    color: hex(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)),
    used: 2,
  };
}

function gray(index: number): number {
  return 8 + (index - 232) * 10;
}

function hex(...parts: readonly number[]): string {
  return `#${parts.map((part) => (part & 255).toString(16).padStart(2, '0')).join('')}`;
}

function runsOf(row: readonly Cell[]): readonly Run[] {
  const runs: { column: number; width: number; text: string; style: Style }[] = [];
  for (const [column, { text, style }] of row.entries()) {
    const last = runs.at(-1);
    if (last !== undefined && looksAlike(last.style, style)) {
      last.text += text;
      last.width += 1;
    } else runs.push({ column, width: 1, text, style });
  }
  return runs.filter((run) => run.text.trim() !== '' || run.style.background !== null || run.style.inverse);
}

function looksAlike(one: Style, other: Style): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** How many columns a text takes. */
export function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + widthOf(character), 0);
}

function widthOf(character: string): number {
  if (/^\p{Mn}$|^\u200d$|^\ufe0f$/u.test(character)) return 0;
  return /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]$/u.test(
    character,
  )
    ? 2
    : 1;
}
