import { cutTo, durationWords, escapeControl, textWidth } from '@tfm/core';
import type { Palette } from './palette.ts';

export type LineStatus = 'ok' | 'warn' | 'fail' | 'error' | 'skip' | 'same' | 'kept';

export interface NodeLine {
  readonly status: LineStatus;
  readonly kind: string;
  readonly name: string;
  /** At the right: `1,234 rows`. */
  readonly detail?: string;
  readonly seconds?: number;
  /** Instead of detail and time: why. */
  readonly reason?: string;
}

export interface LinePlace {
  /** Columns to fill. */
  readonly width: number;
  /** Where a terminal would break the line; undefined in a pipe. */
  readonly cutAt: number | undefined;
  readonly palette: Palette;
}

const statusWidth = 6;
const kindWidth = 10;
const detailWidth = 14;
const timeWidth = 9;

/**
 * What became of a node, in aligned columns:
 *
 *     ok    table     fct_orders                              1,234 rows    0.10s
 */
export function nodeLine(line: NodeLine, { width, cutAt, palette }: LinePlace): string {
  const left = `${paintStatus(line.status, palette)}${palette.dim(line.kind.padEnd(kindWidth))}`;
  const room = width - statusWidth - kindWidth;
  const name = escapeControl(line.name);
  if (line.reason !== undefined) {
    const reason = escapeControl(line.reason).replaceAll('\n', ' ');
    const reasonRoom = (cutAt ?? Number.POSITIVE_INFINITY) - statusWidth - kindWidth - textWidth(name) - 2;
    return `${left}${name}  ${palette.dim(cutTo(reason, Math.max(reasonRoom, 10)))}`.trimEnd();
  }
  const detail = ` ${line.detail ?? ''}`.padStart(detailWidth);
  const nameRoom = room - textWidth(detail) - timeWidth;
  const shown = cutMiddle(name, nameRoom);
  const time = (line.seconds === undefined ? '' : durationWords(line.seconds)).padStart(timeWidth);
  return `${left}${shown}${' '.repeat(nameRoom - textWidth(shown))}${detail}${palette.dim(time)}`.trimEnd();
}

function paintStatus(status: LineStatus, palette: Palette): string {
  const text = status.padEnd(statusWidth);
  if (status === 'ok') return palette.green(text);
  if (status === 'warn' || status === 'kept') return palette.yellow(text);
  if (status === 'fail' || status === 'error') return palette.bold(palette.red(text));
  return palette.dim(text);
}

/** Names of generic tests begin alike and end with the column: both ends stay. */
function cutMiddle(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const end = Math.floor((width - 1) / 2);
  return `${cutTo(text, width - end)}${text.slice(-end)}`;
}
