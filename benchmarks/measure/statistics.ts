/** Numbers of several runs, in short. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0] ?? Number.NaN, median: medianOf(sorted), max: sorted.at(-1) ?? Number.NaN };
}

/** Of each round's ratio the median: noise that lasts longer than a round falls out. */
export function ratio(values: readonly number[], floors: readonly number[]): number {
  const ratios = values.flatMap((value, i) => {
    const floor = floors[i];
    return floor === undefined || floor === 0 ? [] : [value / floor];
  });
  return medianOf(ratios.sort((a, b) => a - b));
}

function medianOf(sorted: readonly number[]): number {
  if (sorted.length === 0) return Number.NaN;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
