import { countryTable, zoneTable } from './zone-table.ts';

/** What clocks of a zone can show: minutes east of UTC, minutes of summer time, abbreviation. */
export interface ZoneState {
  readonly offset: number;
  readonly saving: number;
  readonly name: string;
}

interface ZoneEntry {
  /** The latest state last. */
  readonly states: readonly ZoneState[];
  /** Whether the zone has always had its one state. */
  readonly isStatic: boolean;
  readonly isCommon: boolean;
}

function readStates(line: string): Pick<ZoneEntry, 'states' | 'isStatic'> {
  const words = line.split(' ').map((word) => word.split(':'));
  const states = words.map(([offset = '', saving = '', name = '']) => ({
    offset: Number(offset),
    saving: saving === '=' ? 0 : Number(saving),
    name: name === '' ? numericName(Number(offset)) : name,
  }));
  return { states, isStatic: words.some(([, saving]) => saving === '=') };
}

/** `+0530`: what zones without an abbreviation of their own are called. */
export function numericName(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  const rest = size % 60 === 0 ? '' : two(size % 60);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${rest}`;
}

function readZones(): ReadonlyMap<string, ZoneEntry> {
  const zones: [string, ZoneEntry][] = [];
  for (const line of zoneTable.trim().split('\n')) {
    const [head = '', names = ''] = line.split('|');
    const group = readStates(head);
    for (const name of names.split(' ')) {
      const isCommon = !name.startsWith('~');
      zones.push([isCommon ? name : name.slice(1), { ...group, isCommon }]);
    }
  }
  return new Map(zones.sort(([a], [b]) => (a < b ? -1 : 1)));
}

let entries: ReadonlyMap<string, ZoneEntry> | undefined;
let byLowerCase: ReadonlyMap<string, string> | undefined;
let countries: ReadonlyMap<string, Country> | undefined;

/** All zones by name. The tables are read when they are first asked for: most projects never do. */
export function zoneEntries(): ReadonlyMap<string, ZoneEntry> {
  entries ??= readZones();
  return entries;
}

/** The zone's name as it is written, whatever the case it is asked for in. */
export function properZoneName(name: string): string | undefined {
  byLowerCase ??= new Map([...zoneEntries().keys()].map((one) => [one.toLowerCase(), one]));
  return byLowerCase.get(name.replaceAll('_plus_', '+').replaceAll('_minus_', '-').toLowerCase());
}

export interface Country {
  readonly name: string;
  readonly zones: readonly string[];
}

/** All countries by their code. */
export function countryEntries(): ReadonlyMap<string, Country> {
  countries ??= new Map(
    countryTable
      .trim()
      .split('\n')
      .map((line) => {
        const [code = '', name = '', zones = ''] = line.split('|');
        return [code, { name, zones: zones === '' ? [] : zones.split(' ') }];
      }),
  );
  return countries;
}
