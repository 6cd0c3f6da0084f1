import { entry } from '../entry.ts';

/** Mistakes on the command line, and what a command finds before or after the stages. */
export const commandCodes = {
  'unknown-command': entry<{ command: string; nearest: string | undefined }>(
    'error',
    ({ command }) => `There is no command "${command}"`,
    ({ nearest }) => (nearest === undefined ? 'tfm --help lists all commands' : `tfm ${nearest}`),
  ),
  'unknown-flag': entry<{ flag: string; nearest: string | undefined }>(
    'error',
    ({ flag }) => `There is no flag "${flag}"`,
    ({ nearest }) =>
      nearest === undefined
        ? 'tfm COMMAND --help lists the flags of a command'
        : `did you mean "${nearest}"?`,
  ),
  'flag-not-here': entry<{ flag: string; command: string; others: readonly string[] }>(
    'error',
    ({ flag, command }) => `tfm ${command} has no flag "${flag}"`,
    ({ others }) => (others.length === 0 ? undefined : `it belongs to tfm ${others.join(', ')}`),
  ),
  'flag-needs-value': entry<{ flag: string; value: string }>(
    'error',
    ({ flag }) => `Flag "${flag}" needs a value`,
    ({ flag, value }) => `${flag} ${value}`,
  ),
  'flag-without-value': entry<{ flag: string }>(
    'error',
    ({ flag }) => `Flag "${flag}" takes no value`,
    ({ flag }) => flag,
  ),
  'flag-twice': entry<{ flag: string }>(
    'error',
    ({ flag }) => `Flag "${flag}" is given twice with different values`,
    () => 'keep one of them',
  ),
  'flag-value': entry<{ flag: string; value: string; expected: string; nearest: string | undefined }>(
    'error',
    ({ flag, value, expected }) => `${flag} is "${value}"; expected: ${expected}`,
    ({ flag, expected, nearest }) => {
      if (nearest !== undefined) return `did you mean "${nearest}"?`;
      const [first, ...others] = expected.split(', ');
      return others.length === 0 ? `${flag} <${expected}>` : `${flag} ${first}`;
    },
  ),
  'flags-exclude-each-other': entry<{ flags: readonly string[] }>(
    'error',
    ({ flags }) => `${flags.join(' and ')} cannot be given together`,
    () => 'keep one of them',
  ),
  'unexpected-argument': entry<{ argument: string; command: string; selects: boolean }>(
    'error',
    ({ argument, command }) => `tfm ${command} does not know what to do with "${argument}"`,
    ({ argument, command, selects }) => (selects ? `tfm ${command} --select ${argument}` : undefined),
  ),
  'missing-argument': entry<{ argument: string; command: string }>(
    'error',
    ({ argument, command }) => `tfm ${command} needs a ${argument}`,
    ({ argument, command }) => `tfm ${command} ${argument}`,
  ),
  'vars-not-a-map': entry<object>(
    'error',
    () => 'The value of --vars must be a YAML map of names and values',
    () => `--vars '{name: value}'`,
  ),
  'args-not-a-map': entry<object>(
    'error',
    () => 'The value of --args must be a YAML map of parameters and values',
    () => `--args '{name: value}'`,
  ),
  'unknown-macro': entry<{ name: string; nearest: string | undefined }>(
    'error',
    ({ name }) => `There is no macro "${name}" in this project or its packages`,
    ({ nearest }) => (nearest === undefined ? 'tfm deps installs packages' : `did you mean "${nearest}"?`),
  ),
  'catalog-incomplete': entry<{ problem: string }>(
    'error',
    ({ problem }) => `The catalog lacks a relation that could not be read: ${problem}`,
    () => 'build its node anew, or let the user of the profile read it',
  ),
  'retry-without-run': entry<{ file: string }>(
    'error',
    ({ file }) => `"${file}" does not exist: there is no earlier run to retry`,
    () => 'tfm build',
  ),
  'retry-command': entry<{ command: string; known: readonly string[] }>(
    'error',
    ({ command }) => `The earlier run was "${command}", which cannot be retried`,
    ({ known }) => `what can be: ${known.join(', ')}`,
  ),
  'retry-flag': entry<{ flag: string }>(
    'error',
    ({ flag }) => `tfm retry takes ${flag} from the earlier run; only --vars and --threads may change`,
    () => 'tfm retry',
  ),
  'retry-secret': entry<object>(
    'error',
    () => 'The earlier run was given secrets in --vars, which are not kept',
    () => `tfm retry --vars '{…}' with the same values`,
  ),
  'unknown-adapter': entry<{
    type: string;
    known: readonly string[];
    target: string;
    nearest: string | undefined;
  }>(
    'error',
    ({ type, target }) => `Target "${target}" has the type "${type}", which does not exist`,
    ({ known, nearest }) =>
      nearest === undefined ? `use one of: ${known.join(', ')}` : `did you mean "${nearest}"?`,
  ),
  'warehouse-unreachable': entry<{ target: string; problem: string }>(
    'error',
    ({ target, problem }) => `Target "${target}" cannot be used: ${problem}`,
    () => 'tfm debug',
  ),
  'warehouse-locked': entry<{ target: string; problem: string }>(
    'error',
    ({ target, problem }) => `The database of target "${target}" is in use: ${problem}`,
    () => 'wait for the other process, or end it',
  ),
  'database-missing': entry<{ target: string; problem: string }>(
    'error',
    ({ target, problem }) => `Target "${target}" has no data yet: ${problem}`,
    () => 'tfm build',
  ),
  'query-failed': entry<{ what: string; problem: string }>(
    'error',
    ({ what, problem }) => `The database refused ${what}: ${problem}`,
    () => 'correct the query; tfm compile --inline shows it as the database gets it',
  ),
  'unknown-node': entry<{ name: string; nearest: string | undefined }>(
    'error',
    ({ name }) => `There is no node "${name}" in this project`,
    ({ nearest }) => (nearest === undefined ? 'tfm ls lists all nodes' : `did you mean "${nearest}"?`),
  ),
  'several-nodes': entry<{ command: string; names: readonly string[] }>(
    'error',
    ({ names }) =>
      `The selection holds ${names.length} nodes (${names.slice(0, 4).join(', ')}${names.length > 4 ? ', …' : ''}); one was expected`,
    ({ command, names }) => `tfm ${command} ${names[0]}`,
  ),
  'nothing-to-show': entry<{ command: string }>(
    'error',
    ({ command }) => `tfm ${command} needs a node, or a query of your own`,
    ({ command }) => `tfm ${command} --inline "select 1"`,
  ),
  'node-without-rows': entry<{ name: string; kind: string }>(
    'error',
    ({ name, kind }) =>
      `"${name}" is ${kind === 'exposure' || kind === 'analysis' ? 'an' : 'a'} ${kind} and has no rows to show`,
    () => 'tfm ls --resource-type model source seed lists what has rows',
  ),
  'relation-missing': entry<{ kind: string; name: string }>(
    'error',
    ({ kind, name }) =>
      `${kind.charAt(0).toUpperCase()}${kind.slice(1)} "${name}" is not in the database yet`,
    ({ name }) => `tfm build --select ${name}`,
  ),
  'nothing-rejected': entry<{ name: string }>(
    'error',
    ({ name }) => `No rejected candidate of "${name}" is kept; the last build did not reject it`,
    ({ name }) => `tfm show ${name}`,
  ),
  'late-node': entry<{ name: string }>(
    'warning',
    ({ name }) => `"${name}" asks the warehouse while it is rendered: its SQL is known only during a build`,
    ({ name }) => `tfm build --select ${name}`,
  ),
  'test-failed': entry<{ test: string; failures: number; condition: string }>(
    'error',
    ({ test, failures, condition }) => `Test "${test}" found ${rows(failures)}${unusual(condition)}`,
    ({ test }) => `tfm show ${test}`,
  ),
  'test-warned': entry<{ test: string; failures: number; condition: string }>(
    'warning',
    ({ test, failures, condition }) => `Test "${test}" found ${rows(failures)}${unusual(condition)}`,
    ({ test }) => `tfm show ${test}`,
  ),
  'folder-not-empty': entry<{ folder: string }>(
    'error',
    ({ folder }) => `Folder "${folder}" is not empty`,
    () => 'choose another name',
  ),
  'project-name-invalid': entry<{ name: string; suggestion: string }>(
    'error',
    ({ name }) => `"${name}" cannot be the name of a project: letters, digits and _ only, a letter first`,
    ({ suggestion }) => `tfm init ${suggestion}`,
  ),
  'clean-outside-project': entry<{ path: string }>(
    'error',
    ({ path }) => `clean-targets holds "${path}", which is not a folder inside the project; it is left alone`,
    () => 'remove it from clean-targets',
  ),
  'clean-of-sources': entry<{ path: string }>(
    'error',
    ({ path }) => `clean-targets holds "${path}", where the project's own files are; it is left alone`,
    () => 'remove it from clean-targets',
  ),
  'clean-failed': entry<{ path: string; reason: string }>(
    'error',
    ({ path, reason }) => `"${path}" cannot be deleted: ${reason}`,
    ({ path }) => `chmod -R u+w ${path}`,
  ),
  'watch-limit': entry<{ reason: string }>(
    'warning',
    ({ reason }) =>
      `The system cannot watch so many files (${reason}); they are looked at once a second instead`,
    () => 'sudo sysctl fs.inotify.max_user_watches=524288',
  ),
  'internal-error': entry<{ problem: string }>(
    'error',
    ({ problem }) => `tfm made a mistake of its own: ${problem}`,
    () => 'please report it, with the newest file of the logs folder',
  ),
  'system-error': entry<{ problem: string }>(
    'error',
    ({ problem }) => `The system said no: ${problem}`,
    () => 'tfm debug shows which files and folders are used',
  ),
  'short-secret': entry<{ count: number }>(
    'warning',
    ({ count }) =>
      `${count} of the secrets are shorter than 6 characters: they cannot be masked in the output`,
    () => 'use longer secrets',
  ),
};

function rows(count: number): string {
  return `${count} bad ${count === 1 ? 'row' : 'rows'}`;
}

/** A condition that the user set is worth saying. */
function unusual(condition: string): string {
  return condition === '!= 0' ? '' : ` (${condition} is too many)`;
}
