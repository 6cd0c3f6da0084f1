import type { Capabilities, IncrementalStrategy } from '../adapter/adapter.ts';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { JsonValue } from '../project/json-value.ts';
import type { ParsedModel } from '../project/node.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import type { OnSchemaChange, Step } from './plan.ts';

export interface IncrementFacts {
  readonly existing: RelationKind | undefined;
  readonly fullRefresh: boolean;
  readonly capabilities: Capabilities;
  readonly staged: RelationName;
  readonly delta: RelationName;
}

const strategies: readonly string[] = ['append', 'delete+insert', 'merge'];

/** An incremental model is a whole table the first time, after a change of kind and on a full refresh; else a delta. */
export function planIncrement(
  model: ParsedModel,
  facts: IncrementFacts,
): Outcome<{ readonly step: Step; readonly reason: string }> {
  const uniqueKey = keyOf(model.config.all.get('unique_key'));
  const strategy = strategyOf(model, facts.capabilities, uniqueKey.length > 0);
  if (typeof strategy !== 'string') {
    return {
      value: { step: { kind: 'blocked', diagnostic: strategy }, reason: strategy.message },
      diagnostics: [strategy],
    };
  }
  const whole = wholeTableReason(model, facts);
  if (whole !== undefined) {
    return { value: { step: { kind: 'build-table', staged: facts.staged }, reason: whole }, diagnostics: [] };
  }
  return {
    value: {
      step: {
        kind: 'stage-increment',
        strategy,
        uniqueKey,
        onSchemaChange: onSchemaChangeOf(model),
        delta: facts.delta,
        staged: facts.staged,
      },
      reason: `adds to the table by ${strategy}`,
    },
    diagnostics: [],
  };
}

/** True when the model builds its table whole in this run: `is_incremental()` is its opposite. */
export function wholeTableReason(
  model: ParsedModel,
  facts: { readonly existing: RelationKind | undefined; readonly fullRefresh: boolean },
): string | undefined {
  const configured = model.config.all.get('full_refresh');
  const refresh = typeof configured === 'boolean' ? configured : facts.fullRefresh;
  if (facts.existing === undefined) return 'first build of an incremental model';
  if (facts.existing !== 'table') return `the ${facts.existing} becomes a table`;
  if (refresh) return 'full refresh';
  return undefined;
}

/** Parsing has refused other values. */
function onSchemaChangeOf(model: ParsedModel): OnSchemaChange {
  const named = model.config.all.get('on_schema_change');
  return named === 'append_new_columns' || named === 'sync_all_columns' || named === 'fail'
    ? named
    : 'ignore';
}

function keyOf(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.map(String);
  return [];
}

function strategyOf(
  model: ParsedModel,
  capabilities: Capabilities,
  hasKey: boolean,
): IncrementalStrategy | Diagnostic {
  const named = model.config.all.get('incremental_strategy');
  if (named === undefined || named === null) {
    return hasKey ? capabilities.defaultStrategy.withKey : capabilities.defaultStrategy.withoutKey;
  }
  const known = typeof named === 'string' && strategies.includes(named);
  if (!known || (named === 'merge' && !capabilities.merge)) {
    return diagnostic(
      'incremental-strategy-unknown',
      { model: model.name, strategy: String(named) },
      { at: model.config.places?.get('incremental_strategy') ?? model.at },
    );
  }
  return named as IncrementalStrategy;
}
