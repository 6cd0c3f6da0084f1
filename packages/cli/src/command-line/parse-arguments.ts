import { type Diagnostic, diagnostic, nearest } from '@tfm/core';
import { type CommandName, commandCalled, commandNames, commandTable } from './commands.ts';
import type { Environment } from './environment.ts';
import { type Flag, type FlagName, FlagValues, flags, globalFlags, ignoredFlags } from './flags.ts';

export interface CommandLine {
  /** Undefined: none was given. */
  readonly command: CommandName | undefined;
  readonly flags: FlagValues;
  readonly argument: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Words after `tfm` → command, options and everything that is wrong with them. */
export function parseArguments(words: readonly string[], environment: Environment): CommandLine {
  return new Parser(words, environment).parse();
}

/** The spelling on the command line → the flag's name. */
const spellings: ReadonlyMap<string, FlagName> = new Map(
  (Object.entries(flags) as [FlagName, Flag][]).flatMap(
    ([name, { short, aliases = [] }]): [string, FlagName][] => [
      [`--${name}`, name],
      ...(short === undefined ? [] : [[`-${short}`, name] as [string, FlagName]]),
      ...aliases.map((alias): [string, FlagName] => [alias.length === 1 ? `-${alias}` : `--${alias}`, name]),
    ],
  ),
);

class Parser {
  readonly #words: string[];
  readonly #environment: Environment;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #given = new Map<FlagName, boolean | string | readonly string[]>();
  readonly #spelled = new Map<FlagName, string>();
  readonly #arguments: string[] = [];
  #command: CommandName | undefined;
  #commandIsUnknown = false;
  /** `docs`, while its second word has not come. */
  #firstWord: string | undefined;

  constructor(words: readonly string[], environment: Environment) {
    this.#words = [...words];
    this.#environment = environment;
  }

  parse(): CommandLine {
    for (let word = this.#words.shift(); word !== undefined; word = this.#words.shift()) {
      if (word === '--') {
        for (const rest of this.#words.splice(0)) this.#takeWord(rest);
      } else if (word.startsWith('-') && word.length > 1) this.#takeFlag(word);
      else this.#takeWord(word);
    }
    if (this.#firstWord !== undefined && !this.#given.has('help'))
      this.#refuseUnknownCommand(this.#firstWord);
    this.#checkAgainstCommand();
    this.#readEnvironment();
    return {
      command: this.#command,
      flags: new FlagValues(this.#given),
      argument: this.#arguments[0],
      diagnostics: this.#diagnostics,
    };
  }

  #takeWord(word: string): void {
    if (this.#command !== undefined || this.#commandIsUnknown) {
      this.#arguments.push(word);
      return;
    }
    if (word === 'help') {
      this.#given.set('help', true);
      return;
    }
    const words = this.#firstWord === undefined ? word : `${this.#firstWord} ${word}`;
    this.#firstWord = undefined;
    this.#command = commandCalled(words);
    if (this.#command === undefined && commandNames().some((name) => name.startsWith(`${words} `))) {
      this.#firstWord = words;
      return;
    }
    this.#refuseUnknownCommand(words);
  }

  #refuseUnknownCommand(word: string): void {
    if (this.#command === undefined) {
      this.#commandIsUnknown = true;
      const begun = commandNames().find((name) => name.startsWith(`${word} `));
      const near = begun ?? nearest(word, commandNames());
      this.#diagnostics.push(diagnostic('unknown-command', { command: word, nearest: near }));
    }
  }

  #takeFlag(word: string): void {
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const spelling = equals === -1 ? word : word.slice(0, equals);
    const attached = equals === -1 ? undefined : word.slice(equals + 1);
    const name = spellings.get(spelling);
    if (name === undefined) {
      this.#takeUnknownFlag(spelling, attached);
      return;
    }
    this.#spelled.set(name, spelling);
    const flag: Flag = flags[name];
    switch (flag.takes) {
      case 'nothing':
        if (attached !== undefined)
          this.#diagnostics.push(diagnostic('flag-without-value', { flag: spelling }));
        this.#given.set(name, true);
        return;
      case 'one':
        this.#takeOne(name, spelling, attached);
        return;
      case 'many':
        this.#takeMany(name, spelling, attached);
    }
  }

  #takeOne(name: FlagName, spelling: string, attached: string | undefined): void {
    const value = attached ?? (this.#nextIsValue() ? this.#words.shift() : undefined);
    if (value === undefined) {
      this.#diagnostics.push(diagnostic('flag-needs-value', { flag: spelling, value: valueName(name) }));
      return;
    }
    const earlier = this.#given.get(name);
    if (earlier !== undefined && earlier !== value)
      this.#diagnostics.push(diagnostic('flag-twice', { flag: `--${name}` }));
    this.#given.set(name, value);
    this.#checkValue(name, value, spelling);
  }

