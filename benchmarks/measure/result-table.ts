import type { ScenarioResult } from './scenario.ts';
import { ratio, summarize } from './statistics.ts';

const header = ['', 'wall s: min', 'median', 'max', 'CPU s', 'peak MB', 'wall ×', 'CPU ×'];

/** A table per step: wall time as min, median and max, the rest as medians, and the ratios to the floor. */
export function resultTables(result: ScenarioResult): string {
  const tables = result.scenario.steps.flatMap((title, step) => {
    const floor = result.rows[0]?.steps[step] ?? [];
    const rows = result.rows.flatMap(({ name, steps }) => {
      const runs = steps[step] ?? [];
      if (runs.length === 0) return [];
      const wall = summarize(runs.map((run) => run.wall));
      const cpu = runs.map((run) => run.cpu);
      const memory = summarize(runs.map((run) => run.peakMemory)).median;
      return [
        [
          name,
          seconds(wall.min),
          seconds(wall.median),
          seconds(wall.max),
          seconds(summarize(cpu).median),
          memory === 0 ? '–' : (memory / 2 ** 20).toFixed(0),
          times(
            ratio(
              runs.map((run) => run.wall),
              floor.map((run) => run.wall),
            ),
          ),
          times(
            ratio(
              cpu,
              floor.map((run) => run.cpu),
            ),
          ),
        ],
      ];
    });
    return rows.length === 0 ? [] : `${result.scenario.title}: ${title}\n${align([header, ...rows])}`;
  });
  const failures = result.rows.flatMap(({ name, failure }) =>
    failure === null ? [] : [`${name} failed. ${failure}`],
  );
  return [...tables, ...failures].join('\n\n');
}

function seconds(value: number): string {
  return value.toFixed(value < 10 ? 3 : 1);
}

function times(value: number): string {
  if (Number.isNaN(value)) return '–';
  return value.toFixed(value < 100 ? 2 : 0);
}

/** Pads the first column to the right and the numbers to the left. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
}
