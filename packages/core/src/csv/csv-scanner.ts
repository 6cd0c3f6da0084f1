import type { CsvBatch, CsvField, CsvOptions, CsvProblem, CsvProblemKind, CsvRecord } from './csv-record.ts';

const CODE_QUOTE = 34;
const CODE_LF = 10;
const CODE_CR = 13;
const BYTE_ORDER_MARK = 0xfeff;
const MAX_RECORD_LENGTH = 16 * 1024 * 1024;
const MAX_PROBLEMS = 20;
/** Returned instead of an offset: the record goes on in the next piece. */
const INCOMPLETE = -1;

/** What one call of the scanner found. */
export interface CsvScan extends CsvBatch {
  readonly problems: readonly CsvProblem[];
}

/**
 * The one state machine behind whole texts and streams: RFC 4180, strict. Pieces of text go in, complete records come
 * out, the rest waits for the next piece. It goes on after a bad record, so that all of them are found at once.
 *
 * Speed comes from `indexOf`: a line without a quote is cut by `split`, and the next place of each special character
 * is looked up once and kept until it is passed (looking it up again for each field would read the text again and again).
 */
export class CsvScanner {
  /** Known after the first record; empty until then. */
  header: readonly string[] = [];
  /** All problems, also those that were not kept. */
  problemCount = 0;

  readonly #delimiter: string;
  readonly #blankLines: 'null-row' | 'skip';
  readonly #maxRecordLength: number;
  readonly #maxProblems: number;
  #rest = '';
  #line = 1;
  #row = 0;
  #headerRead = false;
  #started = false;
  #stopped = false;

  // The piece that is being scanned.
  #text = '';
  #final = false;
  #records: CsvRecord[] = [];
  #problems: CsvProblem[] = [];
  #nextQuote = 0;
  #nextNul = 0;
  #nextReturn = 0;
  #nextLineFeed = 0;
  #nextDelimiter = 0;

  constructor(options: CsvOptions = {}) {
    this.#delimiter = options.delimiter ?? ',';
    this.#blankLines = options.blankLines ?? 'null-row';
    this.#maxRecordLength = options.maxRecordLength ?? MAX_RECORD_LENGTH;
    this.#maxProblems = options.maxProblems ?? MAX_PROBLEMS;
  }

  /** The next piece. `final`: nothing follows, so that a last line without a line end is complete. */
  scan(piece: string, final: boolean): CsvScan {
    const text = this.#rest + piece;
    this.#text = text;
    this.#rest = '';
    this.#final = final;
    this.#records = [];
    this.#problems = [];
    let at = 0;
    if (!this.#started && text !== '') {
      this.#started = true;
      if (text.charCodeAt(0) === BYTE_ORDER_MARK) at = 1;
    }
    this.#nextQuote = seek(text, '"', at);
    this.#nextNul = seek(text, '\0', at);
    this.#nextReturn = seek(text, '\r', at);
    this.#nextLineFeed = -1;
    this.#nextDelimiter = -1;
    while (at < text.length && !this.#stopped) {
      const next = this.#readRecord(at);
      if (next === INCOMPLETE) break;
      at = next;
    }
    if (!this.#stopped) this.#keepRest(at);
    return { text, records: this.#records, problems: this.#problems };
  }

  #keepRest(at: number): void {
    this.#rest = this.#text.slice(at);
    if (this.#rest.length > this.#maxRecordLength) {
      // Without a line feed far and wide, a carriage return is likely meant as one.
      const lineEnd = this.#nextReturn < this.#text.length && this.#text.indexOf('\n', at) === -1;
      if (lineEnd) this.#report('stray-line-end', this.#nextReturn, this.#nextReturn + 1, '', this.#line);
      else
        this.#report('record-too-long', at, at, String(this.#rest.length), this.#line, this.#maxRecordLength);
      this.#stop();
    } else if (this.#final && !this.#headerRead) {
      this.#report('no-header', 0, 0, 'nothing', this.#line);
    }
  }

  #stop(): void {
    this.#stopped = true;
    this.#rest = '';
  }

