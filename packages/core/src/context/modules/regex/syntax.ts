/** What a regular expression says, after parsing. */

export type Category = 'digit' | 'not-digit' | 'space' | 'not-space' | 'word' | 'not-word';

/** A member of a `[…]`: characters from one code point to another, or a class such as `\d`. */
export type SetMember =
  | { readonly from: number; readonly to: number; readonly category?: undefined }
  | { readonly category: Category };

export type Anchor = 'start' | 'text-start' | 'end' | 'text-end' | 'boundary' | 'not-boundary';

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

/** `Number.POSITIVE_INFINITY` as `max` means no bound. */
export interface Repeat {
  readonly kind: 'repeat';
  readonly mode: RepeatMode;
  readonly min: number;
  readonly max: number;
  readonly body: Sequence;
}

export type Item =
  | { readonly kind: 'literal'; readonly code: number }
  | { readonly kind: 'set'; readonly negated: boolean; readonly members: readonly SetMember[] }
  | { readonly kind: 'any' }
  | { readonly kind: 'at'; readonly where: Anchor }
  | { readonly kind: 'branch'; readonly branches: readonly Sequence[] }
  | {
      readonly kind: 'group';
      /** Number of a capturing group. */
      readonly group: number | null;
      readonly on: number;
      readonly off: number;
      readonly body: Sequence;
    }
  | { readonly kind: 'atomic'; readonly body: Sequence }
  | Repeat
  | { readonly kind: 'look'; readonly behind: boolean; readonly negated: boolean; readonly body: Sequence }
  | { readonly kind: 'reference'; readonly group: number }
  | {
      readonly kind: 'conditional';
      readonly group: number;
      readonly yes: Sequence;
      readonly no: Sequence | null;
    };

export type Sequence = readonly Item[];

export interface ParsedPattern {
  readonly body: Sequence;
  /** All flags, with those that the pattern itself turns on. */
  readonly flags: number;
  /** Number of capturing groups. */
  readonly groups: number;
  readonly groupNames: ReadonlyMap<string, number>;
  /** How wide each group can be, by number. */
  readonly groupWidths: readonly (Width | undefined)[];
}

export interface Width {
  readonly min: number;
  readonly max: number;
}
