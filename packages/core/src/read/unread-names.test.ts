import { expect, test } from 'vitest';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { unreadNames } from './unread-names.ts';

test('what cannot be read is not missed as well', () => {
  const at = (path: string) => ({ at: { source: { path, text: '' }, start: 0, end: 0 } });
  const names = unreadNames([
    diagnostic('invalid-utf8', { path: 'seeds/a/s.csv', byte: '0xe9' }, at('seeds/a/s.csv')),
    diagnostic('not-a-file', { path: 'models/m.SQL', found: 'a folder' }, at('models/m.SQL')),
    diagnostic('dotenv-line', {}, at('models/warned.sql')),
    diagnostic('project-file-twice', {}),
  ]);
  expect([...names]).toEqual(['s', 'm']);
});
