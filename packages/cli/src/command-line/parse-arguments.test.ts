import { printDiagnostic } from '@tfm/core';
import { describe, expect, test } from 'vitest';
import type { FlagName } from './flags.ts';
import { parseArguments } from './parse-arguments.ts';

function parse(line: string, environment: Readonly<Record<string, string>> = {}) {
  return parseArguments(line.split(' ').filter(Boolean), environment);
}

function given(line: string, environment: Readonly<Record<string, string>> = {}) {
  const { command, argument, flags, diagnostics } = parse(line, environment);
  expect(diagnostics).toEqual([]);
  return { command, ...(argument === undefined ? {} : { argument }), ...Object.fromEntries(flags.entries()) };
}

test.each([
  ['build', { command: 'build' }],
  ['list', { command: 'ls' }],
  ['help build', { command: 'build', help: true }],
  ['show orders', { command: 'show', argument: 'orders' }],
  ['build -s a b --exclude c -s d', { command: 'build', select: ['a', 'b', 'd'], exclude: ['c'] }],
  ['build -m a', { command: 'build', select: ['a'] }],
  ['build --models a --model b', { command: 'build', select: ['a', 'b'] }],
  ['--target prod build', { command: 'build', target: 'prod' }],
  [
    'build --target=prod -f -x',
    { command: 'build', target: 'prod', 'full-refresh': true, 'fail-fast': true },
  ],
  ['show a --limit -1', { command: 'show', argument: 'a', limit: '-1' }],
  [
    'ls --output-keys name config.materialized --output json',
    { command: 'ls', output: 'json', 'output-keys': ['name', 'config.materialized'] },
  ],
  ['build -t dev -t dev', { command: 'build', target: 'dev' }],
  ['show -- -odd', { command: 'show', argument: '-odd' }],
  ['build --no-version-check --printer-width 100 --log-path logs', { command: 'build' }],
  ['-s a build', { command: 'build', select: ['a'] }],
])('%s', (line, expected) => {
  expect(given(line)).toEqual(expected);
});

test('what the command line does not say, the environment may', () => {
  const environment = { TFM_TARGET: 'a', DBT_TARGET: 'b', DBT_FULL_REFRESH: 'true', DBT_LOG_FORMAT: '' };
  expect(given('build', environment)).toEqual({ command: 'build', target: 'a', 'full-refresh': true });
  expect(given('build -t c', environment)).toMatchObject({ target: 'c' });
  expect(given('build', { DBT_USE_COLORS: '0' })).toEqual({ command: 'build', 'no-color': true });
});

describe('mistakes', () => {
  test.each([
    ['buld', 'error[unknown-command] There is no command "buld"\nhint: tfm build'],
    ['build --slect a', 'error[unknown-flag] There is no flag "--slect"\nhint: did you mean "--select"?'],
    [
      'build --xyzzy',
      'error[unknown-flag] There is no flag "--xyzzy"\nhint: tfm COMMAND --help lists the flags of a command',
    ],
    ['ls -f', 'error[flag-not-here] tfm ls has no flag "-f"\nhint: it belongs to tfm build, run, seed, plan'],
    ['build --target', 'error[flag-needs-value] Flag "--target" needs a value\nhint: --target NAME'],
    ['build -t -f', 'error[flag-needs-value] Flag "-t" needs a value\nhint: -t NAME'],
    ['build -s', 'error[flag-needs-value] Flag "-s" needs a value\nhint: -s NODE'],
    [
      'build -f=yes',
      'error[unknown-flag] There is no flag "-f=yes"\nhint: tfm COMMAND --help lists the flags of a command',
    ],
    [
      'build --full-refresh=yes',
      'error[flag-without-value] Flag "--full-refresh" takes no value\nhint: --full-refresh',
    ],
    [
      'build -t a -t b',
      'error[flag-twice] Flag "--target" is given twice with different values\nhint: keep one of them',
    ],
    [
      'build --threads two',
      'error[flag-value] --threads is "two"; expected: a whole number\nhint: --threads <a whole number>',
    ],
    [
      'build --threads 0',
      'error[flag-value] --threads is "0"; expected: a whole number from 1\nhint: --threads <a whole number from 1>',
    ],
    [
      'build --lock-timeout -3',
      'error[flag-value] --lock-timeout is "-3"; expected: a number of seconds\nhint: --lock-timeout <a number of seconds>',
    ],
    [
      'build --publish al',
      'error[flag-value] --publish is "al"; expected: together, all, each\nhint: did you mean "all"?',
    ],
    [
      'ls --output jsn',
      'error[flag-value] --output is "jsn"; expected: selector, name, path, json\nhint: did you mean "json"?',
    ],
    [
      'build orders',
      'error[unexpected-argument] tfm build does not know what to do with "orders"\nhint: tfm build --select orders',
    ],
    ['init', 'error[missing-argument] tfm init needs a NAME\nhint: tfm init NAME'],
  ])('%s', (line, expected) => {
    expect(parse(line).diagnostics.map(printDiagnostic).join('\n')).toBe(expected);
  });

  test('all of them at once', () => {
    const codes = parse('buld --slect a --log-format xml').diagnostics.map(({ code }) => code);
    expect(codes).toEqual(['unknown-command', 'unknown-flag', 'flag-value']);
  });

  test('a wrong value of a variable names the variable', () => {
    const [problem] = parse('build', { DBT_LOG_FORMAT: 'xml' }).diagnostics;
    expect(problem?.message).toBe('DBT_LOG_FORMAT is "xml"; expected: text, json');
  });
});

test('a flag that is asked for by its type', () => {
  const { flags } = parse('build -s a --threads 3 -x');
  expect([flags.list('select'), flags.number('threads'), flags.is('fail-fast'), flags.is('quiet')]).toEqual([
    ['a'],
    3,
    true,
    false,
  ]);
  const name: FlagName = 'target';
  expect(flags.get(name)).toBeUndefined();
});
