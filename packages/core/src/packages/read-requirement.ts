import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue, WholeFloat } from '../project/json-value.ts';
import type { PackageRequirement } from './package-requirement.ts';
import { gitUrlProblem, isProjectName, tarballUrlProblem } from './package-url.ts';
import { parseVersion, type VersionSpecifier } from './version.ts';

/** In an installed package a key that we do not know is a warning: its user cannot mend it. */
export type Strictness = 'own' | 'package';

export interface RequirementEntry {
  readonly entry: JsonValue;
  /** As written, before rendering. */
  readonly original: JsonValue;
  readonly place: (key?: string, part?: 'key' | 'value') => Span;
  readonly strictness: Strictness;
}

const kinds = {
  package: ['package', 'version', 'install-prerelease', 'install_prerelease', 'name'],
  git: ['git', 'revision', 'subdirectory', 'warn-unpinned', 'name'],
  local: ['local', 'name'],
  tarball: ['tarball', 'name'],
  private: ['private', 'provider', 'revision', 'subdirectory', 'warn-unpinned', 'name'],
} as const;
type KindKey = keyof typeof kinds;
const kindKeys = Object.keys(kinds) as readonly KindKey[];

/** One entry of `packages:`; without a value it is of no use. */
export function readRequirement(request: RequirementEntry): Outcome<PackageRequirement | undefined> {
  const { entry, place } = request;
  if (!isJsonMap(entry)) {
    const parameters = { what: 'A package', expected: 'a map of keys', found: 'something else' };
    const hint = 'package: dbt-labs/dbt_utils, and its version on a line of its own';
    return fail(diagnostic('wrong-type', parameters, { at: place(), hint }));
  }
  const given = kindKeys.filter((key) => entry.has(key));
  const [kind, second] = given;
  if (kind === undefined) return fail(withoutKind(entry, request));
  if (second !== undefined) {
    const parameters = { first: kind, second, where: 'for one package' };
    return fail(diagnostic('both-given', parameters, { at: place(second, 'key') }));
  }
  return new EntryReader(entry, kind, request).read();
}

function withoutKind(entry: JsonMap, { place }: RequirementEntry): Diagnostic {
  const [first] = entry.keys();
  const meant = first === undefined ? undefined : nearest(first, kindKeys);
  const hint = meant === undefined ? {} : { hint: `did you mean "${meant}"?` };
  return diagnostic('package-kind', {}, { at: place(), ...hint });
}

