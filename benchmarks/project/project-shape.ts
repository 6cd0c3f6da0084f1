import { type Random, seededRandom } from './random.ts';
import { domains, entities, measures, statuses } from './words.ts';

/** What a synthetic project consists of, before it is written in the notation of any tool. */
export interface ProjectShape {
  readonly models: readonly ModelShape[];
  readonly sources: readonly SourceShape[];
}

export type Layer = 'raw' | 'staging' | 'intermediate' | 'marts';

export interface SourceShape {
  readonly source: string;
  readonly table: string;
  readonly domain: string;
}

export interface ModelShape {
  readonly name: string;
  readonly layer: Layer;
  readonly domain: string;
  readonly materialized: 'view' | 'table';
  readonly tags: readonly string[];
  readonly description: string;
  readonly inputs: readonly Input[];
  /** An aggregate has a row per customer; every other model has a row per record. */
  readonly isAggregate: boolean;
  readonly columns: readonly ColumnShape[];
  readonly tests: readonly TestShape[];
}

export type Input =
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'source'; readonly source: string; readonly table: string };

export interface ColumnShape {
  readonly name: string;
  readonly type: 'integer' | 'double' | 'varchar';
  readonly description: string;
  readonly expression: Expression;
}

export type Expression =
  | { readonly kind: 'sql'; readonly sql: string }
  /** A macro with one expression. */
  | { readonly kind: 'major-units'; readonly of: string }
  /** A macro with a loop. */
  | { readonly kind: 'status-code'; readonly of: string }
  /** A variable of the project. */
  | { readonly kind: 'with-tax'; readonly of: string };

export type TestShape =
  | { readonly kind: 'unique' | 'not_null'; readonly column: string }
  | { readonly kind: 'accepted_values'; readonly column: string; readonly values: readonly string[] }
  | { readonly kind: 'relationships'; readonly column: string; readonly to: Input; readonly field: string };

export interface ShapeOptions {
  readonly models: number;
  readonly tests: number;
  readonly seed: number;
  /**
   * Where the rows come from. `models`: from models that make them by SQL, so that a build starts from nothing.
   * `sources`: from declared tables that do not exist, a table per staging model, as in most real projects.
   */
  readonly raw: 'models' | 'sources';
}

/** Names of the inputs inside a model's SQL, in their order. */
export const aliases = ['base', 'other', 'third'] as const;

export const rowsPerRawModel = 100;
const mostTestsPerModel = 5;

/**
 * Layers like those of a real project: staging on raw tables, intermediate models that read one to three earlier
 * ones, marts on top. Three of four references stay within the domain.
 */
export function projectShape(options: ShapeOptions): ProjectShape {
  if (options.models < 4) throw new Error('A project has at least 4 models, one for each layer.');
  if (options.tests > options.models * mostTestsPerModel)
    throw new Error(`A model has at most ${mostTestsPerModel} tests.`);
  const builder = new ShapeBuilder(options);
  return builder.build();
}

class ShapeBuilder {
  readonly #options: ShapeOptions;
  readonly #random: Random;
  readonly #domains: readonly string[];
  readonly #models: ModelShape[] = [];
  readonly #sources: SourceShape[] = [];
  /** What later models may read: no aggregates, since their rows are not records. */
  readonly #readable = new Map<string, ModelShape[]>();

  constructor(options: ShapeOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#domains = domains.slice(0, Math.max(1, Math.min(domains.length, Math.round(options.models / 60))));
  }

  build(): ProjectShape {
    const { models, raw } = this.#options;
    const share = (part: number) => Math.max(1, Math.round(models * part));
    const counts = { raw: raw === 'models' ? share(0.03) : 0, staging: share(0.27), marts: share(0.25) };
    for (let i = 0; i < counts.raw; i += 1) this.#add(this.#rawModel(i));
    for (let i = 0; i < counts.staging; i += 1) this.#add(this.#stagingModel(i));
    const intermediate = models - counts.raw - counts.staging - counts.marts;
    for (let i = 0; i < intermediate; i += 1) this.#add(this.#joiningModel(i, 'intermediate'));
    for (let i = 0; i < counts.marts; i += 1) this.#add(this.#joiningModel(i, 'marts'));
    return { models: this.#models, sources: this.#sources };
  }

  #add(model: ModelShape): void {
    this.#models.push(model);
    if (model.isAggregate) return;
    const key = model.layer === 'raw' ? 'raw' : model.domain;
    const list = this.#readable.get(key);
    if (list === undefined) this.#readable.set(key, [model]);
    else list.push(model);
  }

