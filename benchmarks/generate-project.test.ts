import { describe, expect, test } from 'vitest';
import { digestOf, generateProject } from './generate-project.ts';
import { projectShape, type ShapeOptions } from './project/project-shape.ts';
import { sqlbuildFiles } from './project/sqlbuild-files.ts';

const small: ShapeOptions = { models: 60, tests: 120, seed: 1, raw: 'models' };

describe('generateProject', () => {
  test('writes the same bytes for the same seed, on every machine', () => {
    expect(digestOf(generateProject(small)).slice(0, 16)).toBe('07644990fc30c9be');
    expect(digestOf(generateProject({ ...small, raw: 'sources' })).slice(0, 16)).toBe('aee065d727980ef5');
    expect(digestOf(generateProject({ ...small, seed: 2 }))).not.toBe(digestOf(generateProject(small)));
  });

  test.each([
    { ...small, models: 4, tests: 0 },
    { ...small, models: 5, tests: 10 },
    small,
    { ...small, models: 333, tests: 1000, raw: 'sources' as const },
  ])('has exactly as many models and tests as asked for: $models and $tests, $raw', (options) => {
    const files = generateProject(options);
    const models = [...files.keys()].filter((path) => /^models\/.*\.sql$/.test(path));
    const properties = [...files].filter(([path]) => path.endsWith('.yml')).map(([, text]) => text);
    const tests = properties.join('').match(/- (unique|not_null|accepted_values|relationships)\b/g) ?? [];
    expect(models).toHaveLength(options.models);
    expect(tests).toHaveLength(options.tests);
  });

  test('refuses what it cannot make', () => {
    expect(() => generateProject({ ...small, models: 3 })).toThrow('at least 4 models');
    expect(() => generateProject({ ...small, tests: 301 })).toThrow('at most 5 tests');
  });

  test('refers to one to three earlier models', () => {
    const earlier = new Set<string>();
    const shape = projectShape({ ...small, models: 500, tests: 1000 });
    for (const { name, layer, inputs } of shape.models) {
      expect(inputs.length).toBeGreaterThanOrEqual(layer === 'raw' ? 0 : 1);
      expect(inputs.length).toBeLessThanOrEqual(3);
      for (const input of inputs) expect(input.kind === 'model' && earlier.has(input.name)).toBe(true);
      expect(earlier).not.toContain(name);
      earlier.add(name);
    }
  });

  test('reads no raw table that a build would have to find', () => {
    const files = generateProject(small);
    expect([...files.values()].filter((text) => text.includes('source('))).toEqual([]);
    expect(projectShape({ ...small, raw: 'sources' }).sources).not.toEqual([]);
  });

  test('says the same in the notation of SQLBuild', () => {
    const shape = projectShape(small);
    const files = sqlbuildFiles(shape);
    for (const path of generateProject(small).keys()) {
      if (/^models\/.*\.sql$/.test(path)) expect([...files.keys()]).toContain(path);
    }
    const audits = [...files.values()].join('').match(/\b(unique|not_null|accepted_values|relationships)\b/g);
    expect(audits).toHaveLength(small.tests);
  });
});
