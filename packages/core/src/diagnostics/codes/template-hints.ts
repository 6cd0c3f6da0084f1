/** What to do about mistakes in templates whose finder knows nothing better: each message has its hint. */

const ofSyntax: readonly (readonly [RegExp, string])[] = [
  [/closes nothing/, 'remove it, or open its block before it'],
  [/expression was expected/i, 'complete the expression, or remove it'],
  [/stands where .* was expected$/, 'check the brackets, commas and quotes up to this place'],
  [/^Unknown (filter|test) /, 'correct its name, or write a macro that does the same'],
  [/^Unknown tag /, 'correct its name, or put the text between {% raw %} and {% endraw %}'],
];

export function syntaxHint(problem: string): string {
  return find(ofSyntax, problem) ?? 'correct what the squiggle shows';
}

const ofEvaluation: readonly (readonly [RegExp, string])[] = [
  [/^Division by zero|modulo by zero/i, 'test the divisor: {{ a / b if b else none }}'],
  [/is undefined$/, "correct its name, or define it before: {% set name = 'value' %}"],
  [/has no (attribute|element)/, 'correct its name, or test it first: {% if value.name is defined %}'],
  [/is not iterable$/, 'give it a list: {% for item in [1, 2] %}'],
  [/is not callable$/, 'remove the parentheses, or define the macro: {% macro name() %}'],
  [/argument/, 'call it with the arguments that it is defined with'],
  [/^Range too big/, 'range(100000) is the most: count with SQL instead'],
];

export function templateErrorHint(problem: string): string {
  return find(ofEvaluation, problem) ?? 'correct what stands here, or what it is given';
}

function find(hints: readonly (readonly [RegExp, string])[], problem: string): string | undefined {
  return hints.find(([pattern]) => pattern.test(problem))?.[1];
}
