import type { CommandContext } from '../session/command-context.ts';
import type { FlagName } from './flags.ts';

/** One command, as data. `load` imports its code: nothing of a command is read before it is asked for. */
export interface Command {
  readonly summary: string;
  readonly description: string;
  readonly aliases?: readonly string[];
  /** What may stand beside the flags. */
  readonly argument?: { readonly name: string; readonly required: boolean };
  /** Beside the global ones. */
  readonly flags: readonly FlagName[];
  /** What `--output` can be; the first is the default. */
  readonly outputs?: readonly string[];
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly group: 'Build' | 'Look' | 'Project';
  load(): Promise<(context: CommandContext) => Promise<number>>;
}

const selection: readonly FlagName[] = [
  'select',
  'exclude',
  'selector',
  'resource-type',
  'exclude-resource-type',
  'indirect-selection',
  'state',
];
const running: readonly FlagName[] = ['threads', 'fail-fast', 'publish', 'all-or-nothing', 'lock-timeout'];

export const commands = {
  build: {
    summary: 'Load, transform, test and publish',
    description:
      'Loads sources and seeds, builds models, runs their tests, and publishes what passed in one transaction. What fails is not published: its last good version stays.',
    flags: [...selection, 'full-refresh', 'no-load', ...running],
    examples: [
      ['tfm build', 'everything'],
      ['tfm build -s +fct_orders', 'one model and all it is made of'],
      ['tfm build -s tag:daily --exclude path:models/old', 'by tag, without a folder'],
      ['tfm build --all-or-nothing', 'publish only if nothing failed'],
    ],
    group: 'Build',
    load: async () => (await import('../commands/run-commands.ts')).build,
  },
  run: {
    summary: 'Build models, without tests and seeds',
    description: 'Builds and publishes models and loads the sources they read. Tests and seeds are left out.',
    flags: [...selection, 'full-refresh', 'no-load', ...running],
    examples: [
      ['tfm run -s stg_orders+', 'a model and everything that reads it'],
      ['tfm run -s fct_orders -f', 'an incremental model from nothing'],
    ],
    group: 'Build',
    load: async () => (await import('../commands/run-commands.ts')).run,
  },
  test: {
    summary: 'Run tests on what is published',
    description: 'Runs tests on the published tables. Nothing is built and nothing is changed.',
    flags: [...selection, 'threads', 'fail-fast'],
    examples: [
      ['tfm test', 'all tests'],
      ['tfm test -s stg_orders', 'the tests of one model'],
    ],
    group: 'Build',
    load: async () => (await import('../commands/run-commands.ts')).test,
  },
  seed: {
    summary: 'Load the CSV files of the project',
    description: 'Loads seeds into tables of their names.',
    flags: [...selection, 'full-refresh', ...running],
    examples: [['tfm seed -s country_codes', 'one seed']],
    group: 'Build',
    load: async () => (await import('../commands/run-commands.ts')).seed,
  },
  watch: {
    summary: 'Build again on every save',
    description:
      'Builds once, then watches the files: a save rebuilds what changed and what depends on it. Mistakes are shown and the last good tables stay. Keys: r builds everything, q quits.',
    flags: [...selection, 'no-load', 'threads', 'lock-timeout', 'poll'],
    examples: [['tfm watch -s +fct_orders', 'only one part of the project']],
    group: 'Build',
    load: async () => (await import('../commands/watch.ts')).watch,
  },
  retry: {
    summary: 'Do again what failed or was skipped',
    description:
      'Reads target/run_results.json and repeats that command, with its options, for what failed or was skipped; with tfm build also for the tests of models that are built again. Only --vars and --threads may change. --state names another folder of artifacts.',
    flags: ['state', 'threads', 'lock-timeout'],
    examples: [
      ['tfm retry', 'after the cause is mended'],
      ['tfm retry --state last_run', 'of a run whose artifacts were kept'],
    ],
    group: 'Build',
    load: async () => (await import('../commands/retry.ts')).retry,
  },
  'run-operation': {
    summary: 'Call a macro',
    description:
      'Calls a macro for what it does: its statements run in order, each in a transaction of its own. What it logs is shown, what it prints is not.',
    argument: { name: 'MACRO', required: true },
    flags: ['args', 'lock-timeout'],
    examples: [
      ['tfm run-operation drop_old_tables', 'a macro without arguments'],
      ["tfm run-operation grant_all --args '{role: reader}'", 'with arguments'],
      ['tfm run-operation audit.clean_up', 'a macro of a package'],
    ],
    group: 'Build',
    load: async () => (await import('../commands/run-operation.ts')).runOperation,
  },
  plan: {
    summary: 'Say what a build would do, and why',
    description:
      'Shows for each node what tfm build would do and the reason. Nothing is written, and a database that does not exist is not created.',
    flags: [...selection, 'full-refresh', 'no-load', 'publish', 'all-or-nothing', 'output'],
    outputs: ['text', 'json'],
    examples: [
      ['tfm plan', 'the next build'],
      ['tfm plan -s +fct_orders -f', 'a part of it, from nothing'],
    ],
    group: 'Look',
    load: async () => (await import('../commands/plan.ts')).plan,
  },
  show: {
    summary: 'Show rows of a node or a query',
    description:
      'Shows rows of a published table, of a model that is not built yet (its query is run), of a test (the rows that fail), or of SQL of your own. Nothing is written.',
    argument: { name: 'NODE', required: false },
    flags: ['select', 'inline', 'limit', 'rejected', 'output'],
    outputs: ['text', 'json', 'csv'],
    examples: [
      ['tfm show fct_orders --limit 20', 'rows of a model'],
      ['tfm show --inline "select count(*) from {{ ref(\'fct_orders\') }}"', 'SQL of your own'],
      ['tfm show --rejected fct_orders', 'the candidate that failed its tests'],
      ['tfm show unique_fct_orders_id', 'the rows that fail a test'],
    ],
    group: 'Look',
    load: async () => (await import('../commands/show.ts')).show,
  },
  compile: {
    summary: 'Turn templates into SQL',
    description:
      'Writes the SQL of every selected node to target/compiled. With one node, or --inline, it prints the SQL.',
    argument: { name: 'NODE', required: false },
    flags: [...selection, 'inline', 'full-refresh', 'output'],
    outputs: ['text', 'json'],
    examples: [
      ['tfm compile', 'all files'],
      ['tfm compile -s fct_orders', 'the SQL of one model'],
      ['tfm compile -q --inline "{{ ref(\'fct_orders\') }}"', 'a template of your own'],
    ],
    group: 'Look',
    load: async () => (await import('../commands/compile.ts')).compile,
  },
  ls: {
    summary: 'List nodes of the project',
    description: 'Lists what a selection holds. Needs no database.',
    aliases: ['list'],
    flags: [...selection, 'output', 'output-keys', 'explain'],
    outputs: ['selector', 'name', 'path', 'json'],
    examples: [
      ['tfm ls -s +fct_orders', 'what a model is made of'],
      ['tfm ls --resource-type test --output name', 'all tests'],
      ['tfm ls --output json --output-keys name config.materialized', 'for other programs'],
      ['tfm ls -s stg_orders+ --explain', 'why each node is in'],
    ],
    group: 'Look',
    load: async () => (await import('../commands/ls.ts')).ls,
  },
  parse: {
    summary: 'Check the project without a database',
    description: 'Reads all files, says everything that is wrong with them, and writes target/manifest.json.',
    flags: [],
    examples: [['tfm parse', 'all mistakes at once']],
    group: 'Look',
    load: async () => (await import('../commands/parse.ts')).parse,
  },
  'docs generate': {
    summary: 'Write manifest and catalog for documentation',
    description:
      'Compiles the project and writes target/manifest.json, what the project says, and target/catalog.json, what the database holds of it: relations, columns and their types.',
    flags: [...selection, 'no-compile', 'empty-catalog'],
    examples: [
      ['tfm docs generate', 'everything'],
      ['tfm docs generate --no-compile', 'without the SQL of the nodes'],
      ['tfm docs generate --empty-catalog', 'without the database'],
    ],
    group: 'Look',
    load: async () => (await import('../commands/docs-generate.ts')).docsGenerate,
  },
  'source freshness': {
    summary: 'Say how old the newest rows of sources are',
    description:
      'Asks every source that has freshness thresholds for the time of its newest row, compares it with them and writes target/sources.json. Times without a zone are UTC. A source past error_after, or one that cannot be asked, ends the command with 1.',
    flags: ['select', 'exclude', 'selector', 'state'],
    examples: [
      ['tfm source freshness', 'all sources with thresholds'],
      ['tfm source freshness -s source:shop', 'the tables of one source'],
    ],
    group: 'Look',
    load: async () => (await import('../commands/source-freshness.ts')).sourceFreshness,
  },
  debug: {
    summary: 'Check the set-up and the connection',
    description:
      'Says which files, profile, target and versions are used, and whether the database answers and may be written.',
    flags: [],
    examples: [['tfm debug -t prod', 'another target']],
    group: 'Project',
    load: async () => (await import('../commands/debug.ts')).debug,
  },
  deps: {
    summary: 'Install the packages the project asks for',
    description:
      'Finds the versions that suit all who ask for them, writes package-lock.yml, and installs all packages or none. A lock file made from the same list is followed.',
    flags: ['add-package', 'source', 'upgrade', 'lock'],
    examples: [
      ['tfm deps', 'what packages.yml and package-lock.yml say'],
      ['tfm deps --upgrade', 'the newest versions that packages.yml allows'],
      ['tfm deps --add-package dbt-labs/dbt_utils@1.3.0', 'one more package of the hub'],
    ],
    group: 'Project',
    load: async () => (await import('../commands/deps.ts')).deps,
  },
  clean: {
    summary: 'Delete generated folders',
    description:
      'Deletes the clean-targets of the project file (default: target). Nothing outside the project is touched, and no database.',
    flags: [],
    examples: [['tfm clean', 'delete them']],
    group: 'Project',
    load: async () => (await import('../commands/clean.ts')).clean,
  },
  init: {
    summary: 'Start a new project',
    description:
      'Makes a folder with a small project that builds at once: a seed, two models and their tests.',
    argument: { name: 'NAME', required: true },
    flags: [],
    examples: [['tfm init shop && cd shop && tfm build', 'from nothing to tables']],
    group: 'Project',
    load: async () => (await import('../commands/init.ts')).init,
  },
  version: {
    summary: 'Print the version',
    description: 'Prints the version of tfm.',
    flags: [],
    examples: [['tfm --version', 'the same']],
    group: 'Project',
    load: async () => (await import('../commands/version.ts')).printVersion,
  },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;

/** As the interface, so that optional keys can be asked of every entry. */
export const commandTable: Readonly<Record<CommandName, Command>> = commands;

export function commandCalled(word: string): CommandName | undefined {
  if (Object.hasOwn(commands, word)) return word as CommandName;
  return commandNames().find((name) => commandTable[name].aliases?.includes(word));
}

export function commandNames(): readonly CommandName[] {
  return Object.keys(commands) as CommandName[];
}
