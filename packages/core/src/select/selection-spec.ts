import type { Span } from '../diagnostics/source-text.ts';
import type { JsonValue } from '../project/json-value.ts';
import type { IndirectSelection } from './selection.ts';

export const METHODS = [
  'fqn',
  'tag',
  'group',
  'access',
  'source',
  'path',
  'file',
  'package',
  'config',
  'test_name',
  'test_type',
  'resource_type',
  'state',
  'exposure',
  'metric',
  'result',
  'source_status',
  'version',
  'semantic_model',
  'saved_query',
  'unit_test',
  'selector',
] as const;

export type Method = (typeof METHODS)[number];

/** `2+config.meta.owner:ann+` and the like: one method, one value, how far around. */
export interface SelectionTerm {
  readonly kind: 'term';
  /** As written. */
  readonly text: string;
  readonly method: Method;
  /** `meta`, `owner` of `config.meta.owner`. */
  readonly path: readonly string[];
  /** Always text on the command line; YAML may give numbers and booleans. */
  readonly value: JsonValue;
  /** `@`: also the ancestors of all descendants. */
  readonly childrensParents: boolean;
  /** How many levels; 0 for none. */
  readonly parents: number;
  readonly children: number;
  readonly indirect: IndirectSelection;
  readonly at: Span;
  /** Say so when nothing matches. */
  readonly warnIfEmpty: boolean;
}

export interface SelectionGroup {
  readonly kind: 'union' | 'intersection' | 'difference';
  readonly text: string;
  readonly parts: readonly SelectionSpec[];
  /** How tests are looked at again once the parts are put together. */
  readonly indirect: IndirectSelection;
  readonly at: Span;
  readonly warnIfEmpty: boolean;
}

export type SelectionSpec = SelectionTerm | SelectionGroup;
