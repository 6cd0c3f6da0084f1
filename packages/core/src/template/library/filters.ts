import type { Filter } from './filter-table.ts';
import { selectionFilters } from './selection-filters.ts';
import { sequenceFilters } from './sequence-filters.ts';
import { provideFilterNames } from './tests.ts';
import { textFilters } from './text-filters.ts';
import { valueFilters } from './value-filters.ts';

const filters: ReadonlyMap<string, Filter> = new Map([
  ...valueFilters,
  ...textFilters,
  ...sequenceFilters,
  ...selectionFilters((name) => filterNamed(name)),
]);

provideFilterNames((name) => filters.has(name));

/** The filter of this name. */
export function filterNamed(name: string): Filter | undefined {
  return filters.get(name);
}

export function filterNames(): Iterable<string> {
  return filters.keys();
}