  /** Reads the record at `at`; returns where the next one starts. */
  #readRecord(at: number): number {
    const text = this.#text;
    let end = text.indexOf('\n', at);
    if (end === -1) {
      if (!this.#final) return INCOMPLETE;
      end = text.length;
    }
    if (this.#nextQuote < at) this.#nextQuote = seek(text, '"', at);
    if (this.#nextQuote < end) return this.#readQuotedRecord(at);

    const line = this.#line;
    this.#line += 1;
    const lineEnd = end > at && end < text.length && text.charCodeAt(end - 1) === CODE_CR ? end - 1 : end;
    if (lineEnd === at) this.#acceptBlankLine(at, line);
    else if (this.#isClean(at, lineEnd, line))
      this.#accept(cutLine(text, at, lineEnd, this.#delimiter), at, lineEnd, line);
    return Math.min(end + 1, text.length);
  }

  /** No NUL, no carriage return, not too long: what `split` would not notice. */
  #isClean(at: number, end: number, line: number): boolean {
    if (this.#nextReturn < at) this.#nextReturn = seek(this.#text, '\r', at);
    if (this.#nextReturn < end) {
      this.#reject('stray-line-end', this.#nextReturn, this.#nextReturn + 1, '', line);
      return false;
    }
    return this.#isPlausible(at, end, line);
  }

  #isPlausible(at: number, end: number, line: number): boolean {
    if (this.#nextNul < at) this.#nextNul = seek(this.#text, '\0', at);
    if (this.#nextNul < end) {
      this.#reject(
        'nul',
        this.#nextNul,
        this.#nextNul + 1,
        '',
        line + countLines(this.#text, at, this.#nextNul),
      );
      return false;
    }
    if (end - at <= this.#maxRecordLength) return true;
    this.#reject('record-too-long', at, at, String(end - at), line, this.#maxRecordLength);
    return false;
  }

  /** A record with a quote somewhere on its first line: field by field. */
  #readQuotedRecord(at: number): number {
    const text = this.#text;
    const fields: CsvField[] = [];
    let pos = at;
    for (;;) {
      const quoted = text.charCodeAt(pos) === CODE_QUOTE;
      const end = quoted ? this.#closingQuote(pos) : this.#plainEnd(pos);
      if (end === INCOMPLETE) return quoted && this.#final ? this.#endUnclosed(at, pos) : INCOMPLETE;
      // Only a quote tells an empty text from nothing.
      fields.push(
        quoted
          ? text.slice(pos + 1, end - 1).replaceAll('""', '"')
          : end === pos
            ? null
            : text.slice(pos, end),
      );
      if (!quoted) {
        if (this.#nextQuote < pos) this.#nextQuote = seek(text, '"', pos);
        if (this.#nextQuote < end) return this.#recover('stray-quote', at, this.#nextQuote, pos, end);
        if (this.#nextReturn < pos) this.#nextReturn = seek(text, '\r', pos);
        if (this.#nextReturn < end) return this.#recover('stray-line-end', at, this.#nextReturn, pos, end);
      }
      if (end === text.length) {
        if (!this.#final) return INCOMPLETE;
        return this.#endQuoted(fields, at, end, end);
      }
      if (text.startsWith(this.#delimiter, end)) {
        pos = end + this.#delimiter.length;
        // A delimiter at the very end of a piece: what follows is not known yet.
        if (pos === text.length && !this.#final) return INCOMPLETE;
        continue;
      }
      const code = text.charCodeAt(end);
      if (code === CODE_LF) return this.#endQuoted(fields, at, end, end + 1);
      if (code === CODE_CR) {
        if (end + 1 === text.length && !this.#final) return INCOMPLETE;
        if (text.charCodeAt(end + 1) === CODE_LF) return this.#endQuoted(fields, at, end, end + 2);
        return this.#recover('stray-line-end', at, end, end, end + 1);
      }
      return this.#recover('stray-quote', at, end - 1, pos, this.#plainEnd(end));
    }
  }

  /** After the closing quote of the field at `pos`. */
  #closingQuote(pos: number): number {
    const text = this.#text;
    for (let at = text.indexOf('"', pos + 1); at !== -1; at = text.indexOf('"', at + 2)) {
      // Whether a quote at the end of a piece is doubled is not known yet.
      if (at + 1 === text.length) return this.#final ? at + 1 : INCOMPLETE;
      if (text.charCodeAt(at + 1) !== CODE_QUOTE) return at + 1;
    }
    return INCOMPLETE;
  }

  /** Where an unquoted field ends: at a delimiter, a line end or the end of the text. */
  #plainEnd(pos: number): number {
    const text = this.#text;
    if (this.#nextLineFeed < pos) this.#nextLineFeed = seek(text, '\n', pos);
    let lineEnd = this.#nextLineFeed;
    if (lineEnd > text.length) {
      if (!this.#final) return INCOMPLETE;
      lineEnd = text.length;
    } else if (lineEnd > pos && text.charCodeAt(lineEnd - 1) === CODE_CR) {
      lineEnd -= 1;
    }
    if (this.#nextDelimiter < pos) this.#nextDelimiter = seek(text, this.#delimiter, pos);
    return Math.min(this.#nextDelimiter, lineEnd);
  }

  #endQuoted(fields: readonly CsvField[], at: number, end: number, next: number): number {
    const line = this.#line;
    this.#line += countLines(this.#text, at, end) + 1;
    if (this.#isPlausible(at, end, line)) this.#accept(fields, at, end, line);
    return next;
  }

  #endUnclosed(at: number, quote: number): number {
    const line = this.#line + countLines(this.#text, at, quote);
    this.#reject('unclosed-quote', quote, quote + 1, this.#text.slice(quote, quote + 40), line);
    this.#stop();
    return this.#text.length;
  }

  /** Reports a broken record and goes on with the next line. `place` is the mistake, `from` to `to` the value. */
  #recover(kind: CsvProblemKind, at: number, place: number, from: number, to: number): number {
    const lineFeed = this.#text.indexOf('\n', place);
    if (to === INCOMPLETE || (lineFeed === -1 && !this.#final)) return INCOMPLETE;
    const next = lineFeed === -1 ? this.#text.length : lineFeed + 1;
    this.#reject(
      kind,
      place,
      place + 1,
      this.#text.slice(from, to),
      this.#line + countLines(this.#text, at, place),
    );
    this.#line += countLines(this.#text, at, next);
    return next;
  }

  #accept(fields: readonly CsvField[], at: number, end: number, line: number): void {
    if (!this.#headerRead) {
      this.#acceptHeader(fields, at, end, line);
      return;
    }
    this.#row += 1;
    const expected = this.header.length;
    if (fields.length === expected) {
      this.#records.push({ fields, row: this.#row, line, offset: at });
      return;
    }
    const span =
      fields.length > expected ? fieldSpan(this.#text, at, expected, this.#delimiter) : { start: end, end };
    const lines = countLines(this.#text, at, span.start);
    this.#report('ragged-row', span.start, span.end, String(fields.length), line + lines, expected);
  }

  #acceptBlankLine(at: number, line: number): void {
    if (!this.#headerRead) {
      this.#report('no-header', at, at, '', line);
      this.#stop();
    } else if (this.#blankLines === 'null-row' || this.header.length === 1) {
      this.#row += 1;
      this.#records.push({ fields: this.header.map(() => null), row: this.#row, line, offset: at });
    }
  }

  #acceptHeader(fields: readonly CsvField[], at: number, end: number, line: number): void {
    this.#headerRead = true;
    this.header = fields.map((field) => field ?? '');
    const seen = new Set<string>();
    fields.forEach((field, index) => {
      const key = (field ?? '').normalize('NFC').toLowerCase();
      const kind = key.trim() === '' ? 'empty-header' : seen.has(key) ? 'duplicate-header' : undefined;
      seen.add(key);
      if (kind === undefined) return;
      if (this.problemCount >= this.#maxProblems) {
        this.problemCount += 1;
        return;
      }
      const span = fieldSpan(this.#text, at, index, this.#delimiter);
      this.#report(
        kind,
        span.start,
        Math.min(span.end, end),
        field ?? '',
        line + countLines(this.#text, at, span.start),
        index + 1,
      );
    });
  }

  /** A record that cannot be read at all: it counts, but nothing comes of it. */
  #reject(kind: CsvProblemKind, start: number, end: number, found: string, line: number, expected = 0): void {
    if (this.#headerRead) this.#row += 1;
    this.#report(kind, start, end, found, line, expected);
    // Without a header, every row would be wrong.
    if (!this.#headerRead) this.#stop();
  }

  #report(kind: CsvProblemKind, start: number, end: number, found: string, line: number, expected = 0): void {
    this.problemCount += 1;
    if (this.problemCount > this.#maxProblems) return;
    this.#problems.push({ kind, row: this.#row, line, start, end, found, expected });
  }
}

/** Where field `index` of the record at `offset` stands, quotes included. Only for records that were read. */
export function fieldSpan(
  text: string,
  offset: number,
  index: number,
  delimiter: string,
): { start: number; end: number } {
  let start = offset;
  for (let field = 0; ; field += 1) {
    let end = start;
    if (text.charCodeAt(start) === CODE_QUOTE) {
      end = text.indexOf('"', start + 1);
      while (end !== -1 && text.charCodeAt(end + 1) === CODE_QUOTE) end = text.indexOf('"', end + 2);
      end = end === -1 ? text.length : end + 1;
    } else {
      while (end < text.length && !text.startsWith(delimiter, end) && !isLineEnd(text.charCodeAt(end)))
        end += 1;
    }
    if (field === index || !text.startsWith(delimiter, end)) return { start, end };
    start = end + delimiter.length;
  }
}

function isLineEnd(code: number): boolean {
  return code === CODE_LF || code === CODE_CR;
}

function cutLine(text: string, at: number, end: number, delimiter: string): CsvField[] {
  const fields: CsvField[] = text.slice(at, end).split(delimiter);
  for (let i = 0; i < fields.length; i += 1) {
    if (fields[i] === '') fields[i] = null;
  }
  return fields;
}

/** The next place of a character, past the end when there is none: so that `next < end` is all one has to ask. */
function seek(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at === -1 ? text.length + 1 : at;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
