import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dbtFacts, manifestFacts, parseSample, picture, samplesDir } from './parse-sample.ts';

const cases = readdirSync(samplesDir).sort();

// Each case is a tiny project. `expected.txt` is the exact picture of its mistakes (TFM_UPDATE_SAMPLES=1 writes it);
// `dbt-facts.json` is what dbt makes of it (dbt-facts.py writes it).
describe.each(cases)('%s', (name) => {
  const folder = join(samplesDir, name);

  test('is told exactly this', async () => {
    const { diagnostics } = await parseSample(folder);
    const file = join(folder, 'expected.txt');
    const found = picture(diagnostics);
    if (process.env.TFM_UPDATE_SAMPLES === '1') writeFileSync(file, found);
    expect(found).toBe(readFileSync(file, 'utf8'));
  });

  test.runIf(existsSync(join(folder, 'dbt-facts.json')))(
    'has the ids, names and configs that dbt gives',
    async () => {
      const { project } = await parseSample(folder);
      expect(project).toBeDefined();
      if (project !== undefined) expect(manifestFacts(project)).toEqual(dbtFacts(name));
    },
  );
});