class EntryReader {
  readonly #entry: JsonMap;
  readonly #kind: KindKey;
  readonly #request: RequirementEntry;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(entry: JsonMap, kind: KindKey, request: RequirementEntry) {
    this.#entry = entry;
    this.#kind = kind;
    this.#request = request;
  }

  read(): Outcome<PackageRequirement | undefined> {
    this.#checkKeys();
    const value = this.#requirement();
    const failed = this.#diagnostics.some(({ severity }) => severity === 'error');
    return { value: failed ? undefined : value, diagnostics: this.#diagnostics };
  }

  #checkKeys(): void {
    const { place, strictness } = this.#request;
    const known: readonly string[] = kinds[this.#kind];
    for (const key of this.#entry.keys()) {
      if (known.includes(key)) continue;
      const parameters = { key, where: `in a package with "${this.#kind}"`, nearest: nearest(key, known) };
      const severity = strictness === 'package' ? 'warning' : 'error';
      this.#diagnostics.push(diagnostic('unknown-key', parameters, { at: place(key, 'key'), severity }));
    }
  }

  #requirement(): PackageRequirement | undefined {
    const { place, original } = this.#request;
    const unrendered = isJsonMap(original) ? original : this.#entry;
    const base = { entry: this.#entry, unrendered, at: place(this.#kind) };
    switch (this.#kind) {
      case 'package':
        return this.#hub(base);
      case 'git': {
        const url = this.#text('git');
        if (url === undefined || !this.#checkUrl(url, gitUrlProblem)) return undefined;
        const warnUnpinned = this.#flag('warn-unpinned') ?? true;
        return {
          ...base,
          kind: 'git',
          url,
          revision: this.#revision(),
          subdirectory: this.#subdirectory(),
          warnUnpinned,
        };
      }
      case 'local': {
        const path = this.#text('local');
        return path === undefined ? undefined : { ...base, kind: 'local', path };
      }
      case 'tarball': {
        const url = this.#text('tarball');
        const name = this.#text('name');
        if (url === undefined || name === undefined || !this.#checkUrl(url, tarballUrlProblem))
          return undefined;
        if (isProjectName(name)) return { ...base, kind: 'tarball', url, name };
        this.#report(diagnostic('package-name', { name, package: url }, { at: place('name') }));
        return undefined;
      }
      case 'private': {
        const repository = this.#text('private');
        return repository === undefined ? undefined : { ...base, kind: 'private', repository };
      }
    }
  }

  #hub(base: {
    readonly entry: JsonMap;
    readonly unrendered: JsonMap;
    readonly at: Span;
  }): PackageRequirement | undefined {
    const name = this.#text('package');
    if (name === undefined) return undefined;
    if (!/^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(name)) {
      this.#report(diagnostic('package-hub-name', { name }, { at: base.at }));
      return undefined;
    }
    const versions = this.#versions(name);
    const installPrerelease = this.#flag('install-prerelease') ?? this.#flag('install_prerelease') ?? false;
    return { ...base, kind: 'hub', package: name, versions, installPrerelease };
  }

  #versions(name: string): readonly VersionSpecifier[] {
    const { place } = this.#request;
    const value = this.#entry.get('version') ?? null;
    const items = isJsonList(value) ? value : [value];
    if (value === null || value === '' || items.length === 0) {
      const hint = 'version: [">=1.0.0", "<2.0.0"]';
      this.#report(
        diagnostic('missing-key', { key: 'version', where: `in package "${name}"` }, { at: place(), hint }),
      );
      return [];
    }
    return items.flatMap((item) => {
      const text = numberText(item)?.trim();
      // `">=1.0.0,<2.0.0"` in one text is what many people write.
      return (text ?? String(item)).split(',').flatMap((part) => {
        const version = parseVersion(part.replaceAll(/\s/g, ''));
        if (version !== undefined) return [version];
        this.#report(
          diagnostic('package-version', { package: name, version: part }, { at: place('version') }),
        );
        return [];
      });
    });
  }

  #revision(): string | null {
    const text = numberText(this.#entry.get('revision') ?? null);
    if (text === null) return null;
    // What git reads as a name: no option, no range, no wildcard.
    if (
      text !== undefined &&
      /^[^-./\s~^:?*[\\\p{Cc}][^\s~^:?*[\\\p{Cc}]{0,250}$/u.test(text) &&
      !/\.\.|@\{/.test(text)
    )
      return text;
    const parameters = {
      what: 'Key "revision" of a package',
      value: text ?? 'no text',
      expected: 'a tag, a branch or a commit',
      nearest: undefined,
    };
    this.#report(diagnostic('wrong-value', parameters, { at: this.#request.place('revision') }));
    return null;
  }

  #subdirectory(): string | null {
    const value = this.#entry.get('subdirectory') ?? null;
    if (value === null) return null;
    const isInside =
      typeof value === 'string' && !/^[\\/]|^[A-Za-z]:|\0|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(value);
    if (isInside && value !== '') return value;
    const parameters = {
      what: 'Key "subdirectory" of a package',
      value: String(value),
      expected: 'a folder of the repository',
      nearest: undefined,
    };
    this.#report(diagnostic('wrong-value', parameters, { at: this.#request.place('subdirectory') }));
    return null;
  }

  #checkUrl(
    url: string,
    problemOf: (url: string) => { readonly problem: string; readonly hint: string | undefined } | undefined,
  ): boolean {
    const found = problemOf(url);
    if (found === undefined) return true;
    this.#report(diagnostic('package-url', { url, ...found }, { at: this.#request.place(this.#kind) }));
    return false;
  }

  #text(key: string): string | undefined {
    const value = this.#entry.get(key) ?? null;
    const { place } = this.#request;
    const where = `in a package with "${this.#kind}"`;
    if (value === null || value === '')
      this.#report(diagnostic('missing-key', { key, where }, { at: place() }));
    else if (typeof value === 'string' && !value.includes('\0')) return value;
    else {
      const parameters = { what: `Key "${key}" of a package`, expected: 'text', found: 'something else' };
      this.#report(diagnostic('wrong-type', parameters, { at: place(key) }));
    }
    return undefined;
  }

  #flag(key: string): boolean | undefined {
    const value = this.#entry.get(key) ?? null;
    if (value === null) return undefined;
    if (typeof value === 'boolean') return value;
    const parameters = {
      what: `Key "${key}" of a package`,
      expected: 'true or false',
      found: 'something else',
    };
    this.#report(diagnostic('wrong-type', parameters, { at: this.#request.place(key) }));
    return undefined;
  }

  #report(problem: Diagnostic): void {
    this.#diagnostics.push(problem);
  }
}

/** Versions and revisions are often written without quotes. */
function numberText(value: JsonValue): string | undefined | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof WholeFloat) return `${value.value}.0`;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

function fail(problem: Diagnostic): Outcome<undefined> {
  return { value: undefined, diagnostics: [problem] };
}
