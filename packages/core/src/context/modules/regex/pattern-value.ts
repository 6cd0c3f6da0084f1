import {
  callValue,
  claimItems,
  claimText,
  Dict,
  Fault,
  HostObject,
  hostFunction,
  isCallable,
  List,
  noNames,
  repr,
  spend,
  Tuple,
  textOf,
  typeName,
  type Value,
  ValueIterator,
} from '../../../template/template.ts';
import { codePointSlice } from '../../../template/value/code-points.ts';
import { needIndex } from '../../../template/value/convert-arguments.ts';
import { claimJoin } from '../../../template/value/meter.ts';
import { type CompiledPattern, findMatch, type MatchMode, matchFinder } from './compiled-pattern.ts';
import { MatchValue, type Region } from './match-value.ts';
import { flagsText, regexFlags } from './regex-flags.ts';
import { expandReplacement, parseReplacement } from './replacement.ts';
import { Subject } from './subject.ts';

/** Python's `re.Pattern`. The functions of the module `re` are its methods. */
export class PatternValue extends HostObject {
  readonly compiled: CompiledPattern;

  constructor(compiled: CompiledPattern) {
    super();
    this.compiled = compiled;
  }

  get typeName(): string {
    return 're.Pattern';
  }

  override repr(): string {
    const { text, flags } = this.compiled;
    const shown = flagsText(flags & ~regexFlags.unicode);
    return `re.compile(${codePointSlice(repr(text), 0, 200)}${shown === '' ? '' : `, ${shown}`})`;
  }

  override truth(): boolean {
    return true;
  }

  override equals(other: Value): boolean {
    return other instanceof PatternValue && other.hashKey() === this.hashKey();
  }

  override hashKey(): string {
    return `re${this.compiled.flags} ${this.compiled.text}`;
  }

  override getAttribute(name: string): Value | undefined {
    const { text, flags, groups, groupNames } = this.compiled;
    switch (name) {
      case 'pattern':
        return text;
      case 'flags':
        return flags;
      case 'groups':
        return groups;
      case 'groupindex':
        return Dict.of(groupNames);
      default:
        return this.#method(name);
    }
  }

  #method(name: string): Value | undefined {
    const region = ['string', 'pos?', 'endpos?'];
    switch (name) {
      case 'match':
      case 'fullmatch':
      case 'search':
        return hostFunction(name, region, ([text, start, end]) =>
          this.find(name, needSubject(text), start, end),
        );
      case 'findall':
        return hostFunction(name, region, ([text, start, end]) =>
          this.findAll(needSubject(text), start, end),
        );
      case 'finditer':
        return hostFunction(name, region, ([text, start, end]) =>
          this.findIterator(needSubject(text), start, end),
        );
      case 'split':
        return hostFunction(name, ['string', 'maxsplit?'], ([text, most]) =>
          this.split(needSubject(text), most),
        );
      case 'sub':
      case 'subn':
        return hostFunction(name, ['repl', 'string', 'count?'], ([replacement = null, text, count]) => {
          const [result, made] = this.substitute(replacement, needSubject(text), count);
          return name === 'sub' ? result : new Tuple([result, made]);
        });
      default:
        return undefined;
    }
  }

  find(mode: MatchMode, subject: Subject, start?: Value, end?: Value): Value {
    const region = regionOf(subject, start, end);
    const found = findMatch(this.compiled, subject, { mode, ...region });
    return found === undefined ? null : new MatchValue(this.compiled, this, { subject, found, region });
  }

  findAll(subject: Subject, start?: Value, end?: Value): Value {
    const next = this.#matches(subject, regionOf(subject, start, end));
    const { groups } = this.compiled;
    const result = new List([]);
    for (let match = next(); match !== undefined; match = next()) {
      spend(1);
      result.push(groups > 1 ? match.groups('') : (match.groupText(groups) ?? ''));
    }
    return result;
  }

  findIterator(subject: Subject, start?: Value, end?: Value): Value {
    return new ValueIterator(this.#matches(subject, regionOf(subject, start, end)), 'callable_iterator');
  }

  #matches(subject: Subject, region: Region): () => MatchValue | undefined {
    const next = matchFinder(this.compiled, subject, region);
    return () => {
      const found = next();
      return found === undefined
        ? undefined
        : new MatchValue(this.compiled, this, { subject, found, region });
    };
  }

  split(subject: Subject, most: Value | undefined): Value {
    const limit = needIndex(most, 0);
    const { groups } = this.compiled;
    const next = matchFinder(this.compiled, subject);
    const result = new List([]);
    let from = 0;
    for (let made = 0; limit === 0 || made < limit; made += 1) {
      const found = next();
      if (found === undefined) break;
      spend(1);
      const [start = 0, end = 0] = found.spans;
      result.push(subject.slice(from, start));
      claimItems(groups);
      for (let slot = 2; slot < groups * 2 + 2; slot += 2) {
        const groupStart = found.spans[slot] as number;
        result.push(groupStart < 0 ? null : subject.slice(groupStart, found.spans[slot + 1] as number));
      }
      from = end;
    }
    result.push(subject.slice(from, subject.length));
    return result;
  }

  /** The text with matches replaced, and how many there were. */
  substitute(replacement: Value, subject: Subject, count: Value | undefined): readonly [string, number] {
    const limit = needIndex(count, 0);
    const replace = this.#replacer(replacement);
    const next = this.#matches(subject, { start: 0, end: subject.length });
    const parts: string[] = [];
    let length = 0;
    let from = 0;
    let made = 0;
    const add = (text: string): void => {
      parts.push(text);
      length += text.length;
      claimJoin(length);
    };
    while (limit === 0 || made < limit) {
      const match = next();
      if (match === undefined) break;
      spend(4);
      const [start, end] = match.bounds;
      add(subject.slice(from, start));
      add(replace(match));
      from = end;
      made += 1;
    }
    add(subject.slice(from, subject.length));
    claimText(length);
    return [parts.join(''), made];
  }

  #replacer(replacement: Value): (match: MatchValue) => string {
    if (isCallable(replacement)) {
      return (match) => {
        const made = callValue(replacement, { positional: [match], named: noNames });
        if (made === null) return '';
        const text = textOf(made);
        if (text !== undefined) return text;
        throw new Fault('TypeError', `expected str instance, ${typeName(made)} found`);
      };
    }
    const text = textOf(replacement);
    if (text === undefined)
      throw new Fault('TypeError', `expected str instance, ${typeName(replacement)} found`);
    const parsed = parseReplacement(text, this.compiled);
    return (match) => expandReplacement(parsed, (group) => match.groupText(group));
  }
}

/** A text that is to be searched. */
export function needSubject(value: Value | undefined): Subject {
  const text = textOf(value ?? null);
  if (text !== undefined) return new Subject(text);
  throw new Fault('TypeError', `expected string or bytes-like object, got '${typeName(value ?? null)}'`);
}

function regionOf(subject: Subject, start: Value | undefined, end: Value | undefined): Region {
  const clamp = (index: number): number => Math.min(Math.max(index, 0), subject.length);
  return { start: clamp(needIndex(start, 0)), end: clamp(needIndex(end, Number.MAX_SAFE_INTEGER)) };
}
