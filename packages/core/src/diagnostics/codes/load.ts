/** Mistakes found by load. */
export const loadCodes = {};
