import type { Cell } from '../adapter/cell.ts';

/** A value as people read it, exact. Null is for the caller: it may look like nothing else. */
export function cellText(cell: Exclude<Cell, null>): string {
  if (typeof cell === 'number') return doubleText(cell);
  if (cell instanceof Uint8Array)
    return `\\x${[...cell].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  return String(cell);
}

/** Whole doubles keep a decimal, so that they are not taken for integers. */
function doubleText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}
