import { nearest } from '../../../diagnostics/nearest.ts';
import {
  HostObject,
  HostRecord,
  hostError,
  hostFunction,
  List,
  repr,
  textOf,
  type Value,
  ValueSet,
} from '../../../template/template.ts';
import { needIndex } from '../../../template/value/convert-arguments.ts';
import { Fault, valueFault } from '../../../template/value/fault.ts';
import { countryEntries, properZoneName, zoneEntries } from './zone-names.ts';
import { ZoneRules } from './zone-rules.ts';
import { type PytzZone, StaticZone, ZoneInState } from './zone-value.ts';

/** pytz's `utc`: there is only one. */
export const utcZone = new StaticZone({ zoneName: 'UTC', minutes: 0, name: 'UTC', shown: '<UTC>' });

/** Zones made so far. What they say depends on their name alone. */
const zones = new Map<string, PytzZone>();
const fixedOffsets = new Map<number, PytzZone>();

/** `pytz.timezone(name)` */
function zoneOf(value: Value): PytzZone {
  const text = textOf(value);
  if (text?.toUpperCase() === 'UTC') return utcZone;
  const name = text === undefined ? undefined : properZoneName(text);
  if (name === undefined) {
    const meant = text === undefined || text.length > 50 ? undefined : nearest(text, zoneEntries().keys());
    throw hostError(
      `Unknown time zone ${repr(value)}`,
      meant === undefined ? {} : { hint: `did you mean '${meant}'?` },
    );
  }
  const known = zones.get(name);
  if (known !== undefined) return known;
  const made = makeZone(name);
  zones.set(name, made);
  return made;
}

function makeZone(name: string): PytzZone {
  const rules = new ZoneRules(name);
  if (!rules.isStatic) return new ZoneInState(rules);
  const { offset, name: abbreviation } = rules.first;
  return new StaticZone({
    zoneName: name,
    minutes: offset,
    name: abbreviation,
    shown: `<StaticTzInfo '${name}'>`,
  });
}

/** `pytz.FixedOffset(minutes)` */
function fixedOffset(minutes: number): PytzZone {
  if (minutes === 0) return utcZone;
  if (Math.abs(minutes) >= 1440) throw valueFault(`('absolute offset is too large', ${minutes})`);
  const made =
    fixedOffsets.get(minutes) ??
    new StaticZone({ zoneName: null, minutes, name: null, shown: `pytz.FixedOffset(${minutes})` });
  fixedOffsets.set(minutes, made);
  return made;
}

const allNames = (): Value[] => [...zoneEntries().keys()];
const commonNames = (): Value[] =>
  [...zoneEntries()].filter(([, entry]) => entry.isCommon).map(([name]) => name);
const errors = ['AmbiguousTimeError', 'InvalidTimeError', 'NonExistentTimeError', 'UnknownTimeZoneError'];

/** The module `pytz`. Its lists are made anew each time: what a template does to one, no other template sees. */
class PytzModule extends HostObject {
  get typeName(): string {
    return 'module';
  }

  override repr(): string {
    return "<module 'pytz'>";
  }

  override truth(): boolean {
    return true;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'timezone':
        return hostFunction(name, ['zone'], ([zone]) => zoneOf(zone ?? null));
      case 'utc':
      case 'UTC':
        return utcZone;
      case 'FixedOffset':
        return hostFunction(name, ['offset'], ([offset]) => fixedOffset(needIndex(offset)));
      case 'all_timezones':
        return new List(allNames());
      case 'all_timezones_set':
        return ValueSet.of(allNames());
      case 'common_timezones':
        return new List(commonNames());
      case 'common_timezones_set':
        return ValueSet.of(commonNames());
      case 'country_timezones':
        return new CountryTable((code) => {
          const country = countryEntries().get(code);
          return country === undefined || country.zones.length === 0
            ? undefined
            : new List([...country.zones]);
        });
      case 'country_names':
        return new CountryTable((code) => countryEntries().get(code)?.name);
      case 'BaseTzInfo':
        return new HostRecord('type', new Map(), "<class 'pytz.tzinfo.BaseTzInfo'>");
      default:
        return errors.includes(name)
          ? new HostRecord('type', new Map(), `<class 'pytz.exceptions.${name}'>`)
          : undefined;
    }
  }
}

/** Looks countries up by their code, in any case. */
class CountryTable extends HostObject {
  readonly #find: (code: string) => Value | undefined;

  constructor(find: (code: string) => Value | undefined) {
    super();
    this.#find = find;
  }

  get typeName(): string {
    return 'dict';
  }

  #of(key: Value): Value | undefined {
    const code = textOf(key);
    return code === undefined ? undefined : this.#find(code.toUpperCase());
  }

  override getItem(key: Value): Value | undefined {
    return this.#of(key);
  }

  override contains(key: Value): boolean {
    return this.#of(key) !== undefined;
  }

  override iterate(): () => Value | undefined {
    const codes = [...countryEntries().keys()].filter((code) => this.#find(code) !== undefined);
    let index = 0;
    return () => codes[index++];
  }

  override length(): number {
    return [...countryEntries().keys()].filter((code) => this.#find(code) !== undefined).length;
  }

  override get isCallable(): boolean {
    return true;
  }

  override call({ positional: [key = null] }: { readonly positional: readonly Value[] }): Value {
    const found = this.#of(key);
    if (found === undefined) throw new Fault('KeyError', repr(key));
    return found;
  }

  override getAttribute(name: string): Value | undefined {
    if (name !== 'get') return undefined;
    return hostFunction(
      name,
      ['key', 'default?'],
      ([key, fallback]) => this.#of(key ?? null) ?? fallback ?? null,
    );
  }

  override hasTrait(trait: string): boolean {
    return trait === 'mapping';
  }
}

export const pytzModule: Value = new PytzModule();
