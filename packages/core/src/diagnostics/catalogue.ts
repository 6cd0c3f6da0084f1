/**
 * Every code with its wording. A code is kebab-case words that explain themselves; each has an anchor in
 * `docs/errors.md` (checked both ways). Wording: sentence case, what is wrong, the name in double quotes,
 * what was expected; the hint is one thing that can be typed.
 *
 * The codes are grouped by the part that finds the mistake, one file a group.
 */
import { artifactCodes } from './codes/artifact.ts';
import { commandCodes } from './codes/command.ts';
import { graphCodes } from './codes/graph.ts';
import { loadCodes } from './codes/load.ts';
import { packageCodes } from './codes/packages.ts';
import { projectCodes } from './codes/project.ts';
import { runCodes } from './codes/run.ts';
import { selectionCodes } from './codes/selection.ts';
import { templateCodes } from './codes/template.ts';

export const catalogue = {
  ...templateCodes,
  ...projectCodes,
  ...packageCodes,
  ...graphCodes,
  ...selectionCodes,
  ...loadCodes,
  ...runCodes,
  ...artifactCodes,
  ...commandCodes,
} as const;

export type DiagnosticCode = keyof typeof catalogue;
export type ParametersOf<C extends DiagnosticCode> = Parameters<(typeof catalogue)[C]['message']>[0];
