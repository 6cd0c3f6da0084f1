import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Asker,
  type Diagnostic,
  diagnostic,
  type HubVersions,
  hasErrors,
  isJsonMap,
  isProjectName,
  type JsonMap,
  newestVersion,
  type OpenedPackage,
  type Outcome,
  type PackagePin,
  type PackageSource,
  packageTitle,
  readPackageLists,
  readRequirements,
  readYaml,
  type SourceText,
  urlPlace,
} from '@tfm/core';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { checkOutGit } from './git-repository.ts';
import { PackageHub } from './package-hub.ts';
import { ArchiveError } from './tar-entries.ts';
import { unpackArchive } from './unpack-archive.ts';

export interface FetcherOptions {
  /** Absolute: local packages are named from here. */
  readonly projectDir: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Of `--vars`. */
  readonly vars: JsonMap;
  readonly signal: AbortSignal;
}

/** A package on this machine, not yet installed. */
export interface FetchedPackage {
  readonly name: string;
  readonly folder: string;
  /** Folders that belong to no package, relative to it. */
  readonly without: ReadonlySet<string>;
}

const archiveTimeLimit = 180_000;
const mostArchiveBytes = 128 * 1024 * 1024;

/** Fetches packages into a folder of its own, each once. */
export class PackageFetcher implements PackageSource {
  readonly #options: FetcherOptions;
  readonly #hub: PackageHub;
  readonly #folders = new Map<string, string>();
  #downloads: string | undefined;

  constructor(options: FetcherOptions) {
    this.#options = options;
    this.#hub = new PackageHub(options.environment, options.signal);
  }

  hubVersions(name: string): Promise<Outcome<HubVersions | undefined>> {
    return this.#hub.versions(name);
  }

  async open(pin: PackagePin, asker: Asker): Promise<Outcome<OpenedPackage | undefined>> {
    try {
      return await this.#open(pin, asker);
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      throw new CommandFailure(
        error.exitCode,
        error.diagnostics.map((problem) => ({ at: asker.at, ...problem })),
      );
    }
  }

