import { entry } from '../entry.ts';
import { syntaxHint, templateErrorHint } from './template-hints.ts';

/** Mistakes in the template language itself: reading it and evaluating it. */
export const templateCodes = {
  'template-syntax': entry<{ problem: string }>(
    'error',
    ({ problem }) => problem,
    ({ problem }) => syntaxHint(problem),
  ),
  'template-error': entry<{ problem: string }>(
    'error',
    ({ problem }) => problem,
    ({ problem }) => templateErrorHint(problem),
  ),
  'template-limit': entry<{ problem: string }>(
    'error',
    ({ problem }) => problem,
    () => 'let the template do less: a shorter loop, a smaller list, or two models instead of one',
  ),
};
