import type { Palette } from '../output/palette.ts';
import { version } from '../version.ts';
import { type Command, type CommandName, commandNames, commandTable } from './commands.ts';
import { type Flag, type FlagGroup, type FlagName, flagGroups, flags, globalFlags } from './flags.ts';

const width = 80;

/** `tfm --help`: all commands, and where to begin. */
export function generalHelp(palette: Palette): string {
  const groups = ['Build', 'Look', 'Project'] as const;
  const titles = { Build: 'Build tables', Look: 'Look before you build', Project: 'The project' };
  return [
    `${palette.bold(`tfm ${version}`)}  raw data to tables people can trust`,
    '',
    `Usage: ${palette.bold('tfm COMMAND [OPTIONS]')}`,
    ...groups.flatMap((group) => [
      '',
      palette.bold(titles[group]),
      ...commandNames()
        .filter((name) => commandTable[name].group === group)
        .map((name) => `  ${palette.cyan(name.padEnd(18))}${commandTable[name].summary}`),
    ]),
    '',
    palette.bold('Begin'),
    '  tfm init shop && cd shop && tfm build',
    '',
    `${palette.dim('tfm COMMAND --help explains a command and its options.')}`,
  ].join('\n');
}

/** `tfm build --help`. */
export function commandHelp(name: CommandName, palette: Palette): string {
  const command = commandTable[name];
  const argument = argumentText(command);
  const also = command.aliases === undefined ? '' : ` (also: ${command.aliases.join(', ')})`;
  return [
    `${palette.bold(`tfm ${name}${argument}`)}${also}`,
    '',
    ...wrap(command.description, width),
    '',
    palette.bold('Examples'),
    ...examples(command, palette),
    ...flagGroups.flatMap((group) => flagSection(command, group, palette)),
  ].join('\n');
}

function argumentText({ argument }: Command): string {
  if (argument === undefined) return '';
  return argument.required ? ` ${argument.name}` : ` [${argument.name}]`;
}

function examples(command: Command, palette: Palette): readonly string[] {
  const longest = Math.max(...command.examples.map(([text]) => text.length));
  return command.examples.flatMap(([text, meaning]) =>
    longest + meaning.length + 6 <= width
      ? [`  ${text.padEnd(longest)}  ${palette.dim(meaning)}`]
      : [`  ${text}`, `      ${palette.dim(meaning)}`],
  );
}

function flagSection(command: Command, group: FlagGroup, palette: Palette): readonly string[] {
  const names = [...command.flags, ...globalFlags].filter((name) => flags[name].group === group);
  if (names.length === 0) return [];
  const column = 30;
  const lines = names.flatMap((name) => {
    const left = `  ${flagText(name)}`;
    const [first = '', ...more] = wrap(descriptionOf(name, command), width - column);
    const rest = more.map((line) => `${' '.repeat(column)}${line}`);
    const painted = palette.cyan(left);
    if (left.length + 2 > column) return [painted, `${' '.repeat(column)}${first}`, ...rest];
    return [`${painted}${' '.repeat(column - left.length)}${first}`, ...rest];
  });
  return ['', palette.bold(group), ...lines];
}

/** `-s, --select NODE…` */
export function flagText(name: FlagName): string {
  const flag: Flag = flags[name];
  const value = flag.value === undefined ? '' : ` ${flag.value}${flag.takes === 'many' ? '…' : ''}`;
  return `${flag.short === undefined ? '    ' : `-${flag.short}, `}--${name}${value}`;
}

export function descriptionOf(name: FlagName, command: Command): string {
  if (name !== 'output' || command.outputs === undefined) return flags[name].description;
  const [first, ...others] = command.outputs;
  return `${first} (default), ${others.join(' or ')}`;
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