  async #open(pin: PackagePin, asker: Asker): Promise<Outcome<OpenedPackage | undefined>> {
    // The hub knows what a package is: its archive is fetched when it is installed.
    if (pin.kind === 'hub') return this.#openOnHub(pin);
    const exact = pin.kind === 'git' ? await this.#exactGit(pin) : { pin, diagnostics: [] };
    const folder = await this.#folderOf(exact.pin);
    const described = describe(folder, packageTitle(pin));
    if (described.value === undefined)
      return { value: undefined, diagnostics: [...exact.diagnostics, ...described.diagnostics] };
    const { lists, projectName } = described.value;
    const isOwn = asker.isOwn && pin.kind === 'local';
    const requirements = readRequirements(lists, {
      env: this.#options.environment,
      vars: this.#options.vars,
      strictness: isOwn ? 'own' : 'package',
    });
    const diagnostics = [...exact.diagnostics, ...described.diagnostics, ...requirements.diagnostics];
    const name = pin.kind === 'tarball' ? pin.name : projectName;
    return { value: { name, pin: exact.pin, requirements: requirements.value.list }, diagnostics };
  }

  /** The files of a package. */
  async fetch(pin: PackagePin): Promise<FetchedPackage> {
    const folder = await this.#folderOf(pin);
    const described = describe(folder, packageTitle(pin));
    if (described.value === undefined || hasErrors(described.diagnostics))
      throw new CommandFailure(exitCodes.mistake, described.diagnostics);
    const { projectName, without } = described.value;
    return { name: pin.kind === 'tarball' ? pin.name : projectName, folder, without };
  }

  /** The newest version that could be installed instead; null where there is no such thing. */
  async latest(pin: PackagePin, version: string): Promise<string | null> {
    if (pin.kind !== 'hub') return null;
    const versions = await this.#hub.versions(pin.package);
    return pin.latest ?? (versions.value === undefined ? null : newestVersion(versions.value, version));
  }

  close(): void {
    if (this.#downloads !== undefined) rmSync(this.#downloads, { recursive: true, force: true });
    this.#downloads = undefined;
  }

  async #openOnHub(pin: PackagePin & { readonly kind: 'hub' }): Promise<Outcome<OpenedPackage | undefined>> {
    const version = await this.#hub.version(pin.package, pin.version);
    if (version === undefined) throw noSuchVersion(pin);
    if (!isProjectName(version.name)) {
      const problem = diagnostic('package-name', { name: version.name, package: pin.package });
      return { value: undefined, diagnostics: [problem] };
    }
    const { value, diagnostics } = this.#hub.requirements(pin.package, version);
    return { value: { name: version.name, pin, requirements: value.list }, diagnostics };
  }

  async #exactGit(
    pin: PackagePin & { readonly kind: 'git' },
  ): Promise<{ readonly pin: PackagePin; readonly diagnostics: readonly Diagnostic[] }> {
    const folder = this.#newFolder();
    const { environment, signal } = this.#options;
    const { sha } = await checkOutGit({ url: pin.url, revision: pin.revision, folder, environment, signal });
    const exact = { ...pin, revision: sha };
    this.#folders.set(keyOf(exact), folder);
    const isLoose = pin.revision === null || ['HEAD', 'main', 'master'].includes(pin.revision);
    if (!isLoose || !pin.warnUnpinned) return { pin: exact, diagnostics: [] };
    const what =
      pin.revision === null || pin.revision === 'HEAD'
        ? 'is not pinned'
        : `is pinned to the branch "${pin.revision}"`;
    return { pin: exact, diagnostics: [diagnostic('package-unpinned', { url: pin.url, what, sha })] };
  }

  /** The package's own folder: of git, the subdirectory; of an archive, the folder it holds. */
  async #folderOf(pin: PackagePin): Promise<string> {
    switch (pin.kind) {
      case 'local':
        return this.#localFolder(pin.path);
      case 'git': {
        const folder = await this.#fetched(pin, () => this.#checkOut(pin));
        return pin.subdirectory === null ? folder : subfolder(folder, pin);
      }
      case 'tarball':
        return this.#fetched(pin, () => this.#unpack(pin.url, pin.url));
      case 'hub':
        return this.#fetched(pin, async () => {
          const version = await this.#hub.version(pin.package, pin.version);
          if (version === undefined) throw noSuchVersion(pin);
          if (!/^https?$/.test(urlPlace(version.tarball).scheme)) {
            const parameters = { url: pin.package, problem: 'its archive lies at no http(s) URL' };
            throw new CommandFailure(exitCodes.warehouse, [diagnostic('package-hub-answer', parameters)]);
          }
          return this.#unpack(version.tarball, `${pin.package} ${pin.version}`);
        });
    }
  }

  async #fetched(pin: PackagePin, fetchIt: () => Promise<string>): Promise<string> {
    const key = keyOf(pin);
    const folder = this.#folders.get(key) ?? (await fetchIt());
    this.#folders.set(key, folder);
    return folder;
  }

  #localFolder(path: string): string {
    const expanded = path === '~' || /^~[\\/]/.test(path) ? join(homedir(), path.slice(1)) : path;
    const folder = resolve(this.#options.projectDir, expanded);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
    const problem = `there is no such folder, seen from the project: ${folder}`;
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('package-without-project', { package: path, problem }),
    ]);
  }

  async #checkOut({ url, revision }: PackagePin & { readonly kind: 'git' }): Promise<string> {
    const folder = this.#newFolder();
    const { environment, signal } = this.#options;
    await checkOutGit({ url, revision, folder, environment, signal });
    return folder;
  }

  async #unpack(url: string, title: string): Promise<string> {
    const archive = url.startsWith('file:') ? readArchive(url) : await this.#download(url, title);
    const folder = this.#newFolder();
    mkdirSync(folder);
    try {
      await unpackArchive(archive, folder);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      const parameters = { what: title, problem: error.message };
      throw new CommandFailure(exitCodes.mistake, [diagnostic('package-archive', parameters)]);
    }
    // An archive holds one folder, and that the package.
    const [only, other] = readdirSync(folder);
    const inner = only === undefined || other !== undefined ? folder : join(folder, only);
    return statSync(inner).isDirectory() ? inner : folder;
  }

  async #download(url: string, title: string): Promise<Buffer> {
    const what = `The archive of "${title}"`;
    const limits = { mostBytes: mostArchiveBytes, timeLimit: archiveTimeLimit };
    const bytes = await fetchBytes({ url, what, ...limits, signal: this.#options.signal });
    if (bytes !== undefined) return bytes;
    const parameters = { what, reason: 'there is nothing at its URL (HTTP 404)', hint: undefined };
    throw new CommandFailure(exitCodes.warehouse, [diagnostic('package-unreachable', parameters)]);
  }

  #newFolder(): string {
    this.#downloads ??= realpathSync(mkdtempSync(join(tmpdir(), 'tfm-packages-')));
    return join(this.#downloads, crypto.randomUUID());
  }
}

