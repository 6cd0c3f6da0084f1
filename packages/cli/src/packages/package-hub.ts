import {
  diagnostic,
  type HubVersions,
  nearest,
  type Outcome,
  type Requirements,
  readRequirements,
} from '@tfm/core';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { fetchBytes } from './fetch-bytes.ts';

const defaultHub = 'https://hub.getdbt.com/';
const mostBytes = 64 * 1024 * 1024;
const timeLimit = 30_000;

interface HubPackage {
  readonly versions: HubVersions;
  readonly details: ReadonlyMap<string, HubVersion>;
  /** What it is called today. */
  readonly movedTo: string | null;
}

interface HubVersion {
  readonly name: string;
  readonly tarball: string;
  readonly packages: unknown;
}

/** The package hub: which packages and versions there are, and where their archives lie. */
export class PackageHub {
  readonly #base: string;
  readonly #signal: AbortSignal;
  readonly #packages = new Map<string, HubPackage>();

  constructor(environment: ReadonlyMap<string, string>, signal: AbortSignal) {
    const named = environment.get('DBT_PACKAGE_HUB_URL') ?? '';
    const base = named === '' ? defaultHub : named;
    this.#base = base.endsWith('/') ? base : `${base}/`;
    this.#signal = signal;
    if (!/^https?:\/\/[^/]/.test(this.#base) || !URL.canParse(this.#base)) {
      const parameters = {
        url: this.#base,
        problem: 'it is no http(s) URL',
        hint: `DBT_PACKAGE_HUB_URL=${defaultHub}`,
      };
      throw new CommandFailure(exitCodes.mistake, [diagnostic('package-url', parameters)]);
    }
  }

  async versions(name: string): Promise<Outcome<HubVersions | undefined>> {
    const found = await this.#package(name);
    if (found === undefined) {
      const parameters = { package: name, hub: this.#shown, nearest: await this.#nearest(name) };
      return { value: undefined, diagnostics: [diagnostic('package-unknown', parameters)] };
    }
    const moved =
      found.movedTo === null ? [] : [diagnostic('package-redirected', { package: name, now: found.movedTo })];
    return { value: found.versions, diagnostics: moved };
  }

  /** Undefined: there is no such version. */
  async version(name: string, version: string): Promise<HubVersion | undefined> {
    return (await this.#package(name))?.details.get(version);
  }

  /** Which packages a version asks for. */
  requirements(name: string, version: HubVersion): Outcome<Requirements> {
    const source = { path: `hub: ${name}`, text: JSON.stringify({ packages: version.packages ?? [] }) };
    // The hub's lists are data: what looks like a template in them is none.
    const files = { packages: null, dependencies: source };
    return readRequirements(files, { env: new Map(), vars: new Map(), strictness: 'package' });
  }

  async #package(name: string): Promise<HubPackage | undefined> {
    const known = this.#packages.get(name);
    if (known !== undefined) return known;
    const answer = await this.#get(`api/v1/${name.split('/').map(encodeURIComponent).join('/')}.json`);
    if (answer === undefined) return undefined;
    const made = this.#checked(name, answer);
    this.#packages.set(name, made);
    return made;
  }

  #checked(name: string, answer: unknown): HubPackage {
    const url = `${this.#shown}api/v1/${name}.json`;
    const wrong = (problem: string) =>
      new CommandFailure(exitCodes.warehouse, [diagnostic('package-hub-answer', { url, problem })]);
    if (!isRecord(answer) || !isRecord(answer.versions)) throw wrong('it lists no versions');
    const versions = new Map<string, readonly string[]>();
    const details = new Map<string, HubVersion>();
    for (const [version, entry] of Object.entries(answer.versions)) {
      const downloads = isRecord(entry) ? entry.downloads : undefined;
      const tarball = isRecord(downloads) ? downloads.tarball : undefined;
      if (!isRecord(entry) || typeof entry.name !== 'string' || typeof tarball !== 'string') continue;
      const required = [entry.require_dbt_version ?? []].flat().filter((one) => typeof one === 'string');
      versions.set(version, required);
      details.set(version, { name: entry.name, tarball, packages: entry.packages });
    }
    if (versions.size === 0) throw wrong('no version of it can be fetched');
    const [organization, short] = name.split('/');
    const now = `${textOr(answer.redirectnamespace, organization)}/${textOr(answer.redirectname, short)}`;
    return { versions, details, movedTo: now === name ? null : now };
  }

  /** The index is asked for only to help; without it there is no suggestion. */
  async #nearest(name: string): Promise<string | undefined> {
    try {
      const index = await this.#get('api/v1/index.json');
      const names = Array.isArray(index) ? index.filter((one) => typeof one === 'string') : [];
      return nearest(name, names) ?? names.find((one) => one.split('/')[1] === name.split('/')[1]);
    } catch (error) {
      if (error instanceof CommandFailure) return undefined;
      throw error;
    }
  }

  async #get(path: string): Promise<unknown> {
    const what = `The package hub ${this.#shown}`;
    const url = `${this.#base}${path}`;
    const bytes = await fetchBytes({ url, what, mostBytes, timeLimit, signal: this.#signal });
    if (bytes === undefined) return undefined;
    try {
      return JSON.parse(bytes.toString('utf8'));
    } catch {
      const parameters = { url: `${this.#shown}${path}`, problem: 'it is no JSON' };
      throw new CommandFailure(exitCodes.warehouse, [diagnostic('package-hub-answer', parameters)]);
    }
  }

  /** Without user and password. */
  get #shown(): string {
    return this.#base.replace(/^(https?:\/\/)[^/@]*@/, '$1');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOr(value: unknown, fallback: string | undefined): string {
  return typeof value === 'string' && value !== '' ? value : (fallback ?? '');
}
