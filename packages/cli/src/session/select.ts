import {
  diagnostic,
  hasErrors,
  type IndirectSelection,
  nearest,
  type ResourceType,
  type Selection,
  selectNodes,
} from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { earlierState } from './earlier-state.ts';
import { exitCodes } from './exit-codes.ts';
import type { OpenProject } from './open-project.ts';

const resourceTypes: readonly ResourceType[] = [
  'model',
  'source',
  'seed',
  'snapshot',
  'test',
  'analysis',
  'exposure',
];
/** dbt's words for parts of projects that are not there yet: scripts name them among others. */
const silentTypes = ['unit_test', 'metric', 'semantic_model', 'saved_query', 'function', 'all', 'default'];

/** What `--select` and its kin mean here. `types`: what the command works on at all. */
export function select(
  project: OpenProject,
  context: CommandContext,
  types?: readonly ResourceType[],
): Selection {
  const { flags, output } = context;
  const asked = typesIn(flags.list('resource-type'), '--resource-type');
  const unwanted = typesIn(flags.list('exclude-resource-type'), '--exclude-resource-type');
  const wanted = asked === undefined ? types : asked.filter((type) => types?.includes(type) ?? true);
  const found = selectNodes(project.graph, {
    select: flags.list('select'),
    exclude: flags.list('exclude'),
    selector: flags.get('selector'),
    indirectSelection: flags.get('indirect-selection') as IndirectSelection | undefined,
    resourceTypes: wanted,
    excludeResourceTypes: unwanted,
    state: earlierState(project, context),
  });
  if (hasErrors(found.diagnostics)) throw new CommandFailure(exitCodes.mistake, found.diagnostics);
  output.complain(found.diagnostics);
  return found.value;
}

function typesIn(words: readonly string[], flag: string): readonly ResourceType[] | undefined {
  const values = words.flatMap((word) => word.split(/[\s,]+/)).filter((word) => word !== '');
  if (values.length === 0 || values.includes('all') || values.includes('default')) return undefined;
  return values.flatMap((value) => {
    const type = resourceTypes.find((known) => known === value);
    if (type !== undefined) return [type];
    if (silentTypes.includes(value)) return [];
    const expected = resourceTypes.join(', ');
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('flag-value', { flag, value, expected, nearest: nearest(value, resourceTypes) }),
    ]);
  });
}