interface Described {
  readonly lists: { readonly packages: SourceText | null; readonly dependencies: SourceText | null };
  readonly projectName: string;
  readonly without: ReadonlySet<string>;
}

/** What a folder says of itself. */
function describe(folder: string, title: string): Outcome<Described | undefined> {
  const fail = (problem: string): Outcome<undefined> => ({
    value: undefined,
    diagnostics: [diagnostic('package-without-project', { package: title, problem })],
  });
  const read = readPackageLists(folder, `${title}: `);
  if (hasErrors(read.diagnostics)) return { value: undefined, diagnostics: read.diagnostics };
  const { projectFile, packages, dependencies } = read.value;
  if (projectFile === null) return fail('it has neither tfm.yml nor dbt_project.yml');
  const project = readYaml(projectFile).value?.value;
  const name = isJsonMap(project) ? project.get('name') : undefined;
  if (!isJsonMap(project) || typeof name !== 'string') return fail('its project file has no name');
  if (!isProjectName(name))
    return { value: undefined, diagnostics: [diagnostic('package-name', { name, package: title })] };
  const without = [
    'target',
    'dbt_packages',
    'logs',
    project.get('target-path'),
    project.get('packages-install-path'),
    project.get('log-path'),
  ]
    .filter((path) => typeof path === 'string')
    .map((path) => path.replace(/^\.[\\/]|[\\/]$/g, ''));
  return {
    value: { lists: { packages, dependencies }, projectName: name, without: new Set(without) },
    diagnostics: [],
  };
}

function subfolder(folder: string, pin: PackagePin & { readonly kind: 'git' }): string {
  const inner = join(folder, pin.subdirectory ?? '');
  const isThere = existsSync(inner) && realpathSync(inner).startsWith(realpathSync(folder) + sep);
  if (isThere && statSync(inner).isDirectory()) return inner;
  const problem = `its revision ${pin.revision} has no folder "${pin.subdirectory}"`;
  throw new CommandFailure(exitCodes.mistake, [
    diagnostic('package-without-project', { package: pin.url, problem }),
  ]);
}

/** The user's own list names the file. */
function readArchive(url: string): Buffer {
  const file = fileURLToPath(url);
  const refuse = (problem: string) =>
    new CommandFailure(exitCodes.mistake, [diagnostic('package-archive', { what: url, problem })]);
  const status = statSync(file, { throwIfNoEntry: false });
  if (status?.isFile() !== true)
    throw refuse(status === undefined ? 'there is no such file' : 'it is no file');
  if (status.size > mostArchiveBytes) throw refuse(`it has more than ${mostArchiveBytes / 1024 / 1024} MiB`);
  return readFileSync(file);
}

function noSuchVersion(pin: PackagePin & { readonly kind: 'hub' }): CommandFailure {
  const parameters = {
    package: pin.package,
    wanted: pin.version,
    known: 'others',
    asks: 'package-lock.yml asks for it',
  };
  return new CommandFailure(exitCodes.mistake, [
    diagnostic('package-version-unknown', parameters, { hint: 'tfm deps --upgrade' }),
  ]);
}

function keyOf(pin: PackagePin): string {
  return pin.kind === 'git'
    ? JSON.stringify(['git', pin.url, pin.revision])
    : JSON.stringify([pin.kind, packageTitle(pin), pin.kind === 'hub' ? pin.version : '']);
}
