import type { Cell, CellKind } from '../adapter/cell.ts';
import { cellText } from './cell-text.ts';

/**
 * A value in JSON, exact: a number where JSON's readers, which know doubles only, get just this value; text where
 * they would get another one (integers beyond 2^53, long decimals, NaN, the infinities). Dates, times and nested
 * values are text; binary data is hexadecimal text after `\x`.
 */
export function cellJson(cell: Cell, kind: CellKind): null | boolean | number | string {
  if (cell === null || typeof cell === 'boolean') return cell;
  if (typeof cell === 'bigint') return Number.isSafeInteger(Number(cell)) ? Number(cell) : String(cell);
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : cellText(cell);
  if (typeof cell === 'string') return kind === 'decimal' ? (exactNumber(cell) ?? cell) : cell;
  return cellText(cell);
}

/** The double that prints as exactly this decimal. */
function exactNumber(decimal: string): number | undefined {
  const value = Number(decimal);
  const shortest = decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
  return String(value) === shortest || (value === 0 && /^-?0*$/.test(shortest)) ? value : undefined;
}
