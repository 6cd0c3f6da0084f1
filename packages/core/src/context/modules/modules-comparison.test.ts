/**
 * Random templates with `modules`, by tfm and by Python. Runs when `TFM_PYTHON` names a Python that has jinja2 and pytz;
 * without it the pinned cases of the tests beside the modules stand for it. `TFM_COMPARISONS` says how many, `TFM_SEED`
 * which ones.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ModulesTemplateMaker } from '../../../test/modules/random-modules.ts';
import { renderWithModules } from '../../../test/modules/render-with-modules.ts';
import { Random } from '../../../test/template/random-template.ts';

const python = process.env.TFM_PYTHON;
const count = Number(process.env.TFM_COMPARISONS ?? 6000);
const seed = Number(process.env.TFM_SEED ?? 1);
const batchSize = 200;

interface Answer {
  readonly output?: string;
  readonly message?: string;
  readonly error?: string;
}

test.skipIf(python === undefined)(
  `${count} random templates with modules render as in Python (skipped without TFM_PYTHON)`,
  async () => {
    const oracle = fileURLToPath(new URL('../../../test/modules/modules-oracle.py', import.meta.url));
    const child = spawn(python ?? '', [oracle], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TZ: 'UTC' },
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const wrong: string[] = [];
    for (let from = 0; from < count; from += batchSize) {
      const batch = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) =>
        new ModulesTemplateMaker(new Random(seed * 1_000_003 + from + i)).template(),
      );
      for (const template of batch) child.stdin.write(`${JSON.stringify({ template })}\n`);
      for (const template of batch) {
        const answer = JSON.parse((await lines.next()).value as string) as Answer;
        const own = renderWithModules(template);
        const isSame = answer.output === own.output && !/0x[0-9a-f]{6}/.test(answer.output ?? '');
        if (isSame || answer.error === 'Timeout') continue;
        wrong.push(
          `${template}\n  Python ${answer.output ?? `${answer.error}: ${answer.message}`}\n  tfm    ${own.output ?? own.message}`,
        );
      }
    }
    child.stdin.end();
    expect(wrong.slice(0, 30)).toEqual([]);
  },
  600_000,
);
