import { HostObject, type Value } from '../value/value.ts';

export type NativeKind = 'text' | 'bool' | 'number' | 'native';

/** What `as_text`, `as_bool`, `as_number` and `as_native` give in YAML: the value and what it is to become. */
export class NativeMarker extends HostObject {
  readonly kind: NativeKind;
  readonly value: Value;
  readonly #text: string;

  constructor(kind: NativeKind, value: Value, text: string) {
    super();
    this.kind = kind;
    this.value = value;
    this.#text = text;
  }

  get typeName(): string {
    return 'str';
  }

  override str(): string {
    return this.#text;
  }

  override repr(): string {
    return this.#text;
  }

  override hasTrait(trait: string): boolean {
    return trait === 'string';
  }
}
