import { entry } from '../entry.ts';

/** Mistakes in what is selected: on the command line and in `selectors.yml`. */
export const selectionCodes = {
  'selector-syntax': entry<{ term: string; problem: string }>(
    'error',
    ({ term, problem }) => `The selection "${term}" cannot be read: ${problem}`,
    () => 'a term is a name, or method:value, with + before and behind: +tag:nightly+',
  ),
  'unknown-selector-method': entry<{
    term: string;
    method: string;
    nearest: string | undefined;
    methods: readonly string[];
  }>(
    'error',
    ({ term, method }) => `The selection "${term}" uses the method "${method}", which does not exist`,
    ({ nearest, methods }) =>
      nearest === undefined ? `use one of ${methods.join(', ')}` : `did you mean "${nearest}"?`,
  ),
  'selector-value': entry<{
    term: string;
    method: string;
    value: string;
    nearest: string | undefined;
    values: readonly string[];
  }>(
    'error',
    ({ term, method, value }) =>
      `The selection "${term}" asks for "${value}", which "${method}" does not have`,
    ({ nearest, values }) =>
      nearest === undefined ? `use one of ${values.join(', ')}` : `did you mean "${nearest}"?`,
  ),
  'selector-needs-state': entry<{ term: string; method: string }>(
    'error',
    ({ term }) => `The selection "${term}" compares with an earlier run, but none is given`,
    () => '--state path/to/its/target',
  ),
  'selector-and-select': entry<{ name: string }>(
    'error',
    ({ name }) => `"--selector ${name}" cannot be combined with "--select" or "--exclude"`,
    ({ name }) => `--select selector:${name}`,
  ),
  'unknown-selector': entry<{ name: string; nearest: string | undefined; known: readonly string[] }>(
    'error',
    ({ name }) => `The selector "${name}" does not exist`,
    ({ nearest, known }) =>
      nearest !== undefined
        ? `did you mean "${nearest}"?`
        : known.length === 0
          ? 'define it in selectors.yml'
          : `selectors.yml has ${known.slice(0, 10).join(', ')}`,
  ),
  'selector-cycle': entry<{ path: readonly string[] }>(
    'error',
    ({ path }) => `Selectors refer to each other in a circle: ${path.map((name) => `"${name}"`).join(' → ')}`,
    () => 'remove one of these references',
  ),
  'selector-definition': entry<{ name: string; problem: string }>(
    'error',
    ({ name, problem }) => `The definition of selector "${name}" cannot be read: ${problem}`,
    () => 'definition: {method: tag, value: nightly}',
  ),
  'selection-empty-term': entry<{ term: string }>(
    'warning',
    ({ term }) => `The selection "${term}" matches nothing`,
    () => 'tfm ls shows what can be selected',
  ),
  'selection-empty-intersection': entry<{ terms: string }>(
    'warning',
    ({ terms }) => `The selection "${terms}" matches nothing: no resource fits all its parts`,
    ({ terms }) => `write a space for "or": ${terms.replaceAll(',', ' ')}`,
  ),
  'selection-empty': entry<{ elsewhere: readonly string[] }>(
    'warning',
    ({ elsewhere }) =>
      elsewhere.length === 0
        ? 'Nothing is selected'
        : `Nothing is selected that this command works on, only: ${elsewhere.join(', ')}`,
    () => 'tfm ls shows what can be selected',
  ),
};
