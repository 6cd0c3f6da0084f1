import type { Item, Sequence, Width } from './syntax.ts';

/** Wider than any text. */
export const maxWidth = 2 ** 64;

/** How many characters a part of a pattern can match: `lookbehind` needs to know. */
export function widthOf(sequence: Sequence, groups: readonly (Width | undefined)[]): Width {
  let min = 0;
  let max = 0;
  for (const item of sequence) {
    const width = itemWidth(item, groups);
    min += width.min;
    max += width.max;
  }
  return { min: Math.min(min, maxWidth), max: Math.min(max, maxWidth) };
}

function itemWidth(item: Item, groups: readonly (Width | undefined)[]): Width {
  switch (item.kind) {
    case 'literal':
    case 'set':
    case 'any':
      return { min: 1, max: 1 };
    case 'at':
    case 'look':
      return { min: 0, max: 0 };
    case 'branch':
      return widest(item.branches.map((branch) => widthOf(branch, groups)));
    case 'group':
    case 'atomic':
      return widthOf(item.body, groups);
    case 'repeat': {
      const { min, max } = widthOf(item.body, groups);
      return { min: min * item.min, max: max === 0 ? 0 : max * item.max };
    }
    case 'reference':
      return groups[item.group] ?? { min: 0, max: maxWidth };
    case 'conditional': {
      const no = item.no === null ? { min: 0, max: 0 } : widthOf(item.no, groups);
      return widest([widthOf(item.yes, groups), no]);
    }
  }
}

function widest(widths: readonly Width[]): Width {
  return {
    min: widths.reduce((least, width) => Math.min(least, width.min), maxWidth),
    max: widths.reduce((most, width) => Math.max(most, width.max), 0),
  };
}
