import { CharacterSet } from './character-set.ts';
import { anchorCodes } from './compile-program.ts';
import { regexFlags } from './regex-flags.ts';
import type { Subject } from './subject.ts';

const wordUnicode = new CharacterSet([{ category: 'word' }], false, regexFlags.unicode);
const wordAscii = new CharacterSet([{ category: 'word' }], false, regexFlags.ascii);

/** Whether `^`, `$`, `\b` and their kin hold at a place. A text begins at 0, wherever the search began. */
export function isAnchored(anchor: number, subject: Subject, at: number, end: number): boolean {
  switch (anchor) {
    case anchorCodes.textStart:
      return at === 0;
    case anchorCodes.textEnd:
      return at === end;
    case anchorCodes.lineStart:
      return at === 0 || subject.at(at - 1) === 10;
    case anchorCodes.lineEnd:
      return at === end || subject.at(at) === 10;
    case anchorCodes.end:
      return at === end || (at + 1 === end && subject.at(at) === 10);
    default:
      return isAtBoundary(anchor, subject, at, end);
  }
}

function isAtBoundary(anchor: number, subject: Subject, at: number, end: number): boolean {
  // Python finds neither a boundary nor the absence of one in an empty text.
  if (end === 0) return false;
  const word = anchor > anchorCodes.notBoundary ? wordAscii : wordUnicode;
  const before = at > 0 && word.has(subject.at(at - 1));
  const after = at < end && word.has(subject.at(at));
  const isBoundary = anchor === anchorCodes.boundary || anchor === anchorCodes.boundary + 2;
  return (before !== after) === isBoundary;
}
