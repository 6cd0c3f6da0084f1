import { rmSync } from 'node:fs';
import * as http from 'node:http';
import { join } from 'node:path';
import {
  type AddedKind,
  type Diagnostic,
  dbtVersion,
  diagnostic,
  hasErrors,
  isJsonMap,
  lockFileText,
  type ProjectPaths,
  packageTitle,
  parseAddedPackage,
  pinText,
  type ResolvedPackage,
  readProject,
  resolvePackages,
} from '@tfm/core';
import { secretsOfEnvironment } from '../output/redactor.ts';
import { copyPackage } from '../packages/copy-package.ts';
import { InstallFolder } from '../packages/install-folder.ts';
import { PackageFetcher } from '../packages/package-fetcher.ts';
import { urlSecrets } from '../packages/url-secrets.ts';
import { readWantedPackages, type WantedPackages } from '../packages/wanted-packages.ts';
import { writeWhole } from '../packages/write-whole.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { findProject } from '../session/find-project.ts';
import { settingsOf } from '../session/settings.ts';

/** Resolves the packages that the project asks for, locks them, and installs them all or none. */
export async function deps(context: CommandContext): Promise<number> {
  useProxy();
  const signal = context.interruption.begin();
  try {
    const project = await readDepsProject(context);
    const fetcher = new PackageFetcher({ ...project, signal });
    try {
      return await new DepsRun(context, project, fetcher).run();
    } finally {
      fetcher.close();
    }
  } catch (error) {
    // A message may name an URL, and its frame show a file, in which a token stands.
    if (error instanceof CommandFailure)
      for (const { message, at } of error.diagnostics)
        context.output.hide(urlSecrets(`${message}\n${at?.source.text ?? ''}`));
    throw error;
  }
}

/** `HTTP_PROXY` and its kin, where Node can do it. */
function useProxy(): void {
  if ('setGlobalProxyFromEnv' in http && typeof http.setGlobalProxyFromEnv === 'function')
    http.setGlobalProxyFromEnv();
}

interface DepsProject {
  readonly projectDir: string;
  readonly name: string;
  readonly paths: ProjectPaths;
  readonly environment: ReadonlyMap<string, string>;
  readonly vars: ReturnType<typeof settingsOf>['parse']['vars'];
}

/** Works on broken projects too: only the project file is needed. */
async function readDepsProject(context: CommandContext): Promise<DepsProject> {
  const projectDir = findProject(context);
  const { read, parse } = settingsOf(context, projectDir);
  const files = await readProject(read);
  if (files.value === undefined) throw new CommandFailure(exitCodes.mistake, files.diagnostics);
  const { root, env } = files.value;
  context.output.hide(secretsOfEnvironment(Object.fromEntries(env)));
  const top = root.projectFile.value;
  const name = isJsonMap(top) ? top.get('name') : undefined;
  const wrong = files.diagnostics.filter(
    ({ code, message }) =>
      /^path-(escapes|absolute)$/.test(code) && message.includes('packages-install-path'),
  );
  if (hasErrors(wrong)) throw new CommandFailure(exitCodes.mistake, wrong);
  return {
    projectDir,
    name: typeof name === 'string' ? name : '',
    paths: root.paths,
    environment: env,
    vars: parse.vars,
  };
}

class DepsRun {
  readonly #context: CommandContext;
  readonly #project: DepsProject;
  readonly #fetcher: PackageFetcher;
  readonly #install: InstallFolder;
  readonly #lockFile: string;

  constructor(context: CommandContext, project: DepsProject, fetcher: PackageFetcher) {
    this.#context = context;
    this.#project = project;
    this.#fetcher = fetcher;
    this.#install = new InstallFolder(project.projectDir, project.paths);
    this.#lockFile = join(project.projectDir, 'package-lock.yml');
  }

