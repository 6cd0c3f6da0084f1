/** The filter `urlize`: web and mail addresses in a text become links. */
import { escapeHtml } from '../value/arithmetic.ts';
import { codePointLength, codePointSlice } from '../value/code-points.ts';
import { spaceClass } from './text-split.ts';

const wordLetters = '[\\p{L}\\p{N}_%-]';
const web = new RegExp(
  `^(?:(?:https?://|www\\.)(?:(?:${wordLetters}+\\.)+)?(?:[a-z]{2,63}|xn--[\\p{L}\\p{N}_%]{2,59})|(?:${wordLetters}{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)|https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[(?:[\\da-f]{0,4}:){2}(?:[\\da-f]{0,4}:?){1,6}\\]))(?::\\d{1,5})?(?:[/?#]\\S*)?$`,
  'iu',
);
const mail = /^\S+@[\p{L}\p{N}_][\p{L}\p{N}_.-]*\.[\p{L}\p{N}_]+$/u;

const wordGap = new RegExp(`([${spaceClass}]+)`);

export interface UrlizeOptions {
  readonly limit: number | undefined;
  readonly rel: string | undefined;
  readonly target: string | undefined;
  readonly extraSchemes: readonly string[];
}

/** The text has been escaped before. */
export function urlize(text: string, options: UrlizeOptions): string {
  return text
    .split(wordGap)
    .map((word) => linkWord(word, options))
    .join('');
}

function linkWord(word: string, options: UrlizeOptions): string {
  let middle = word;
  const head = /^(?:[(<]|&lt;)+/.exec(middle)?.[0] ?? '';
  middle = middle.slice(head.length);
  let tail = '';
  const end = /(?:[)>.,\n]|&gt;)+$/.exec(middle);
  if (end !== null) {
    tail = end[0];
    middle = middle.slice(0, end.index);
  }
  for (const [open, close] of [
    ['(', ')'],
    ['<', '>'],
    ['&lt;', '&gt;'],
  ] as const) {
    const opened = count(middle, open);
    if (opened <= count(middle, close)) continue;
    for (let i = Math.min(opened, count(tail, close)); i > 0; i -= 1) {
      const at = tail.indexOf(close) + close.length;
      middle += tail.slice(0, at);
      tail = tail.slice(at);
    }
  }
  return head + link(middle, options) + tail;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function link(text: string, { limit, rel, target, extraSchemes }: UrlizeOptions): string {
  const shown =
    limit !== undefined && codePointLength(text) > limit
      ? `${codePointSlice(text, 0, Math.max(limit, 0))}...`
      : text;
  const relation = rel === undefined ? '' : ` rel="${escapeHtml(rel)}"`;
  const frame = target === undefined ? '' : ` target="${escapeHtml(target)}"`;
  if (text.length < 4096 && web.test(text)) {
    const address = /^https?:\/\//.test(text) ? text : `https://${text}`;
    return `<a href="${address}"${relation}${frame}>${shown}</a>`;
  }
  if (text.startsWith('mailto:') && mail.test(text.slice(7))) return `<a href="${text}">${text.slice(7)}</a>`;
  if (text.includes('@') && !/^(?:www\.|@)/.test(text) && !text.includes(':') && mail.test(text)) {
    return `<a href="mailto:${text}">${text}</a>`;
  }
  let result = text;
  for (const scheme of extraSchemes) {
    if (result !== scheme && result.startsWith(scheme))
      result = `<a href="${result}"${relation}${frame}>${result}</a>`;
  }
  return result;
}
