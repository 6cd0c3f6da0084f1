/** Mistakes found by command. */
export const commandCodes = {};
