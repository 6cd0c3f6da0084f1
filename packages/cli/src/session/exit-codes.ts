/** What the process ends with: scripts and schedulers decide by it. */
export const exitCodes = {
  good: 0,
  /** A node or a test failed. */
  failed: 1,
  /** The project, the configuration or the command line is wrong. */
  mistake: 2,
  /** Warehouse, network or disk. */
  warehouse: 3,
  /** Another run holds the lock, or another process the database. */
  locked: 4,
  /** Our own bug. */
  bug: 70,
} as const;
