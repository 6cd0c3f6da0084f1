/**
 * Random templates, rendered by tfm and by Python's Jinja. Runs when `TFM_PYTHON` names a Python that has jinja2; without
 * it the pinned cases of `template.test.ts` stand for it. `TFM_COMPARISONS` says how many, `TFM_SEED` which ones.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderCase } from '../../test/template/comparison-context.ts';
import { Random, TemplateMaker } from '../../test/template/random-template.ts';

const python = process.env.TFM_PYTHON;
const count = Number(process.env.TFM_COMPARISONS ?? 4000);
const seed = Number(process.env.TFM_SEED ?? 1);
const batchSize = 200;

interface Answer {
  readonly output?: string;
  readonly error?: string;
  readonly message?: string;
}

/** Addresses in memory, random choices, and what Python ends by a limit of its own cannot be compared. */
function isComparable(template: string, { output, error }: Answer): boolean {
  if (/random/.test(template) || ['Timeout', 'RecursionError', 'MemoryError'].includes(error ?? ''))
    return false;
  return !/0x[0-9a-f]{6,}/i.test(output ?? '');
}

/** Python's powers come from C's library, which may be off in the last digit. */
function rounded(text: string): string {
  return text.replace(/\d+\.\d+(?:e[-+]\d+)?/g, (number) => Number(number).toPrecision(14));
}

function agree(template: string, answer: Answer, output: string | undefined): boolean {
  if (answer.output === output) return true;
  if (answer.output !== undefined && output !== undefined) {
    return template.includes('**') && rounded(answer.output) === rounded(output);
  }
  if (answer.output === undefined && output === undefined) return true;
  // Jinja calculates constants while it compiles: it fails for wrong ones in branches that never run.
  return answer.output === undefined && /^unhashable type/.test(answer.message ?? '');
}

function makeTemplate(index: number): string {
  const maker = new TemplateMaker(new Random(seed * 1_000_003 + index));
  return index % 2 === 0 ? maker.template() : maker.focused();
}

test.skipIf(python === undefined)(
  `${count} random templates render as in Python (skipped without TFM_PYTHON)`,
  async () => {
    const oracle = fileURLToPath(new URL('../../test/template/oracle.py', import.meta.url));
    const child = spawn(python ?? '', [oracle], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const wrong: string[] = [];
    let compared = 0;
    for (let from = 0; from < count; from += batchSize) {
      const batch = Array.from({ length: Math.min(batchSize, count - from) }, (_, i) =>
        makeTemplate(from + i),
      );
      for (const template of batch) child.stdin.write(`${JSON.stringify({ template })}\n`);
      for (const template of batch) {
        const answer = JSON.parse((await lines.next()).value as string) as Answer;
        const got = renderCase({ template });
        if (!isComparable(template, answer)) continue;
        compared += 1;
        if (agree(template, answer, got.output)) continue;
        wrong.push(
          `${template}\n  Jinja ${answer.output ?? answer.message}\n  tfm   ${got.output ?? got.message}`,
        );
      }
    }
    child.stdin.end();
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(count / 2);
  },
  600_000,
);
