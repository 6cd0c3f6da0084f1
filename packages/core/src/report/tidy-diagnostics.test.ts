import { expect, test } from 'vitest';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { tidyDiagnostics } from './tidy-diagnostics.ts';

test('what is said of one file goes by its lines; files stay where they are', () => {
  const at = (path: string, start: number) => ({
    at: { source: { path, text: 'a\nb' }, start, end: start + 1 },
  });
  const list = [
    diagnostic('yaml-key', {}, at('b.yml', 2)),
    diagnostic('yaml-key', {}),
    diagnostic('yaml-key', {}, at('a.yml', 0)),
    diagnostic('yaml-merge', {}, at('b.yml', 0)),
  ];
  expect(tidyDiagnostics(list)).toEqual([list[3], list[1], list[2], list[0]]);
});
