import {
  type HostObject,
  hostError,
  hostFunction,
  truth,
  typeName,
  Undefined,
  type Value,
} from '../../../template/template.ts';
import { type Fault, typeFault, valueFault } from '../../../template/value/fault.ts';
import { DateTimeValue } from '../datetime/datetime-value.ts';
import { TimedeltaValue } from '../datetime/timedelta-value.ts';
import { type Moment, Timezone, utcOf } from '../datetime/timezone.ts';
import type { ZoneState } from './zone-names.ts';
import type { ZoneRules } from './zone-rules.ts';

const microsPerMinute = 60_000_000n;
const day = 86_400_000_000n;
const sixHours = 21_600_000_000n;

/** Which of two readings of the clock is meant: Python's `is_dst`, where none asks for an error. */
type Saving = boolean | null;

/** What all zones of pytz can do. */
export abstract class PytzZone extends Timezone {
  /** `null` for offsets that are no zone. */
  abstract readonly zoneName: string | null;
  abstract localize(moment: DateTimeValue, saving: Saving): DateTimeValue;

  get typeName(): string {
    return 'tzinfo';
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'zone':
        return this.zoneName;
      case 'localize':
        return hostFunction(name, ['dt', 'is_dst?'], ([moment, saving]) => {
          const naive = needMoment(moment);
          if (naive.zone !== null) throw valueFault('Not naive datetime (tzinfo is already set)');
          return this.localize(naive, savingOf(saving, false));
        });
      case 'normalize':
        return hostFunction(name, ['dt', 'is_dst?'], ([moment]) => this.normalize(needMoment(moment)));
      case 'fromutc':
        return hostFunction(name, ['dt'], ([moment]) =>
          DateTimeValue.of(this.fromUtc(needMoment(moment).local)),
        );
      case 'utcoffset':
      case 'dst':
      case 'tzname':
        return hostFunction(name, ['dt', 'is_dst?'], ([moment, saving]) =>
          this.#ask(name, moment, savingOf(saving, null)),
        );
      default:
        return undefined;
    }
  }

  normalize(moment: DateTimeValue): DateTimeValue {
    if (moment.zone === null) throw valueFault('Naive time - no tzinfo set');
    return DateTimeValue.of(this.fromUtc(utcOf(moment) ?? moment.local));
  }

  #ask(question: 'utcoffset' | 'dst' | 'tzname', value: Value | undefined, saving: Saving): Value {
    let moment: DateTimeValue | null = null;
    if (value !== null) {
      const given = needMoment(value);
      moment = given.zone === this ? given : this.localize(new DateTimeValue(given.local), saving);
    }
    const zone = moment?.zone ?? this;
    if (question === 'tzname') return zone.nameAt(moment);
    const answer = question === 'dst' ? zone.savingAt(moment) : zone.offsetAt(moment);
    return answer === null ? null : new TimedeltaValue(answer);
  }
}

function needMoment(value: Value | undefined): DateTimeValue {
  if (value instanceof DateTimeValue) return value;
  const hint = value instanceof Undefined ? 'undefined' : typeName(value ?? null);
  throw typeFault(`a datetime is needed, not ${hint}`);
}

function savingOf(value: Value | undefined, fallback: Saving): Saving {
  if (value === undefined) return fallback;
  return value === null ? null : truth(value);
}

/** A zone that always has the same offset: UTC, `Etc/GMT+5`, `FixedOffset(60)`. */
export class StaticZone extends PytzZone {
  readonly zoneName: string | null;
  readonly #offset: bigint;
  readonly #name: string | null;
  readonly #shown: string;

  constructor(options: {
    readonly zoneName: string | null;
    readonly minutes: number;
    readonly name: string | null;
    readonly shown: string;
  }) {
    super();
    this.zoneName = options.zoneName;
    this.#offset = BigInt(options.minutes) * microsPerMinute;
    this.#name = options.name;
    this.#shown = options.shown;
  }

  override str(): string {
    return this.zoneName ?? this.#shown;
  }

  override repr(): string {
    return this.#shown;
  }

  offsetAt(): bigint {
    return this.#offset;
  }

  savingAt(): bigint {
    return 0n;
  }

  nameAt(): string | null {
    return this.#name;
  }