  async run(): Promise<number> {
    const { flags, output } = this.#context;
    const wanted = this.#read();
    output.complain(wanted.diagnostics);
    if (wanted.requirements.list.length === 0) return this.#runWithout(wanted);
    const locked = await this.#lockedPackages(wanted);
    const packages = locked ?? (await this.#resolve(wanted));
    if (flags.is('lock')) {
      this.#writeLists(wanted, packages, locked === undefined);
      if (locked !== undefined)
        output.say({ name: 'DepsUpToDate', code: 'M017', text: 'package-lock.yml is up to date' });
      return exitCodes.good;
    }
    this.#install.recover();
    await this.#install.replace(async (folder) => {
      for (const one of packages) await this.#layOut(one, folder);
      // Written last: a list that could not be installed changes nothing.
      this.#writeLists(wanted, packages, locked === undefined);
    });
    const count = packages.length === 1 ? '1 package' : `${packages.length} packages`;
    output.say({ name: 'DepsInstalled', text: `Installed ${count} in ${this.#install.path}` });
    return exitCodes.good;
  }

  #read(): WantedPackages {
    const { flags, output } = this.#context;
    const { projectDir, environment, vars } = this.#project;
    const named = flags.get('add-package');
    const source = flags.get('source') ?? 'hub';
    const added = named === undefined ? null : parseAddedPackage(named, source as AddedKind);
    const readLock = !flags.is('upgrade') && added === null;
    const wanted = readWantedPackages({ projectDir, env: environment, vars, added, readLock });
    for (const { entry } of wanted.requirements.list)
      output.hide(
        [...entry.values()].flatMap((value) => (typeof value === 'string' ? urlSecrets(value) : [])),
      );
    return wanted;
  }

  /** A list that became empty takes along what was installed for it; without a list nothing is touched. */
  async #runWithout({ requirements, hasLock }: WantedPackages): Promise<number> {
    const { file } = requirements;
    const text = `No packages are asked for${file === null ? ': there is no packages.yml' : ` in ${file.path}`}`;
    this.#context.output.say({ name: 'DepsNoPackagesFound', code: 'M013', text });
    if (file !== null && hasLock) {
      if (!this.#context.flags.is('lock')) await this.#install.replace(async () => undefined);
      rmSync(this.#lockFile, { force: true });
    }
    return exitCodes.good;
  }

  /** What the lock file says, if it was made from this list and still fits. */
  async #lockedPackages({ lock }: WantedPackages): Promise<readonly ResolvedPackage[] | undefined> {
    if (lock === null) return undefined;
    if (this.#context.flags.is('lock'))
      return lock.packages.map(({ pin, name }) => ({ pin, name: name ?? packageTitle(pin) }));
    const packages: ResolvedPackage[] = [];
    for (const { pin, name } of lock.packages) {
      const fetched = await this.#fetcher.fetch(pin);
      // A folder of this machine may have got another name since.
      if (name !== null && fetched.name !== name) return undefined;
      packages.push({ pin, name: fetched.name });
    }
    const names = new Set(packages.map(({ name }) => name.toLowerCase()));
    return names.size === packages.length ? packages : undefined;
  }

  async #resolve(wanted: WantedPackages): Promise<readonly ResolvedPackage[]> {
    const resolved = await resolvePackages({
      requirements: wanted.requirements.list,
      projectName: this.#project.name,
      fileName: wanted.requirements.file?.path ?? 'packages.yml',
      dbtVersion,
      source: this.#fetcher,
    });
    for (const { message } of resolved.diagnostics) this.#context.output.hide(urlSecrets(message));
    if (resolved.value === undefined) throw new CommandFailure(exitCodes.mistake, resolved.diagnostics);
    this.#context.output.complain(resolved.diagnostics);
    return resolved.value;
  }

  async #layOut({ name, pin }: ResolvedPackage, folder: string): Promise<void> {
    const { output } = this.#context;
    const { projectDir } = this.#project;
    const title = packageTitle(pin);
    const fetched = await this.#fetcher.fetch(pin);
    if (this.#context.interruption.isStopped) throw new CommandFailure(exitCodes.failed, []);
    // Asking the hub for a name is one thing, what its archive holds another.
    if (fetched.name !== name) {
      const problem = `the project in it is called "${fetched.name}", not "${name}"`;
      throw new CommandFailure(exitCodes.mistake, [
        diagnostic('package-without-project', { package: title, problem }),
      ]);
    }
    const { folder: from, without } = fetched;
    output.complain(copyPackage({ name, from, to: join(folder, name), without, except: projectDir }));
    const latest = await this.#fetcher.latest(pin, dbtVersion);
    const news =
      latest === null || pin.kind !== 'hub' || latest === pin.version ? '' : `; ${latest} is available`;
    output.say({
      name: 'DepsInstallInfo',
      code: 'M015',
      text: `${name}: ${pin.kind === 'hub' || pin.kind === 'git' ? `${title}, ` : ''}${pinText(pin)}${news}`,
      data: { name, version_name: pinText(pin) },
    });
  }

  #writeLists(wanted: WantedPackages, packages: readonly ResolvedPackage[], isNew: boolean): void {
    const { output } = this.#context;
    const { edited } = wanted;
    if (edited !== null) {
      writeWhole(edited.file, edited.text);
      const path = wanted.requirements.file?.path ?? 'packages.yml';
      for (const title of edited.replaced)
        output.say({ name: 'DepsFoundDuplicatePackage', code: 'M033', text: `Replaced ${title} in ${path}` });
      const text = `Added ${this.#context.flags.get('add-package')} to ${path}`;
      output.say({ name: 'DepsAddPackage', code: 'M032', text });
    }
    if (!isNew) return;
    const { scrubbed, diagnostics } = this.#withoutSecrets(packages);
    output.complain(diagnostics);
    writeWhole(this.#lockFile, lockFileText(scrubbed, wanted.hash));
    output.say({ name: 'DepsLockUpdating', code: 'M031', text: 'Wrote package-lock.yml' });
  }

  /** A list that holds a secret itself, not the name of its variable. */
  #withoutSecrets(packages: readonly ResolvedPackage[]): {
    readonly scrubbed: readonly ResolvedPackage[];
    readonly diagnostics: readonly Diagnostic[];
  } {
    const secrets = secretsOfEnvironment(Object.fromEntries(this.#project.environment)).filter(
      (one) => one !== '',
    );
    const diagnostics: Diagnostic[] = [];
    const scrubbed = packages.map((one) => {
      const { pin } = one;
      if (pin.kind !== 'git' && pin.kind !== 'tarball') return one;
      const written = secrets.reduce((text, secret) => text.replaceAll(secret, '*****'), pin.written);
      if (written === pin.written) return one;
      diagnostics.push(diagnostic('package-secret-in-lock', { package: written }));
      return { ...one, pin: { ...pin, written } };
    });
    return { scrubbed, diagnostics };
  }
}
