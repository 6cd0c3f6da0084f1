import type { RelatedPlace } from '../diagnostics/diagnostic.ts';
import { type Diagnostic, diagnostic, hasErrors, type Outcome } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { chooseVersion, type HubVersions } from './choose-version.ts';
import { foreignProblem, hostOf } from './foreign-wish.ts';
import { pinOf } from './lock-file.ts';
import {
  type PackagePin,
  type PackageRequirement,
  packageKey,
  packageTitle,
  type ResolvedPackage,
} from './package-requirement.ts';
import { askedText } from './version-range.ts';

/** Where packages come from: given by the caller, who fetches. */
export interface PackageSource {
  /** All versions of a package of the hub. */
  hubVersions(name: string): Promise<Outcome<HubVersions | undefined>>;
  /** Fetches a package as far as it takes to know what it is. `asker` has what may be fetched decided by who asks. */
  open(pin: PackagePin, asker: Asker): Promise<Outcome<OpenedPackage | undefined>>;
}

export interface OpenedPackage {
  readonly name: string;
  /** More exact than the one asked for: of git, with the id of the commit. */
  readonly pin: PackagePin;
  readonly requirements: readonly PackageRequirement[];
}

/** Who asks for a package. */
export interface Asker {
  /** `packages.yml`, or the name of a package. */
  readonly name: string;
  /** The project itself, or a folder of this machine that it names: its author is the user. */
  readonly isOwn: boolean;
  /** The entry of the list. */
  readonly at: Span;
}

export interface ResolveRequest {
  readonly requirements: readonly PackageRequirement[];
  /** Of the project itself. */
  readonly projectName: string;
  /** The file that holds the list. */
  readonly fileName: string;
  readonly dbtVersion: string;
  readonly source: PackageSource;
}

interface Ask {
  readonly wanted: PackageRequirement;
  readonly asker: Omit<Asker, 'at'>;
}

/** More packages than anyone has, and rounds than any real project needs. */
const limits = { packages: 500, rounds: 30, roundsThatForget: 6 };

/**
 * What is installed: every package that is asked for, also by packages, each once, in the newest version that suits
 * all who ask. Without a value there is no such choice.
 */
export async function resolvePackages(
  request: ResolveRequest,
): Promise<Outcome<readonly ResolvedPackage[] | undefined>> {
  return new Resolver(request).resolve();
}

class Resolver {
  readonly #request: ResolveRequest;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #warned = new Set<string>();
  readonly #ownHosts = new Set<string>();
  readonly #opened = new Map<string, Outcome<OpenedPackage | undefined>>();

  constructor(request: ResolveRequest) {
    this.#request = request;
  }

