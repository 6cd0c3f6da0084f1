/** Mistakes found by project. */
export const projectCodes = {};
