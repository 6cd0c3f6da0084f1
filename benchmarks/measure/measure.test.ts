import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { measureProcess } from './measure-process.ts';
import { resultTables } from './result-table.ts';
import { runScenario } from './scenario.ts';
import { ratio, summarize } from './statistics.ts';

const folder = mkdtempSync(join(tmpdir(), 'tfm-measure-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const logFile = join(folder, 'log');

const node = (script: string) => ({ argv: [process.execPath, '-e', script], cwd: folder });

describe('measureProcess', () => {
  test('counts time and memory of child processes', async () => {
    const grandchild =
      'const full = Buffer.alloc(2e8, 1); while (process.cpuUsage().user < 2e5) full[0] = 1;';
    const child = `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(grandchild)}])`;
    const busy = await measureProcess(node(child), { logFile });
    expect(busy.cpu).toBeGreaterThanOrEqual(0.2);
    expect(busy.peakMemory).toBeGreaterThan(2e8);
  });

  test('says what a failing command printed', async () => {
    const failing = measureProcess(node("console.error('no such table'); process.exitCode = 3"), { logFile });
    await expect(failing).rejects.toThrow(/Exit code 3 .*\nno such table/s);
  });
});

describe('statistics', () => {
  test('summarize', () => {
    expect(summarize([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
    expect(summarize([4, 1, 2, 3]).median).toBe(2.5);
  });

  test('a ratio is of one round: a busy minute falls out', () => {
    expect(ratio([2, 20, 2], [1, 10, 1])).toBe(2);
  });
});

test('all contenders take turns, one that fails drops out and the table says why', async () => {
  const order: string[] = [];
  const step = (name: string) => ({ argv: [name], cwd: folder });
  const contender = (name: string) => ({ name, steps: [step(name), null] });
  const result = await runScenario(
    {
      name: 'some',
      title: 'Some work',
      steps: ['first', 'second'],
      contenders: [contender('floor'), contender('tool'), contender('broken')],
    },
    2,
    async ({ argv: [name = ''] }) => {
      order.push(name);
      if (name === 'broken') throw new Error('Exit code 1');
      return { wall: name === 'floor' ? 1 : 3, cpu: 1.5, peakMemory: name === 'floor' ? 0 : 5 * 2 ** 20 };
    },
  );
  expect(order).toEqual(['floor', 'tool', 'broken', 'floor', 'tool']);
  expect(resultTables(result)).toBe(
    [
      'Some work: first',
      '         wall s: min  median    max  CPU s  peak MB  wall ×  CPU ×',
      '  floor        1.000   1.000  1.000  1.500        –    1.00   1.00',
      '  tool         3.000   3.000  3.000  1.500        5    3.00   1.00',
      '',
      'broken failed. Exit code 1',
    ].join('\n'),
  );
});