  #rawModel(index: number): ModelShape {
    return this.#model(index, 'raw', {
      materialized: 'table',
      inputs: [],
      isAggregate: false,
      columns: rawColumns,
    });
  }

  #stagingModel(index: number): ModelShape {
    const domain = this.#domainOf(index);
    const columns = [...recordColumns('base'), ...this.#derivedColumns(['base'], 1 + this.#random.below(4))];
    return this.#model(index, 'staging', {
      materialized: 'view',
      inputs: [this.#rawInput(index, domain)],
      isAggregate: false,
      columns,
    });
  }

  #rawInput(index: number, domain: string): Input {
    if (this.#options.raw === 'models') {
      return { kind: 'model', name: this.#random.pick(this.#readable.get('raw') ?? []).name };
    }
    const source = { source: `raw_${domain}`, table: this.#entityName(index), domain };
    this.#sources.push(source);
    return { kind: 'source', source: source.source, table: source.table };
  }

  #joiningModel(index: number, layer: 'intermediate' | 'marts'): ModelShape {
    const isAggregate = layer === 'marts' && this.#random.chance(0.4);
    const materialized = layer === 'intermediate' && this.#random.chance(0.25) ? 'view' : 'table';
    const parents = this.#parents(this.#domainOf(index), materialized === 'view');
    const read = aliases.slice(0, parents.length);
    const columns = isAggregate
      ? [...aggregateColumns, ...this.#aggregatedColumns(1 + this.#random.below(5))]
      : [...recordColumns('base'), ...this.#derivedColumns(read, 2 + this.#random.below(8))];
    const inputs = parents.map((parent): Input => ({ kind: 'model', name: parent.name }));
    return this.#model(index, layer, { materialized, inputs, isAggregate, columns });
  }

  /** A view reads staging models and tables only: a view of views of views grows beyond what a database expands. */
  #parents(domain: string, forView: boolean): readonly ModelShape[] {
    const wanted = 1 + this.#random.below(3);
    const parents = new Set<ModelShape>();
    for (let tries = 0; parents.size < wanted && tries < 12; tries += 1) {
      const from = this.#random.chance(0.75) ? domain : this.#random.pick(this.#domains);
      const candidates = this.#readable.get(from) ?? this.#readable.get(this.#domains[0] ?? '') ?? [];
      const parent = this.#random.pick(candidates);
      if (!forView || parent.layer === 'staging' || parent.materialized === 'table') parents.add(parent);
    }
    if (parents.size === 0)
      parents.add(this.#random.pick(this.#models.filter(({ layer }) => layer === 'staging')));
    return [...parents];
  }

  #model(
    index: number,
    layer: Layer,
    made: Pick<ModelShape, 'materialized' | 'inputs' | 'isAggregate' | 'columns'>,
  ): ModelShape {
    const domain = this.#domainOf(index);
    const entity = this.#entityName(index);
    const prefix = {
      raw: 'raw',
      staging: 'stg',
      intermediate: 'int',
      marts: made.isAggregate ? 'agg' : 'fct',
    }[layer];
    return {
      ...made,
      name: `${prefix}_${domain}__${entity}`,
      layer,
      domain,
      tags: this.#random.chance(0.3) ? [this.#random.pick(['hourly', 'daily', 'weekly']), domain] : [],
      description: `${sentence(layer)} of ${words(entity)} in ${words(domain)}`,
      tests: this.#tests(made),
    };
  }

  /** Exactly as many tests in all as asked for: the share of this model, which grows with the models before it. */
  #tests(model: Pick<ModelShape, 'inputs' | 'isAggregate' | 'columns'>): readonly TestShape[] {
    const { models, tests } = this.#options;
    const before = Math.floor((this.#models.length * tests) / models);
    const count = Math.floor(((this.#models.length + 1) * tests) / models) - before;
    const candidates = testCandidates(model);
    // Most models test their key first; others what they mean.
    const offset = this.#random.chance(0.55) ? 0 : this.#random.below(candidates.length);
    return Array.from({ length: count }, (_, i) => candidates[(offset + i) % candidates.length] as TestShape);
  }

  /** One model in five calls macros. */
  #derivedColumns(read: readonly string[], count: number): readonly ColumnShape[] {
    const callsMacros = this.#random.chance(0.2);
    return this.#namedMeasures(count).map((name): ColumnShape => {
      const from = this.#random.pick(read);
      const about = `${sentence(name)} of the record`;
      const choice = this.#random.below(12);
      switch (choice < 2 && !callsMacros ? choice + 2 : choice) {
        case 0:
          return column(`${name}_units`, 'double', about, { kind: 'major-units', of: `${from}.amount` });
        case 1:
          return column(`${name}_code`, 'integer', about, { kind: 'status-code', of: `${from}.status` });
        case 2:
        case 3:
          return column(`${name}_taxed`, 'double', about, { kind: 'with-tax', of: `${from}.amount` });
        case 4:
        case 5:
          return sqlColumn(
            `${name}_band`,
            'varchar',
            about,
            `case when ${from}.amount > 50000 then 'high' else 'low' end`,
          );
        case 6:
        case 7:
          return sqlColumn(
            `is_${name}`,
            'integer',
            about,
            `case when ${from}.status = 'open' then 1 else 0 end`,
          );
        default:
          return sqlColumn(
            name,
            'integer',
            about,
            `coalesce(${from}.amount, 0) - base.amount + ${this.#random.below(100)}`,
          );
      }
    });
  }

  #aggregatedColumns(count: number): readonly ColumnShape[] {
    return this.#namedMeasures(count).map((name) => {
      const of = this.#random.pick(['sum', 'min', 'max', 'avg']);
      const type = of === 'avg' ? 'double' : 'integer';
      return sqlColumn(`${of}_${name}`, type, `${sentence(of)} of ${name}`, `${of}(base.amount)`);
    });
  }

  #namedMeasures(count: number): readonly string[] {
    const names = new Set<string>();
    while (names.size < count) names.add(this.#random.pick(measures));
    return [...names];
  }

  #domainOf(index: number): string {
    return this.#domains[index % this.#domains.length] ?? '';
  }

  /** Every domain has its own orders, and the second, third … table of the same kind a number. */
  #entityName(index: number): string {
    const within = Math.floor(index / this.#domains.length);
    const entity = entities[within % entities.length] ?? '';
    const round = Math.floor(within / entities.length);
    return round === 0 ? entity : `${entity}_${round + 1}`;
  }
}

