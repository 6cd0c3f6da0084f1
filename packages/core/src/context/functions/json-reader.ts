import { Dict, Float, integer, List, type Value } from '../../template/template.ts';

/** Python's `json.loads`: whole numbers stay exact, `1.0` stays a float, keys keep their order. */
export function readJson(text: string): Value | undefined {
  const reader = new JsonReader(text);
  try {
    return reader.whole();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const mostLevels = 200;
const tokenPattern =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\]|\\[\s\S])*")|(-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?)|(true|false|null|NaN|-?Infinity))/y;

class JsonReader {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Value {
    const value = this.#value(this.#token(), 0);
    if (/\S/.test(this.#text.slice(this.#offset))) throw new SyntaxError('extra data');
    return value;
  }

  #token(): RegExpExecArray {
    tokenPattern.lastIndex = this.#offset;
    const match = tokenPattern.exec(this.#text);
    if (match === null) throw new SyntaxError('no JSON');
    this.#offset = tokenPattern.lastIndex;
    return match;
  }

  #value(token: RegExpExecArray, level: number): Value {
    if (level > mostLevels) throw new SyntaxError('too deep');
    const [, mark, text, number, fraction, exponent, word] = token;
    if (text !== undefined) return JSON.parse(text) as string;
    if (number !== undefined)
      return fraction === undefined && exponent === undefined
        ? integer(BigInt(number))
        : new Float(Number(number));
    if (word !== undefined) return wordValue(word);
    if (mark === '[') return this.#list(level);
    if (mark === '{') return this.#dict(level);
    throw new SyntaxError('no JSON');
  }

  #list(level: number): Value {
    const items: Value[] = [];
    let token = this.#token();
    if (token[1] === ']') return new List(items);
    for (;;) {
      items.push(this.#value(token, level + 1));
      token = this.#token();
      if (token[1] === ']') return new List(items);
      if (token[1] !== ',') throw new SyntaxError('no JSON');
      token = this.#token();
    }
  }

  #dict(level: number): Value {
    const dict = new Dict();
    let token = this.#token();
    if (token[1] === '}') return dict;
    for (;;) {
      if (token[2] === undefined || this.#token()[1] !== ':') throw new SyntaxError('no JSON');
      dict.set(JSON.parse(token[2]) as string, this.#value(this.#token(), level + 1));
      token = this.#token();
      if (token[1] === '}') return dict;
      if (token[1] !== ',') throw new SyntaxError('no JSON');
      token = this.#token();
    }
  }
}

function wordValue(word: string): Value {
  if (word === 'null') return null;
  if (word === 'true' || word === 'false') return word === 'true';
  return new Float(
    word === 'NaN' ? Number.NaN : word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
  );
}
