/**
 * Random regular expressions, by tfm and by Python's `re`. Runs when `TFM_PYTHON` names a Python (3.11 or later: older
 * ones have no atomic groups); without it the pinned cases of `regex-module.test.ts` stand for it. `TFM_COMPARISONS`
 * says how many, `TFM_SEED` which ones.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { RegexMaker } from '../../../../test/modules/random-regex.ts';
import { regexAnswer } from '../../../../test/modules/regex-answers.ts';
import { Random } from '../../../../test/template/random-template.ts';

const python = process.env.TFM_PYTHON;
const count = Number(process.env.TFM_COMPARISONS ?? 20_000);
const seed = Number(process.env.TFM_SEED ?? 1);
const batchSize = 200;

test.skipIf(python === undefined)(
  `${count} random regular expressions find what Python finds (skipped without TFM_PYTHON)`,
  async () => {
    const oracle = fileURLToPath(new URL('../../../../test/modules/regex-oracle.py', import.meta.url));
    const child = spawn(python ?? '', [oracle], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const wrong: string[] = [];
    let compared = 0;
    for (let from = 0; from < count; from += batchSize) {
      const batch = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) =>
        new RegexMaker(new Random(seed * 1_000_003 + from + i)).case(),
      );
      for (const one of batch) child.stdin.write(`${JSON.stringify(one)}\n`);
      for (const one of batch) {
        const answer = JSON.parse((await lines.next()).value as string) as Record<string, unknown>;
        if (answer.error === 'Timeout') continue;
        compared += 1;
        const own = regexAnswer(one) as Record<string, unknown>;
        const keys = [...new Set([...Object.keys(answer), ...Object.keys(own)])];
        const different = keys.filter((key) => JSON.stringify(answer[key]) !== JSON.stringify(own[key]));
        if (different.length === 0) continue;
        const shown = different.map(
          (key) =>
            `  ${key}\n    Python ${JSON.stringify(answer[key])}\n    tfm    ${JSON.stringify(own[key])}`,
        );
        wrong.push(`${JSON.stringify(one)}\n${shown.join('\n')}`);
      }
    }
    child.stdin.end();
    if (wrong.length > 0) console.log(wrong.length, compared);
    expect(wrong.slice(0, 12)).toEqual([]);
    expect(compared).toBeGreaterThan(count / 2);
  },
  600_000,
);
