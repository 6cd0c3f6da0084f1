/**
 * The places where a run can be made to die, in the order a run meets them. The kill harness dies at each of
 * them; a test fails when one is never reached.
 */
export const failpoints = [
  'before-lock',
  'after-lock',
  'after-heal',
  'after-run-row',
  'before-stage',
  'after-stage',
  'before-test',
  'after-test',
  'before-publish',
  'publish-begun',
  'publish-dropped',
  'publish-renamed',
  'publish-views',
  'publish-hooks',
  'publish-state',
  'after-commit',
  'after-settle',
  'before-cleanup',
  'before-unlock',
  'after-unlock',
  'before-artifacts',
  'artifact-half-written',
  'after-artifacts',
] as const;

export type Failpoint = (typeof failpoints)[number];

/** Called at each failpoint; does nothing but in tests. */
export type ReachFailpoint = (name: Failpoint) => Promise<void> | void;
