/** Texts count by code point, as Python's do. Almost none has a surrogate, so that case is tested first. */

const surrogate = /[\ud800-\udfff]/;

export function hasSurrogates(text: string): boolean {
  return surrogate.test(text);
}

export function codePointLength(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The characters of a text, one string per code point. */
export function characters(text: string): string[] {
  return surrogate.test(text) ? Array.from(text) : text.split('');
}

/** `text.slice` by code points; both bounds are not negative. */
export function codePointSlice(text: string, start: number, end: number): string {
  if (!surrogate.test(text)) return text.slice(start, end);
  return Array.from(text).slice(start, end).join('');
}

/** Offset in UTF-16 units → index by code point. */
export function codePointIndex(text: string, offset: number): number {
  return codePointLength(text.slice(0, offset));
}

/** Order of texts by code point: negative, zero or positive. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