function testCandidates(model: Pick<ModelShape, 'inputs' | 'isAggregate' | 'columns'>): readonly TestShape[] {
  if (model.isAggregate) {
    return [
      { kind: 'unique', column: 'customer_id' },
      ...model.columns.map(({ name }): TestShape => ({ kind: 'not_null', column: name })),
    ];
  }
  const parent = model.inputs[0];
  return [
    { kind: 'unique', column: 'record_id' },
    { kind: 'not_null', column: 'record_id' },
    { kind: 'accepted_values', column: 'status', values: statuses },
    ...(parent === undefined
      ? []
      : [{ kind: 'relationships', column: 'record_id', to: parent, field: 'record_id' } as const]),
    { kind: 'not_null', column: 'customer_id' },
    { kind: 'not_null', column: 'amount' },
    { kind: 'not_null', column: 'status' },
    { kind: 'not_null', column: 'created_on' },
  ];
}

function column(
  name: string,
  type: ColumnShape['type'],
  description: string,
  expression: Expression,
): ColumnShape {
  return { name, type, description, expression };
}

function sqlColumn(name: string, type: ColumnShape['type'], description: string, sql: string): ColumnShape {
  return column(name, type, description, { kind: 'sql', sql });
}

function recordColumns(alias: string): readonly ColumnShape[] {
  return [
    sqlColumn('record_id', 'integer', 'Number of the record', `${alias}.record_id`),
    sqlColumn('customer_id', 'integer', 'Number of the customer', `${alias}.customer_id`),
    sqlColumn('status', 'varchar', 'Where the record stands', `${alias}.status`),
    sqlColumn('amount', 'integer', 'Amount in minor units', `${alias}.amount`),
    sqlColumn('created_on', 'varchar', 'Day of the record', `${alias}.created_on`),
  ];
}

const rawColumns: readonly ColumnShape[] = [
  sqlColumn('record_id', 'integer', 'Number of the record', 'n'),
  sqlColumn('customer_id', 'integer', 'Number of the customer', 'n * 7 % 31 + 1'),
  sqlColumn(
    'status',
    'varchar',
    'Where the record stands',
    `case n % 4 when 0 then '${statuses[0]}' when 1 then '${statuses[1]}' when 2 then '${statuses[2]}' else '${statuses[3]}' end`,
  ),
  sqlColumn('amount', 'integer', 'Amount in minor units', 'n * 7919 % 100000'),
  sqlColumn(
    'created_on',
    'varchar',
    'Day of the record',
    "'2025-0' || cast(n % 9 + 1 as varchar) || '-1' || cast(n % 10 as varchar)",
  ),
];

const aggregateColumns: readonly ColumnShape[] = [
  sqlColumn('customer_id', 'integer', 'Number of the customer', 'base.customer_id'),
  sqlColumn('record_count', 'integer', 'How many records the customer has', 'count(*)'),
  sqlColumn('total_amount', 'integer', 'Sum of the amounts in minor units', 'sum(base.amount)'),
];

function words(name: string): string {
  return name.replaceAll('_', ' ');
}

function sentence(name: string): string {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