  /** Before the command's name only one word is taken: the next one is the command. */
  #takeMany(name: FlagName, spelling: string, attached: string | undefined): void {
    const values: string[] = attached === undefined ? [] : [attached];
    if (attached === undefined) {
      const most = this.#command === undefined ? 1 : Number.POSITIVE_INFINITY;
      while (values.length < most && this.#words[0] !== undefined && !this.#words[0].startsWith('-'))
        values.push(this.#words.shift() ?? '');
    }
    if (values.length === 0) {
      this.#diagnostics.push(diagnostic('flag-needs-value', { flag: spelling, value: valueName(name) }));
      return;
    }
    const earlier = this.#given.get(name);
    this.#given.set(name, Array.isArray(earlier) ? [...earlier, ...values] : values);
  }

  /** A value may begin with a dash (`--limit -1`), but not look like a flag we know. */
  #nextIsValue(): boolean {
    const next = this.#words[0];
    if (next === undefined || next === '--') return false;
    return !spellings.has(next.split('=')[0] ?? next);
  }

  #takeUnknownFlag(spelling: string, attached: string | undefined): void {
    const ignored = ignoredFlags.get(spelling.replace(/^--?/, ''));
    if (ignored !== undefined && spelling.startsWith('--')) {
      if (ignored === 1 && attached === undefined && this.#nextIsValue()) this.#words.shift();
      return;
    }
    const near = spelling.startsWith('--') ? nearest(spelling, spellings.keys()) : undefined;
    this.#diagnostics.push(diagnostic('unknown-flag', { flag: spelling, nearest: near }));
    // The word after it is most likely its value: not a mistake of its own.
    while (this.#words[0] !== undefined && !this.#words[0].startsWith('-')) {
      if (this.#command === undefined && commandCalled(this.#words[0]) !== undefined) break;
      this.#words.shift();
    }
  }

  #checkValue(name: FlagName, value: string, spelling: string): void {
    const flag: Flag = flags[name];
    if (flag.choices !== undefined && !flag.choices.includes(value))
      this.#refuseValue(spelling, value, flag.choices.join(', '), nearest(value, flag.choices));
    if (flag.kind === 'whole-number' && !/^-?\d{1,9}$/.test(value))
      this.#refuseValue(spelling, value, 'a whole number', undefined);
    if (name === 'threads' && Number(value) < 1)
      this.#refuseValue(spelling, value, 'a whole number from 1', undefined);
    if (flag.kind === 'seconds' && !/^\d{1,9}(\.\d+)?$/.test(value))
      this.#refuseValue(spelling, value, 'a number of seconds', undefined);
  }

  #refuseValue(flag: string, value: string, expected: string, near: string | undefined): void {
    this.#diagnostics.push(diagnostic('flag-value', { flag, value, expected, nearest: near }));
  }

  #checkAgainstCommand(): void {
    if (this.#command === undefined) return;
    const command = commandTable[this.#command];
    const allowed = new Set<FlagName>([...globalFlags, ...command.flags]);
    for (const [name, spelling] of this.#spelled) {
      if (allowed.has(name)) continue;
      const others = commandNames().filter((other) => commandTable[other].flags.includes(name));
      this.#diagnostics.push(
        diagnostic('flag-not-here', { flag: spelling, command: this.#command, others: others.slice(0, 4) }),
      );
      this.#given.delete(name);
    }
    this.#checkOutput(command.outputs);
    const asksForHelp = this.#given.has('help');
    const most = command.argument === undefined ? 0 : 1;
    for (const word of this.#arguments.slice(most)) {
      const selects = command.flags.includes('select');
      this.#diagnostics.push(
        diagnostic('unexpected-argument', { argument: word, command: this.#command, selects }),
      );
    }
    if (command.argument?.required === true && this.#arguments.length === 0 && !asksForHelp)
      this.#diagnostics.push(
        diagnostic('missing-argument', { argument: command.argument.name, command: this.#command }),
      );
  }

  #checkOutput(outputs: readonly string[] | undefined): void {
    const output = this.#given.get('output');
    if (outputs === undefined || typeof output !== 'string' || outputs.includes(output)) return;
    this.#refuseValue('--output', output, outputs.join(', '), nearest(output, outputs));
  }

  /** What the command line does not say, the environment may. */
  #readEnvironment(): void {
    for (const [name, flag] of Object.entries(flags) as [FlagName, Flag][]) {
      if (flag.environment !== true || this.#given.has(name)) continue;
      const found = environmentNames(name).find((variable) => (this.#environment[variable] ?? '') !== '');
      const value = found === undefined ? undefined : this.#environment[found];
      if (found === undefined || value === undefined) continue;
      if (flag.takes === 'nothing') {
        if (/^(1|true|yes|on|t|y)$/i.test(value)) this.#given.set(name, true);
        else if (name === 'use-colors') this.#given.set('no-color', true);
      } else {
        this.#given.set(name, value);
        this.#checkValue(name, value, found);
      }
    }
  }
}

/** The variables that stand for a flag; the first one that is set counts. */
export function environmentNames(name: FlagName): readonly string[] {
  const words = name.replaceAll('-', '_').toUpperCase();
  return [`TFM_${words}`, `DBT_ENGINE_${words}`, `DBT_${words}`];
}

function valueName(name: FlagName): string {
  const flag: Flag = flags[name];
  return flag.value ?? 'VALUE';
}
