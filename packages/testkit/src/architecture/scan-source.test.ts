import { expect, test } from 'vitest';
import { scanSource } from './scan-source.ts';

const importsOf = (source: string) => scanSource(source).imports.map(({ from, kind }) => `${kind} ${from}`);
const wordsOf = (source: string) =>
  scanSource(source).tokens.flatMap(({ kind, value }) => (kind === 'word' ? [value] : []));

test.each([
  ["import { a } from './a.ts';", ['values ./a.ts']],
  ["import type { A } from './a.ts';", ['types ./a.ts']],
  ["import type A from './a.ts'", ['types ./a.ts']],
  ["import type * as A from './a.ts'", ['types ./a.ts']],
  ["import { type A, type B as C, } from './a.ts';", ['types ./a.ts']],
  ["import { type A, b } from './a.ts';", ['values ./a.ts']],
  ["import { type } from './a.ts';", ['values ./a.ts']],
  ["import type, { a } from './a.ts';", ['values ./a.ts']],
  ["import a, { type B } from './a.ts';", ['values ./a.ts']],
  ["import * as all from './a.ts';", ['values ./a.ts']],
  ["import './a.ts';", ['values ./a.ts']],
  ["import {\n  a, // from './not.ts'\n  b,\n} from './a.ts';", ['values ./a.ts']],
  ["import data from './a.json' with { type: 'json' };", ['values ./a.json']],
  ["const a = await import('./a.ts');", ['lazy ./a.ts']],
  ["let a: import('./a.ts').A;", ['types ./a.ts']],
  ["type A = typeof import('./a.ts');", ['types ./a.ts']],
  ["export { a } from './a.ts';", ['values ./a.ts']],
  ["export { type A } from './a.ts';", ['types ./a.ts']],
  ["export type { A } from './a.ts';", ['types ./a.ts']],
  ["export * from './a.ts';", ['values ./a.ts']],
  ["export const from = 'x';", []],
  ["export { a };\nconst from = './a.ts';", []],
  ['const here = import.meta.url;', []],
  ["// import './a.ts';\n/* import './b.ts'; */", []],
  ['const text = "import \'./a.ts\'";', []],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is scanned
  ["const text = `import './a.ts' ${`${'}'}`} import './b.ts'`; import './c.ts';", ['values ./c.ts']],
  ["const quote = /['\"`]/; import './a.ts';", ['values ./a.ts']],
  ["const half = (1 + 1) / 2; import './a.ts'; const other = 1 / 2;", ['values ./a.ts']],
  ["return /[/'\"]/.test(x); import './a.ts';", ['values ./a.ts']],
])('%s', (source, expected) => {
  expect(importsOf(source)).toEqual(expected);
});

test('a default export', () => {
  expect(scanSource('export default 1;').hasDefaultExport).toBe(true);
  expect(scanSource("export const a = 'export default';").hasDefaultExport).toBe(false);
});

test('words are found in code only, in templates too', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is scanned
  expect(wordsOf("a('process', `console ${b} log`); // c\n/* d */ e.f = /g/")).toEqual(['a', 'b', 'e', 'f']);
});
