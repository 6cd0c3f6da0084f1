import { HostObject } from '../../../template/template.ts';

/** A reading of a clock somewhere: microseconds since year 1, and the zone that it is of; `null` for a naive one. */
export interface Moment {
  readonly local: bigint;
  readonly zone: Timezone | null;
}

/** Python's `tzinfo`. Offsets are microseconds east of UTC. */
export abstract class Timezone extends HostObject {
  /** `null` for the moment asks about the zone as such. */
  abstract offsetAt(moment: Moment | null): bigint | null;
  abstract savingAt(moment: Moment | null): bigint | null;
  abstract nameAt(moment: Moment | null): string | null;
  /** What clocks of the zone show at a moment of UTC. */
  abstract fromUtc(utc: bigint): Moment;

  override truth(): boolean {
    return true;
  }
}

/** The moment in UTC; `undefined` for a naive one. */
export function utcOf(moment: Moment): bigint | undefined {
  const offset = moment.zone?.offsetAt(moment) ?? null;
  return offset === null ? undefined : moment.local - offset;
}
