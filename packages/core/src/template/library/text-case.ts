/** Letter case as Python sees it. */

const cased = /[\p{Lowercase}\p{Uppercase}\p{Lt}]/u;
const upper = /[\p{Uppercase}\p{Lt}]/u;
const lower = /\p{Lowercase}/u;

function titleLetter(letter: string): string {
  const capital = letter.toUpperCase();
  if (capital === letter || capital.length === letter.length) return titleForms.get(capital) ?? capital;
  const [first = '', ...rest] = capital;
  return first + rest.join('').toLowerCase();
}

/** Digraphs whose form at the beginning of a word is neither of the other two. */
const titleForms = new Map([
  ['Ǆ', 'ǅ'],
  ['Ǉ', 'ǈ'],
  ['Ǌ', 'ǋ'],
  ['Ǳ', 'ǲ'],
]);

export function capitalize(text: string): string {
  const first = text.codePointAt(0);
  if (first === undefined) return '';
  const letter = String.fromCodePoint(first);
  return titleLetter(letter) + text.slice(letter.length).toLowerCase();
}

export function titleCase(text: string): string {
  let result = '';
  let word = '';
  let inWord = false;
  // Lower the rest of a word as a whole: a sigma at its end has a form of its own.
  for (const letter of text) {
    if (cased.test(letter)) {
      if (inWord) word += letter;
      else word = letter;
      inWord = true;
    } else {
      if (inWord) result += titleWord(word);
      result += letter;
      inWord = false;
    }
  }
  return inWord ? result + titleWord(word) : result;
}

function titleWord(word: string): string {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  return titleLetter(first) + word.slice(first.length).toLowerCase();
}

export function swapCase(text: string): string {
  let result = '';
  for (const letter of text) {
    if (/\p{Uppercase}/u.test(letter)) result += letter.toLowerCase();
    else result += lower.test(letter) ? letter.toUpperCase() : letter;
  }
  return result;
}

export function foldCase(text: string): string {
  let result = '';
  for (const letter of text) result += folds.get(letter) ?? letter.toLowerCase();
  return result;
}

const folds = new Map([
  ['ß', 'ss'],
  ['ẞ', 'ss'],
  ['ς', 'σ'],
  ['ſ', 's'],
  ['ﬀ', 'ff'],
  ['ﬁ', 'fi'],
  ['ﬂ', 'fl'],
  ['ﬃ', 'ffi'],
  ['ﬄ', 'ffl'],
  ['ﬅ', 'st'],
  ['ﬆ', 'st'],
  ['ŉ', 'ʼn'],
  ['µ', 'μ'],
]);

export function isLower(text: string): boolean {
  return lower.test(text) && !upper.test(text);
}

export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !lower.test(text) && !/\p{Lt}/u.test(text);
}

export function isTitle(text: string): boolean {
  let previousCased = false;
  let found = false;
  for (const letter of text) {
    if (upper.test(letter)) {
      if (previousCased) return false;
      previousCased = true;
      found = true;
    } else if (lower.test(letter)) {
      if (!previousCased) return false;
      found = true;
    } else {
      previousCased = false;
    }
  }
  return found;
}
