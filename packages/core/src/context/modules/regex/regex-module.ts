import {
  claimText,
  Fault,
  type HostFunction,
  HostRecord,
  hostFunction,
  Tuple,
  textOf,
  typeName,
  type Value,
} from '../../../template/template.ts';
import { compilePattern, type MatchMode } from './compiled-pattern.ts';
import { needSubject, PatternValue } from './pattern-value.ts';
import { flagBits, RegexFlag, regexFlags } from './regex-flags.ts';

/** Python's module `re`. A hostile pattern ends at the limits of the rendering, not in a process that hangs. */
export function regexModule(): Value {
  return new HostRecord('module', new Map<string, Value>([...functions(), ...constants()]), "<module 're'>");
}

function functions(): ReadonlyMap<string, Value> {
  const search = (name: MatchMode): HostFunction =>
    hostFunction(name, ['pattern', 'string', 'flags?'], ([pattern, text, flags]) =>
      needPattern(pattern, flags).find(name, needSubject(text)),
    );
  const made: readonly HostFunction[] = [
    search('match'),
    search('fullmatch'),
    search('search'),
    hostFunction('findall', ['pattern', 'string', 'flags?'], ([pattern, text, flags]) =>
      needPattern(pattern, flags).findAll(needSubject(text)),
    ),
    hostFunction('finditer', ['pattern', 'string', 'flags?'], ([pattern, text, flags]) =>
      needPattern(pattern, flags).findIterator(needSubject(text)),
    ),
    hostFunction('split', ['pattern', 'string', 'maxsplit?', 'flags?'], ([pattern, text, most, flags]) =>
      needPattern(pattern, flags).split(needSubject(text), most),
    ),
    substitution('sub'),
    substitution('subn'),
    hostFunction('compile', ['pattern', 'flags?'], ([pattern, flags]) => needPattern(pattern, flags)),
    hostFunction('escape', ['pattern'], ([pattern]) => escapePattern(pattern ?? null)),
    hostFunction('purge', [], () => null),
  ];
  return new Map(made.map((one) => [one.name, one]));
}

function substitution(name: 'sub' | 'subn'): HostFunction {
  return hostFunction(
    name,
    ['pattern', 'repl', 'string', 'count?', 'flags?'],
    ([pattern, replacement, text, count, flags]) => {
      const compiled = needPattern(pattern, flags);
      const [result, made] = compiled.substitute(replacement ?? null, needSubject(text), count);
      return name === 'sub' ? result : new Tuple([result, made]);
    },
  );
}

function constants(): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>([['NOFLAG', new RegexFlag(0)]]);
  const flags: readonly (readonly [string, string, number])[] = [
    ['A', 'ASCII', regexFlags.ascii],
    ['I', 'IGNORECASE', regexFlags.ignoreCase],
    ['L', 'LOCALE', regexFlags.locale],
    ['M', 'MULTILINE', regexFlags.multiLine],
    ['S', 'DOTALL', regexFlags.dotAll],
    ['U', 'UNICODE', regexFlags.unicode],
    ['X', 'VERBOSE', regexFlags.verbose],
  ];
  for (const [short, long, bits] of flags) {
    const value = new RegexFlag(bits);
    values.set(short, value);
    values.set(long, value);
  }
  for (const [name, shown] of [
    ['Pattern', 're.Pattern'],
    ['Match', 're.Match'],
    ['error', 're.error'],
  ] as const) {
    values.set(name, new HostRecord('type', new Map(), `<class '${shown}'>`));
  }
  return values;
}

function needPattern(value: Value | undefined, flags: Value | undefined): PatternValue {
  const bits = flags === undefined ? 0 : flagBits(flags);
  if (bits === undefined) {
    throw new Fault('TypeError', `flags must be an int, not ${typeName(flags ?? null)}`);
  }
  if (value instanceof PatternValue) {
    if (bits === 0) return value;
    throw new Fault('ValueError', 'cannot process flags argument with a compiled pattern');
  }
  const text = textOf(value ?? null);
  if (text === undefined) throw new Fault('TypeError', 'first argument must be string or compiled pattern');
  return new PatternValue(compilePattern(text, bits));
}

function escapePattern(value: Value): string {
  const text = textOf(value);
  if (text === undefined) {
    throw new Fault('TypeError', `decoding to str: need a bytes-like object, ${typeName(value)} found`);
  }
  claimText(text.length * 2);
  return text.replace(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&');
}
