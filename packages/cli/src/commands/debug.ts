import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Connection,
  type Diagnostic,
  diagnostic,
  hasErrors,
  loadProject,
  type ProjectGraph,
  WarehouseError,
} from '@tfm/core';
import { secretsIn } from '../output/redactor.ts';
import { adapters } from '../session/adapters.ts';
import type { CommandContext } from '../session/command-context.ts';
import { connectFailure, isMissingDatabase } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { findProject } from '../session/find-project.ts';
import type { OpenProject } from '../session/open-project.ts';
import { settingsOf } from '../session/settings.ts';
import { version } from '../version.ts';
import { contentWords } from './parse.ts';

/** Checks one thing after another and says what it found, in the order in which a run needs them. */
export async function debug(context: CommandContext): Promise<number> {
  const check = new Check(context);
  check.fact('tfm', version);
  check.fact('node', `${process.version} on ${process.platform} ${process.arch}`);
  const dir = findProject(context);
  check.fact('project', `${existsSync(join(dir, 'tfm.yml')) ? 'tfm.yml' : 'dbt_project.yml'} in ${dir}`);
  const { read, parse } = settingsOf(context, dir);
  const loaded = await loadProject(read, parse);
  const graph = loaded.value;
  if (graph !== undefined) context.output.hide(secretsIn(graph.project.target.settings));
  if (graph === undefined || hasErrors(loaded.diagnostics)) {
    check.bad('files', 'there are mistakes in the project', loaded.diagnostics);
    return check.end(exitCodes.mistake);
  }
  context.output.complain(loaded.diagnostics);
  check.good('files', contentWords(graph));
  const { target } = graph.project;
  check.fact('target', `${target.name} (${target.type}, schema ${target.schema})`);
  const adapter = adapters.get(target.type);
  if (adapter === undefined) throw new Error(`no adapter "${target.type}"`);
  return check.end(await checkWarehouse({ dir, graph, adapter }, check));
}

async function checkWarehouse(project: OpenProject, check: Check): Promise<number> {
  const { adapter, graph, dir } = project;
  const { target } = graph.project;
  let connection: Connection;
  try {
    connection = await adapter.connect(target, { projectDir: dir, threads: 1, readOnly: true });
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error;
    if (isMissingDatabase(error)) return checkFolder(project, check);
    const failure = connectFailure(error, target.name);
    check.bad('connection', 'the database cannot be opened', failure.diagnostics);
    return failure.exitCode;
  }
  try {
    const { info } = connection;
    check.good('connection', `${adapter.name} ${info.version}, ${info.location}`);
  } finally {
    await connection.close();
  }
  return checkRights(project, check);
}

/** The first build makes an embedded database: may it? */
function checkFolder({ graph, dir }: OpenProject, check: Check): number {
  const setting = graph.project.target.settings.get('path') ?? graph.project.target.settings.get('database');
  const folder = typeof setting === 'string' ? dirname(join(dir, setting)) : dir;
  try {
    accessSync(existsSync(folder) ? folder : dir, constants.W_OK);
    check.good('connection', 'the database does not exist yet; the first build makes it');
    return exitCodes.good;
  } catch {
    const reason = 'no permission';
    check.bad('connection', 'the database does not exist yet, and cannot be made', [
      diagnostic('target-not-writable', { folder, reason }, { hint: 'make the folder writable' }),
    ]);
    return exitCodes.warehouse;
  }
}

/** Thrown to have the trial rolled back. */
class EndOfTrial extends Error {}

/** Makes a table in each schema of the project and takes it back: nothing stays. */
async function checkRights(project: OpenProject, check: Check): Promise<number> {
  const { adapter, graph, dir } = project;
  const { target } = graph.project;
  try {
    const connection = await adapter.connect(target, { projectDir: dir, threads: 1, readOnly: false });
    try {
      for (const { database, schema } of schemasOf(graph)) {
        await connection
          .transaction(async (transaction) => {
            for (const statement of adapter.dialect.createSchema(database, schema))
              await transaction.execute(statement);
            const relation = { database, schema, identifier: `tfm_debug_${process.pid}` };
            const columns = [{ name: 'n', type: { kind: 'integer' } }] as const;
            for (const statement of adapter.dialect.createTable(relation, columns))
              await transaction.execute(statement);
            throw new EndOfTrial();
          })
          .catch((error: unknown) => {
            if (!isEndOfTrial(error)) throw error;
          });
        check.good('rights', `tables can be made in schema ${schema}`);
      }
    } finally {
      await connection.close();
    }
    return exitCodes.good;
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error;
    const failure = connectFailure(error, target.name);
    check.bad('rights', 'tables cannot be made', failure.diagnostics);
    return failure.exitCode;
  }
}

/** Some adapters wrap what the work threw. */
function isEndOfTrial(error: unknown): boolean {
  return error instanceof EndOfTrial || (error instanceof Error && error.cause instanceof EndOfTrial);
}

function schemasOf(
  graph: ProjectGraph,
): readonly { readonly database: string | null; readonly schema: string }[] {
  const schemas = new Map<string, { readonly database: string | null; readonly schema: string }>();
  const { target } = graph.project;
  schemas.set(target.schema, { database: target.database, schema: target.schema });
  for (const node of graph.project.nodes.values()) {
    if (node.resourceType !== 'model' && node.resourceType !== 'seed') continue;
    const { database, schema } = node.relation;
    if (schema !== null) schemas.set(schema, { database, schema });
  }
  return [...schemas.values()];
}

class Check {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  fact(name: string, text: string): void {
    this.#line(name, text, '');
  }

  good(name: string, text: string): void {
    this.#line(name, text, this.#context.output.palette.green('ok'));
  }

  bad(name: string, text: string, diagnostics: readonly Diagnostic[]): void {
    this.#line(name, text, this.#context.output.palette.red('failed'));
    this.#context.output.complain(diagnostics);
  }

  end(exitCode: number): number {
    const { output } = this.#context;
    const text =
      exitCode === exitCodes.good
        ? output.palette.green('All is well.')
        : output.palette.red('Not ready yet.');
    output.say({ name: 'DebugCmdResult', text });
    return exitCode;
  }

  #line(name: string, text: string, mark: string): void {
    const { output } = this.#context;
    const line = `${output.palette.dim(name.padEnd(12))}${mark === '' ? '' : `${mark}  `}${text}`;
    output.say({ name: 'DebugCmdOut', text: line, data: { check: name } });
  }
}
