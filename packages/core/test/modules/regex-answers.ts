/** What `regex-oracle.py` answers, from tfm's own `re`. */
import { compilePattern } from '../../src/context/modules/regex/compiled-pattern.ts';
import { PatternValue } from '../../src/context/modules/regex/pattern-value.ts';
import {
  callAttribute,
  getAttribute,
  noNames,
  repr,
  toPlain,
  type Value,
} from '../../src/template/template.ts';
import type { RegexCase } from './random-regex.ts';

export function regexAnswer(one: RegexCase): unknown {
  try {
    return answer(one);
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function answer({ pattern: source, flags, text, replacement, region }: RegexCase): unknown {
  const pattern = new PatternValue(compilePattern(source, flags));
  const call = (name: string, ...positional: Value[]): Value =>
    callAttribute(pattern, name, { positional, named: noNames });
  const spans: Value[] = [];
  const iterator = call('finditer', text, ...region) as { readonly next?: () => Value | undefined };
  for (let match = iterator.next?.(); match !== undefined; match = iterator.next?.()) {
    spans.push(callAttribute(match, 'span', { positional: [], named: noNames }));
  }
  return {
    search: shown(call('search', text)),
    match: shown(call('match', text, ...region)),
    fullmatch: shown(call('fullmatch', text)),
    findall: repr(call('findall', text)),
    finditer: spans.map((span) => toPlain(span)),
    split: repr(call('split', text)),
    split2: repr(call('split', text, 2)),
    subn: replaced(() => toPlain(call('subn', replacement, text))),
    pattern: repr(pattern),
    groupindex: repr(getAttribute(pattern, 'groupindex')),
  };
}

function shown(match: Value): unknown {
  if (match === null) return null;
  const of = (name: string): unknown => toPlain(getAttribute(match, name));
  return [of('regs'), of('lastindex'), of('lastgroup'), repr(match)];
}

function replaced(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return (error as Error).message;
  }
}
