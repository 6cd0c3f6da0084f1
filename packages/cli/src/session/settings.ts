import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  diagnostic,
  isJsonList,
  isJsonMap,
  type JsonMap,
  type JsonValue,
  type ParseSettings,
  type ReadOptions,
  readYaml,
} from '@tfm/core';
import { adapters } from './adapters.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';

/** What the stages are told of the command line and the environment. */
export interface ProjectSettingsGiven {
  readonly read: ReadOptions;
  readonly parse: ParseSettings;
}

export function settingsOf(context: CommandContext, projectDir: string): ProjectSettingsGiven {
  const { flags, workingDir } = context;
  const env = new Map(
    Object.entries(context.environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
  const vars = varsOf(flags.get('vars'));
  const profilesDir = flags.get('profiles-dir');
  return {
    read: {
      projectDir,
      ...(profilesDir === undefined ? {} : { profilesDir: resolve(workingDir, profilesDir) }),
      globalProjectDir: globalProjectDir(),
      env,
      vars,
    },
    parse: {
      targetName: flags.get('target'),
      profileName: flags.get('profile'),
      vars,
      env,
      adapters,
      threads: flags.number('threads'),
      runStartedAt: context.startedAt,
      invocationId: context.invocationId,
      flags: flagsMap(context),
      command: whichOf(context.command),
    },
  };
}

/** `--vars`: YAML, and a map. */
export function varsOf(text: string | undefined): JsonMap {
  return mapOf(text, '--vars');
}

/** An option whose value is a YAML map. */
export function mapOf(text: string | undefined, flag: '--vars' | '--args'): JsonMap {
  if (text === undefined || text.trim() === '') return new Map();
  const yaml = readYaml({ path: flag, text });
  if (yaml.value === undefined) throw new CommandFailure(exitCodes.mistake, yaml.diagnostics);
  if (isJsonMap(yaml.value.value)) return yaml.value.value;
  const problem = flag === '--vars' ? diagnostic('vars-not-a-map', {}) : diagnostic('args-not-a-map', {});
  throw new CommandFailure(exitCodes.mistake, [problem]);
}

/** Folders that the command line names: loads may read from them, though they lie outside the project. */
export function foldersNamedIn(vars: JsonMap, projectDir: string): readonly string[] {
  const texts = (value: JsonValue): readonly string[] => {
    if (typeof value === 'string') return [value];
    if (isJsonList(value)) return value.flatMap(texts);
    return isJsonMap(value) ? [...value.values()].flatMap(texts) : [];
  };
  return texts(vars)
    .filter((text) => text !== '' && !text.includes('\0'))
    .map((text) => resolve(projectDir, text))
    .filter((path) => existsSync(path));
}

/** The options as templates see them and artifacts keep them: snake case, final values. */
export function flagsMap({ flags, command }: CommandContext): JsonMap {
  const map = new Map<string, JsonValue>([['which', whichOf(command)]]);
  for (const [name, value] of flags.entries()) map.set(name.replaceAll('-', '_'), value);
  return map;
}

/** dbt's name of a command of two words is the second one. */
function whichOf(command: string): string {
  return command.split(' ').at(-1) ?? command;
}

/** tfm's own macros: beside the bundle, or in the sources it is made of. */
function globalProjectDir(): string {
  const beside = fileURLToPath(new URL('./global-project', import.meta.url));
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../../core/global-project', import.meta.url));
}
