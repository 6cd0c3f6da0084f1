/** The functions every template has: `range`, `dict`, `namespace`, `cycler`, `joiner`, `lipsum`. */
import { flag, needIndex, needInteger } from '../value/convert-arguments.ts';
import { Dict } from '../value/dict.ts';
import { Fault, typeFault } from '../value/fault.ts';
import { makeRange } from '../value/iterate.ts';
import { claimText } from '../value/meter.ts';
import { hostFunction } from '../value/signature.ts';
import {
  type CallArguments,
  HostObject,
  Markup,
  Namespace,
  orElse,
  textOf,
  type Value,
} from '../value/value.ts';
import { addPairs } from './collection-methods.ts';
import { capitalize } from './text-case.ts';

const range = hostFunction('range', ['/start', '/stop?', '/step?'], ([first, second, step]) => {
  const start = second === undefined ? 0 : needInteger(first);
  const stop = second === undefined ? needInteger(first) : needInteger(second);
  return makeRange(start, stop, step === undefined ? 1 : needInteger(step));
});

function dictFrom(source: Value | undefined, named: ReadonlyMap<string, Value>): Dict {
  const dict = new Dict();
  if (source !== undefined) addPairs(dict, source);
  for (const [name, value] of named) dict.set(name, value);
  return dict;
}

const dict = hostFunction('dict', ['/source?', '**named'], ([source], _, named) => dictFrom(source, named));

const namespace = hostFunction('namespace', ['/source?', '**named'], ([source], _, named) => {
  const result = new Namespace();
  for (const { key, value } of dictFrom(source, named).entries.values()) {
    const name = textOf(key);
    if (name !== undefined) result.attributes.set(name, value);
  }
  return result;
});

/** Goes round its items. */
class Cycler extends HostObject {
  readonly #items: readonly Value[];
  #position = 0;

  constructor(items: readonly Value[]) {
    super();
    this.#items = items;
  }

  get typeName(): string {
    return 'Cycler';
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'current') return this.#items[this.#position];
    if (name === 'next') return hostFunction('next', [], () => this.#next());
    if (name === 'items') return this.#items.length === 0 ? undefined : null;
    if (name === 'pos') return this.#position;
    if (name !== 'reset') return undefined;
    return hostFunction('reset', [], () => {
      this.#position = 0;
      return null;
    });
  }

  #next(): Value {
    const item = this.#items[this.#position] as Value;
    this.#position = (this.#position + 1) % this.#items.length;
    return item;
  }
}

const cycler = hostFunction('cycler', ['*items'], (_, items) => {
  if (items.length === 0) throw new Fault('RuntimeError', 'at least one item has to be provided');
  return new Cycler(items);
});

/** Nothing the first time, the separator from then on. */
class Joiner extends HostObject {
  readonly #separator: Value;
  #used = false;

  constructor(separator: Value) {
    super();
    this.#separator = separator;
  }

  get typeName(): string {
    return 'Joiner';
  }

  override get isCallable(): boolean {
    return true;
  }

  override call(args: CallArguments): Value {
    if (args.positional.length > 0 || args.named.size > 0) throw typeFault('a joiner takes no arguments');
    if (this.#used) return this.#separator;
    this.#used = true;
    return '';
  }

  override getAttribute(name: string): Value | undefined {
    if (name === 'sep') return this.#separator;
    return name === 'used' ? this.#used : undefined;
  }
}

const joiner = hostFunction('joiner', ['sep?'], ([separator]) => new Joiner(orElse(separator, ', ')));

const lipsumWords =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'.split(
    ' ',
  );

/** Filler text. Always the same: output that changes from run to run is of no use in a data project. */
const lipsum = hostFunction('lipsum', ['n?', 'html?', 'min?', 'max?'], ([count, html, least, most]) => {
  const paragraphs = Math.max(needIndex(count, 5), 0);
  const low = needIndex(least, 20);
  const high = needIndex(most, 100);
  if (high <= low) throw new Fault('ValueError', `empty range for randrange() (${low}, ${high})`);
  const size = Math.max(low, 0) + ((high - low) >> 1);
  claimText(paragraphs * size * 8);
  const texts = Array.from({ length: paragraphs }, (_, i) => {
    const words = Array.from({ length: size }, (__, j) => lipsumWords[(i * 7 + j) % lipsumWords.length]);
    return `${capitalize(words.join(' '))}.`;
  });
  if (flag(html, true)) return new Markup(texts.map((text) => `<p>${text}</p>`).join('\n'));
  return texts.join('\n\n');
});

export const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['range', range],
  ['dict', dict],
  ['namespace', namespace],
  ['cycler', cycler],
  ['joiner', joiner],
  ['lipsum', lipsum],
]);
