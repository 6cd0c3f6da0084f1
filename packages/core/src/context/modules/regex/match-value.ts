import {
  claimItems,
  Dict,
  Fault,
  HostObject,
  hostFunction,
  isInteger,
  repr,
  Tuple,
  textOf,
  type Value,
} from '../../../template/template.ts';
import { needText } from '../../../template/value/convert-arguments.ts';
import type { CompiledPattern } from './compiled-pattern.ts';
import { expandReplacement, parseReplacement } from './replacement.ts';
import type { Found } from './run-program.ts';
import type { Subject } from './subject.ts';

/** Where a search was allowed to look. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** One match of a text. */
interface Match {
  readonly subject: Subject;
  readonly found: Found;
  readonly region: Region;
}

/** Python's `re.Match`. */
export class MatchValue extends HostObject {
  readonly #compiled: CompiledPattern;
  /** The pattern as a value. */
  readonly #pattern: Value;
  readonly #subject: Subject;
  readonly #found: Found;
  readonly #region: Region;

  constructor(compiled: CompiledPattern, pattern: Value, { subject, found, region }: Match) {
    super();
    this.#compiled = compiled;
    this.#pattern = pattern;
    this.#subject = subject;
    this.#found = found;
    this.#region = region;
  }

  get typeName(): string {
    return 're.Match';
  }

  override repr(): string {
    const [start, end] = this.#found.spans;
    return `<re.Match object; span=(${start}, ${end}), match=${repr(this.groupText(0) ?? null)}>`;
  }

  override truth(): boolean {
    return true;
  }

  /** Start and end of the whole match. */
  get bounds(): readonly [number, number] {
    return [this.#found.spans[0] as number, this.#found.spans[1] as number];
  }

  /** The text of a group; `undefined` when it took no part. */
  groupText(group: number): string | undefined {
    const start = this.#found.spans[group * 2] as number;
    return start < 0 ? undefined : this.#subject.slice(start, this.#found.spans[group * 2 + 1] as number);
  }

  override getItem(key: Value): Value | undefined {
    const group = this.#find(key);
    return group === undefined ? undefined : (this.groupText(group) ?? null);
  }

  override getAttribute(name: string): Value | undefined {
    const { lastGroup } = this.#found;
    const compiled = this.#compiled;
    switch (name) {
      case 'string':
        return this.#subject.text;
      case 're':
        return this.#pattern;
      case 'pos':
        return this.#region.start;
      case 'endpos':
        return this.#region.end;
      case 'lastindex':
        return lastGroup === 0 ? null : lastGroup;
      case 'lastgroup':
        return [...compiled.groupNames].find(([, group]) => group === lastGroup)?.[0] ?? null;
      case 'regs':
        return new Tuple(Array.from({ length: compiled.groups + 1 }, (_, group) => this.#span(group)));
      default:
        return this.#method(name);
    }
  }

  #method(name: string): Value | undefined {
    switch (name) {
      case 'group':
        return hostFunction(name, ['*groups'], (_, groups) => {
          const texts = (groups.length === 0 ? [0] : groups).map((group) => this.#text(group));
          return texts.length === 1 ? (texts[0] as Value) : new Tuple(texts);
        });
      case 'groups':
        return hostFunction(name, ['default?'], ([fallback = null]) => this.groups(fallback));
      case 'groupdict':
        return hostFunction(name, ['default?'], ([fallback = null]) => {
          const names = this.#compiled.groupNames;
          claimItems(names.size);
          return Dict.of([...names].map(([key, group]) => [key, this.groupText(group) ?? fallback]));
        });
      case 'start':
        return hostFunction(
          name,
          ['/group?'],
          ([group = 0]) => this.#span(this.#need(group)).items[0] ?? null,
        );
      case 'end':
        return hostFunction(
          name,
          ['/group?'],
          ([group = 0]) => this.#span(this.#need(group)).items[1] ?? null,
        );
      case 'span':
        return hostFunction(name, ['/group?'], ([group = 0]) => this.#span(this.#need(group)));
      case 'expand':
        return hostFunction(name, ['template'], ([template]) => {
          const replacement = parseReplacement(needText(template), this.#compiled);
          return expandReplacement(replacement, (group) => this.groupText(group));
        });
      default:
        return undefined;
    }
  }

  groups(fallback: Value): Tuple {
    const { groups } = this.#compiled;
    claimItems(groups);
    return new Tuple(Array.from({ length: groups }, (_, index) => this.groupText(index + 1) ?? fallback));
  }

  #span(group: number): Tuple {
    return new Tuple([this.#found.spans[group * 2] as number, this.#found.spans[group * 2 + 1] as number]);
  }

  #text(group: Value): Value {
    return this.groupText(this.#need(group)) ?? null;
  }

  /** Number of a group given by number or name. */
  #find(key: Value): number | undefined {
    const name = textOf(key);
    if (name !== undefined) return this.#compiled.groupNames.get(name);
    const number = typeof key === 'boolean' ? Number(key) : key;
    if (!isInteger(number) || number < 0 || number > this.#compiled.groups) return undefined;
    return Number(number);
  }

  #need(key: Value): number {
    const group = this.#find(key);
    if (group === undefined) throw new Fault('IndexError', 'no such group');
    return group;
  }
}
