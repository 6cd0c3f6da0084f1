/** Mistakes found by run. */
export const runCodes = {};