  /**
   * Who asks for what depends on the versions chosen, and these on who asks: rounds, until nothing changes. Later
   * rounds forget no wish, so that they come to an end.
   */
  async resolve(): Promise<Outcome<readonly ResolvedPackage[] | undefined>> {
    let known = new Map<string, readonly Ask[]>();
    for (let round = 0; round < limits.rounds; round += 1) {
      const walked = await this.#walk(known);
      if (walked === undefined) return this.#fail();
      if (signature(walked.asks) === signature(known)) return this.#finish(walked);
      known = round < limits.roundsThatForget ? walked.asks : merged(known, walked.asks);
    }
    return this.#fail(
      diagnostic('package-unsettled', { packages: [...known.values()].map(titleOf).join(', ') }),
    );
  }

  /** From the project's own list outward. */
  async #walk(known: ReadonlyMap<string, readonly Ask[]>): Promise<Walked | undefined> {
    const asks = new Map<string, Ask[]>();
    const packages: Walked['packages'] = new Map();
    const own = { name: this.#request.fileName, isOwn: true };
    const queue: Ask[] = this.#request.requirements.map((wanted) => ({ wanted, asker: own }));
    this.#allows(queue);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const key = packageKey(next.wanted);
      const earlier = asks.get(key);
      if (earlier !== undefined) {
        earlier.push(next);
        continue;
      }
      asks.set(key, [next]);
      if (asks.size > limits.packages) {
        this.#report(diagnostic('package-unsettled', { packages: `more than ${limits.packages} packages` }));
        return undefined;
      }
      const opened = await this.#take(known.get(key) ?? [next], next);
      if (opened === undefined) return undefined;
      packages.set(key, { ...opened, ask: next });
      const asker = { name: opened.name, isOwn: next.asker.isOwn && opened.pin.kind === 'local' };
      const wishes = opened.requirements.map((wanted) => ({ wanted, asker }));
      if (!this.#allows(wishes)) return undefined;
      queue.push(...wishes);
    }
    return { asks, packages };
  }

  /** Learns which hosts the user names, and refuses what others may not ask for. */
  #allows(wishes: readonly Ask[]): boolean {
    for (const { wanted, asker } of wishes) {
      const host = hostOf(wanted);
      if (asker.isOwn && host !== undefined) this.#ownHosts.add(host);
      const problem = asker.isOwn ? undefined : foreignProblem(wanted, asker.name, this.#ownHosts);
      if (problem === undefined) continue;
      this.#report(problem);
      return false;
    }
    return true;
  }

  /** Decides what is taken of a package, and opens it. */
  async #take(asks: readonly Ask[], first: Ask): Promise<OpenedPackage | undefined> {
    const pin = await this.#pin(asks);
    if (pin === undefined) return undefined;
    const { asker } = asks.find((ask) => ask.asker.isOwn) ?? first;
    const key = JSON.stringify([pin, asker.isOwn]);
    const opened =
      this.#opened.get(key) ?? (await this.#request.source.open(pin, { ...asker, at: first.wanted.at }));
    this.#opened.set(key, opened);
    for (const problem of opened.diagnostics) this.#report(withPlace(problem, first));
    return hasErrors(opened.diagnostics) ? undefined : opened.value;
  }

  async #pin(asks: readonly Ask[]): Promise<PackagePin | undefined> {
    const [first] = asks;
    if (first === undefined) return undefined;
    const { wanted } = first;
    switch (wanted.kind) {
      case 'hub':
        return this.#hubPin(asks, wanted.package);
      case 'git':
        return this.#gitPin(asks, wanted);
      case 'private':
        this.#report(diagnostic('package-private', { repository: wanted.repository }, { at: wanted.at }));
        return undefined;
      default:
        return pinOf(wanted);
    }
  }

  async #hubPin(asks: readonly Ask[], name: string): Promise<PackagePin | undefined> {
    const [first] = asks;
    const versions = await this.#request.source.hubVersions(name);
    for (const problem of versions.diagnostics)
      this.#report(first === undefined ? problem : withPlace(problem, first));
    if (versions.value === undefined) return undefined;
    const hubAsks = asks.flatMap(({ wanted, asker }) =>
      wanted.kind === 'hub' ? [{ ...wanted, asker: asker.name }] : [],
    );
    const chosen = chooseVersion(name, hubAsks, versions.value, this.#request.dbtVersion);
    for (const problem of chosen.diagnostics)
      this.#report(first === undefined ? problem : withPlace(problem, first));
    if (chosen.value === undefined) return undefined;
    return { kind: 'hub', package: name, ...chosen.value };
  }

  #gitPin(
    asks: readonly Ask[],
    wanted: PackageRequirement & { readonly kind: 'git' },
  ): PackagePin | undefined {
    const revisions = new Set(
      asks.flatMap(({ wanted: one }) => (one.kind === 'git' && one.revision !== null ? [one.revision] : [])),
    );
    if (revisions.size > 1) {
      const related: RelatedPlace[] = asks.map((ask) => ({
        message: `${ask.asker.name} asks for ${revisionOf(ask)}`,
        at: ask.wanted.at,
      }));
      const parameters = {
        package: wanted.url,
        asks: asks.map((ask) => `${ask.asker.name} asks for ${revisionOf(ask)}`).join(', '),
      };
      this.#report(diagnostic('package-conflict', parameters, { at: wanted.at, related: related.slice(1) }));
      return undefined;
    }
    const warnUnpinned = asks.every(({ wanted: one }) => one.kind !== 'git' || one.warnUnpinned);
    const [revision = null] = revisions;
    return pinOf({ ...wanted, revision, warnUnpinned });
  }

  #finish({ packages }: Walked): Outcome<readonly ResolvedPackage[] | undefined> {
    const seen = new Map<string, string>([[this.#request.projectName, 'the project itself']]);
    const resolved: ResolvedPackage[] = [];
    for (const { name, pin, ask } of packages.values()) {
      const title = `${packageTitle(pin)} (${ask.asker.name} asks for it)`;
      // Where letters of both sizes are one, two names would be one folder.
      const folder = name.toLowerCase();
      const first = seen.get(name) ?? seen.get(folder);
      if (first !== undefined)
        this.#report(diagnostic('package-name-twice', { name, first, second: title }, { at: ask.wanted.at }));
      seen.set(name, title);
      if (!seen.has(folder)) seen.set(folder, title);
      resolved.push({ name, pin });
    }
    return hasErrors(this.#diagnostics) ? this.#fail() : { value: resolved, diagnostics: this.#diagnostics };
  }

  #fail(problem?: Diagnostic): Outcome<undefined> {
    if (problem !== undefined) this.#report(problem);
    return { value: undefined, diagnostics: this.#diagnostics };
  }

  /** Rounds find the same again. */
  #report(problem: Diagnostic): void {
    const key = `${problem.code} ${problem.message}`;
    if (!this.#warned.has(key)) this.#diagnostics.push(problem);
    this.#warned.add(key);
  }
}

interface Walked {
  readonly asks: Map<string, readonly Ask[]>;
  readonly packages: Map<string, OpenedPackage & { readonly ask: Ask }>;
}

function withPlace(problem: Diagnostic, { wanted }: Ask): Diagnostic {
  return problem.at === undefined ? { ...problem, at: wanted.at } : problem;
}

function merged(
  a: ReadonlyMap<string, readonly Ask[]>,
  b: ReadonlyMap<string, readonly Ask[]>,
): Map<string, readonly Ask[]> {
  const result = new Map(a);
  for (const [key, asks] of b) {
    const all = new Map([...(a.get(key) ?? []), ...asks].map((ask) => [askKey(ask), ask]));
    result.set(key, [...all.values()]);
  }
  return result;
}

function signature(asks: ReadonlyMap<string, readonly Ask[]>): string {
  const texts = [...asks].map(([key, list]) => `${key}: ${list.map(askKey).sort().join(' | ')}`);
  return texts.sort().join('\n');
}

function askKey({ wanted, asker }: Ask): string {
  const what =
    wanted.kind === 'hub'
      ? wanted.versions.map(askedText).join(', ')
      : wanted.kind === 'git'
        ? wanted.revision
        : '';
  return `${asker.name} ${what}`;
}

function revisionOf({ wanted }: Ask): string {
  return wanted.kind === 'git' && wanted.revision !== null ? wanted.revision : 'any revision';
}

function titleOf(asks: readonly Ask[]): string {
  return asks[0] === undefined ? '' : packageTitle(asks[0].wanted);
}
