import { entry } from '../entry.ts';

/** Mistakes in the template language itself: reading it and evaluating it. */
export const templateCodes = {
  'template-syntax': entry<{ problem: string }>('error', ({ problem }) => problem),
  'template-error': entry<{ problem: string }>('error', ({ problem }) => problem),
  'template-limit': entry<{ problem: string }>('error', ({ problem }) => problem),
};
