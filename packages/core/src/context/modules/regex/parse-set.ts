import { readSetEscape } from './parse-escape.ts';
import { lengthOf, type PatternReader } from './pattern-reader.ts';
import type { Item, SetMember } from './syntax.ts';

/** Reads `[…]`, whose opening bracket has been taken. */
export function readSet(reader: PatternReader): Item {
  const here = reader.position - 1;
  const members: SetMember[] = [];
  const negated = reader.match('^');
  for (;;) {
    const first = reader.get();
    if (first === undefined) throw unterminated(reader, here);
    if (first === ']' && members.length > 0) break;
    const low = member(reader, first);
    if (!reader.match('-')) {
      members.push(low);
      continue;
    }
    const second = reader.get();
    if (second === undefined) throw unterminated(reader, here);
    if (second === ']') {
      members.push(low, { from: 45, to: 45 });
      break;
    }
    const high = member(reader, second);
    if (low.category !== undefined || high.category !== undefined || high.from < low.from) {
      const back = lengthOf(first) + 1 + lengthOf(second);
      throw reader.error(`bad character range ${first}-${second}`, back);
    }
    members.push({ from: low.from, to: high.from });
  }
  const [only] = members;
  if (!negated && members.length === 1 && only !== undefined && only.category === undefined) {
    if (only.from === only.to) return { kind: 'literal', code: only.from };
  }
  return { kind: 'set', negated, members };
}

function member(reader: PatternReader, character: string): SetMember {
  if (character.startsWith('\\')) return readSetEscape(reader, character);
  const code = character.codePointAt(0) ?? 0;
  return { from: code, to: code };
}

function unterminated(reader: PatternReader, here: number): Error {
  return reader.error('unterminated character set', reader.position - here);
}