  fromUtc(utc: bigint): Moment {
    return { local: utc + this.#offset, zone: this };
  }

  localize(moment: DateTimeValue): DateTimeValue {
    return new DateTimeValue(moment.local, this);
  }
}

/**
 * pytz's `DstTzInfo`: a zone in one of its states. `timezone(name)` gives the first state, which is the local mean time
 * of long ago; `localize` and `astimezone` find the right one.
 */
export class ZoneInState extends PytzZone {
  readonly #rules: ZoneRules;
  readonly #state: ZoneState;
  readonly #siblings: Map<string, ZoneInState>;

  constructor(
    rules: ZoneRules,
    state: ZoneState = rules.first,
    siblings: Map<string, ZoneInState> = new Map(),
  ) {
    super();
    this.#rules = rules;
    this.#state = state;
    this.#siblings = siblings;
    siblings.set(stateKey(state), this);
  }

  get zoneName(): string {
    return this.#rules.name;
  }

  override str(): string {
    return this.zoneName;
  }

  override repr(): string {
    const { offset, saving, name } = this.#state;
    const shown = new TimedeltaValue(BigInt(offset) * microsPerMinute).str();
    const kind = saving === 0 ? 'STD' : 'DST';
    return `<DstTzInfo '${this.zoneName}' ${name}${offset > 0 ? '+' : ''}${shown} ${kind}>`;
  }

  offsetAt(moment: Moment | null): bigint | null {
    return moment === null ? null : BigInt(this.#state.offset) * microsPerMinute;
  }

  savingAt(moment: Moment | null): bigint | null {
    return moment === null ? null : BigInt(this.#state.saving) * microsPerMinute;
  }

  nameAt(moment: Moment | null): string {
    return moment === null ? this.zoneName : this.#state.name;
  }

  #in(state: ZoneState): ZoneInState {
    return this.#siblings.get(stateKey(state)) ?? new ZoneInState(this.#rules, state, this.#siblings);
  }

  fromUtc(utc: bigint): Moment {
    const zone = this.#in(this.#rules.stateAt(utc));
    return { local: utc + BigInt(zone.#state.offset) * microsPerMinute, zone };
  }

  /** pytz's own algorithm: the states of the days before and after are the candidates. */
  localize(moment: DateTimeValue, saving: Saving): DateTimeValue {
    const { local } = moment;
    const possible = this.#candidates(local);
    const [only] = possible;
    if (only !== undefined && possible.length === 1) return DateTimeValue.of(only);
    if (only === undefined) {
      if (saving === null) throw missingTime(moment, this.zoneName);
      const shift = saving ? sixHours : -sixHours;
      const shifted = this.localize(new DateTimeValue(local + shift), saving);
      return new DateTimeValue(shifted.local - shift, shifted.zone);
    }
    if (saving === null) throw ambiguousTime(moment, this.zoneName);
    const fitting = possible.filter(({ zone }) => (zone.#state.saving !== 0) === saving);
    const chosen = fitting.length === 0 ? possible : fitting;
    // The earlier one for summer time: its offset is the greater.
    const sorted = chosen.toSorted((a, b) => b.zone.#state.offset - a.zone.#state.offset);
    return DateTimeValue.of((saving ? sorted[0] : sorted.at(-1)) ?? only);
  }

  #candidates(local: bigint): readonly { readonly local: bigint; readonly zone: ZoneInState }[] {
    const possible = new Map<string, { readonly local: bigint; readonly zone: ZoneInState }>();
    for (const shift of [-day, day]) {
      const state = this.#rules.stateAt(local + shift);
      const utc = local - BigInt(state.offset) * microsPerMinute;
      const actual = this.#rules.stateAt(utc);
      if (utc + BigInt(actual.offset) * microsPerMinute === local) {
        possible.set(String(utc), { local, zone: this.#in(actual) });
      }
    }
    return [...possible.values()];
  }
}

function stateKey({ offset, saving, name }: ZoneState): string {
  return `${offset} ${saving} ${name}`;
}

function missingTime(moment: HostObject, zone: string): Fault {
  return hostError(`${moment.str()} does not exist in ${zone}: the clocks were put forward`, {
    hint: 'is_dst=true or is_dst=false takes the time before or after the change',
  });
}

function ambiguousTime(moment: HostObject, zone: string): Fault {
  return hostError(`${moment.str()} is ambiguous in ${zone}: the clocks were put back`, {
    hint: 'is_dst=true or is_dst=false says which of the two is meant',
  });
}
