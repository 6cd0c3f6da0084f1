/** One option of the command line, as data: the parser, `--help` and `docs/commands.md` read the same table. */
export interface Flag {
  readonly short?: string;
  /** Other spellings that people bring along from dbt. */
  readonly aliases?: readonly string[];
  /** `many` takes every word up to the next flag and may be repeated. */
  readonly takes: 'nothing' | 'one' | 'many';
  /** How help calls the value. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly kind?: 'whole-number' | 'seconds';
  /** May also be set as TFM_<NAME>, DBT_ENGINE_<NAME> or DBT_<NAME>. */
  readonly environment?: boolean;
  readonly group: FlagGroup;
  readonly description: string;
}

export const flagGroups = ['Selection', 'Run', 'Result', 'Project', 'Output'] as const;
export type FlagGroup = (typeof flagGroups)[number];

export const flags = {
  select: {
    short: 's',
    aliases: ['models', 'model', 'm'],
    takes: 'many',
    value: 'NODE',
    group: 'Selection',
    description: 'What to work on: names, tag:x, path:x, +parents, children+, …',
  },
  exclude: { takes: 'many', value: 'NODE', group: 'Selection', description: 'What to leave out of it' },
  selector: {
    takes: 'one',
    value: 'NAME',
    group: 'Selection',
    description: 'A selection that selectors.yml defines',
  },
  'resource-type': {
    aliases: ['resource-types'],
    takes: 'many',
    value: 'TYPE',
    group: 'Selection',
    description: 'Only these kinds: model, source, seed, snapshot, test, analysis, exposure',
  },
  'exclude-resource-type': {
    aliases: ['exclude-resource-types'],
    takes: 'many',
    value: 'TYPE',
    group: 'Selection',
    description: 'All kinds but these',
  },
  'indirect-selection': {
    takes: 'one',
    value: 'MODE',
    choices: ['eager', 'cautious', 'buildable', 'empty'],
    environment: true,
    group: 'Selection',
    description: 'Which tests come along with selected nodes (default: eager)',
  },

  state: {
    takes: 'one',
    value: 'FOLDER',
    environment: true,
    group: 'Selection',
    description: 'Folder of an earlier run: what state:, result:, source_status: and retry look at',
  },

  'full-refresh': {
    short: 'f',
    takes: 'nothing',
    environment: true,
    group: 'Run',
    description: 'Build incremental models from nothing, load sources again',
  },
  'fail-fast': {
    short: 'x',
    takes: 'nothing',
    environment: true,
    group: 'Run',
    description: 'Stop at the first failure',
  },
  'no-load': { takes: 'nothing', group: 'Run', description: 'Leave loaded sources as they are' },
  publish: {
    takes: 'one',
    value: 'WHEN',
    choices: ['together', 'all', 'each'],
    environment: true,
    group: 'Run',
    description: 'together: all that passed, at the end; all: everything or nothing; each: node by node',
  },
  'all-or-nothing': { takes: 'nothing', group: 'Run', description: 'The same as --publish all' },
  threads: {
    takes: 'one',
    value: 'N',
    kind: 'whole-number',
    environment: true,
    group: 'Run',
    description: 'How many nodes run side by side',
  },
  'lock-timeout': {
    takes: 'one',
    value: 'SECONDS',
    kind: 'seconds',
    environment: true,
    group: 'Run',
    description: 'How long to wait for another run (default: 30 on a terminal, else 0)',
  },
  poll: {
    takes: 'nothing',
    environment: true,
    group: 'Run',
    description: 'Look at the files once a second instead of waiting for the system to tell',
  },

  'add-package': {
    takes: 'one',
    value: 'PACKAGE',
    group: 'Run',
    description: 'Add name@version to the list of packages first; an entry of that name is replaced',
  },
  source: {
    takes: 'one',
    value: 'KIND',
    choices: ['hub', 'git', 'local'],
    group: 'Run',
    description: 'With --add-package: what PACKAGE names (default: hub)',
  },
  upgrade: { takes: 'nothing', group: 'Run', description: 'Resolve anew, whatever package-lock.yml says' },
  lock: { takes: 'nothing', group: 'Run', description: 'Write package-lock.yml and install nothing' },

  args: {
    takes: 'one',
    value: 'YAML',
    group: 'Run',
    description: "Arguments of the macro: a YAML map, such as '{role: reader}'",
  },

  'no-compile': { takes: 'nothing', group: 'Run', description: 'Leave target/compiled as it is' },
  'empty-catalog': {
    takes: 'nothing',
    group: 'Run',
    description: 'Ask the database nothing: the catalog holds no relations',
  },

  inline: {
    takes: 'one',
    value: 'SQL',
    group: 'Result',
    description: 'A template of your own instead of a node',
  },
  limit: {
    takes: 'one',
    value: 'N',
    kind: 'whole-number',
    group: 'Result',
    description: 'How many rows to show (default: 5; -1: all)',
  },
  rejected: {
    takes: 'nothing',
    group: 'Result',
    description: 'The candidate that failed its tests instead of the published version',
  },
  output: {
    aliases: ['o'],
    takes: 'one',
    value: 'FORM',
    group: 'Result',
    description: 'The form of the result',
  },
  'output-keys': {
    takes: 'many',
    value: 'KEY',
    group: 'Result',
    description: 'With --output json: only these keys; a.b for a key inside a key',
  },
  explain: { takes: 'nothing', group: 'Result', description: 'Say for each node why it is selected' },

  'project-dir': {
    takes: 'one',
    value: 'FOLDER',
    environment: true,
    group: 'Project',
    description: 'Where the project is (default: here, or the nearest folder above)',
  },
  'profiles-dir': {
    takes: 'one',
    value: 'FOLDER',
    environment: true,
    group: 'Project',
    description: 'Where profiles.yml is',
  },
  profile: {
    takes: 'one',
    value: 'NAME',
    environment: true,
    group: 'Project',
    description: 'Which profile of profiles.yml',
  },
  target: {
    short: 't',
    takes: 'one',
    value: 'NAME',
    environment: true,
    group: 'Project',
    description: 'Which output of the profile',
  },
  vars: {
    takes: 'one',
    value: 'YAML',
    group: 'Project',
    description: "Variables: a YAML map, such as '{day: 2024-05-01}'",
  },
  'target-path': {
    takes: 'one',
    value: 'FOLDER',
    environment: true,
    group: 'Project',
    description: 'Where artifacts are written (default: target)',
  },
  'no-write-json': { takes: 'nothing', group: 'Project', description: 'Write no artifacts' },

  quiet: {
    short: 'q',
    takes: 'nothing',
    environment: true,
    group: 'Output',
    description: 'Only results and mistakes',
  },
  'log-format': {
    takes: 'one',
    value: 'FORM',
    choices: ['text', 'json'],
    environment: true,
    group: 'Output',
    description: 'text, or json: one object a line',
  },
  'log-level': {
    takes: 'one',
    value: 'LEVEL',
    choices: ['debug', 'info', 'warn', 'error', 'none'],
    environment: true,
    group: 'Output',
    description: 'How much is said (default: info)',
  },
  debug: {
    short: 'd',
    takes: 'nothing',
    environment: true,
    group: 'Output',
    description: 'The same as --log-level debug; traces of bugs in tfm itself',
  },
  'use-colors': {
    takes: 'nothing',
    environment: true,
    group: 'Output',
    description: 'Colours, terminal or not',
  },
  'no-color': {
    aliases: ['no-use-colors', 'no-colors'],
    takes: 'nothing',
    group: 'Output',
    description: 'No colours (also: the variable NO_COLOR)',
  },
  help: { short: 'h', takes: 'nothing', group: 'Output', description: 'This text' },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof flags;

/** Options that every command takes, before or after its name. */
export const globalFlags: readonly FlagName[] = [
  'project-dir',
  'profiles-dir',
  'profile',
  'target',
  'vars',
  'target-path',
  'no-write-json',
  'quiet',
  'log-format',
  'log-level',
  'debug',
  'use-colors',
  'no-color',
  'help',
];

/** Options of dbt that change nothing here: scripts that give them go on working. The value: how many words follow. */
export const ignoredFlags: ReadonlyMap<string, 0 | 1> = new Map<string, 0 | 1>([
  ...[
    'partial-parse',
    'static-parser',
    'version-check',
    'populate-cache',
    'cache-selected-only',
    'send-anonymous-usage-stats',
    'print',
    'use-colors-file',
    'introspect',
    'use-fast-test-edges',
  ].flatMap((name): [string, 0][] => [
    [name, 0],
    [`no-${name}`, 0],
  ]),
  ['show-all-deprecations', 0],
  ['write-json', 0],
  ...[
    'printer-width',
    'log-path',
    'log-level-file',
    'log-format-file',
    'log-file-max-bytes',
    'record-timing-info',
    'maximum-seed-size-mib',
  ].map((name): [string, 1] => [name, 1]),
]);

type TakenBy<N extends FlagName> = (typeof flags)[N]['takes'];
export type FlagValue<N extends FlagName> =
  TakenBy<N> extends 'nothing' ? boolean : TakenBy<N> extends 'many' ? readonly string[] : string;

/** The options of one call: what the command line says, else the environment. */
export class FlagValues {
  readonly #given: ReadonlyMap<FlagName, boolean | string | readonly string[]>;

  constructor(given: ReadonlyMap<FlagName, boolean | string | readonly string[]>) {
    this.#given = given;
  }

  get<N extends FlagName>(name: N): FlagValue<N> | undefined {
    // The parser stored what the flag's own entry says it takes.
    return this.#given.get(name) as FlagValue<N> | undefined;
  }

  list(name: { [N in FlagName]: TakenBy<N> extends 'many' ? N : never }[FlagName]): readonly string[] {
    return this.get(name) ?? [];
  }

  is(name: { [N in FlagName]: TakenBy<N> extends 'nothing' ? N : never }[FlagName]): boolean {
    return this.get(name) ?? false;
  }

  number(name: { [N in FlagName]: TakenBy<N> extends 'one' ? N : never }[FlagName]): number | undefined {
    const text = this.get(name);
    return text === undefined ? undefined : Number(text);
  }

  /** Everything given, for artifacts and logs. */
  entries(): readonly (readonly [FlagName, boolean | string | readonly string[]])[] {
    return [...this.#given];
  }
}
