import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue, type DiagnosticCode } from '../src/diagnostics/catalogue.ts';
import { diagnostic } from '../src/diagnostics/diagnostic.ts';
import { printDiagnostic } from '../src/diagnostics/print-diagnostic.ts';
import { diagnosticExamples } from './diagnostic-examples.ts';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

/** Heading (the anchor) → what stands below it. */
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...body] = section.split(/\n(?:## [^\n]*\n[\s\S]*)?/);
      return [heading.trim(), body.join('\n')] as const;
    }),
);
const codes = Object.keys(catalogue) as DiagnosticCode[];

test('every code has a section, and every section a code', () => {
  expect([...sections.keys()].sort()).toEqual([...codes].sort());
});

test('a code belongs to one group', () => {
  const folder = new URL('../src/diagnostics/codes/', import.meta.url);
  const written = readdirSync(folder).flatMap((name) => {
    const source = readFileSync(new URL(name, folder), 'utf8');
    return [...source.matchAll(/^ {2}'?([a-z0-9-]+)'?: entry</gm)].map(([, code]) => code);
  });
  expect(written.sort()).toEqual([...codes].sort());
});

test('a code is kebab-case words', () => {
  for (const code of codes) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test.each(codes)('%s: the page shows what the catalogue says, and what to do', (code) => {
  const parameters = diagnosticExamples[code];
  expect(parameters, 'an example in diagnostic-examples.ts').toBeDefined();
  const section = sections.get(code) ?? '';
  // One diagnostic of this code; which parameters belong to it is checked where the examples are written.
  const printed = printDiagnostic(diagnostic(code, parameters as never));
  expect(section).toContain(`\`\`\`\n${printed}\n\`\`\``);
  expect(section).toContain('**What to do:** ');
});

test.each(codes.filter((code) => !code.startsWith('package-')))(
  '%s: one thing to do next, if it is an error',
  (code) => {
    const { severity, hint } = diagnostic(code, diagnosticExamples[code] as never);
    if (severity === 'error') expect(hint).toMatch(/\S/);
  },
);
