import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandNames, commandTable } from '../src/command-line/commands.ts';
import { type Flag, type FlagName, flags, globalFlags, ignoredFlags } from '../src/command-line/flags.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/commands.md'), 'utf8');

/** The text below a heading. */
function section(heading: string): string {
  const [, after = ''] = text.split(`\n## ${heading}\n`);
  return after.split('\n## ')[0] ?? '';
}

/** The first column of a table of flags: `` `--select NODE…`, `-s` ``. */
function flagsIn(part: string): readonly string[] {
  return [...part.matchAll(/^\| (`-.*?) \|/gm)].map(([, cell = '']) => cell);
}

function cellOf(name: FlagName): string {
  const { short, aliases = [], value, takes }: Flag = flags[name];
  const spelled = [short ?? [], aliases]
    .flat()
    .map((other) => (other.length === 1 ? `-${other}` : `--${other}`));
  const first = `--${name}${value === undefined ? '' : ` ${value}${takes === 'many' ? '…' : ''}`}`;
  return [first, ...spelled].map((spelling) => `\`${spelling}\``).join(', ');
}

test('every command has its section, and no other has', () => {
  const headings = [...text.matchAll(/^## tfm ([\w -]+)$/gm)].map(([, name]) => name);
  expect(headings).toEqual(commandNames());
});

test.each(commandNames())('tfm %s: its flags, examples and words', (name) => {
  const part = section(`tfm ${name}`);
  expect(flagsIn(part)).toEqual(commandTable[name].flags.map(cellOf));
  expect(part).toContain(commandTable[name].description);
  for (const [example] of commandTable[name].examples) expect(part).toContain(`\n${example} `);
});

test('the flags of all commands', () => {
  expect(flagsIn(section('Options of all commands'))).toEqual(globalFlags.map(cellOf));
});

test('the flags without effect', () => {
  const [line = ''] = /^Accepted for the sake of dbt.*$/m.exec(text) ?? [];
  expect([...line.matchAll(/`--([\w-]+)`/g)].map(([, name]) => name)).toEqual([...ignoredFlags.keys()]);
});
