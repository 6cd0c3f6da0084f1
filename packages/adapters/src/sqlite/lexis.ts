import type { Lexis } from '../sql/scan.ts';

export const sqliteLexis: Lexis = {
  dollarQuotes: false,
  nestedComments: false,
  escapeStrings: false,
  bracketIdentifiers: true,
  compoundStatements: true,
};
