import { spend } from '../../../template/template.ts';
import { epochMicros, floorDivide, microsPerSecond } from '../datetime/clock.ts';
import { numericName, type ZoneState, zoneEntries } from './zone-names.ts';

/** pytz knows changes from here (32 bits of seconds before 1970) … */
const firstSecond = -(2 ** 31);
/** … to here: later times keep the last state. */
const lastSecond = Date.UTC(2037, 11, 31) / 1000;
/** Before any zone had a time by law. */
const longAgo = Date.UTC(1800, 0, 1) / 1000;

/**
 * The states of one zone. When clocks change is asked of `Intl`, as pytz would know it: offsets in whole minutes, none of
 * the changes before 1901 and after 2037. Names and summer time come from the table of the zone's states since 1970.
 */
export class ZoneRules {
  readonly name: string;
  readonly isStatic: boolean;
  readonly #states: readonly ZoneState[];
  readonly #offsets: Intl.DateTimeFormat;
  #names: Intl.DateTimeFormat | undefined;
  #localMean: ZoneState | undefined;

  constructor(name: string) {
    const entry = zoneEntries().get(name);
    this.name = name;
    this.isStatic = entry?.isStatic ?? false;
    this.#states = entry?.states ?? [];
    this.#offsets = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** The state before there was time by law; pytz shows it for a zone that is not tied to a moment. */
  get first(): ZoneState {
    const [only] = this.#states;
    if (this.isStatic && only !== undefined) return only;
    this.#localMean ??= { offset: this.#offsetAt(longAgo), saving: 0, name: 'LMT' };
    return this.#localMean;
  }

  /** The state at a moment, given in microseconds of UTC since year 1. */
  stateAt(utc: bigint): ZoneState {
    spend(20);
    if (this.isStatic) return this.first;
    const seconds = Number(floorDivide(utc - epochMicros, microsPerSecond)[0]);
    if (seconds < firstSecond) return this.first;
    return this.#known(Math.min(seconds, lastSecond));
  }

  #known(seconds: number): ZoneState {
    const offset = this.#offsetAt(seconds);
    const states = this.#states.filter((state) => state.offset === offset);
    const [only] = states;
    if (only !== undefined && states.length === 1) return only;
    if (only === undefined && offset === this.first.offset) return this.first;
    const isSaving = this.#isSaving(seconds);
    const fitting = states.findLast((state) => (state.saving !== 0) === isSaving) ?? states.at(-1);
    return fitting ?? { offset, saving: isSaving ? 60 : 0, name: numericName(offset) };
  }

  /** In minutes, rounded as pytz does. */
  #offsetAt(seconds: number): number {
    const text = zoneNamePart(this.#offsets, seconds);
    const match = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
    if (match === null) return 0;
    const [, sign, hours, minutes, rest = '0'] = match;
    const magnitude = (Number(hours) * 60 + Number(minutes)) * 60 + Number(rest);
    return Math.floor(((sign === '-' ? -magnitude : magnitude) + 30) / 60);
  }

  #isSaving(seconds: number): boolean {
    this.#names ??= new Intl.DateTimeFormat('en-US', { timeZone: this.name, timeZoneName: 'long' });
    return /Summer|Daylight/.test(zoneNamePart(this.#names, seconds));
  }
}

function zoneNamePart(format: Intl.DateTimeFormat, seconds: number): string {
  return format.formatToParts(seconds * 1000).find((part) => part.type === 'timeZoneName')?.value ?? '';
}
