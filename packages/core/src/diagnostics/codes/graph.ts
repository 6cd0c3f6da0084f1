/** Mistakes found by graph. */
export const graphCodes = {};
